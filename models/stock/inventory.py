"""The stock of every article at the end of a day, as rows of AT's inventory file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from peewee import fn

from fiscal.errors import Refusal
from fiscal.inventory import InventoryItem
from fiscal.rounding import ZERO, cents
from models import db
from models.catalogue.tables import Article, Barcode
from models.stock.tables import StockMovement
from models.stock.valuation import bring_up_to_date

MOST_NAMED = 5
"""Articles named in a refusal; the others are counted."""


def stock_at(day: date) -> list[tuple[Article, Decimal]]:
    """Each article that keeps stock (products only), with what there was when ``day`` ended; zero left out."""
    sums = (
        StockMovement.select(StockMovement.article_id, fn.SUM(StockMovement.quantity).alias("quantity"))
        .where(StockMovement.day <= day)
        .group_by(StockMovement.article_id)
        .tuples()
    )
    left = {number: Decimal(int(total)).scaleb(-6) for number, total in sums.iterator()}
    articles = Article.select().where(Article.kind == "P", Article.stocked == True).order_by(Article.code)  # noqa: E712
    return [(article, left[article.id]) for article in articles if left.get(article.id)]


def worth_at(day: date) -> dict[int, Decimal]:
    """What there was of each article when ``day`` ended was worth, in euro at average cost, by article id."""
    bring_up_to_date()
    asked = "SELECT article_id, sum(average) FROM stock_value WHERE day <= ? GROUP BY article_id"
    rows = db.database.execute_sql(db.marked(asked), (day.isoformat(),)).fetchall()
    return {int(article): Decimal(int(total)).scaleb(-6) for article, total in rows}


def inventory_items(day: date, *, valued: bool, costs: Mapping[str, Decimal] | None = None) -> list[InventoryItem]:
    """The rows of the file, by code, with values at average cost where it is ``valued``.

    costs: of one unit, in euro without tax, by article code in capitals, which stand over what the ledger knows. Raises
    Refusal that names the articles with negative stock, and those whose cost nobody knows.
    """
    found = stock_at(day)
    _refuse("quantidade negativa", "acerte o stock antes de comunicar", [a.code for a, left in found if left < 0])
    given = costs or {}
    worth = worth_at(day) if valued else {}
    values = {
        article.id: cents(
            left * given[article.code.upper()] if article.code.upper() in given else worth.get(article.id, ZERO)
        )
        for article, left in found
    }
    if valued:
        unknown = [a.code for a, _ in found if a.code.upper() not in given and values[a.id] <= 0]
        _refuse("custo por conhecer", "registe a compra ou a entrada, ou dê um ficheiro de custos", unknown)
    barcodes: dict[int, str] = {}
    for barcode in Barcode.select().where(Barcode.quantity == 1).order_by(Barcode.id):
        barcodes.setdefault(barcode.article_id, barcode.code)
    return [
        InventoryItem(
            article.category, article.code, article.description, barcodes.get(article.id, ""), left, article.unit,
            values[article.id] if valued else None,
        )
        for article, left in found
    ]  # fmt: skip


def _refuse(what: str, todo: str, codes: list[str]) -> None:
    if codes:
        more = f" e mais {len(codes) - MOST_NAMED}" if len(codes) > MOST_NAMED else ""
        raise Refusal(
            f"{len(codes)} artigo(s) com {what}: {', '.join(codes[:MOST_NAMED])}{more}; {todo}.",
            field="items",
            rule="inventory",
        )
