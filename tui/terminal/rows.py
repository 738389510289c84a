"""A row of the screen as numbers: each cell a letter and its pen, so that rows are compared at the speed of lists."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rich.cells import split_graphemes
from rich.segment import Segment

from tui.terminal.letters import Letters
from tui.terminal.pens import Pens

PEN = 32
"""Bits of a cell below its pen's number: they hold the number of its letter."""
LETTER = (1 << PEN) - 1
SPACE = 0x20
TAIL = 0
"""Letter number of the second half of a wide letter."""
WIDE = 1 << 30
"""Set in the number of a letter that takes two cells."""
_COMPOSED = 0x110000
"""Letters made of several code points are numbered from here on."""
_SIMPLE = re.compile(r"[ -~\u00a0-\u00ac\u00ae-\u02ff\u2500-\u259f…—–↑↓▸•“”‘’€]*").fullmatch
"""Texts of which each code point is one letter in one cell."""


class Cells:
    """Turns what Textual draws into rows of cells, and cells into text."""

    def __init__(self, pens: Pens, letters: Letters) -> None:
        self.pens = pens
        self._drawn = letters.drawn
        self._all = letters.all
        self._composed: list[str] = []
        self._numbers: dict[str, int] = {}
        self.wide = False
        """Whether the cells made last have a wide letter among them."""

    def of(self, segments: Iterable[Segment]) -> list[int]:
        """The cells of a strip."""
        cells: list[int] = []
        self.wide = False
        for text, style, control in segments:
            if control:
                continue
            number = self.pens.number(style)
            pen, blank = number << PEN, (self.pens.blank(number) << PEN) | SPACE
            if text.isascii():
                cells += [blank if code == SPACE else pen | code for code in text.encode()]
            else:
                self._others(text, pen, blank, cells)
        return cells

    def _others(self, text: str, pen: int, blank: int, cells: list[int]) -> None:
        if _SIMPLE(text):
            drawn = text if self._all else "".join([self._drawn(letter) for letter in text])
            cells += [blank if letter == " " else pen | ord(letter) for letter in drawn]
            return
        spans, _ = split_graphemes(text)
        for start, end, width in spans:
            drawn = text[start:end] if self._all else self._drawn(text[start:end])
            if drawn == " ":
                cells.append(blank)
            elif drawn.isascii():  # what stands for a wide letter takes as many cells
                cells += [pen | ord(letter) for letter in drawn[:width]]
            elif width:
                letter = pen | self._letter(drawn)
                cells += [letter] if width == 1 else [letter | WIDE, pen | TAIL]
                self.wide = self.wide or width > 1

    def _letter(self, letter: str) -> int:
        if len(letter) == 1:
            return ord(letter)
        number = self._numbers.get(letter)
        if number is None:
            number = self._numbers[letter] = _COMPOSED + len(self._composed)
            self._composed.append(letter)
        return number

    def text(self, cells: Iterable[int]) -> str:
        """The letters of cells, as they are written."""
        return "".join([self._text(cell & LETTER) for cell in cells])

    def _text(self, letter: int) -> str:
        letter &= ~WIDE
        if letter >= _COMPOSED:
            return self._composed[letter - _COMPOSED]
        return chr(letter) if letter else ""

    @staticmethod
    def sure(letter: int) -> bool:
        """Whether every terminal takes one cell for it: after others the cursor is put where it belongs."""
        return letter < 0x300 or 0x2500 <= letter < 0x25A0
