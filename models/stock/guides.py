"""The transport guide that goes with a transfer: goods of the house on a public road (DL 147/2003, art. 2 and 6)."""

from __future__ import annotations

from typing import Any

from models.sales.tables import Document
from models.stock.tables import StockGuide, StockSheet


def guide_of(sheet_id: int) -> str:
    """Number of the guide in force that a transfer travels with; empty for none."""
    query: Any = (
        Document.select(Document.number)
        .join(StockGuide, on=(StockGuide.document_id == Document.id))
        .where(StockGuide.sheet_id == sheet_id, Document.status != "A")
        .limit(1)
        .tuples()
    )
    return next((str(number) for (number,) in query), "")


def transfer_of(document_id: int) -> str:
    """Number of the transfer that a guide travelled with; empty for none."""
    query: Any = (
        StockSheet.select(StockSheet.number)
        .join(StockGuide, on=(StockGuide.sheet_id == StockSheet.id))
        .where(StockGuide.document_id == document_id)
        .limit(1)
        .tuples()
    )
    return next((str(number) for (number,) in query), "")
