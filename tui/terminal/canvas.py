"""What stands on the terminal, and the fewest bytes that make it what it should be.

The screen last written is remembered cell by cell. Frames change the screen wanted; ``paint`` writes what differs, with
the cheapest cursor moves, changes of look, erasing, and scrolling of rows that only moved. Sequences: ECMA-48, and DEC
STD 070 for the scrolling region.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment

from tui.terminal.brush import Brush
from tui.terminal.kind import Kind
from tui.terminal.letters import Letters
from tui.terminal.pens import Pens
from tui.terminal.rows import LETTER, PEN, SPACE, TAIL, WIDE, Cells
from tui.terminal.scrolling import best_shift, shifted

Row = list[int]

WORTH_HIDING = 400
"""Letters of a frame from which the cursor is hidden while they are written."""


class Canvas:
    """One terminal's screen, ``columns`` by ``rows`` cells."""

    def __init__(self, kind: Kind, letters: Letters, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self._kind = kind
        self._cells = Cells(Pens(kind), letters)
        self._wanted = self._empty()
        self._shown: list[Row] | None = None
        """None while nobody knows what stands there."""
        self._changed: set[int] = set()
        self._wide: set[int] = set()
        self._at: tuple[int, int] | None = None
        self._pen = 0

    def _empty(self) -> list[Row]:
        return [[SPACE] * self.columns for _ in range(self.rows)]

    def put(self, x: int, y: int, segments: Iterable[Segment]) -> int:
        """Segments wanted from a cell on; what falls outside of the screen is left out. Gives the cell after them."""
        cells = self._cells.of(segments)
        end = x + len(cells)
        if 0 <= y < self.rows and 0 <= x < self.columns:
            row = self._wanted[y]
            row[x:end] = cells[: self.columns - x]
            self._changed.add(y)
            if y in self._wide or self._cells.wide:
                self._wide.add(y)
                _mend(row)
        return end

    def lost(self) -> None:
        """The terminal shows something else (resumed, another program wrote): all is written again next time."""
        self._shown, self._at = None, None

    def paint(self, x: int, y: int) -> str:
        """The bytes that make the terminal show what is wanted, with the cursor in cell ``x``, ``y``."""
        if self._shown is None:
            brush = self._anew()
        else:
            brush = self._differences(self._shown)
            if len(self._changed) > self.rows // 2 and len(brush.text) > self.columns:
                brush = min(brush, self._anew(), key=lambda made: len(made.text))
        drawn = len(brush.text) > WORTH_HIDING
        brush.go(min(x, self.columns - 1), min(y, self.rows - 1))
        self._at, self._pen = brush.at, brush.pen
        self._remember()
        return f"\x1b[?25l{brush.text}\x1b[?25h" if drawn else brush.text

    def _differences(self, shown: list[Row]) -> Brush:
        brush = Brush(self._kind, self._cells, self._at, self._pen)
        before = shown
        shift = best_shift(self._wanted, shown) if len(self._changed) > 1 else None
        if shift is not None:
            before = list(shown)
            brush.scroll(*shift)
            shifted(before, shift, SPACE)
        for y in range(self.rows) if shift is not None else sorted(self._changed):
            if self._wanted[y] != before[y]:
                brush.change(y, self._wanted[y], before[y])
        return brush

    def _anew(self) -> Brush:
        """The whole screen, from a blank one."""
        brush = Brush(self._kind, self._cells, self._at, self._pen)
        brush.clear()
        for y, (wanted, blank) in enumerate(zip(self._wanted, self._empty(), strict=True)):
            if wanted != blank:
                brush.change(y, wanted, blank)
        return brush

    def _remember(self) -> None:
        if self._shown is None:
            self._shown = [row.copy() for row in self._wanted]
        for y in self._changed:
            self._shown[y] = self._wanted[y].copy()
        self._changed.clear()


def _mend(row: Row) -> None:
    """Halves of wide letters whose other half was overwritten become blanks, as terminals make them."""
    for x, cell in enumerate(row):
        tail = cell & LETTER == TAIL
        if tail and not (x and row[x - 1] & WIDE):
            row[x] = (cell >> PEN << PEN) | SPACE
        elif not tail and x and row[x - 1] & WIDE:
            row[x - 1] = (row[x - 1] >> PEN << PEN) | SPACE
    if row[-1] & WIDE:
        row[-1] = (row[-1] >> PEN << PEN) | SPACE
