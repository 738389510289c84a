"""Stock follows documents: movements are appended, what they add up to is kept beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from models import db
from models.stock.negative import check_negative
from models.stock.tables import StockBalance, StockMovement, StockPlace

TAKEN_BACK = "A"
"""Reason of a movement that undoes another because its document was cancelled."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What one line moves.

    quantity: positive in, negative out, in the article's unit. cost: euro without tax of the whole line, of an entry whose
    cost is known. reverses_id: the movement that this one takes back, at the value that it had. lot_id: 0 for none.
    """

    article_id: int
    line: int
    quantity: Decimal
    warehouse_id: int
    lot_id: int = 0
    cost: Decimal | None = None
    reverses_id: int | None = None


def move(
    moved: Sequence[Moved],
    day: date,
    at: datetime,
    reason: str,
    *,
    document_id: int | None = None,
    sheet_id: int | None = None,
    confirmed: frozenset[str] = frozenset(),
) -> None:
    """Appends movements to the ledger. Called inside the transaction of the document, or the sheet, that moves the goods.

    day: when the goods moved, which may be before ``at``, the moment that it is recorded. confirmed: warnings already
    answered. Raises Refusal, or NeedsConfirmation, where the goods are not there (``models/stock/negative.py``).
    """
    if not moved:
        return
    db.insert(
        StockMovement,
        [
            {
                "article_id": one.article_id,
                "warehouse_id": one.warehouse_id,
                "lot_id": one.lot_id,
                "document_id": document_id,
                "sheet_id": sheet_id,
                "line": one.line,
                "quantity": one.quantity,
                "day": day,
                "at": at,
                "reason": reason,
                "cost": one.cost,
                "reverses_id": one.reverses_id,
            }
            for one in moved
        ],
    )
    _add_up(moved, day)
    check_negative(moved, confirmed)


def _add_up(moved: Iterable[Moved], day: date) -> None:
    articles: dict[int, Decimal] = {}
    places: dict[tuple[int, int, int], Decimal] = {}
    for one in moved:
        place = (one.article_id, one.warehouse_id, one.lot_id)
        articles[one.article_id] = articles.get(one.article_id, Decimal(0)) + one.quantity
        places[place] = places.get(place, Decimal(0)) + one.quantity
    mark, first = "%s" if db.on_postgres() else "?", day.isoformat()
    scaled = StockBalance.quantity.db_value
    # In the order of their numbers, so that two terminals lock the rows in the same order.
    db.execute_many(
        f"INSERT INTO stock_balance (article_id, quantity, stale_from) VALUES ({mark}, {mark}, {mark}) "  # noqa: S608
        "ON CONFLICT (article_id) DO UPDATE SET quantity = stock_balance.quantity + excluded.quantity, "
        "stale_from = CASE WHEN stock_balance.stale_from <= excluded.stale_from "
        "THEN stock_balance.stale_from ELSE excluded.stale_from END",
        [(article, scaled(quantity), first) for article, quantity in sorted(articles.items())],
    )
    db.execute_many(
        "INSERT INTO stock_place (article_id, warehouse_id, lot_id, quantity) "  # noqa: S608
        f"VALUES ({mark}, {mark}, {mark}, {mark}) "
        "ON CONFLICT (article_id, warehouse_id, lot_id) DO UPDATE SET quantity = stock_place.quantity + excluded.quantity",
        [(*place, StockPlace.quantity.db_value(quantity)) for place, quantity in sorted(places.items())],
    )


def take_back(movements: Iterable[StockMovement]) -> list[Moved]:
    """What undoes these movements, each where it was and at the value that it had."""
    return [Moved(m.article_id, m.line, -m.quantity, m.warehouse_id, m.lot_id, reverses_id=m.id) for m in movements]
