"""Labels of articles on sheets of A4: description, price with tax and bar code, beginning where a sheet was left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from fiscal.notation import show_euro, show_price
from fiscal.rounding import cents
from models.catalogue.articles import find_article
from models.catalogue.barcodes import barcodes_of
from models.company.setup import current
from models.sales.lines import converted
from models.session import Session
from printing.barcodes import QUIET, modules
from printing.pen import DARK, POINT, Pen

MOST = 5000
"""Labels in one file."""
FINEST = 0.2
"""Millimetres of the thinnest bar that shops' readers take."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of labels, in millimetres."""

    name: str
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    gap: float = 0.0
    """Between two columns."""

    @property
    def count(self) -> int:
        return self.columns * self.rows


SHEETS = {
    "24": Sheet("24 de 70 × 37 mm", 3, 8, 70.0, 37.0, 0.0, 0.5),
    "21": Sheet("21 de 63,5 × 38,1 mm", 3, 7, 63.5, 38.1, 7.25, 15.15, 2.5),
    "14": Sheet("14 de 99,1 × 38,1 mm", 2, 7, 99.1, 38.1, 4.65, 15.15, 2.5),
    "40": Sheet("40 de 48,5 × 25,4 mm", 4, 10, 48.5, 25.4, 8.0, 21.5),
    "65": Sheet("65 de 38,1 × 21,2 mm", 5, 13, 38.1, 21.2, 4.75, 10.7, 2.5),
}


@dataclass(frozen=True, slots=True)
class Label:
    """What one label says."""

    description: str
    price: str
    """With tax; empty for an article whose price is asked at each sale."""
    unit: str
    code: str
    barcode: str
    """Empty: the article's code is drawn."""


def labels_of(wanted: Sequence[tuple[str, Decimal]], session: Session) -> list[Label]:
    """The labels of articles, by code and how many of each; of a quantity that is not whole, one more."""
    day, region = session.clock.now().date(), str(current().region)
    made: list[Label] = []
    for code, quantity in wanted:
        found = find_article(code)
        if found is None:
            continue
        article = found[0]
        rate = session.tables.rate(region, article.tax_code, day)
        price = converted(article.price, article.price_includes_tax, True, rate)
        told = "" if not price else show_euro(cents(price)) if price == cents(price) else f"{show_price(price)} €"
        scans = [one.code for one in barcodes_of(article.id) if one.quantity == 1 and not one.unit]
        label = Label(article.description, told, article.unit, article.code, scans[0] if scans else "")
        made += [label] * int(quantity.to_integral_value(ROUND_CEILING))
    return made


def labels_pdf(labels: Sequence[Label], sheet: Sheet, first: int, created: str, company: str) -> bytes:
    """The sheets. first: the place on the first one where it begins, 1 for a new sheet, row by row. created: ISO moment."""
    pen = Pen("Etiquetas", company, created)
    for n, label in enumerate(labels, first - 1):
        place = n % sheet.count
        if n == first - 1 or place == 0:
            pen.page()
        row, column = divmod(place, sheet.columns)
        x = sheet.left + column * (sheet.width + sheet.gap)
        _draw(pen, label, x, sheet.top + row * sheet.height, sheet)
    return pen.output()


def _draw(pen: Pen, label: Label, x: float, y: float, sheet: Sheet) -> None:
    edge = 2.0
    inside = sheet.width - 2 * edge
    size = 8.0 if sheet.height > 30 else 6.5
    step = size * POINT * 1.2
    lines = pen.wrap(label.description, inside, size)[: 2 if sheet.height > 24 else 1]
    baseline = y + edge + size * POINT
    for line in lines:
        pen.write(x + edge, baseline, line, size, room=inside)
        baseline += step
    big = size * 1.9
    baseline += big * POINT - step + 1.0
    pen.write(x + edge, baseline, label.price, big, bold=True, room=inside * 0.75)
    if label.price:
        pen.write(
            x + sheet.width - edge,
            baseline,
            f"por {label.unit}",
            size * 0.8,
            ink=DARK,
            align="right",
            room=inside * 0.24,
        )
    top = baseline + 1.8
    small = size * 0.85
    height = y + sheet.height - edge - small * POINT - 0.6 - top
    code = label.barcode or label.code
    bars = modules(code)
    module = min(0.33, inside / (len(bars) + 2 * QUIET)) if bars else 0.0
    if module >= FINEST and height >= 4:
        left = x + (sheet.width - module * len(bars)) / 2
        pen.bars(left, top, bars, module, height)
    pen.write(x + sheet.width / 2, y + sheet.height - edge, code, small, align="centre", room=inside)
