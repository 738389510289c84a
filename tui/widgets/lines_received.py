"""Scans and pastes into the lines of a document: a bar code is always an article, and each line pasted is an entry."""

from __future__ import annotations

from collections import deque

from textual import events
from textual.message import Message

from models.sales.draft import LINES_AT_MOST
from tui.terminal.scans import Scanned
from tui.widgets.cursor import CursorWidget
from tui.widgets.edit import Editor
from tui.widgets.received import NotTaken, take_back, too_long


class ReceivingLines(CursorWidget):
    """The part of LineGrid that takes what comes as a whole."""

    class Read(Message):
        """A bar code was read while the cursor was in a line; end: ``enter`` or ``tab``, empty for a paste."""

        def __init__(self, code: str, end: str, column: str) -> None:
            super().__init__()
            self.code, self.end, self.column = code, end, column

    at: int | None
    _column: str
    _entry: Editor
    _cell: Editor | None

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._pasted: deque[str] = deque()
        self._leave_last = False
        """Whether the last line pasted had no end: it is left on the entry line."""
        self._paused = False

    def enter(self) -> None:
        """Enter on the entry line."""
        raise TypeError(f"{type(self).__name__} does not say what Enter does")

    def enter_cell(self, line: int, text: str) -> None:
        """Enter on a cell being edited."""
        raise TypeError(f"{type(self).__name__} does not say what Enter does in a cell")

    def _cells(self, line: int) -> dict[str, str]:
        raise TypeError(f"{type(self).__name__} does not say what its lines show")

    @property
    def busy(self) -> bool:
        """Whether lines pasted are being entered: keys typed after them wait."""
        return bool(self._pasted) and not self._paused

    @property
    def editing(self) -> bool:
        """Whether a cell of a line is being typed in."""
        return self._cell is not None

    @property
    def waiting(self) -> int:
        """Lines pasted and not yet entered."""
        return len(self._pasted)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        lines = [line for line in event.text.splitlines() if line.strip()] if self.at is None else [event.text]
        ended = event.text.endswith(("\n", "\r"))
        if len(lines) > LINES_AT_MOST:
            told = f"Colou {len(lines)} linhas: um documento leva {LINES_AT_MOST}. Nada mudou; cole por partes."
            self.post_message(NotTaken(told))
        elif refusal := too_long(max(lines, key=len, default="")):
            self.post_message(NotTaken(refusal))
        elif self.at is None and (len(lines) > 1 or (lines and ended)):
            first = not self._pasted
            self._pasted.extend(lines)
            self._leave_last = not ended
            if first:
                self._next()
        elif (self._cell or self._entry).paste(event.text):
            self.refresh()
            self.place_cursor()

    def go_on(self) -> None:
        """An entry was done: the next line pasted follows."""
        if self._pasted and not self._entry.text:
            self._next()

    def pause(self) -> bool:
        """Lines pasted wait where the entry before them still stands, refused or in question; gives whether any does."""
        self._paused = bool(self._pasted and self._entry.text)
        return self._paused

    def drop_pasted(self) -> None:
        """Forget the lines pasted and not yet entered: they were for another document."""
        self._pasted.clear()

    def _next(self) -> None:
        self._paused = False
        self._entry.paste(self._pasted.popleft())
        self.refresh()
        self.place_cursor()
        if self._pasted or not self._leave_last:
            self.enter()

    def on_scanned(self, event: Scanned) -> None:
        event.stop()
        if self.at is None:
            self._entry.insert(event.code[event.typed :])
            if event.end:
                self.enter()
        else:
            cell, self._cell = self._cell, None
            only_digit = cell is not None and take_back(cell, event) and not cell.text
            if cell is not None and not only_digit and cell.text != self._cells(self.at)[self._column]:
                self.enter_cell(self.at, cell.text)
            self.post_message(self.Read(event.code, event.end, self._column))
        self.refresh()
        self.place_cursor()
