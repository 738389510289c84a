"""Rows that only moved: a list scrolled by a few rows is scrolled by the terminal and not written again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

Row = list[int]

FARTHEST = 3
"""Rows by which something may have moved: more, and little of it is left on the screen."""
FEWEST = 4
"""Rows that must come out right for a scroll to be worth its bytes."""


class Shift(NamedTuple):
    """Rows ``top`` to ``bottom`` move ``by`` rows up (down, if negative)."""

    top: int
    bottom: int
    by: int


def best_shift(wanted: Sequence[Row], shown: Sequence[Row]) -> Shift | None:
    """The scroll after which most rows are what is wanted; None where none is worth it."""
    best, most = None, FEWEST - 1
    differs = [now != before for now, before in zip(wanted, shown, strict=True)]
    if sum(differs) < FEWEST:
        return None
    for by in (*range(1, FARTHEST + 1), *range(-1, -FARTHEST - 1, -1)):
        start, gained = 0, 0
        for y in range(len(wanted) + 1):
            source = y + by
            same = y < len(wanted) and 0 <= source < len(wanted) and wanted[y] == shown[source]
            if same:
                gained += differs[y]
                continue
            if gained > most:
                most = gained
                best = Shift(start, y - 1 + by, by) if by > 0 else Shift(start + by, y - 1, by)
            start, gained = y + 1, 0
    return best


def shifted(rows: list[Row], shift: Shift, blank: int) -> None:
    """Moves the rows as the terminal does."""
    top, bottom, by = shift
    empty = [[blank] * len(rows[0]) for _ in range(abs(by))]
    kept = rows[top + by : bottom + 1] + empty if by > 0 else empty + rows[top : bottom + 1 + by]
    rows[top : bottom + 1] = kept
