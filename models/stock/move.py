"""Stock follows documents: movements are appended, the balance is kept beside them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from models import db
from models.stock.tables import StockBalance, StockMovement


def move(document_id: int, moved: Sequence[tuple[int, int, Decimal]], at: datetime, reason: str) -> None:
    """Appends movements (article id, line number, quantity: positive in, negative out) and updates the balances.

    Called inside the transaction of the document that moves the goods.
    """
    if not moved:
        return
    db.insert(
        StockMovement,
        [
            {
                "article_id": article,
                "document_id": document_id,
                "line": line,
                "quantity": quantity,
                "at": at,
                "reason": reason,
            }
            for article, line, quantity in moved
        ],
    )
    totals: dict[int, Decimal] = {}
    for article, _, quantity in moved:
        totals[article] = totals.get(article, Decimal(0)) + quantity
    mark = "%s" if db.on_postgres() else "?"
    scaled = StockBalance.quantity.db_value
    db.execute_many(
        f"INSERT INTO stock_balance (article_id, quantity) VALUES ({mark}, {mark}) "  # noqa: S608
        "ON CONFLICT (article_id) DO UPDATE SET quantity = stock_balance.quantity + excluded.quantity",
        # By article number, so that two terminals lock the rows in the same order.
        [(article, scaled(quantity)) for article, quantity in sorted(totals.items())],
    )
