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
from tui.terminal.spoken import Heard, Spoken

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


class TotalBar(Spoken, Widget):
    """``3 linhas  5 un.   s/ IVA 12,30   IVA 2,83      TOTAL 15,13 €``: always in the same places."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"total--soft", "total--strong"}
    HEARD = Heard.AT_ONCE
    TOTALS: ClassVar[bool] = True

    def __init__(self) -> None:
        super().__init__()
        self._left = ""
        self._right = ""
        self._amount = Decimal(0)

    def show(self, lines: int, net: Decimal, tax: Decimal, gross: Decimal, discount: str) -> None:
        """Money in euro; discount: the document's, as shown."""
        left = f"{counted(lines)}   s/ IVA {show_number(net)}   IVA {show_number(tax)}"
        if discount:
            left += f"   desconto {discount}"
        right = f"TOTAL {show_euro(gross)}"
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self._amount = gross
            self.refresh()

    def spoken(self) -> str:
        return f"{self._right.capitalize()}, {self._left.split('   ')[0]}" if self._amount else ""

    def spoken_in_full(self) -> str:
        return ", ".join([self._right.capitalize(), *self._left.split("   ")]) if self._right else ""

    def render_line(self, y: int) -> Strip:
        cells = self.size.width
        soft, strong = (self.get_component_rich_style(f"total--{part}") for part in ("soft", "strong"))
        right = f"{shown(self._right)} "
        left = " " + fit(self._left, max(0, cells - width(right) - 1))
        return Strip([Segment(left, soft), Segment(right, strong)]).adjust_cell_length(cells, soft)


class BigTotal(Spoken, Widget):
    """The till's figure in large digits, with a caption on its left: what it is, and what was sold last."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"big--soft", "big--digits"}
    HEARD = Heard.AT_ONCE
    TOTALS: ClassVar[bool] = True

    def __init__(self) -> None:
        super().__init__()
        self._captions: tuple[str, ...] = ()
        self._figure = ("", "", "")
        self._plain = ""
        self._name = "Total"
        self._amount = Decimal(0)

    def show(self, amount: Decimal, *captions: str, name: str = "Total") -> None:
        """amount: euro, drawn large; captions: up to three lines on the left. name: what a screen reader calls the
        amount; empty where the captions and the message line say it."""
        plain = show_euro(amount)
        self._name, self._amount = name, amount
        if (plain, captions) != (self._plain, self._captions):
            self._plain, self._captions, self._figure = plain, captions, big(plain)
            self.refresh()

    def spoken(self) -> str:
        return "\n".join([*self._captions[:1], *([self._total()] if self._amount else [])]) if self._name else ""

    def spoken_in_full(self) -> str:
        return "\n".join([*self._captions[:1], self._total()])

    def _total(self) -> str:
        total = f"{self._name} {self._plain}" if self._name else ""
        return ", ".join(part for part in (total, *self._captions[1:]) if part)

    def render_line(self, y: int) -> Strip:
        cells = self.size.width
        soft, strong = self.get_component_rich_style("big--soft"), self.get_component_rich_style("big--digits")
        if y > 2:
            return Strip.blank(cells, self.rich_style)
        figure = f"{self._figure[y]}  "
        caption = self._captions[y] if y < len(self._captions) else ""
        left = "  " + fit(caption, max(0, cells - width(figure) - 2))
        return Strip([Segment(left, soft), Segment(figure, strong)]).adjust_cell_length(cells, soft)
