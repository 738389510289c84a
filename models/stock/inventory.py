"""The stock of every article at the end of a day, as rows of AT's inventory file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from peewee import fn

from fiscal.errors import Refusal
from fiscal.inventory import InventoryItem
from fiscal.rounding import cents
from models.catalogue.tables import Article, Barcode
from models.stock.tables import StockMovement

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


def inventory_items(day: date, costs: Mapping[str, Decimal] | None) -> list[InventoryItem]:
    """The rows of the file, by code. costs: of one unit, in euro without tax, by article code in capitals; None: no values.

    The program knows no cost prices yet, so that who wants values brings them. Raises Refusal that names the articles
    with negative stock, and those without a cost.
    """
    found = stock_at(day)
    _refuse("quantidade negativa", "acerte o stock antes de comunicar", [a.code for a, left in found if left < 0])
    if costs is not None:
        _refuse(
            "custo por indicar",
            "junte-os ao ficheiro de custos",
            [a.code for a, _ in found if a.code.upper() not in costs],
        )
    barcodes: dict[int, str] = {}
    for barcode in Barcode.select().where(Barcode.quantity == 1).order_by(Barcode.id):
        barcodes.setdefault(barcode.article_id, barcode.code)
    return [
        InventoryItem(
            article.category, article.code, article.description, barcodes.get(article.id, ""), left, article.unit,
            cents(left * costs[article.code.upper()]) if costs is not None else None,
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
