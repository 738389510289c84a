"""A terminal by pyte, and what a person sees on it."""

from __future__ import annotations

import pyte

Seen = tuple[str, str, str, bool, bool, bool, bool]


class Watched:
    """A terminal that is fed bytes as text, and looked at."""

    def __init__(self, columns: int, rows: int) -> None:
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.Stream(self.screen)
        self.stream.feed("\x1b[?7l")  # as the driver does: no wrapping at the edge

    def feed(self, written: str) -> None:
        self.stream.feed(written)

    def seen(self, *, colours: bool = True) -> list[list[Seen]]:
        """Each cell as it looks: of a space, only what shows without a letter. colours: False for a screen without."""
        return [[look(line[x], colours) for x in range(self.screen.columns)] for line in self._lines()]

    def _lines(self) -> list[pyte.screens.StaticDefaultDict]:
        return [self.screen.buffer[y] for y in range(self.screen.lines)]

    @property
    def cursor(self) -> tuple[int, int]:
        return self.screen.cursor.x, self.screen.cursor.y


def look(cell: pyte.screens.Char, colours: bool) -> Seen:
    """A cell as a person sees it."""
    inked = cell.data.strip() or cell.underscore or cell.reverse or cell.strikethrough or cell.blink
    return (
        cell.data,
        (cell.fg if colours else "default") if inked else "",
        cell.bg if colours else "default",
        bool(inked and cell.bold),
        bool(cell.underscore),
        bool(cell.reverse),
        bool(cell.strikethrough),
    )
