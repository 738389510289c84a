"""What a list says about itself: the order in its header, and in its last line what is asked, marked and counted."""

from __future__ import annotations

from collections.abc import Sequence

from models.declared import Column, Count, Listing, Question
from tui.terminal.cells import cut, width
from tui.widgets.columns import line

UP, DOWN = "▲", "▼"


def header(columns: Sequence[Column], question: Question) -> str:
    """The titles of the columns, with an arrow at the one that orders the rows."""
    return line(columns, [_title(c, question) for c in columns])


def _title(column: Column, question: Question) -> str:
    if column.name != question.sort or not column.sortable:
        return column.label
    arrow = DOWN if question.descending else UP
    gap = " " if width(column.label) + 2 <= column.width else ""
    return cut(column.label, column.width - 1 - len(gap)) + gap + arrow


def filtered(listing: Listing, question: Question) -> str:
    """The filters in a few words: ``Tipo FR · de 01-11-2026``."""
    asked = {f.field.name: f for f in listing.filters}
    return " · ".join(asked[name].brief(value) for name, value in question.filters)


def counted(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def place(position: int | None, count: Count | None, noun: str, marked: int) -> str:
    """Where the cursor is of how many, and how many are marked: ``2 marcados   17 de 500 000 artigos``."""
    said = f"* {counted(marked)} {'marcado' if marked == 1 else 'marcados'}" if marked else ""
    if count is None:
        return said
    of = f"{counted(position)} de " if position is not None else ""
    total = f"mais de {counted(count.rows)}" if count.more else counted(count.rows)
    return f"{said}   {of}{total} {noun}".lstrip()
