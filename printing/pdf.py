"""The paper as an A4 PDF: as many pages as it takes, carried totals between them, totals and QR code on the last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from fiscal.notation import show_number
from fiscal.rounding import ZERO
from printing.paper import Paper, PaperLine
from printing.pdf_blocks import LEFT, RIGHT, closing, first_head, foot, next_head
from printing.pen import BLACK, DARK, GREY, PALE, Pen

BOTTOM = 272.0
"""Nothing but the foot is drawn below."""
SIZE, SMALL = 8.5, 7.0
LEADING, SMALL_LEADING, GAP = 4.0, 3.3, 1.9
HEADER, CARRY = 8.0, 6.5


def pdf(*papers: Paper) -> bytes:
    """The whole file: one paper, or its copies one after the other. The same papers always give the same bytes."""
    first = papers[0]
    pen = Pen(first.heading, first.issuer.name, first.entered)
    for paper in papers:
        _draw(pen, paper)
    return pen.output()


def _draw(pen: Pen, paper: Paper) -> None:
    table = _Table(pen, paper)
    pages = _paginate(pen, paper, table.rows)
    carried = ZERO
    for number, rows in enumerate(pages, 1):
        pen.page()
        if paper.cancelled:
            pen.stamp("ANULADO", 110)
        y = first_head(pen, paper) if number == 1 else next_head(pen, paper)
        if rows or number > 1:
            y = table.header(y)
        if number > 1 and paper.valued:
            y = _carry(pen, y, "Transportado", carried)
        for row in rows:
            row.draw(y)
            y += row.height
            carried += row.value
        if number < len(pages) and paper.valued:
            _carry(pen, BOTTOM - CARRY, "A transportar", carried)
        if number == len(pages):
            closing(pen, paper, BOTTOM - _closing_height(pen, paper))
        foot(pen, paper, number, len(pages))


def _carry(pen: Pen, y: float, label: str, value: Decimal) -> float:
    """A running total (Despacho 8632/2014, 2.2.11; C10): the sum of the values of the lines so far."""
    pen.write(RIGHT, y + 3, show_number(value), SIZE, bold=True, align="right")
    pen.write(RIGHT - 28, y + 3, label, SIZE, ink=GREY, align="right")
    pen.rule(LEFT, RIGHT, y + 5, 0.1)
    return y + CARRY


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the document, or a line of its notes, ready to draw."""

    height: float
    value: Decimal
    draw: Callable[[float], None]


def _closing_height(pen: Pen, paper: Paper) -> float:
    pen.dry = True
    height = closing(pen, paper, 0)
    pen.dry = False
    return height


def _paginate(pen: Pen, paper: Paper, rows: list[_Row]) -> list[list[_Row]]:
    """Rows of each page. The closing block goes whole on the last page, with at least one row where there are two."""
    pen.dry = True
    first, following = first_head(pen, paper), next_head(pen, paper)
    last = closing(pen, paper, 0)
    pen.dry = False
    pages: list[list[_Row]] = []
    at = 0
    while True:
        room = BOTTOM - (following + CARRY if pages else first) - HEADER
        rest = rows[at:]
        if sum(row.height for row in rest) <= room - last:
            return [*pages, rest]
        count, used = 0, CARRY
        for row in rest:
            if count and used + row.height > room:
                break
            used += row.height
            count += 1
        if count == len(rest) > 1:
            count -= 1
        pages.append(rest[:count])
        at += count


class _Table:
    """The lines of the document in columns; those that no line uses are left out."""

    def __init__(self, pen: Pen, paper: Paper) -> None:
        self.pen = pen
        self.note = paper.tax_note
        self.lines = paper.lines
        has_code = any(line.code for line in paper.lines)
        has_discount = any(line.discount for line in paper.lines)
        right = RIGHT
        self.valued = paper.valued
        if paper.valued:
            self.value, right = right, right - 23
            self.tax, right = right, right - 16
            self.discount, right = right, right - (15 if has_discount else 0)
            self.price, right = right, right - (20 if paper.counted else 0)
        self.has_discount = has_discount
        self.counted = paper.counted
        if paper.counted:
            self.unit, right = right - 10, right - 10
            self.quantity, right = right - 1.5, right - 15
        self.has_code = has_code
        self.text = LEFT + (0 if not has_code else 22 if paper.counted else 42)
        self.text_room = right - self.text - 1
        self.rows = [self._line(line) for line in paper.lines] + self._notes(paper.notes)

    def header(self, y: float) -> float:
        """Names of the columns, with a line under them."""
        at = y + 4
        if self.has_code:
            self._label(LEFT, at, "Código" if self.counted else "Documento")
        self._label(self.text, at, "Descrição")
        if self.counted:
            self._label(self.quantity, at, "Qtd.", right=True)
            self._label(self.unit, at, "Un.")
        if self.has_discount:
            self._label(self.discount, at, "Desc.", right=True)
        if self.valued:
            price = ((self.price, f"Preço {self.note}"),) if self.counted else ()
            tax = ((self.tax, "IVA"),) if any(line.tax for line in self.lines) else ()
            for x, label in (*price, *tax, (self.value, f"Valor {self.note}")):
                self._label(x, at, label, right=True)
        self.pen.rule(LEFT, RIGHT, y + 6, 0.3, BLACK)
        return y + HEADER

    def _label(self, x: float, y: float, text: str, *, right: bool = False) -> None:
        self.pen.write(x, y, text, SMALL, ink=GREY, align="right" if right else "left")

    def _line(self, line: PaperLine) -> _Row:
        pen = self.pen
        description = pen.wrap(line.description, self.text_room, SIZE)
        codes = pen.wrap(line.code, 20 if self.counted else 40, SMALL) if self.has_code else []
        units = pen.wrap(line.unit, 9, SMALL)
        details = [part for detail in line.details for part in pen.wrap(detail, self.text_room, SMALL)]
        tall = len(description) * LEADING + len(details) * SMALL_LEADING
        height = max(tall, max(len(codes), len(units)) * SMALL_LEADING, LEADING) + GAP

        def draw(y: float) -> None:
            base = y + 3
            for x, texts in ((LEFT, codes), (self.unit if self.counted else LEFT, units)):
                for n, text in enumerate(texts):
                    pen.write(x, base + n * SMALL_LEADING, text, SMALL, ink=DARK)
            for n, text in enumerate(description):
                pen.write(self.text, base + n * LEADING, text, SIZE)
            below = base + len(description) * LEADING - 0.3
            for n, text in enumerate(details):
                pen.write(self.text, below + n * SMALL_LEADING, text, SMALL, ink=GREY)
            if self.counted:
                pen.write(self.quantity, base, line.quantity, SIZE, align="right", room=13.5)
            if self.valued:
                numbers = ((self.price, line.price, 19.0), (self.tax, line.tax, 14.5))
                for x, text, room in (*numbers, (self.discount, line.discount, 14.0)):
                    pen.write(x, base, text, SIZE, align="right", room=room)
                pen.write(self.value, base, show_number(line.value), SIZE, align="right", room=21.5)
            pen.rule(LEFT, RIGHT, y + height - 0.9, 0.1, PALE)

        return _Row(height, line.value, draw)

    def _notes(self, notes: tuple[str, ...]) -> list[_Row]:
        """Notes flow after the lines, over as many pages as they need."""
        texts = [part for note in notes for part in (self.pen.wrap(note, RIGHT - LEFT, SIZE) or [""])]
        return [_Row(LEADING + (GAP if n == 0 else 0), ZERO, self._note(t, n == 0)) for n, t in enumerate(texts)]

    def _note(self, text: str, first: bool) -> Callable[[float], None]:
        def draw(y: float) -> None:
            self.pen.write(LEFT, y + 3 + (GAP if first else 0), text, SIZE, ink=DARK)

        return draw
