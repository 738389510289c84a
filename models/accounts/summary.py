"""An account in a few figures: what is open, how much of it is overdue, and the documents behind it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from fiscal.rounding import ZERO
from models.accounts.tables import OpenItem


@dataclass(frozen=True, slots=True)
class Summary:
    """Euro; credit notes are taken off."""

    open: Decimal
    overdue: Decimal
    """Of ``open`` what is past its due date."""
    items: tuple[OpenItem, ...]
    """What is due first before."""


def summary(side: str, party_id: int, today: dt.date) -> Summary:
    """What is open with one customer or supplier (``side`` as in ``OpenItem``)."""
    query = OpenItem.select().where(OpenItem.side == side, OpenItem.party_id == party_id)
    items = tuple(query.order_by(OpenItem.due, OpenItem.date, OpenItem.id))
    return Summary(
        sum((item.left for item in items), ZERO), sum((item.left for item in items if item.due < today), ZERO), items
    )
