"""A company to measure on: made through the verbs, in a folder of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from cli.demo.catalogue import articles
from models import db
from models.catalogue.articles import save_article
from models.catalogue.tables import Article, Barcode
from models.clock import SystemClock
from models.company.setup import set_up
from models.home import Home
from models.opening import open_company, session_of
from models.parties.tables import Customer
from models.sales.draft import Draft, DraftLine
from models.sales.issue import issue
from models.sales.tables import Document, DocumentLine
from models.search import searchable
from models.series.series import set_validation_code
from models.series.tables import Series
from models.session import Session


@contextmanager
def shop(count: int) -> Iterator[tuple[Home, Session]]:
    """An open company with ``count`` articles besides the ten that are sold (``B0`` to ``B9``)."""
    with tempfile.TemporaryDirectory(prefix="balcao-bench-") as folder:
        home, clock = Home(Path(folder) / "loja"), SystemClock()
        open_company(home, clock, create=True)
        session = session_of(home, "ana", clock)
        company = {
            "nif": "599999993", "name": "Banco de ensaio, Lda", "address": "Rua A, 1", "postal_code": "1000-001",
            "city": "Lisboa", "retailer": True, "operator": "ana", "operator_name": "Ana", "password": "segredo",
        }  # fmt: skip
        set_up(company, session)
        for series in Series.select():
            set_validation_code(int(series.id), f"BENCH{series.type}00", session)
        for n in range(10):
            article = {"code": f"B{n}", "description": f"Artigo de ensaio {n}", "price": Decimal("1.99")}
            save_article(None, article, session)
        _many(count)
        try:
            yield home, session
        finally:
            db.close()


def _many(count: int) -> None:
    """Articles of the demonstration written straight into the tables: the verb's checks are not what is measured here."""
    made = list(articles(1, count))
    rows = [
        {
            "code": a.code, "description": a.description, "kind": a.kind, "family": "", "unit": a.unit, "price": a.price,
            "price_includes_tax": a.price_includes_tax, "tax_code": a.tax_code, "exemption_code": a.exemption_code,
            "stocked": a.kind == "P", "active": True,
            "search": searchable(a.code, a.description, *(b.code for b in a.barcodes)),
        }
        for a in made
    ]  # fmt: skip
    with db.writing():
        db.insert(Article, rows)
        ids = dict(Article.select(Article.code, Article.id).tuples().iterator())
        codes = [
            {"code": b.code, "article_id": ids[a.code], "quantity": Decimal(b.quantity)}
            for a in made
            for b in a.barcodes
        ]
        db.insert(Barcode, codes)
    with db.writing():
        db.database.execute_sql("ANALYZE")


def many_documents(count: int, session: Session) -> None:
    """Documents written straight into the table, with their customers: half a million through the verb take half an hour.

    One is issued; the others are its copies with number, day, customer, total and state of their own. They have no
    lines and their signatures do not hold, so this is for measuring lists only.
    """
    lines = [DraftLine("B1", quantity=Decimal(1))]
    first = Document.get(Document.number == issue(Draft("FS", lines, prices_include_tax=True), session))
    types = {s.type: s for s in Series.select()}
    names = [f"{given} {family}" for given in _GIVEN for family in _FAMILIES]
    people = [
        {
            "code": f"K{n:05}", "nif": f"{200_000_000 + n}", "name": f"{names[n % len(names)]} {n}", "address": "Rua B",
            "postal_code": "1000-001", "city": _CITIES[n % len(_CITIES)], "country": "PT", "phone": "", "email": "",
            "condition": "PP", "active": n % 50 != 0, "search": searchable(f"K{n:05}", names[n % len(names)], str(n)),
        }
        for n in range(5000)
    ]  # fmt: skip
    with db.writing():
        db.insert(Customer, people)
    ids = dict(Customer.select(Customer.code, Customer.id).tuples().iterator())
    chance, numbers = Random(1), dict.fromkeys(types, 1)
    start = date(2022, 1, 1)
    copied = {name: value for name, value in first.__data__.items() if name != "id"}
    for begin in range(0, count, 20_000):
        rows = []
        for n in range(begin, min(begin + 20_000, count)):
            kind = chance.choices(("FS", "FR", "FT", "NC", "ND"), (70, 15, 12, 3, 0.001))[0]
            numbers[kind] += 1
            who = people[chance.randrange(5000)] if chance.random() < 0.3 else None
            day = start + timedelta(days=n * 1700 // count)
            own = {
                "number": f"{kind} 2026A/{numbers[kind]}", "type": kind, "series_id": types[kind].id, "date": day,
                "sequence": numbers[kind], "operation": f"copia-{n}", "atcud": f"BENCH{kind}00-{numbers[kind]}",
                "system_entry_date": datetime(day.year, day.month, day.day, 10, 0), "hash": f"{n:0172}",
                "gross": Decimal(chance.randrange(50, 30_000) ** 2 // 5000 + 50) / 100,
                "status": "A" if chance.random() < 0.002 else "N",
            }  # fmt: skip
            if who is not None:
                own |= {"customer_id": ids[str(who["code"])], "customer_nif": who["nif"], "customer_name": who["name"]}
            rows.append({**copied, **own})
        with db.writing():
            db.insert(Document, rows)
    with db.writing():
        db.database.execute_sql("ANALYZE")


def many_invoices(count: int, session: Session) -> None:
    """Invoices of five lines written straight into the tables, copies of one that is issued, each with its own number, day
    and total; their signatures do not hold, so this is for measuring exports only."""
    lines = [DraftLine(f"B{n}", quantity=Decimal(n + 1)) for n in range(5)]
    first = Document.get(Document.number == issue(Draft("FT", lines, prices_include_tax=True), session))
    copied = {name: value for name, value in first.__data__.items() if name != "id"}
    own_lines = [
        {name: value for name, value in line.__data__.items() if name != "id"}
        for line in DocumentLine.select().where(DocumentLine.document_id == first.id).order_by(DocumentLine.number)
    ]
    start = date(first.date.year, 1, 1)
    for begin in range(1, count, 5_000):
        many = range(begin, min(begin + 5_000, count))
        documents, belonging = [], []
        for n in many:
            day = start + timedelta(days=n * 300 // count)
            documents.append(
                {
                    **copied, "id": first.id + n, "number": f"FT {first.number[3:].partition('/')[0]}/{n + 1}",
                    "sequence": n + 1, "atcud": f"{first.atcud.partition('-')[0]}-{n + 1}", "date": day,
                    "operation": f"copia-{n}", "hash": f"{n:0172}",
                    "system_entry_date": datetime(day.year, day.month, day.day, 10, 0),
                }
            )  # fmt: skip
            belonging += [{**line, "document_id": first.id + n} for line in own_lines]
        with db.writing():
            db.insert(Document, documents)
            db.insert(DocumentLine, belonging)
    with db.writing():
        db.database.execute_sql("ANALYZE")


_GIVEN = ("Ana", "Maria", "João", "Rui", "Inês", "Óscar", "Élio", "Beatriz", "Zulmira", "Tomás")
_FAMILIES = ("Silva", "Santos", "Gonçalves", "Araújo", "Conceição", "Lopes", "Ávila", "Reis", "Matos", "Vaz")
_CITIES = ("Lisboa", "Porto", "Évora", "Águeda", "Faro", "Óbidos", "Braga")
