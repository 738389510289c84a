"""A plain A4 letter that is no fiscal document: who writes, to whom, paragraphs, a table, sums. For payments and notices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from printing.paper import Labelled, PaperParty
from printing.pen import DARK, GREY, Pen

LEFT, RIGHT, TOP, BOTTOM = 20.0, 190.0, 22.0, 272.0
SIZE, SMALL, LEADING = 9.0, 7.0, 4.6


@dataclass(frozen=True, slots=True)
class LetterColumn:
    label: str
    width: float
    """Millimetres."""
    right: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything that is printed, cleaned and in Portuguese notation."""

    title: str
    issuer: PaperParty
    party: PaperParty
    dates: tuple[Labelled, ...]
    before: tuple[str, ...]
    columns: tuple[LetterColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    sums: tuple[Labelled, ...]
    """The last one is printed in bold."""
    after: tuple[str, ...]
    foot: str
    entered: str
    """``AAAA-MM-DDTHH:MM:SS``: a fixed date, so that the same letter always gives the same bytes."""
    stamp: str = ""
    """Printed big across the page: ``ANULADO``."""


def letter_pdf(letter: Letter) -> bytes:
    """The letter as a file, over as many pages as it takes."""
    pen = Pen(letter.title, letter.issuer.name, letter.entered)
    y = _page(pen, letter, 1)
    y = _head(pen, letter, y)
    number = 1
    for text in letter.before:
        y = pen.paragraph(LEFT, y, text, RIGHT - LEFT, SIZE) + 2
    if letter.rows:
        y = _table_head(pen, letter, y + 2)
    for row in letter.rows:
        if y > BOTTOM - 8:
            number += 1
            y = _table_head(pen, letter, _page(pen, letter, number))
        _row(pen, letter.columns, row, y)
        y += LEADING
    if y + LEADING * (len(letter.sums) + 4 * len(letter.after)) > BOTTOM:
        number += 1
        y = _page(pen, letter, number)
    y += 3
    for n, pair in enumerate(letter.sums, 1):
        bold = n == len(letter.sums)
        pen.write(RIGHT - 45, y, pair.label, SIZE, bold=bold, align="right")
        pen.write(RIGHT, y, pair.value, SIZE, bold=bold, align="right")
        y += LEADING
    y += 4
    for text in letter.after:
        y = pen.paragraph(LEFT, y, text, RIGHT - LEFT, SIZE) + 2
    return pen.output()


def _page(pen: Pen, letter: Letter, number: int) -> float:
    """A new page with its foot; gives where to go on."""
    pen.page()
    if letter.stamp:
        pen.stamp(letter.stamp, 110)
    pen.write(LEFT, 285, letter.foot, SMALL, ink=GREY, room=RIGHT - LEFT - 20)
    pen.write(RIGHT, 285, f"Página {number}", SMALL, ink=GREY, align="right")
    return TOP


def _head(pen: Pen, letter: Letter, top: float) -> float:
    y = top
    pen.write(LEFT, y, letter.issuer.name, 12, bold=True, room=90)
    for text in letter.issuer.lines:
        y += 4
        pen.write(LEFT, y, text, 8, ink=DARK, room=90)
    pen.write(RIGHT, top, letter.title, 12, bold=True, align="right", room=75)
    dated = top
    for pair in letter.dates:
        dated += 4.4
        pen.write(RIGHT, dated, f"{pair.label} {pair.value}", 8, ink=DARK, align="right", room=75)
    y = max(y, dated) + 14
    pen.write(110, y, letter.party.name, 10, bold=True, room=RIGHT - 110)
    for text in letter.party.lines:
        y += 4.4
        pen.write(110, y, text, SIZE, room=RIGHT - 110)
    return y + 14


def _table_head(pen: Pen, letter: Letter, y: float) -> float:
    _row(pen, letter.columns, [column.label for column in letter.columns], y, bold=True)
    pen.rule(LEFT, RIGHT, y + 1.6)
    return y + LEADING + 1.4


def _row(pen: Pen, columns: Sequence[LetterColumn], row: Sequence[str], y: float, *, bold: bool = False) -> None:
    x = LEFT
    for column, text in zip(columns, row, strict=True):
        at = x + column.width if column.right else x
        pen.write(at, y, text, 8.5, bold=bold, align="right" if column.right else "left", room=column.width - 2)
        x += column.width
