"""A document's lines as one widget: the lines typed so far, a cursor over their cells, and the entry line below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip

from models.declared import Field
from models.sales.draft import DraftLine
from tui.entry import columns
from tui.entry.lines import missing
from tui.terminal.cells import fit
from tui.widgets.edit import Editor
from tui.widgets.edit_drawn import drawn
from tui.widgets.lines_drawn import cell, header, invitation, left_of, rule
from tui.widgets.lines_received import ReceivingLines
from tui.widgets.lines_spoken import SpokenLines
from tui.widgets.typed import typed_into

PROMPT = "Artigo ▸ "
MOVES = ("up", "down", "pageup", "pagedown", "home", "end", "left", "shift+tab", "right", "tab")
EDITABLE = ("description", "quantity", "unit", "price", "discount", "tax", "exemption", "region", "tax_point")
"""In the order of the columns. Those that a narrow screen hides show while the cursor is in them."""


class LineGrid(ReceivingLines, SpokenLines, can_focus=True):
    """Shows lines and takes entries; what they mean is decided by who hears the messages.

    fields: the columns by name (tui/entry/columns.py).
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "lines--header",
        "lines--line",
        "lines--cursor",
        "lines--cell",
        "lines--selected",
        "lines--missing",
        "lines--prompt",
        "lines--soft",
        "lines--rule",
    }

    class Entered(Message):
        """Enter on the entry line; an empty text means that the lines are done."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class CellTyped(Message):
        """Enter on a cell being edited."""

        def __init__(self, line: int, column: str, text: str) -> None:
            super().__init__()
            self.line, self.column, self.text = line, column, text

    class Deleted(Message):
        """F8 on a line (on the entry line: the last one)."""

        def __init__(self, line: int) -> None:
            super().__init__()
            self.line = line

    class Undone(Message):
        """Alt+U: take back the last edit."""

    class LookUp(Message):
        """F4: show the articles (on the entry line) or what the cell may hold."""

        def __init__(self, column: str, text: str) -> None:
            super().__init__()
            self.column, self.text = column, text

    class HelpWanted(Message):
        """F1 or ``?``."""

        def __init__(self, column: str) -> None:
            super().__init__()
            self.column = column

    class LeftAbove(Message):
        """Up or Shift+Tab beyond the first line."""

    def __init__(self, fields: Mapping[str, Field], id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._fields = fields
        self._lines: Sequence[DraftLine] = ()
        self._totals: Sequence[Decimal | None] = ()
        self._top = 0
        self.at: int | None = None
        """The line under the cursor; None is the entry line."""
        self._column = "quantity"
        self._entry = Editor(limit=200)
        self._cell: Editor | None = None
        self._asked = False
        """Whether the cursor was put in a cell to have it filled in; afterwards it goes back to the entry line."""

    # What screens call.

    def show(self, lines: Sequence[DraftLine], totals: Sequence[Decimal | None], near: int | None = None) -> None:
        """Show the lines as they are now; ``near`` is brought into sight (the last one, unless said)."""
        self._lines, self._totals = list(lines), list(totals)
        if self.at is not None and self.at >= len(self._lines):
            self.at = len(self._lines) - 1 if self._lines else None
        self._into_sight(near if near is not None else len(self._lines) - 1)
        self.refresh()
        self.place_cursor()

    def clear_entry(self) -> None:
        """Empty the entry line: what was typed has been done."""
        self._entry.set("")
        self._redraw_entry()
        if self.waiting:
            self.call_later(self.go_on)

    def select_entry(self) -> None:
        """Select what was typed: the next letter, or the next scan, replaces it."""
        self._entry.select_all()
        self._redraw_entry()
        self.place_cursor()

    def put_entry(self, text: str) -> None:
        """Put a text into the entry line, selected."""
        self.at, self._cell = None, None
        self._entry.set(text)
        self.refresh()
        self.place_cursor()

    @property
    def entry(self) -> str:
        return self._entry.text

    def answered(self) -> None:
        """The cell that was asked for is filled in: back to the entry line."""
        if self._asked:
            self._to_lines(len(self._lines))
            self.place_cursor()

    def go_to(self, line: int, column: str) -> None:
        """Put the cursor in a cell, ready to type over it (a price still missing)."""
        if 0 <= line < len(self._lines):
            self.at, self._asked = line, True
            if column in EDITABLE:
                self._column = column
                self._cell = Editor(self._cells(line)[column])
            self._into_sight(line)
            self.refresh()
            self.place_cursor()
            self.focus()

    def type_again(self, line: int, column: str, text: str) -> None:
        """Puts the cursor back in a cell with what was typed there, when it was refused."""
        asked = self._asked
        self.go_to(line, column)
        self._asked = asked
        if self.at == line and self._column == column:
            self._cell = Editor(text)
            self.refresh()
            self.place_cursor()

    # Keys.

    def on_key(self, event: events.Key) -> None:
        handled = self._in_entry(event) if self.at is None else self._in_lines(event)
        if handled:
            event.stop()
            event.prevent_default()
            self.place_cursor()

    def enter(self) -> None:
        self.post_message(self.Entered(self._entry.text))

    def enter_cell(self, line: int, text: str) -> None:
        self.post_message(self.CellTyped(line, self._column, text))

    def _in_entry(self, event: events.Key) -> bool:
        key = event.key
        if key in ("enter", "ctrl+j", "tab"):
            self.enter()
        elif key == "up":
            self._to_lines(len(self._lines) - 1)
        elif key == "shift+tab":
            self.post_message(self.LeftAbove())
        elif key == "pageup":
            self._to_lines(max(0, len(self._lines) - self._room))
        elif key == "f8":
            typed = [n for n, line in enumerate(self._lines) if not line.charge]
            self.post_message(self.Deleted(typed[-1] if typed else -1))
        elif key == "alt+u":
            self.post_message(self.Undone())
        elif key == "f4":
            self.post_message(self.LookUp("code", self._entry.text))
        elif key == "f1" or (event.character == "?" and not self._entry.text):
            self.post_message(self.HelpWanted("code"))
        elif typed_into(self._entry, event):
            self._redraw_entry()
        else:
            return False
        return True

    def _in_lines(self, event: events.Key) -> bool:
        line = self.at or 0
        if self._cell is not None:
            return self._in_cell(event, self._cell, line)
        key = event.key
        if key in MOVES:
            self._move(key, line)
        elif key in ("delete", "f8"):
            self.post_message(self.Deleted(line))
        elif key in ("alt+u", "u"):
            self.post_message(self.Undone())
        elif key == "f1" or event.character == "?":
            self.post_message(self.HelpWanted(self._column))
        elif key == "f4":
            self.post_message(self.LookUp(self._column, ""))
        elif key == "f5" or event.character == '"':
            self._from_above(line)
        elif key in ("enter", "ctrl+j", "f3"):
            self._cell = Editor(self._cells(line)[self._column])
            self.refresh()
        elif key == "escape":
            self._to_lines(len(self._lines))
        elif event.is_printable and event.character and self._fields[self._column].kind.accepts(event.character):
            self._cell = Editor("")
            self._cell.insert(event.character)
            self.refresh()
        else:
            return False
        return True

    def _move(self, key: str, line: int) -> None:
        if key in ("left", "shift+tab", "right", "tab"):
            self._step_column(-1 if key in ("left", "shift+tab") else 1)
            return
        step = {"up": -1, "down": 1, "pageup": -self._room, "pagedown": self._room}.get(key)
        target = line + step if step is not None else 0 if key == "home" else len(self._lines)
        if target < 0 and line == 0:
            self.post_message(self.LeftAbove())
        self._to_lines(max(0, target))

    def _in_cell(self, event: events.Key, cell: Editor, line: int) -> bool:
        key = event.key
        if key in ("enter", "ctrl+j", "tab"):
            self._cell = None
            self.enter_cell(line, cell.text)
        elif key == "escape":
            self._cell = None
        elif key == "f1":
            self.post_message(self.HelpWanted(self._column))
        elif key == "f4":
            self.post_message(self.LookUp(self._column, cell.text))
        elif key == "f5" or (event.character == '"' and not cell.text):
            self._from_above(line)
        elif not typed_into(cell, event):
            return False
        self.refresh()
        return True

    def _from_above(self, line: int) -> None:
        """The cell takes what stands in the same column one line up; on the first line there is nothing to take."""
        if line:
            self._cell = None
            self.post_message(self.CellTyped(line, self._column, self._cells(line - 1)[self._column]))
        else:
            self.app.bell()

    def _to_lines(self, line: int) -> None:
        self._asked = False
        self.at = line if 0 <= line < len(self._lines) else None
        self._cell = None
        self._into_sight(len(self._lines) - 1 if self.at is None else self.at)
        self.refresh()

    def _step_column(self, step: int) -> None:
        self._column = EDITABLE[(EDITABLE.index(self._column) + step) % len(EDITABLE)]
        self.refresh()

    @property
    def _reached(self) -> str:
        """The column that the cursor is in, which shows also where it would not fit."""
        return "" if self.at is None else self._column

    # Drawing.

    @property
    def _room(self) -> int:
        """Rows for lines: all but the header, a rule, and the entry line."""
        return max(1, self.size.height - 3)

    def _into_sight(self, line: int) -> None:
        if line < self._top:
            self._top = max(0, line)
        elif line >= self._top + self._room:
            self._top = line - self._room + 1
        self._top = max(0, min(self._top, len(self._lines) - self._room))

    def on_resize(self) -> None:
        self._into_sight(len(self._lines) - 1 if self.at is None else self.at)
        self.refresh()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def _redraw_entry(self) -> None:
        """Repaint the entry line only."""
        if self.size:
            self.refresh(Region(0, self.size.height - 1, self.size.width, 1))

    def _cells(self, line: int) -> dict[str, str]:
        total = self._totals[line] if line < len(self._totals) else None
        return columns.cells(self._lines[line], total)

    def place_cursor(self) -> None:
        if not self.has_focus or not self.size:
            return
        origin = self.content_region.offset
        if self.at is None:
            view = self._entry.view(self._entry_width)
            self.app.cursor_position = origin + Offset(len(PROMPT) + 1 + view.cursor, self.size.height - 1)
            return
        x = left_of(self._column, self.size.width, self._reached)
        if self._cell is not None:
            width = columns.layout(self.size.width - 2, self._reached)[self._column]
            right = self._fields[self._column].kind.right
            x += self._cell.view(width, right=right).cursor
        self.app.cursor_position = origin + Offset(x, 1 + self.at - self._top)

    @property
    def _entry_width(self) -> int:
        return max(10, self.size.width - len(PROMPT) - 2)

    def render_line(self, y: int) -> Strip:
        style = self.get_component_rich_style
        width, last = self.size.width, self.size.height - 1
        if y == 0:
            head = Segment(header(self._fields, width, self._reached), style("lines--header"))
            return Strip([head]).adjust_cell_length(width, style("lines--header"))
        if y == last:
            return self._entry_strip()
        if y == last - 1:
            hidden = len(self._lines) - self._top - self._room
            return Strip([Segment(rule(self._top, hidden, width), style("lines--rule"))], width)
        line = self._top + y - 1
        if line >= len(self._lines):
            blank = invitation(y, len(self._lines))
            return Strip([Segment(blank, style("lines--soft"))]).adjust_cell_length(width, self.rich_style)
        return self._line(line)

    def _line(self, line: int) -> Strip:
        style = self.get_component_rich_style
        chosen = line == self.at and self.has_focus
        base = style("lines--cursor" if chosen else "lines--line")
        cells, lacking = self._cells(line), missing(self._lines[line])
        segments = [Segment("▸" if chosen else " ", base)]
        for name, width in columns.layout(self.size.width - 2, self._reached).items():
            kind, text = self._fields[name].kind, cells[name]
            if chosen and name == self._column:
                segments += self._cell_segments(text, width, right=kind.right)
            elif not text and name == lacking:
                segments.append(Segment(fit("falta", width, right=kind.right), style("lines--missing")))
            else:
                lot = self._lines[line].lot if name == "description" else ""
                segments.append(Segment(cell(name, text, width, right=kind.right, lot=lot), base))
            segments.append(Segment(" ", base))
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def _cell_segments(self, text: str, width: int, *, right: bool) -> list[Segment]:
        style, selected = (self.get_component_rich_style(f"lines--{part}") for part in ("cell", "selected"))
        if self._cell is None:
            return [Segment(fit(text, width, right=right), style)]
        return drawn(self._cell.view(width, right=right), width, style, selected)

    def _entry_strip(self) -> Strip:
        style = self.get_component_rich_style
        active = self.at is None and self.has_focus
        view = self._entry.view(self._entry_width)
        shown = drawn(view, self._entry_width, style("lines--cell"), style("lines--selected"))
        prompt = Segment(" " + PROMPT, style("lines--prompt" if active else "lines--soft"))
        return Strip([prompt, *(shown if active else [Segment(view.text, self.rich_style)])]).adjust_cell_length(
            self.size.width, self.rich_style
        )
