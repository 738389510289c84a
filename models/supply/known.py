"""Everything about an article that one asks while buying or selling it (F7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from models import db
from models.catalogue.articles import find_article
from models.catalogue.tables import Article
from models.catalogue.units import Pack, units_of
from models.purchases.tables import Purchase, PurchaseLine
from models.sales.draft import Draft
from models.sales.history import Sale, last_sales, of_customer
from models.sales.lines import converted
from models.session import Session
from models.stock.valuation import unit_cost
from models.supply.outlook import Outlook, outlook

PURCHASES = 3
"""Last purchases shown."""
LOTS = 4
"""Lots shown, those that expire first."""


@dataclass(frozen=True, slots=True)
class Bought:
    """An article on a line of a receipt or an invoice of a supplier."""

    number: str
    day: date
    supplier: str
    quantity: Decimal
    unit: str
    price: Decimal
    """Euro of one of that unit, without tax."""
    discount: str


@dataclass(frozen=True, slots=True)
class LotThere:
    """What is left of a lot, or a piece by its serial number."""

    code: str
    expires_on: date | None
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class ArticleSheet:
    """An article as someone who buys or sells it asks about it."""

    code: str
    description: str
    unit: str
    tax_code: str
    rate: Decimal
    """Per cent in force on the document's day and region."""
    without_tax: Decimal
    """Euro per unit; 0 for an article whose price is asked at each sale."""
    with_tax: Decimal
    packs: tuple[Pack, ...]
    """Its other units."""
    stock: Outlook | None
    """None for an article that moves no stock."""
    cost: Decimal
    """Euro of one unit without tax: average of what is there, else the last known."""
    minimum: Decimal
    maximum: Decimal
    lots: tuple[LotThere, ...]
    sales: tuple[Sale, ...]
    """The last ones, newest first, cancelled documents left out."""
    to: str
    """Whom the sales are to: the customer of the draft, if it ever bought the article; empty for anybody."""
    purchases: tuple[Bought, ...]
    """The last receipts and invoices, newest first, cancelled ones left out."""


def article_sheet(code: str, draft: Draft, session: Session) -> ArticleSheet | None:
    """The sheet of the article of a code or bar code; None where there is none.

    draft: what is being written, for its day, its region and its customer.
    """
    found = find_article(code)
    if found is None:
        return None
    article = found[0]
    number = int(article.id)
    day = draft.date or session.clock.now().date()
    rate = session.tables.rate(draft.region, article.tax_code, day)
    to, sales = _sales(number, draft)
    return ArticleSheet(
        article.code,
        article.description,
        article.unit,
        article.tax_code,
        rate,
        converted(article.price, article.price_includes_tax, False, rate),
        converted(article.price, article.price_includes_tax, True, rate),
        tuple(units_of(number)),
        outlook([number]).get(number, Outlook()) if article.stocked else None,
        unit_cost(article.code) if article.stocked else Decimal(0),
        article.minimum,
        article.maximum,
        _lots(article),
        sales,
        to,
        _purchases(number),
    )


def _sales(article_id: int, draft: Draft) -> tuple[str, tuple[Sale, ...]]:
    customer = draft.customer
    if customer is not None and (whose := of_customer(customer)) is not None:
        hers = last_sales(article_id, whose)
        if hers:
            return customer.name or customer.nif or customer.code, hers
    return "", last_sales(article_id, None)


def _lots(article: Article) -> tuple[LotThere, ...]:
    if not article.tracking:
        return ()
    rows = db.database.execute_sql(
        db.marked(
            "SELECT l.code, l.expires_on, sum(p.quantity) FROM stock_place p JOIN lot l ON l.id = p.lot_id "
            "WHERE p.article_id = ? AND p.quantity > 0 GROUP BY l.id, l.code, l.expires_on "
            "ORDER BY coalesce(l.expires_on, '9999'), l.id LIMIT ?"
        ),
        (article.id, LOTS),
    ).fetchall()
    return tuple(
        LotThere(str(code), date.fromisoformat(day) if day else None, Decimal(int(quantity)).scaleb(-6))
        for code, day, quantity in rows
    )


def _purchases(article_id: int) -> tuple[Bought, ...]:
    query: Any = (
        PurchaseLine.select(
            Purchase.number, Purchase.date, Purchase.supplier_name, PurchaseLine.quantity, PurchaseLine.unit,
            PurchaseLine.price, PurchaseLine.discount,
        )
        .join(Purchase, on=(PurchaseLine.purchase_id == Purchase.id))
        .where(PurchaseLine.article_id == article_id, Purchase.kind.in_(("RM", "FF")), Purchase.state != "A")
        .order_by(PurchaseLine.id.desc())
        .limit(PURCHASES)
    )  # fmt: skip
    return tuple(Bought(*values) for values in query.tuples())
