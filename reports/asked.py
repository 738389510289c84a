"""How reports ask the database: statements with ``?`` for each value, and its whole numbers as what they mean."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from models import db


def asked(sql: str, values: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of a statement."""
    return iter(db.database.execute_sql(db.marked(sql), values).fetchall())


def micro(value: Any) -> Decimal:
    """A quantity, a price or a value of stock as stored; nothing is zero."""
    return Decimal(int(value or 0)).scaleb(-6)
