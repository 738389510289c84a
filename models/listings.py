"""Lists by keyset: the rows next to a key, in the order of one unique column, never by offset."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from models.declared import Key, Page, Row


def keyset(
    select: Callable[[str], Any], order: Any, row: Callable[[tuple[Any, ...]], Row], *, descending: bool = False
) -> Page:
    """The page function of a list.

    select: the query for a filter text; order: the unique column that orders it; row: a tuple of the query as a Row,
    whose key holds the value of ``order``; descending: newest first.
    """

    def page(text: str, after: Key | None, limit: int, backwards: bool) -> list[Row]:
        up = descending == backwards
        query = select(text)
        if after is not None:
            query = query.where(order > after[0] if up else order < after[0])
        rows = [row(values) for values in query.order_by(order.asc() if up else order.desc()).limit(limit).tuples()]
        return rows[::-1] if backwards else rows

    return page


def counter(select: Callable[[str], Any]) -> Callable[[str], int]:
    """The count function of a list."""
    return lambda text: int(select(text).count())
