"""Writes cells where they belong: where the cursor is, which pen it holds, and the cheapest way to the next cell."""

from __future__ import annotations

from tui.terminal.kind import Kind
from tui.terminal.rows import LETTER, PEN, SPACE, Cells

Row = list[int]

WORTH_ERASING = 9
"""Blank cells in the middle of a row from which erasing them and going on is shorter than writing them."""

WORTH_PASSING = 12
"""Blank cells between letters from which it is shorter to erase and pass over them."""
WORTH_AGAIN = 4
"""Cells that are written again rather than passed over: a move costs as much."""


class Brush:
    """The terminal's cursor with what it writes. ``at`` is None where only an absolute move is sure to be right."""

    def __init__(self, kind: Kind, cells: Cells, at: tuple[int, int] | None = None, pen: int = 0) -> None:
        self.at, self.pen = at, pen
        self._kind, self._cells, self._pens = kind, cells, cells.pens
        self._written: list[str] = []

    @property
    def text(self) -> str:
        return "".join(self._written)

    def clear(self) -> None:
        """The whole screen blank, in the terminal's own colours."""
        self._written.append(self._pens.change(self.pen, 0))
        self._written.append("\x1b[H\x1b[2J")
        self.at, self.pen = (0, 0), 0

    def scroll(self, top: int, bottom: int, by: int) -> None:
        """Rows ``top`` to ``bottom`` (both moved) ``by`` rows up, or down if negative; those freed are blank."""
        self._take(0)
        edge, step = (bottom, "\x1bD") if by > 0 else (top, "\x1bM")
        self._written.append(f"\x1b[{top + 1};{bottom + 1}r\x1b[{edge + 1}H{step * abs(by)}\x1b[r")
        self.at = None  # setting the region moves the cursor, but not alike on all terminals

    def change(self, y: int, wanted: Row, shown: Row) -> None:
        """Makes row ``y``, which shows ``shown``, what is wanted."""
        end, first = len(wanted), 0
        while wanted[first] == shown[first]:
            first += 1
        while wanted[end - 1] == shown[end - 1]:
            end -= 1
        blank_from = self._blank_end(wanted, first)
        erased = end > blank_from + 2
        if erased:
            end = blank_from
        x = first
        while x < end:
            if wanted[x] == shown[x]:
                x += 1
            elif (blanks := self._blanks(wanted, x, end)) >= WORTH_ERASING and self._kind.ech:
                self.go(x, y, wanted)
                self._take_blank(wanted[x] >> PEN)
                self._written.append(f"\x1b[{blanks}X")
                x += blanks
            else:
                x = self._draw(x, y, wanted, shown, end)
        if erased:
            self.go(max(first, blank_from), y, wanted)
            self._take_blank(wanted[-1] >> PEN)
            self._written.append("\x1b[K")

    def _blank_end(self, wanted: Row, first: int) -> int:
        """Where the blank cells begin that reach to the end of the row and may be erased."""
        last, at = wanted[-1], len(wanted)
        if last & LETTER != SPACE or not self._pens.erases(last >> PEN):
            return at
        while at > first and wanted[at - 1] == last:
            at -= 1
        return at

    def _blanks(self, wanted: Row, x: int, end: int) -> int:
        """How many cells from ``x`` on are the same blank and may be erased."""
        cell, at = wanted[x], x
        if cell & LETTER != SPACE or not self._pens.erases(cell >> PEN):
            return 0
        while at < end and wanted[at] == cell:
            at += 1
        return at - x

    def _draw(self, x: int, y: int, wanted: Row, shown: Row, end: int) -> int:
        """Writes the cells that differ from ``x`` on, as far as one pen goes. Gives the cell after the last."""
        while x and not wanted[x] & LETTER:  # never from the middle of a wide letter
            x -= 1
        self.go(x, y, wanted)
        self._take(self._pen_for(wanted, x, end))
        blank, own = self._pens.blank(self.pen) << PEN | SPACE, self.pen
        at = x + 1
        while at < end and wanted[at] != shown[at] and (wanted[at] == blank or wanted[at] >> PEN == own):
            if wanted[at] == blank and self._kind.ech and self._blanks(wanted, at, end) >= WORTH_PASSING:
                break
            at += 1
        while at < len(wanted) and not wanted[at] & LETTER:
            at += 1
        text = self._cells.text(wanted[x:at])
        self._written.append(text)
        sure = text.isascii() or all(self._cells.sure(cell & LETTER) for cell in wanted[x:at])
        self.at = (at, y) if sure and at < len(wanted) else None
        return at

    def _pen_for(self, wanted: Row, x: int, end: int) -> int:
        """The pen to write the cell with: for a blank that of the letters around it, if it looks the same."""
        cell = wanted[x]
        pen = cell >> PEN
        if cell & LETTER != SPACE:
            return pen
        if self._pens.blank(self.pen) == pen:
            return self.pen
        while x < end and wanted[x] == cell:
            x += 1
        after = wanted[x] >> PEN if x < end else pen
        return after if self._pens.blank(after) == pen else pen

    def _take(self, pen: int) -> None:
        self._written.append(self._pens.change(self.pen, pen))
        self.pen = pen

    def _take_blank(self, pen: int) -> None:
        """A pen to erase with: that held, where its background is the one wanted and it leaves nothing else."""
        if self._pens.blank(self.pen) != pen:
            self._take(pen)

    def go(self, x: int, y: int, row: Row | None = None) -> None:
        """Moves the cursor. row: what row ``y`` shows between the cursor and ``x``: it may be written again instead."""
        if self.at == (x, y):
            return
        ways = [_absolute(x, y)]
        if self.at is not None:
            down = _vertical(y - self.at[1])
            ways += [down + way for way in self._sideways(self.at[0], x)]
            if x == 0 and y > self.at[1] and y - self.at[1] < 3:
                ways.append("\r\n" * (y - self.at[1]))
            if row is not None and y == self.at[1] and self.at[0] < x and (again := self._again(self.at[0], x, row)):
                ways.append(again)
        self._written.append(min(ways, key=len))
        self.at = (x, y)

    def _sideways(self, before: int, x: int) -> list[str]:
        step = x - before
        if step == 0:
            return [""]
        ways = ["\r"] if x == 0 else []
        if self._kind.columns:
            ways.append(f"\x1b[{x + 1}G" if x else "\x1b[G")
        if step > 0:
            ways.append(f"\x1b[{step}C" if step > 1 else "\x1b[C")
        else:
            ways += ["\b" * -step, f"\x1b[{-step}D" if step < -1 else "\x1b[D"]
        return ways

    def _again(self, before: int, x: int, row: Row) -> str:
        """The cells between, where they are plain letters of the pen held."""
        cells = row[before:x]
        if len(cells) > WORTH_AGAIN:
            return ""
        blank = self._pens.blank(self.pen) << PEN | SPACE
        plain = all(cell == blank or (cell >> PEN == self.pen and cell & LETTER < 0x7F) for cell in cells)
        return self._cells.text(cells) if plain and cells[-1] & LETTER else ""


def _absolute(x: int, y: int) -> str:
    if x:
        return f"\x1b[{y + 1};{x + 1}H"
    return f"\x1b[{y + 1}H" if y else "\x1b[H"


def _vertical(step: int) -> str:
    if step == 0:
        return ""
    letter = "B" if step > 0 else "A"
    return f"\x1b[{abs(step)}{letter}" if abs(step) > 1 else f"\x1b[{letter}"
