"""Training mode: a company beside the real one to learn in, with series of its own and words on everything (1.5; C30)."""

from __future__ import annotations

from typing import Any

from fiscal.doctypes import TYPES
from models import db, migrate
from models.audit.log import record
from models.catalogue.tables import (
    Article,
    ArticlePart,
    ArticleUnit,
    Barcode,
    Brand,
    Family,
    PaymentCondition,
    PaymentMethod,
    Unit,
)
from models.clock import Clock
from models.company.setup import current, is_set_up
from models.company.tables import Company, Setting
from models.home import TRAINING_FOLDER, Home, is_training
from models.opening import open_company
from models.parties.tables import Customer, Supplier
from models.people.tables import Operator
from models.series.series import TRAINING, create_series
from models.session import Session

_COPIED = (
    Company, Family, Brand, Unit, Article, ArticleUnit, ArticlePart, Barcode, PaymentMethod, PaymentCondition, Customer,
    Supplier, Operator,
)  # fmt: skip
"""What is copied, in an order that keeps references whole. Documents, series and keys are not."""


def training_home(home: Home) -> Home:
    """The home of the training company of a real one; a training company is its own."""
    return home if is_training(home) else Home(home.path / TRAINING_FOLDER)


def make_training(home: Home, clock: Clock) -> Home:
    """The training company of a home, made at first use from its articles, customers and operators; gives its home.

    Its database is a file of its own and its key another one: nothing that happens there touches the real company.
    All its series are of AT's kind F, with validation codes that nobody gave (FORMACFT …) and that say so.
    """
    training = training_home(home)
    if (training.path / "balcao.db").exists():
        open_company(training, clock)
        if is_set_up():
            return training
    open_company(home, clock)
    company = current()
    rows = {table: _all(table) for table in _COPIED}
    rows[Company] = [row for row in rows[Company] if row["id"] == company.id]
    training.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    db.connect(f"sqlite:///{training.path / 'balcao.db'}")
    migrate.migrate(clock)
    session = Session(company.operator, "formação", clock, training.signer, home.tables)
    with db.writing():
        for shipped in (PaymentMethod, PaymentCondition, Unit):
            shipped.delete().execute()
        for table in _COPIED:
            db.insert(table, rows[table])
        Setting.insert(key=TRAINING, value=f"{clock.now():%Y-%m-%d}").execute()
        record(session, "company.save", company.nif, **_saved(rows[Company][0]))
        for type_code in TYPES:
            create_series(
                {"type": type_code, "name": f"FORM{clock.now():%Y}", "validation_code": f"FORMAC{type_code}"}, session
            )
    return training


def _all(table: type[db.Table]) -> list[dict[str, Any]]:
    return [dict(row) for row in table.select().order_by(table._meta.primary_key).dicts().iterator()]


def _saved(row: dict[str, Any]) -> dict[str, Any]:
    names = ("nif", "name", "address", "postal_code", "city", "phone", "email", "register", "region", "regime")
    return {name: row[name] for name in names}
