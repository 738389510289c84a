"""The paper as lines of characters: receipts of 80 and 58 mm (48 and 32 columns) and the text shown on screen."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from fiscal.notation import show_number
from printing.paper import Labelled, Paper, PaperLine
from printing.wrapping import wrap

SCREEN = 80
CODES_FROM = 60
"""Narrower papers leave article codes out: the name is what the law asks for."""

Style = Literal["", "bold", "tall", "large", "qr"]


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row, already aligned with spaces.

    style: ``tall`` is bold and twice as high; ``large`` twice as high and wide, so its text counts double;
    ``qr`` has no text: the QR code stands there.
    """

    text: str
    style: Style = ""


def cells(text: str) -> int:
    """Columns that ``text`` takes on a screen: 2 for East Asian wide characters, 0 for combining marks."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in unicodedata.normalize("NFC", text)
    )


def text(paper: Paper, width: int = SCREEN) -> str:
    """The document as plain text, ``width`` columns, each row ended by a line break; the QR code is left out."""
    return "".join(f"{_spaced(row, width)}\n" for row in rows(paper, width) if row.style != "qr")


def _spaced(row: Row, width: int) -> str:
    """Large letters, where letters have one size: spaced out between asterisks."""
    if row.style != "large":
        return row.text.rstrip()
    return f"*** {' '.join(row.text.strip())} ***".center(width).rstrip()


def rows(paper: Paper, width: int, spell: Callable[[str], str] = str) -> list[Row]:
    """The document in rows of ``width`` columns, the QR code last.

    spell: rewrites each text with the characters that the printer has, before it is measured.
    """
    column = _Column(width, spell)
    _head(column, paper)
    _lines(column, paper)
    _totals(column, paper)
    _taxes(column, paper)
    _end(column, paper)
    return column.rows


class _Column:
    """Rows being written, one under the other."""

    def __init__(self, width: int, spell: Callable[[str], str]) -> None:
        self.width = width
        self.spell = spell
        self.rows: list[Row] = []

    def left(self, text: str, style: Style = "", indent: int = 0) -> None:
        for line in wrap(self.spell(text), self.width - indent, cells):
            self.rows.append(Row(" " * indent + line, style))

    def centre(self, text: str, style: Style = "") -> None:
        width = self.width // 2 if style == "large" else self.width
        for line in wrap(self.spell(text), width, cells):
            self.rows.append(Row(" " * ((width - cells(line)) // 2) + line, style))

    def pair(self, label: str, value: str, style: Style = "", indent: int = 0) -> None:
        """Label to the left, value to the right; a label too long for one row goes above its value."""
        label, value = self.spell(label), self.spell(value)
        room = self.width - indent - cells(value) - 1
        *above, last = wrap(label, max(room, self.width // 3), cells) or [""]
        for line in above:
            self.rows.append(Row(" " * indent + line, style))
        gap = self.width - indent - cells(last) - cells(value)
        if gap < 1:
            self.rows.append(Row(" " * indent + last, style))
            last, gap = "", self.width - indent - cells(value)
        self.rows.append(Row(" " * indent + last + " " * max(gap, 0) + value, style))

    def table(self, cells_of: Sequence[str], widths: Sequence[int], style: Style = "") -> None:
        """First column to the left, the others to the right."""
        texts = [self.spell(t) for t in cells_of]
        if cells(texts[0]) > widths[0]:
            self.left(texts[0], style)
            texts[0] = ""
        line = texts[0] + " " * (widths[0] - cells(texts[0]))
        line += "".join(" " * (w - cells(t)) + t for t, w in zip(texts[1:], widths[1:], strict=True))
        self.rows.append(Row(line, style))

    def rule(self) -> None:
        self.rows.append(Row("-" * self.width))

    def gap(self) -> None:
        self.rows.append(Row(""))


def _head(column: _Column, paper: Paper) -> None:
    column.centre(paper.issuer.name, "bold")
    for line in paper.issuer.lines:
        column.centre(line)
    column.gap()
    if paper.cancelled:
        column.centre("ANULADO", "large")
        column.centre(paper.cancelled, "bold")
        column.gap()
    column.centre(paper.heading, "bold")
    column.centre(paper.not_an_invoice, "tall")
    column.centre(paper.copy)
    column.centre(paper.test_mode)
    column.gap()
    for date in paper.dates:
        column.left(f"{date.label}: {date.value}")
    column.left(f"{paper.customer_label}: {paper.customer.name}")
    for line in paper.customer.lines:
        column.left(line)
    if paper.references:
        column.left(f"{paper.references_label}:")
        for reference in paper.references:
            column.left(reference, indent=2)
    if paper.transport:
        column.rule()
        for row in paper.transport:
            column.left(f"{row.label}: {row.value}")


def _lines(column: _Column, paper: Paper) -> None:
    column.rule()
    column.pair("Descrição", f"Valor {paper.tax_note}" if paper.valued else "Quantidade", "bold")
    for line in paper.lines:
        with_code = line.code if column.width >= CODES_FROM else ""
        described = " ".join(part for part in (with_code, line.description) if part)
        if not paper.counted:
            column.pair(" ".join((line.code, line.description)), show_number(line.value))
        elif paper.valued:
            column.left(described)
            column.pair(_reckoning(line), show_number(line.value), indent=2)
        else:
            column.pair(described, f"{line.quantity} {line.unit}".strip())
        for detail in line.details:
            column.left(detail, indent=2)


def _reckoning(line: PaperLine) -> str:
    """``100 UN x 0,55 desc. 8,8%  23%``: how the value of a line came about."""
    discount = f" desc. {line.discount}" if line.discount else ""
    unit = f" {line.unit}" if line.unit else ""
    return f"{line.quantity}{unit} x {line.price}{discount}  {line.tax}"


def _totals(column: _Column, paper: Paper) -> None:
    if not paper.valued:
        return
    column.rule()
    _pairs(column, paper.sums)
    column.pair(paper.total.label, paper.total.value, "tall")
    if paper.after_total:
        *others, last = paper.after_total
        _pairs(column, others)
        column.pair(last.label, last.value, "bold")
    if paper.payments:
        column.gap()
        column.left(f"{paper.payments_label}:")
        for payment in paper.payments:
            column.pair(payment.label, payment.value, indent=2)


def _pairs(column: _Column, pairs: Sequence[Labelled]) -> None:
    for pair in pairs:
        column.pair(pair.label, pair.value)


def _taxes(column: _Column, paper: Paper) -> None:
    if not paper.taxes:
        return
    column.rule()
    amounts = max(10, *(max(len(t.base), len(t.tax)) + 1 for t in paper.taxes))
    first = column.width - 2 * amounts
    column.table(("Taxa", "Base", "IVA"), (first, amounts, amounts), "bold")
    for tax in paper.taxes:
        name = f"{tax.region} {tax.name}" if paper.show_region else tax.name
        column.table((name, tax.base, tax.tax), (first, amounts, amounts))
    for mention in paper.mentions:
        column.left(f"{mention.label} {mention.value}".strip())


def _end(column: _Column, paper: Paper) -> None:
    column.rule()
    for note in paper.notes:
        column.left(note) if note else column.gap()
    if paper.notes:
        column.gap()
    for statement in paper.statements:
        column.left(statement)
    column.left(paper.registered)
    column.left(paper.certification)
    column.gap()
    column.centre(paper.atcud)
    column.rows.append(Row("", "qr"))
