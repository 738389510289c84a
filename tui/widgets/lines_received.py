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
        """A bar code was read while the cursor was in a line.

        end: ``enter`` or ``tab``; empty for a paste. pending: what was being typed in the cell, if anything.
        """

        def __init__(self, code: str, end: str, line: int, column: str, pending: str | None) -> None:
            super().__init__()
            self.code, self.end = code, end
            self.line, self.column, self.pending = line, column, pending

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

    def _cells(self, line: int) -> dict[str, str]:
        raise TypeError(f"{type(self).__name__} does not say what its lines show")

    @property
    def busy(self) -> bool:
        """Whether lines pasted are being entered: keys typed after them wait."""
        return bool(self._pasted) and not self._paused

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
        """After an entry was handled: the next line pasted; or a pause, where the entry still stands there, refused."""
        if self._pasted and not self._entry.text:
            self._next()
        else:
            self._paused = True

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
            if cell is not None and take_back(cell, event) and not cell.text:
                cell = None
            pending = cell.text if cell is not None and cell.text != self._cells(self.at)[self._column] else None
            self.post_message(self.Read(event.code, event.end, self.at, self._column, pending))
        self.refresh()
        self.place_cursor()
