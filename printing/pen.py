"""Draws on PDF pages: text at a place, lines, and QR modules, in millimetres from the top left corner."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any, Literal

from fiscal.producer import PROGRAM
from fiscal.qr_image import Matrix
from printing.spelling import spelled
from printing.wrapping import wrap

WIDTH, HEIGHT = 210.0, 297.0
POINT = 25.4 / 72
BLACK, DARK, GREY, LIGHT, PALE = 20, 70, 110, 190, 225
"""Shades of ink, 0 black to 255 white."""

_FONTS = Path(__file__).with_name("fonts")
_FAMILY = "paper"


class Pen:
    """One PDF being drawn. A dry pen only measures: what draws with it tells the height it would take."""

    def __init__(self, title: str, author: str, created: str) -> None:
        """created: date and hour without zone; written as it stands, so that a file never depends on the machine."""
        from fpdf import FPDF

        self._pdf: Any = FPDF(unit="mm", format="A4")
        self._pdf.set_auto_page_break(False)
        self._pdf.add_font(_FAMILY, "", _FONTS / "DejaVuSansCondensed.ttf")
        self._pdf.add_font(_FAMILY, "B", _FONTS / "DejaVuSansCondensed-Bold.ttf")
        self._pdf.set_creation_date(dt.datetime.fromisoformat(created).replace(tzinfo=dt.UTC))
        self._pdf.set_lang("pt-PT")
        self._pdf.set_producer(PROGRAM)
        self._widths: tuple[Any, Any] = tuple(self._pdf.fonts[_FAMILY + style].cw for style in ("", "B"))
        self._letters = [frozenset(self._pdf.fonts[_FAMILY + style].cmap) for style in ("", "B")]
        self._pdf.set_title(self._spell(title, False))
        self._pdf.set_author(self._spell(author, False))
        self.dry = False

    def page(self) -> None:
        self._pdf.add_page()

    def _spell(self, text: str, bold: bool) -> str:
        letters = self._letters[bold]
        return spelled(text, lambda c: ord(c) in letters)

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """Millimetres that ``text`` takes at ``size`` points."""
        widths = self._widths[bold]
        return float(sum(widths[ord(c)] for c in self._spell(text, bold)) * size * POINT / 1000)

    def wrap(self, text: str, width: float, size: float, bold: bool = False) -> list[str]:
        return wrap(text, width, lambda part: self.width(part, size, bold))

    def write(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        ink: int = BLACK,
        align: Literal["left", "right", "centre"] = "left",
        room: float = 0,
    ) -> None:
        """One line of text whose baseline is at ``y``; ``x`` is its left end, right end or middle.

        room: the width that it may take; a longer text is written smaller, never over its neighbour.
        """
        if self.dry or not text:
            return
        text = self._spell(text, bold)
        width = self.width(text, size, bold)
        if room and width > room:
            size, width = size * room / width, room
        self._pdf.set_font(_FAMILY, "B" if bold else "", size)
        self._pdf.set_text_color(ink)
        self._pdf.text(x - {"left": 0.0, "right": width, "centre": width / 2}[align], y, text)

    def paragraph(
        self, x: float, y: float, text: str, width: float, size: float, *, bold: bool = False, ink: int = BLACK
    ) -> float:
        """Wrapped text, the first baseline at ``y``; returns the baseline after the last line."""
        for line in self.wrap(text, width, size, bold):
            self.write(x, y, line, size, bold=bold, ink=ink)
            y += size * POINT * 1.32
        return y

    def rule(self, x1: float, x2: float, y: float, thickness: float = 0.1, ink: int = LIGHT) -> None:
        """A horizontal line."""
        if not self.dry:
            self._pdf.set_draw_color(ink)
            self._pdf.set_line_width(thickness)
            self._pdf.line(x1, y, x2, y)

    def stamp(self, text: str, size: float) -> None:
        """Big pale letters across the page, under everything drawn later."""
        if self.dry:
            return
        with self._pdf.rotation(38, WIDTH / 2, HEIGHT / 2):
            self.write(WIDTH / 2, HEIGHT / 2 + size * POINT * 0.36, text, size, bold=True, ink=PALE, align="centre")

    def qr(self, x: float, y: float, modules: Matrix, module: float) -> None:
        """The code as filled rectangles, its top left dark corner at x, y; ``module`` is the side of one, in mm."""
        if self.dry:
            return
        self._pdf.set_fill_color(0)
        for row_number, row in enumerate(modules):
            start = 0
            for at in range(len(row) + 1):
                if at < len(row) and row[at]:
                    continue
                if at > start:
                    # A hair taller than its row, or viewers show white seams between the rows.
                    top = y + row_number * module
                    self._pdf.rect(x + start * module, top, (at - start) * module, module + 0.01, style="F")
                start = at + 1

    def bars(self, x: float, y: float, modules: str, module: float, height: float) -> None:
        """A bar code (``printing/barcodes.py``) from x to the right; ``module`` is the width of one, in mm."""
        if self.dry:
            return
        self._pdf.set_fill_color(0)
        for bar in re.finditer("1+", modules):
            self._pdf.rect(x + bar.start() * module, y, len(bar[0]) * module, height, style="F")

    def output(self) -> bytes:
        return bytes(self._pdf.output())
