"""A list as one widget: it asks the database for the rows near the screen, filters as letters are typed, loses no key."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual import events
from textual.geometry import Region
from textual.message import Message

from fiscal.text import clean
from models.declared import Listing, Question, Row
from models.marks import Marks
from tui.terminal.cells import cut
from tui.widgets.columns import column_at, laid_out
from tui.widgets.list_drawn import DrawnList
from tui.widgets.pager import Fetch, Pager
from tui.widgets.received import NotTaken, Told, too_long

COPIED = 1000
"""Most rows copied to the clipboard: what terminals take in one go."""


class ListView(DrawnList, can_focus=True):
    """A declared list.

    fetch: runs a question in the database thread. noun: what is counted (``artigos``; the title in small letters).
    Letters typed filter at once; ``:`` as first letter is left to the screen (go to).
    """

    KEYS: ClassVar[dict[str, str]] = {
        "up": "up",
        "down": "down",
        "pageup": "page_up",
        "pagedown": "page_down",
        "home": "start",
        "ctrl+home": "start",
        "end": "end",
        "ctrl+end": "end",
        "enter": "open",
        "ctrl+j": "open",
        "f3": "open",
        "f2": "new",
        "backspace": "rub_out",
        "ctrl+h": "rub_out",
        "ctrl+u": "clear_all",
        "escape": "clear_filter",
        "insert": "mark",
        "ctrl+t": "mark",
        "ctrl+a": "mark_all",
        "ctrl+o": "sort",
        "ctrl+f": "ask_filters",
        "ctrl+y": "copy",
        "ctrl+c": "copy",
        "ctrl+e": "export",
    }

    class Opened(Message):
        """Enter on a row."""

        def __init__(self, view: ListView, row: Row) -> None:
            super().__init__()
            self.view, self.row, self.id = view, row, row.id

    class NewWanted(Message):
        """F2: a new record; ``text`` is what was typed looking for it."""

        def __init__(self, view: ListView, text: str) -> None:
            super().__init__()
            self.view, self.text = view, text

    class Moved(Message):
        """The cursor is on another row (None when the list is empty)."""

        def __init__(self, view: ListView, row: Row | None) -> None:
            super().__init__()
            self.view, self.row = view, row

    class Asked(Message):
        """Another question is asked: other words, filters, order or marks."""

        def __init__(self, view: ListView) -> None:
            super().__init__()
            self.view = view

    class FiltersWanted(Message):
        """Ctrl+F: the screen asks for the filters and calls ``ask``."""

        def __init__(self, view: ListView) -> None:
            super().__init__()
            self.view = view

    class ExportWanted(Message):
        """Ctrl+E: what is filtered, or marked, is wanted in a file."""

        def __init__(self, view: ListView) -> None:
            super().__init__()
            self.view = view

    def __init__(
        self,
        listing: Listing,
        fetch: Fetch,
        *,
        text: str = "",
        noun: str = "",
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.listing = listing
        self.text = clean(text)
        self.question = listing.asked(Question(self.text))
        """What is asked now; changed through ``ask``."""
        self.fetch = fetch
        self.noun = noun or listing.title.lower()
        self._pager = Pager(
            listing,
            fetch,
            run=lambda asking: self.run_worker(asking, group="list"),
            arrived=self._arrived,
            counted=self._refresh_status,
        )
        self._deferred: deque[str] = deque()

    # What screens call.

    @property
    def wanted(self) -> Question:
        """What a copy or a file is to hold, in the order of the screen: what is marked, or all that is shown."""
        shown = self.question
        if not self.marked_count and self.marked_count is not None:
            return shown
        return Question(sort=shown.sort, descending=shown.descending, marked=self.marks)

    @property
    def alone(self) -> Question:
        """Only the row that the cursor is on."""
        row = self.current
        return Question(marked=Marks() if row is None else Marks().one(row.id, marked=True))

    @property
    def busy(self) -> bool:
        """Whether keys wait here for the database; the type-ahead queue then keeps the next ones.

        Until the first rows are there the screen's own keys would find no row to act on.
        """
        return bool(self._deferred) or not self._pager.loaded

    @property
    def settling(self) -> bool:
        """Whether the rows shown are still those of the question before: keys that act on one wait (TypeAhead)."""
        return self._pager.waits

    def filter(self, text: str) -> None:
        """Show only the rows that match."""
        self.text = clean(text) + (" " if text.endswith(" ") and text.strip() else "")
        self.ask(replace(self.question, text=self.text.strip()))

    def ask(self, question: Question) -> None:
        """Ask something else. A change of order stays on the same row; any other begins at the first."""
        same_rows = replace(question, sort=self.question.sort, descending=self.question.descending) == self.question
        self.question = question
        if same_rows and self.listing.source is not None:
            self._pager.rearrange(question)
        else:
            self._pager.start(question)
        self.post_message(self.Asked(self))
        self.refresh()
        self.place_cursor()

    def reload(self) -> None:
        """Read the rows again, staying on the same one: after a record was saved."""
        self._pager.reload()

    # Keys.

    def on_key(self, event: events.Key) -> None:
        if self._takes(event):
            event.stop()
            event.prevent_default()
            key = event.key if event.key in self.KEYS else f"type:{event.character}"
            if self._deferred or (self._pager.waits and event.key in self.KEYS):
                self._deferred.append(key)
            else:
                self._do(key)

    def _takes(self, event: events.Key) -> bool:
        if self.KEYS.get(event.key) in ("clear_filter", "rub_out"):
            return bool(self.text) or self.KEYS[event.key] == "rub_out"
        if self.KEYS.get(event.key) in ("sort", "ask_filters", "export") and self.listing.source is None:
            return False
        if event.key in self.KEYS:
            return True
        if not event.is_printable or event.character is None:
            return False
        return bool(self.text) or event.character not in " :?"

    def _do(self, key: str) -> None:
        if key.startswith("type:"):
            character = key.removeprefix("type:")
            if self.text or character != "/":
                self.filter(self.text + character)
        else:
            getattr(self, f"do_{self.KEYS[key]}")()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        if refusal := too_long(event.text):
            self.post_message(NotTaken(refusal))
        else:
            self.filter(self.text + clean(event.text))

    def do_up(self) -> None:
        self._move(-1)

    def do_down(self) -> None:
        self._move(1)

    def do_page_up(self) -> None:
        self._move(-max(1, self._height - 1))

    def do_page_down(self) -> None:
        self._move(max(1, self._height - 1))

    def do_start(self) -> None:
        self._moving(self._pager.home)

    def do_end(self) -> None:
        self._moving(self._pager.end)

    def do_open(self) -> None:
        if self.current is not None:
            self.post_message(self.Opened(self, self.current))

    def do_new(self) -> None:
        self.post_message(self.NewWanted(self, self.text.strip()))

    def do_rub_out(self) -> None:
        if self.text:
            self.filter(self.text[:-1])

    def do_clear_filter(self) -> None:
        if self.text:
            self.filter("")

    def do_clear_all(self) -> None:
        """The text looked for, and the filters."""
        if self.text or self.question.filters:
            self.text = ""
            self.ask(replace(self.question, text="", filters=()))

    def do_mark(self) -> None:
        at = self._pager.rows.cursor - self._pager.rows.top
        self._moving(self._pager.mark)
        self.refresh(Region(0, 1 + at, self.size.width, 1))
        self._refresh_status()

    def do_mark_all(self) -> None:
        if self.listing.source is None:
            self.post_message(Told("Nesta lista marca-se uma linha de cada vez: Insert ou Ctrl+T."))
            return
        self._pager.mark_all()
        self.refresh()

    def do_sort(self) -> None:
        self.run_worker(self._choose_order(), group="order", exclusive=True)

    async def _choose_order(self) -> None:
        from tui.widgets.dialog import choose

        columns = [(c.name, c.label) for c in self.listing.columns if c.sortable]
        if columns:
            name = await choose(self.app, "Ordenar por", columns, self.question.sort, codes=False)
            if name is not None:
                self.sort(name)

    def sort(self, name: str) -> None:
        """Order by a column; the other way round if it already is."""
        descending = name == self.question.sort and not self.question.descending
        self.ask(replace(self.question, sort=name, descending=descending))

    def do_ask_filters(self) -> None:
        if self.listing.filters:
            self.post_message(self.FiltersWanted(self))
        else:
            self.post_message(Told("Esta lista não tem filtros: escreva para procurar."))

    def do_copy(self) -> None:
        self.run_worker(self._copy(), group="copy", exclusive=True)

    async def _copy(self) -> None:
        rows = [self.current] if self.current is not None else []
        if self.marks and self.listing.source is None:
            rows = [row for row in self._pager.rows.rows if row.id in self._pager.marked]
        elif self.marks:
            wanted = self.wanted
            rows = await self.fetch(lambda: self.listing.page(wanted, None, COPIED + 1, False))
        if len(rows) > COPIED:
            text = f"Estão marcadas mais de {COPIED} linhas, demais para copiar: Ctrl+E grava-as num ficheiro."
            self.post_message(NotTaken(text))
        elif rows:
            self.app.copy_to_clipboard("\n".join("\t".join(clean(cell) for cell in row.cells) for row in rows))
            what = f"Copiado: {cut(clean(rows[0].cells[0]), 20)}" if len(rows) == 1 else f"Copiadas {len(rows)} linhas"
            self.post_message(Told(f"{what}. Cole onde quiser, se o seu terminal deixar (OSC 52)."))

    def do_export(self) -> None:
        self.post_message(self.ExportWanted(self))

    def on_click(self, event: events.Click) -> None:
        rows = self._pager.rows
        if event.y == 0:
            column = column_at(laid_out(self.listing.columns, self.size.width), event.x)
            if column is not None and column.sortable:
                self.sort(column.name)
            return
        at = rows.top + event.y - 1
        if 1 <= event.y <= self._height and at < len(rows.rows) and not self._pager.waits:
            if at == rows.cursor:
                self.do_open()
            else:
                self._move(at - rows.cursor)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._move(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._move(-3)

    def _move(self, step: int) -> None:
        self._moving(lambda: self._pager.move(step))

    def _moving(self, move: Callable[[], None]) -> None:
        """Do a move and repaint what it changed: two rows, or all when the list scrolled."""
        rows = self._pager.rows
        top, cursor = rows.top, rows.cursor
        move()
        if rows.top != top:
            self.refresh()
        elif rows.cursor != cursor:
            for at in (cursor, rows.cursor):
                self.refresh(Region(0, 1 + at - top, self.size.width, 1))
            self._refresh_status()
        if rows.cursor != cursor:
            self.post_message(self.Moved(self, self.current))
        self.place_cursor()

    def _arrived(self) -> None:
        """Rows came: show them, then do the keys that waited for them."""
        self.refresh()
        self.place_cursor()
        self.post_message(self.Moved(self, self.current))
        while self._deferred and not self._pager.waits:
            self._do(self._deferred.popleft())

    def on_mount(self) -> None:
        self._pager.start(self.question)

    def on_resize(self) -> None:
        self._pager.height = self._height
        self._pager.move(0)
