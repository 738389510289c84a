"""Makes the demonstration company of a plan, through the verbs that every screen and command uses."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import datetime, time
from itertools import islice
from pathlib import Path

from cli.demo.people import DemoOperator
from cli.demo.plan import DemoCancel, DemoCredit, DemoSale, Event, Plan, plan
from fiscal.errors import Refusal
from models import db
from models.catalogue.articles import save_article
from models.catalogue.families import save_family
from models.clock import FixedClock, SystemClock
from models.company.setup import is_set_up, set_up
from models.home import Home
from models.opening import NoCompany, open_company, session_of
from models.parties.customers import save_customer
from models.people.operators import change_password, create_operator
from models.sales import draft_file
from models.sales.cancel import cancel
from models.sales.credit import credit_draft
from models.sales.issue import issue, issued_as
from models.series.series import create_series, set_validation_code
from models.series.tables import Series
from models.session import Session

PASSWORD = "balcao"
BATCH = 100
"""Events in one transaction: a verb inside another joins it, and the demonstration may be lost whole."""
Told = Callable[[str], None]


def build(home: Home, *, documents: int, articles: int, customers: int, seed: int, told: Told) -> None:
    """Makes the company in ``home``. Raises Refusal where there is one already.

    The files are made beside the home and renamed when all is done: an interrupted demonstration leaves nothing. The
    same seed on the same day gives the same company; only the signatures differ, each installation having its own key.
    """
    _refuse_taken(home)
    making = Home(home.path.with_name(home.path.name + ".a-fazer"))
    _remove(making.path)
    clock = FixedClock(SystemClock().now())
    demo = plan(seed, clock.at.date(), documents, articles, customers)
    clock.at = datetime.combine(demo.first_day, time(8, 0))
    open_company(making, clock, create=True)
    session = session_of(making, demo.operators[0].code, clock)
    told("A fazer a empresa, os artigos e os clientes…")
    _cards(demo, session)
    _events(demo, session, clock, documents, told)
    db.close()
    admin = next(o for o in demo.operators if o.admin)
    making.save_settings({"demonstracao": f"Demonstração: operador {admin.code}, palavra-passe {PASSWORD}."})
    if home.path.exists():
        home.path.rmdir()
    home.path.parent.mkdir(parents=True, exist_ok=True)
    making.path.rename(home.path)
    told("")


def _refuse_taken(home: Home) -> None:
    if home.path.is_dir() and any(home.path.iterdir()):
        raise Refusal(f"A pasta {home.path} já tem coisas: indique outra com --home.", rule="demo")
    if not db.is_sqlite(home.database_url):
        try:
            open_company(home, SystemClock())
        except NoCompany:
            return
        if is_set_up():
            raise Refusal("Essa base de dados já tem uma empresa.", rule="demo")


def _remove(path: Path) -> None:
    """What an interrupted demonstration left."""
    import shutil

    shutil.rmtree(path, ignore_errors=True)


def _cards(demo: Plan, session: Session) -> None:
    """Company, operators, series, articles and customers, in one transaction."""
    admin, *others = sorted(demo.operators, key=lambda o: not o.admin)
    with db.writing():
        name = set_up(
            {
                **dataclasses.asdict(demo.company),
                "operator": admin.code,
                "operator_name": admin.name,
                "password": "provisoria",
                "series": f"{demo.today.year}A",
            },
            session,
        )
        _series(demo, name, session)
        for operator in others:
            create_operator(operator.code, operator.name, "provisoria", session, admin=operator.admin)
        for operator in demo.operators:
            change_password(operator.code, "provisoria", PASSWORD, PASSWORD, _as(session, operator))
        for family in demo.families:
            save_family(None, dataclasses.asdict(family), session)
        for article in demo.articles:
            barcodes = " ".join(b.code if b.quantity == 1 else f"{b.quantity}*{b.code}" for b in article.barcodes)
            save_article(None, {**dataclasses.asdict(article), "barcodes": barcodes}, session)
        for customer in demo.customers:
            save_customer(None, dataclasses.asdict(customer), session)


def _series(demo: Plan, name: str, session: Session) -> None:
    """Validation codes that are plainly made up; last year's series too where the plan goes back that far."""
    if demo.first_day.year < demo.today.year:
        for row in list(Series.select()):
            starts = demo.first_day.replace(month=1, day=1)
            create_series({"type": row.type, "name": f"{demo.first_day.year}A", "starts_on": starts}, session)
    for row in list(Series.select()):
        year = row.name[2:4]
        set_validation_code(int(row.id), f"DEMO{row.type}{year}", session)


def _as(session: Session, operator: DemoOperator) -> Session:
    return dataclasses.replace(session, operator=operator.code)


def _events(demo: Plan, session: Session, clock: FixedClock, documents: int, told: Told) -> None:
    events = demo.events()
    done = 0
    while batch := list(islice(events, BATCH)):
        with db.writing():
            for event in batch:
                clock.at = event.at
                _happen(event, demo, dataclasses.replace(session, operator=event.operator))
        done += len(batch)
        told(f"A emitir documentos: {min(done, documents)} de {documents}…")


def _happen(event: Event, demo: Plan, session: Session) -> None:
    match event:
        case DemoSale():
            issue(draft_file.read(event.draft), session)
        case DemoCredit():
            draft = credit_draft(_number(demo, event.of), event.reason, event.quantities)
            draft.operation = event.id
            issue(draft, session)
        case DemoCancel():
            cancel(_number(demo, event.of), event.reason, session)


def _number(demo: Plan, index: int) -> str:
    number = issued_as(f"demo-{demo.seed}-{index}")
    if number is None:
        raise Refusal(f"A venda {index} da demonstração não foi emitida.", rule="demo")
    return number
