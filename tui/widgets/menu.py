"""The menu as one widget: areas on the left, their screens on the right, all by letter or arrow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from fiscal.text import fold
from tui.menu import Area, Entry
from tui.terminal.cells import fit
from tui.terminal.spoken import FocusLine, Heard
from tui.widgets.cursor import CursorWidget

LEFT = 20
"""Cells of the areas."""
COLUMN = 29
"""Cells of a column of screens, where they stand in two; what the one under the cursor does is then told below."""


class MenuView(CursorWidget, can_focus=True):
    """A letter chooses an area, the next one a screen; arrows and Enter do the same."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "menu--area",
        "menu--soft",
        "menu--letter",
        "menu--entry",
        "menu--cursor",
        "menu--rule",
    }
    HEARD = Heard.ASKED

    class Chosen(Message):
        def __init__(self, entry: Entry) -> None:
            super().__init__()
            self.entry = entry

    def __init__(self, areas: Sequence[Area]) -> None:
        super().__init__()
        self._areas = areas
        self._area = 0
        self._entry: int | None = None
        """The screen under the cursor; None while areas are being chosen."""

    def on_key(self, event: events.Key) -> None:
        if self._answered(event):
            event.stop()
            event.prevent_default()
            self.refresh()
            self.place_cursor()

    def _answered(self, event: events.Key) -> bool:
        key, entries = event.key, self._areas[self._area].entries
        if key in ("up", "down"):
            step = -1 if key == "up" else 1
            if self._entry is None:
                self._area = (self._area + step) % len(self._areas)
            else:
                self._entry = (self._entry + step) % len(entries)
        elif key in ("enter", "ctrl+j", "right", "tab") and self._entry is None:
            self._entry = 0
        elif key in ("enter", "ctrl+j") and self._entry is not None:
            self.post_message(self.Chosen(entries[self._entry]))
        elif key == "right" and self._entry is not None and self._entry + self._rows < len(entries):
            self._entry += self._rows
        elif key == "left" and self._entry is not None and self._entry >= self._rows:
            self._entry -= self._rows
        elif key in ("left", "escape", "shift+tab") and self._entry is not None:
            self._entry = None
        elif event.character is not None and event.character.isalpha():
            return self._letter(fold(event.character))
        else:
            return False
        return True

    @property
    def _rows(self) -> int:
        """In how many rows the screens of the area stand: one under the other, or in two columns where they are many."""
        count = len(self._areas[self._area].entries)
        return count if count < self.size.height else (count + 1) // 2

    @property
    def _in_two(self) -> bool:
        return self._rows < len(self._areas[self._area].entries)

    def _letter(self, letter: str) -> bool:
        if self._entry is None:
            for at, area in enumerate(self._areas):
                if fold(area.letter) == letter:
                    self._area, self._entry = at, 0
                    return True
            return False
        for at, entry in enumerate(self._areas[self._area].entries):
            if fold(entry.letter) == letter:
                self._entry = at
                self.post_message(self.Chosen(entry))
                return True
        return False

    def on_click(self, event: events.Click) -> None:
        row = event.y - 1
        if event.x < LEFT and 0 <= row < len(self._areas):
            self._area, self._entry = row, 0
        elif event.x >= LEFT and 0 <= row < self._rows:
            at = row + (self._rows if self._in_two and event.x >= LEFT + 1 + COLUMN else 0)
            if at < len(self._areas[self._area].entries):
                self._entry = at
                self.post_message(self.Chosen(self._areas[self._area].entries[at]))
        self.refresh()

    def place_cursor(self) -> None:
        if self.has_focus and self.size:
            x, y = 2, self._area + 1
            if self._entry is not None:
                column, row = divmod(self._entry, self._rows)
                x, y = LEFT + 3 + column * COLUMN, row + 1
            self.app.cursor_position = self.content_region.offset + Offset(x, y)

    def spoken(self) -> str:
        areas = ", ".join(f"{area.letter} {area.name}" for area in self._areas)
        entries = ", ".join(f"{e.letter} {e.name}" for e in self._areas[self._area].entries)
        return f"Áreas: {areas}\n{self._areas[self._area].name}: {entries}"

    def spoken_focus(self) -> FocusLine:
        area = self._areas[self._area]
        if self._entry is None:
            return FocusLine(
                (id(self), self._area), "", f"{area.letter} {area.name}, área {self._area + 1} de {len(self._areas)}"
            )
        entry, n = area.entries[self._entry], self._entry + 1
        return FocusLine((id(self), self._area, n), "", f"{entry.letter} {entry.name}, {n} de {len(area.entries)}")

    def spoken_help(self) -> str:
        area = self._areas[self._area]
        entries = ", ".join(f"{e.letter} {e.name}" for e in area.entries)
        about = area.entries[self._entry].about if self._entry is not None else "Uma letra escolhe a área."
        return f"{about}\n{area.name}: {entries}"

    def render_line(self, y: int) -> Strip:
        rule = self.get_component_rich_style("menu--rule")
        segments = self._left(y - 1)
        segments.append(Segment("│", rule))
        segments += self._right(y - 1)
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)

    def _left(self, at: int) -> list[Segment]:
        if not 0 <= at < len(self._areas):
            return [Segment(" " * LEFT, self.rich_style)]
        area = self._areas[at]
        here = at == self._area
        return self._item(area.letter, area.name, LEFT, cursor=here and self._entry is None, marked=here)

    def _right(self, at: int) -> list[Segment]:
        entries = self._areas[self._area].entries
        if self._in_two:
            return self._two(entries, at)
        if not 0 <= at < len(entries):
            return []
        entry = entries[at]
        soft = self.get_component_rich_style("menu--soft")
        about = fit(entry.about, max(0, self.size.width - LEFT - 26))
        return [
            *self._item(entry.letter, entry.name, 24, cursor=at == self._entry, marked=False),
            Segment(f" {about}", soft),
        ]

    def _two(self, entries: Sequence[Entry], row: int) -> list[Segment]:
        """One row of two columns; in the row after the last, what the screen under the cursor is for."""
        if row == self._rows and self._entry is not None:
            soft = self.get_component_rich_style("menu--soft")
            about = fit(entries[self._entry].about, max(0, self.size.width - LEFT - 6))
            return [Segment("     ", soft), Segment(about, soft)]
        places = [at for at in (row, row + self._rows) if 0 <= row < self._rows and at < len(entries)]
        return [
            segment
            for at in places
            for segment in self._item(
                entries[at].letter, entries[at].name, COLUMN, cursor=at == self._entry, marked=False
            )
        ]

    def _item(self, letter: str, name: str, cells: int, *, cursor: bool, marked: bool) -> list[Segment]:
        style = self.get_component_rich_style
        base = style("menu--cursor") if cursor else style("menu--area" if marked else "menu--entry")
        hot = base if cursor else style("menu--letter")
        sign = "▸" if cursor or marked else " "
        # The letter stands before the name: it need not be one of the name's own.
        return [Segment(f" {sign}", base), Segment(letter, hot), Segment(f"  {fit(name, cells - 5)}", base)]
