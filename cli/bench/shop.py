"""A company to measure on: made through the verbs, in a folder of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from cli.demo.catalogue import articles
from models import db
from models.catalogue.articles import save_article
from models.catalogue.tables import Article, Barcode
from models.clock import SystemClock
from models.company.setup import set_up
from models.home import Home
from models.opening import open_company, session_of
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
    if not db.on_postgres():
        with db.writing():
            db.database.execute_sql("ANALYZE")
