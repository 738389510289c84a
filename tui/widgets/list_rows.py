"""The rows a list holds in memory: a window on the database's order, grown at either end, never the whole."""

from __future__ import annotations

from dataclasses import dataclass, field

from models.declared import Key, Row

PAGE = 64
"""Rows asked for at a time."""
KEPT = 4 * PAGE
"""Most rows kept; beyond it the far end is let go."""


@dataclass
class Rows:
    """Rows next to one another in the list's order.

    ``cursor`` and ``top`` are places in ``rows``: the row chosen, and the first on the screen. ``before`` counts
    the rows that come before the window, where that is known.
    """

    rows: list[Row] = field(default_factory=list)
    at_start: bool = True
    at_end: bool = True
    cursor: int = 0
    top: int = 0
    before: int | None = 0

    @property
    def current(self) -> Row | None:
        return self.rows[self.cursor] if self.rows else None

    def position(self, count: int | None) -> int | None:
        """Number of the row chosen, from 1; None while it cannot be known."""
        if not self.rows:
            return None
        if self.before is None and self.at_end and count is not None:
            self.before = count - len(self.rows)
        return None if self.before is None else self.before + self.cursor + 1

    def edge(self, *, backwards: bool) -> Key | None:
        """The key to ask beyond."""
        return (self.rows[0] if backwards else self.rows[-1]).key if self.rows else None

    def start_over(self, found: list[Row], *, backwards: bool, height: int) -> None:
        """The first page (or the last, ``backwards``), the cursor at its outer end."""
        more = len(found) >= PAGE
        self.rows = found
        self.at_start, self.at_end = not (backwards and more), backwards or not more
        self.cursor = max(0, len(found) - 1) if backwards else 0
        self.before = 0 if self.at_start else None
        self.top = 0
        self.keep_in_sight(height)

    def add(self, found: list[Row], *, backwards: bool) -> None:
        """A page more at one end. What is far from the cursor at the other end is forgotten."""
        more = len(found) >= PAGE
        if backwards:
            self.rows = found + self.rows
            self.cursor, self.top = self.cursor + len(found), self.top + len(found)
            self.at_start = not more
            self.before = 0 if self.at_start else None if self.before is None else self.before - len(found)
            if len(self.rows) > KEPT:
                del self.rows[max(KEPT, self.cursor + PAGE) :]
                self.at_end = False
        else:
            self.rows = self.rows + found
            self.at_end = not more
            extra = min(len(self.rows) - KEPT, self.top - PAGE)
            if extra > 0:
                del self.rows[:extra]
                self.cursor, self.top = self.cursor - extra, self.top - extra
                self.before = None if self.before is None else self.before + extra
                self.at_start = False

    def move(self, step: int, height: int) -> int:
        """Move the cursor; gives the steps that could not be taken because the window ends there."""
        wanted = self.cursor + step
        self.cursor = min(max(wanted, 0), max(0, len(self.rows) - 1))
        self.keep_in_sight(height)
        return wanted - self.cursor

    def keep_in_sight(self, height: int) -> None:
        """Scroll as little as shows the cursor."""
        height = max(1, height)
        self.top = min(self.top, self.cursor)
        self.top = max(self.top, self.cursor - height + 1, 0)
        if self.at_end:
            self.top = max(0, min(self.top, len(self.rows) - height))

    def near(self, *, backwards: bool, height: int) -> bool:
        """Whether the next page should be asked for now."""
        if backwards:
            return not self.at_start and self.top < height
        return not self.at_end and len(self.rows) - self.top < 2 * height
