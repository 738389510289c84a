"""How letters look (colours, bold, underlined, reversed …), and the fewest bytes from one look to another."""

from __future__ import annotations

from typing import NamedTuple

from rich.color import Color, ColorSystem
from rich.style import Style

from tui.terminal.kind import TRUECOLOR, Kind

_SYSTEMS = {16: ColorSystem.STANDARD, 256: ColorSystem.EIGHT_BIT, TRUECOLOR: ColorSystem.TRUECOLOR}
_ENDS = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "9": "29"}
_SHOWN_ON_BLANKS = frozenset("4579")
"""Underline, blink, reverse and strike are seen on a space too."""


class Pen(NamedTuple):
    """A look, as the numbers of SGR (ECMA-48, 8.3.117)."""

    attributes: frozenset[str] = frozenset()
    ink: str = ""
    """Colour of the letter, empty for the terminal's own."""
    paper: str = ""
    """Colour behind it."""


PLAIN = Pen()


class Pens:
    """The pens of one terminal, each with a number. Number 0 is the terminal's own look."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._system = _SYSTEMS.get(kind.colours)
        self._pens: list[Pen] = [PLAIN]
        self._blanks: list[int] = [0]
        self._numbers: dict[Pen, int] = {PLAIN: 0}
        self._of_styles: dict[Style | None, int] = {None: 0}
        self._changes: dict[tuple[int, int], str] = {}

    def number(self, style: Style | None) -> int:
        """The pen of a Rich style."""
        found = self._of_styles.get(style)
        if found is None:
            if len(self._of_styles) > 20_000:  # a program that makes styles for ever must not grow for ever
                self._of_styles = {None: 0}
            found = self._of_styles[style] = self._numbered(self._pen(style))
        return found

    def blank(self, number: int) -> int:
        """The plainest pen that shows the same on a space."""
        return self._blanks[number]

    def erases(self, number: int) -> bool:
        """Whether erasing with this pen leaves just what a space written with it would."""
        pen = self._pens[number]
        return not pen.attributes & _SHOWN_ON_BLANKS and (not pen.paper or self._kind.bce)

    def change(self, before: int, after: int) -> str:
        """The bytes that take the terminal from one pen to another."""
        if before == after:
            return ""
        found = self._changes.get((before, after))
        if found is None:
            found = self._changes[before, after] = self._change(self._pens[before], self._pens[after])
        return found

    def _pen(self, style: Style | None) -> Pen:
        if style is None:
            return PLAIN
        named = (
            ("1", style.bold),
            ("2", style.dim),
            ("3", style.italic),
            ("4", style.underline),
            ("5", style.blink),
            ("7", style.reverse),
            ("9", style.strike),
        )
        attributes = frozenset(code for code, on in named if on)
        return Pen(attributes, self._codes(style.color, True), self._codes(style.bgcolor, False))

    def _codes(self, colour: Color | None, foreground: bool) -> str:
        if colour is None or colour.is_default or self._system is None:
            return ""
        return ";".join(colour.downgrade(self._system).get_ansi_codes(foreground))

    def _numbered(self, pen: Pen) -> int:
        number = self._numbers.get(pen)
        if number is None:
            number = self._numbers[pen] = len(self._pens)
            self._pens.append(pen)
            self._blanks.append(number)
            if not pen.attributes & _SHOWN_ON_BLANKS:
                self._blanks[number] = self._numbered(Pen(paper=pen.paper))
        return number

    def _change(self, before: Pen, after: Pen) -> str:
        whole = _sgr(["" if after != PLAIN else "0", *_all(after)])
        gone = before.attributes - after.attributes
        if gone and not self._kind.attributes_off:
            return whole
        ends = sorted({_ENDS[code] for code in gone})
        kept = before.attributes - gone
        if "22" in ends:  # ends both bold and dim
            kept -= {"1", "2"}
        codes = [*ends, *sorted(after.attributes - kept)]
        if after.ink != before.ink:
            codes.append(after.ink or "39")
        if after.paper != before.paper:
            codes.append(after.paper or "49")
        return min(whole, _sgr(codes), key=len)


def _all(pen: Pen) -> list[str]:
    return [*sorted(pen.attributes), *filter(None, (pen.ink, pen.paper))]


def _sgr(codes: list[str]) -> str:
    """``CSI … m``. A first empty code is 0, which ends everything before; alone it is left out."""
    return "\x1b[m" if codes == ["0"] else f"\x1b[{';'.join(codes)}m"
