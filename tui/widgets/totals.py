"""Totals while a document is typed: one quiet line, and the till's big figures."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from fiscal.notation import show_euro, show_number
from tui.terminal import letters
from tui.terminal.cells import fit, shown, width

_DIGITS = {
    "0": ("█▀█", "█ █", "▀▀▀"), "1": ("▀█ ", " █ ", "▀▀▀"), "2": ("▀▀█", "█▀▀", "▀▀▀"), "3": ("▀▀█", " ▀█", "▀▀▀"),
    "4": ("█ █", "▀▀█", "  ▀"), "5": ("█▀▀", "▀▀█", "▀▀▀"), "6": ("█▀▀", "█▀█", "▀▀▀"), "7": ("▀▀█", "  █", "  ▀"),
    "8": ("█▀█", "█▀█", "▀▀▀"), "9": ("█▀█", "▀▀█", "▀▀▀"), ",": (" ", " ", "▄"), " ": (" ", " ", " "),
    "€": ("█▀▀", "█▀ ", "▀▀▀"), "-": ("   ", "▀▀▀", "   "),
}  # fmt: skip


def big(text: str) -> tuple[str, str, str]:
    """A number as three rows of large figures; as one of spaced ones where the terminal has no blocks."""
    if not letters.shown.shows("█▀▄"):
        return "", " ".join(shown(text)), ""
    drawn = [_DIGITS.get(c, _DIGITS[" "]) for c in text]
    return tuple(" ".join(figure[row] for figure in drawn) for row in range(3))  # type: ignore[return-value]


def counted(lines: int) -> str:
    """``1 linha``, ``3 linhas``."""
    return "1 linha" if lines == 1 else f"{lines} linhas"


class TotalBar(Widget):
    """``3 linhas  5 un.   s/ IVA 12,30   IVA 2,83      TOTAL 15,13 €``: always in the same places."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"total--soft", "total--strong"}

    def __init__(self) -> None:
        super().__init__()
        self._left = ""
        self._right = ""

    def show(self, lines: int, net: Decimal, tax: Decimal, gross: Decimal, discount: str) -> None:
        """Money in euro; discount: the document's, as shown."""
        left = f"{counted(lines)}   s/ IVA {show_number(net)}   IVA {show_number(tax)}"
        if discount:
            left += f"   desconto {discount}"
        right = f"TOTAL {show_euro(gross)}"
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.refresh()

    def render_line(self, y: int) -> Strip:
        cells = self.size.width
        soft, strong = (self.get_component_rich_style(f"total--{part}") for part in ("soft", "strong"))
        right = f"{shown(self._right)} "
        left = " " + fit(self._left, max(0, cells - width(right) - 1))
        return Strip([Segment(left, soft), Segment(right, strong)]).adjust_cell_length(cells, soft)


class BigTotal(Widget):
    """The till's figure in large digits, with a caption on its left: what it is, and what was sold last."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"big--soft", "big--digits"}

    def __init__(self) -> None:
        super().__init__()
        self._captions: tuple[str, ...] = ()
        self._figure = ("", "", "")
        self._plain = ""

    def show(self, amount: Decimal, *captions: str) -> None:
        """amount: euro, drawn large; captions: up to three lines on the left."""
        plain = show_euro(amount)
        if (plain, captions) != (self._plain, self._captions):
            self._plain, self._captions, self._figure = plain, captions, big(plain)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        cells = self.size.width
        soft, strong = self.get_component_rich_style("big--soft"), self.get_component_rich_style("big--digits")
        if y > 2:
            return Strip.blank(cells, self.rich_style)
        figure = f"{self._figure[y]}  "
        caption = self._captions[y] if y < len(self._captions) else ""
        left = "  " + fit(caption, max(0, cells - width(figure) - 2))
        return Strip([Segment(left, soft), Segment(figure, strong)]).adjust_cell_length(cells, soft)
