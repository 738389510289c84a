"""Blocks of the A4 page: the heads, the closing block with tax, totals and QR code, the foot."""

from __future__ import annotations

from collections.abc import Sequence

from fiscal.qr_image import MODULE_MM, QUIET_MM, matrix
from printing.paper import Labelled, Paper
from printing.pen import BLACK, DARK, GREY, POINT, WIDTH, Pen

LEFT, RIGHT = 18.0, WIDTH - 18.0
TOP = 16.0
WINDOW = 112.0
"""Where the window of an envelope shows the customer's address."""
SUMS = 126.0
"""Left end of the totals."""


def first_head(pen: Pen, paper: Paper) -> float:
    """Issuer, type and number, dates, customer, rectified documents; returns where the lines begin."""
    room = RIGHT - LEFT
    y = pen.paragraph(LEFT, TOP + 4, paper.issuer.name, 96, 13, bold=True) + 0.3
    for line in paper.issuer.lines:
        y = pen.paragraph(LEFT, y, line, 96, 8, ink=DARK)
    pen.write(RIGHT, TOP + 5, paper.title, 19, align="right", room=76)
    pen.write(RIGHT, TOP + 12, paper.number, 12, bold=True, align="right", room=76)
    at = TOP + 17
    for line in pen.wrap(paper.copy, 76, 8, True):
        pen.write(RIGHT, at, line, 8, bold=True, align="right")
        at += 4
    pen.write(RIGHT, at, paper.atcud, 8, ink=DARK, align="right", room=76)
    top = max(y, at + 3) + 7
    if paper.not_an_invoice:
        pen.write(LEFT, top, paper.not_an_invoice, 13, bold=True)
        top += 7
    left_end = _dates(pen, paper.dates, top)
    y = _label(pen, WINDOW, top, paper.customer_label)
    y = pen.paragraph(WINDOW, y, paper.customer.name, RIGHT - WINDOW, 10, bold=True)
    for line in paper.customer.lines:
        y = pen.paragraph(WINDOW, y, line, RIGHT - WINDOW, 9)
    y = max(y, left_end) + 1
    if paper.references:
        y = _label(pen, LEFT, y + 1, paper.references_label)
        for reference in paper.references:
            y = pen.paragraph(LEFT, y, reference, room, 9)
    if paper.transport:
        y = _transport(pen, paper.transport, y + 1)
    if paper.cancelled:
        pen.write(LEFT, y + 6, "ANULADO", 17, bold=True)
        indent = pen.width("ANULADO", 17, True) + 5
        y = max(pen.paragraph(LEFT + indent, y + 4.6, paper.cancelled, room - indent, 9), y + 8)
    return y + 3


def next_head(pen: Pen, paper: Paper) -> float:
    """The head of the second page and those after it."""
    pen.write(RIGHT, TOP + 4, f"{paper.title} {paper.number}", 9, bold=True, align="right", room=76)
    at = TOP + 8.2
    for line in pen.wrap(f"{paper.copy} · {paper.atcud}", 76, 8):
        pen.write(RIGHT, at, line, 8, ink=DARK, align="right", room=76)
        at += 3.6
    pen.write(RIGHT, at, paper.not_an_invoice, 8, bold=True, align="right", room=76)
    y = pen.paragraph(LEFT, TOP + 4, paper.issuer.name, 96, 9, bold=True)
    y = pen.paragraph(LEFT, y, paper.issuer_seat, 96, 8, ink=DARK)
    return max(y, at if paper.not_an_invoice else at - 3.6) + 3


def foot(pen: Pen, paper: Paper, page: int, pages: int) -> None:
    """The last line of every page: the state of the program and the number of the page."""
    y = 284.0
    pen.rule(LEFT, RIGHT, y - 5, 0.1)
    pen.write(LEFT, y, paper.test_mode, 8, bold=True)
    pen.write(RIGHT, y, f"{paper.number} · Página {page} de {pages}", 8, ink=DARK, align="right", room=70)


def closing(pen: Pen, paper: Paper, top: float) -> float:
    """Tax table and mentions, totals, payments, QR code and statements; returns the baseline or edge under it all."""
    pen.rule(LEFT, RIGHT, top + 2, 0.3, BLACK)
    y = max(_taxes(pen, paper, top + 7), _totals(pen, paper, top + 7)) + 2 if paper.valued else top + 3
    modules = matrix(paper.qr)
    side = len(modules) * MODULE_MM
    atcud_size = min(8.0, 8.0 * side / pen.width(paper.atcud, 8))
    pen.write(LEFT, y + 3, paper.atcud, max(atcud_size, 6.5))
    code_top = y + 4 + QUIET_MM
    pen.qr(LEFT, code_top, modules, MODULE_MM)
    x = LEFT + side + 3 * QUIET_MM
    beside = code_top + 4
    beside = pen.paragraph(x, beside, paper.certification, RIGHT - x, 8.5, bold=True) + 1.2
    for text in (*paper.statements, paper.registered):
        beside = pen.paragraph(x, beside, text, RIGHT - x, 8, ink=DARK)
    return max(code_top + side + QUIET_MM, beside)


def _transport(pen: Pen, rows: Sequence[Labelled], top: float) -> float:
    """How the goods travel: two columns of labels with what stands under them."""
    pen.rule(LEFT, RIGHT, top - 1.5, 0.1)
    y, half = top + 3, (RIGHT - LEFT) / 2
    for at in range(0, len(rows), 2):
        ends = []
        for n, row in enumerate(rows[at : at + 2]):
            x = LEFT + n * half
            ends.append(pen.paragraph(x, _label(pen, x, y, row.label), row.value, half - 6, 9))
        y = max(ends) + 1
    return y


def _label(pen: Pen, x: float, y: float, text: str) -> float:
    pen.write(x, y, text, 7, ink=GREY)
    return y + 4.4


def _dates(pen: Pen, dates: Sequence[Labelled], top: float) -> float:
    """Dates side by side under their labels, three in a row; a long condition goes on below."""
    end = top
    for at in range(0, len(dates), 3):
        row, x, top = dates[at : at + 3], LEFT, end + at / 3
        for n, date in enumerate(row):
            width = WINDOW - 6 - x if n == len(row) - 1 else 27.0
            y = _label(pen, x, top, date.label)
            end = max(end, pen.paragraph(x, y, date.value, width, 9))
            x += 27.0
    return end


def _taxes(pen: Pen, paper: Paper, y: float) -> float:
    """Base and tax per rate (and region), then why tax is not charged, by mark (C12)."""
    if not paper.taxes:
        return y
    name, region, base, tax = LEFT, LEFT + 34, LEFT + 72, LEFT + 96
    for x, label in ((name, "Resumo do IVA"), (region, "Região" if paper.show_region else "")):
        pen.write(x, y, label, 7, ink=GREY)
    for x, label in ((base, "Base"), (tax, "IVA")):
        pen.write(x, y, label, 7, ink=GREY, align="right")
    y += 5
    for row in paper.taxes:
        pen.write(base, y, row.base, 8.5, align="right", room=22)
        pen.write(tax, y, row.tax, 8.5, align="right", room=22)
        if paper.show_region:
            pen.write(region, y, row.region, 8.5)
        y = max(pen.paragraph(name, y, row.name, 33 if paper.show_region else 50, 8.5), y + 4.2)
    y += 1
    for mention in paper.mentions:
        y = pen.paragraph(LEFT, y, f"{mention.label}  {mention.value}".strip(), tax - LEFT, 8)
    return y


def _totals(pen: Pen, paper: Paper, y: float) -> float:
    for pair in paper.sums:
        y = _pair(pen, y, pair)
    y += 1
    pen.rule(SUMS, RIGHT, y - 3, 0.1)
    pen.write(SUMS, y + 2, paper.total.label, 11, bold=True)
    pen.write(RIGHT, y + 2, paper.total.value, 14, bold=True, align="right", room=46)
    y += 8
    for n, pair in enumerate(paper.after_total):
        y = _pair(pen, y, pair, bold=n == len(paper.after_total) - 1)
    if paper.payments:
        y = _label(pen, SUMS, y + 1, paper.payments_label)
        for pair in paper.payments:
            y = _pair(pen, y, pair)
    return y


def _pair(pen: Pen, y: float, pair: Labelled, *, bold: bool = False) -> float:
    """A label to the left, its amount to the right."""
    size = 8.5
    amount = pen.width(pair.value, size, bold)
    pen.write(RIGHT, y, pair.value, size, bold=bold, align="right", room=40)
    lines = pen.wrap(pair.label, RIGHT - SUMS - min(amount, 40) - 3, size, bold)
    for line in lines:
        pen.write(SUMS, y, line, size, bold=bold, ink=BLACK if bold else DARK)
        y += size * POINT * 1.5
    return y
