"""A list as one widget: it asks the database for the rows near the screen, filters as letters are typed, loses no key."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip

from fiscal.text import clean
from models.declared import Listing, Row
from tui.terminal.cells import cut, fit, width
from tui.widgets.columns import laid_out, line
from tui.widgets.list_spoken import SpokenList
from tui.widgets.pager import Fetch, Pager
from tui.widgets.received import NotTaken, too_long

SEARCH = "  Procurar: "


class ListView(SpokenList, can_focus=True):
    """A declared list.

    fetch: runs a question in the database thread. noun: what is counted (``artigos``; the title in small letters).
    Letters typed filter at once; ``:`` as first letter is left to the screen (go to).
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "list--header",
        "list--row",
        "list--cursor",
        "list--dim",
        "list--status",
        "list--filter",
    }

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
        "ctrl+u": "clear_filter",
        "escape": "clear_filter",
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
    def current(self) -> Row | None:
        """The row the cursor is on."""
        return self._pager.rows.current

    @property
    def count(self) -> int | None:
        """Rows that match, when known."""
        return self._pager.count

    @property
    def busy(self) -> bool:
        """Whether keys wait here for the database; the type-ahead queue then keeps the next ones."""
        return bool(self._deferred)

    def filter(self, text: str) -> None:
        """Show only the rows that match."""
        self.text = clean(text) + (" " if text.endswith(" ") and text.strip() else "")
        self._pager.start(self.text.strip())
        self._refresh_status()
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

    def on_click(self, event: events.Click) -> None:
        rows = self._pager.rows
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

    @property
    def _height(self) -> int:
        """Rows on the screen."""
        return max(1, self.size.height - 2)

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

    # Drawing.

    def on_mount(self) -> None:
        self._pager.start(self.text.strip())

    def on_resize(self) -> None:
        self._pager.height = self._height
        self._pager.move(0)

    def _refresh_status(self) -> None:
        self.refresh(Region(0, self.size.height - 1, self.size.width, 1))

    def place_cursor(self) -> None:
        if not self.has_focus or not self.size:
            return
        rows = self._pager.rows
        place = Offset(0, 1 + rows.cursor - rows.top)
        if self.text:
            place = Offset(min(self.size.width - 1, len(SEARCH) + width(self._typed())), self.size.height - 1)
        self.app.cursor_position = self.content_region.offset + place

    def render_line(self, y: int) -> Strip:
        cells, style = self.size.width, self.get_component_rich_style
        if y == self.size.height - 1:
            return self._status(cells)
        columns = laid_out(self.listing.columns, cells)
        if y == 0:
            return self._strip(line(columns, [c.label for c in columns]), style("list--header"), cells)
        rows = self._pager.rows
        at = rows.top + y - 1
        if at < len(rows.rows):
            row = rows.rows[at]
            text = line(columns, row.cells, "×" if row.dim else " ")
            part = "cursor" if at == rows.cursor else "dim" if row.dim else "row"
            return self._strip(text, style(f"list--{part}"), cells)
        empty = y == 2 and self._pager.loaded and not rows.rows
        return self._strip("  " + fit(self.listing.empty, cells - 4) if empty else "", style("list--row"), cells)

    def _strip(self, text: str, style: Style, cells: int) -> Strip:
        return Strip([Segment(text, style)]).adjust_cell_length(cells, style)

    def _status(self, cells: int) -> Strip:
        """What is being looked for on the left, where we are of how many on the right."""
        soft, typed = (self.get_component_rich_style(f"list--{part}") for part in ("status", "filter"))
        place = self._place()
        left = [Segment(SEARCH, soft), Segment(f"{self._typed()} ", typed)]
        if not self.text:
            left = [Segment("  Escreva para procurar.", soft)] if self._pager.rows.rows and cells >= 60 else []
        used = sum(s.cell_length for s in left)
        gap = " " * max(1, cells - used - width(place) - 2)
        return Strip([*left, Segment(f"{gap}{place}  ", soft)]).adjust_cell_length(cells, soft)

    def _typed(self) -> str:
        """The end of the filter that fits beside the count."""
        shown, room = self.text, max(1, self.size.width - width(self._place()) - len(SEARCH) - 5)
        while width(shown) > room:
            shown = shown[1:]
        return shown

    def _place(self) -> str:
        if self.count is None:
            return ""
        total = f"{self.count:,}".replace(",", " ")
        position = self._pager.rows.position(self.count)
        of = f"{position:,}".replace(",", " ") + " de " if position is not None else ""
        return cut(f"{of}{total} {self.noun}", max(0, self.size.width - 4))
