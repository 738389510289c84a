"""Columns of a list on so many cells: which show, how wide, and a row's cells laid out in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from models.declared import Column
from tui.terminal.cells import fit

GAP = 2
MARGIN = 1
LEAST = 8
"""Least width to which a growing column is squeezed before the last columns are left out."""


def laid_out(columns: Sequence[Column], cells: int) -> list[Column]:
    """The columns that fit in ``cells``, at the widths they get.

    What is left over goes to the columns that grow; when there is too little, those shrink first, then the last
    columns are left out.
    """
    shown = list(columns)
    room = cells - 2 * MARGIN - 1
    while len(shown) > 1 and _needed(shown, shrunk=True) > room:
        shown.pop()
    spare = room - _needed(shown, shrunk=False)
    growing = [i for i, c in enumerate(shown) if c.grows] or ([len(shown) - 1] if spare < 0 else [])
    for place, i in enumerate(growing):
        share = spare // (len(growing) - place)
        spare -= share
        shown[i] = replace(shown[i], width=max(1, shown[i].width + share))
    return shown


def _needed(columns: Sequence[Column], *, shrunk: bool) -> int:
    widths = [min(c.width, LEAST) if shrunk and c.grows else c.width for c in columns]
    return sum(widths) + GAP * (len(columns) - 1)


def line(columns: Sequence[Column], texts: Sequence[str], mark: str = " ") -> str:
    """One row: at most two signs before it, each text in its width, on its side."""
    padded = [*texts, *[""] * (len(columns) - len(texts))]
    cells = (fit(text, c.width, right=c.right) for c, text in zip(columns, padded, strict=False))
    return mark.ljust(1 + MARGIN) + (" " * GAP).join(cells) + " " * MARGIN


def column_at(columns: Sequence[Column], x: int) -> Column | None:
    """The column that covers a cell of a line."""
    start = 1 + MARGIN
    for column in columns:
        if start <= x < start + column.width + GAP:
            return column
        start += column.width + GAP
    return None
