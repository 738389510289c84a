"""The app of our terminal: its own output, keys through the type-ahead queue, no animation, no palette, no default keys."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from rich.console import RenderableType
from textual import events
from textual.app import App
from textual.geometry import Offset
from textual.screen import Screen
from textual.theme import Theme

import themes
from themes.loading import load
from tui.terminal import letters
from tui.terminal.canvas import Canvas
from tui.terminal.driver import ESC_WAIT, TerminalDriver
from tui.terminal.frames import places
from tui.terminal.keymap import KeyMap
from tui.terminal.kind import Kind
from tui.terminal.scans import Scanned
from tui.terminal.typeahead import TypeAhead, Typed

if TYPE_CHECKING:
    from tui.terminal.reader import Reader

Result = TypeVar("Result")
CURSOR_ALONE = 0.03
"""Seconds after which the cursor is moved although nothing else on the screen changed."""


class TerminalApp(App[Result], inherit_bindings=False):
    """What every app of ours is built on.

    ``typeahead`` is the queue of keys: ``app.typeahead.hold()`` while a verb runs, ``app.typeahead.flush()`` before a
    question that cannot be undone.
    """

    CSS_PATH = themes.STYLESHEET
    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False
    ALLOW_SELECT: ClassVar[bool] = False
    SUSPENDED_SCREEN_CLASS: ClassVar[str] = ""
    reader: Reader | None = None
    """What writes lines for a screen reader instead of the painting (tui/terminal/reader.py)."""
    BINDINGS: ClassVar = []
    _canvas: Canvas | None = None
    _cursor = Offset(0, 0)
    esc_wait = ESC_WAIT
    """Seconds after which a lone Esc is the key (driver.py ``escape_wait``)."""

    def __init__(self, theme: Theme | None = None, kind: Kind | None = None, *, differences: bool = True) -> None:
        """theme: the default one, if none is given. Only this one is read; another is, when it is wanted (wear).

        kind: the terminal, as ``kind_of`` finds it. differences: write only what changes.
        """
        self._worn = theme or load(themes.DEFAULT)
        super().__init__(driver_class=TerminalDriver)
        self.kind = kind or Kind()
        letters.use(self.kind.encoding)
        self.animation_level = "none"
        self.wear(self._worn)
        self.typeahead = TypeAhead(self)
        self._differences = differences
        self._typed_at = 0.0

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(self._worn.variables)

    @property
    def key_map(self) -> KeyMap:
        """The user's keys."""
        return self.typeahead.key_map

    def wear(self, theme: Theme) -> None:
        """Changes to another theme at once."""
        self._worn = theme
        self.register_theme(theme)
        self.theme = theme.name

    async def on_event(self, event: events.Event) -> None:
        typed = isinstance(event, Typed) and not event.is_forwarded
        if typed:
            self._typed_at = asyncio.get_running_loop().time()
        if typed and self.typeahead.put(event):  # type: ignore[arg-type]
            return
        if typed and self.reader is not None and self.reader.answers(event):
            return
        await super().on_event(event)

    def since_typed(self) -> float:
        """Seconds since the operator's last key."""
        return asyncio.get_running_loop().time() - self._typed_at

    def on_scanned(self, event: Scanned) -> None:
        """A scan that nobody handles is its digits and its end."""
        digits: list[Typed] = [events.Key(digit, digit) for digit in event.code[event.typed :]]
        if event.end:
            digits.append(events.Key(event.end, {"enter": "\r", "tab": "\t"}[event.end]))
        self.typeahead.put_first(digits)

    def leaving(self) -> None:
        """The line was cut, or somebody ends the program: the last moment to keep what is not kept yet."""

    def flush_input(self) -> None:
        """Drop every key not yet handled: those queued here and those still unread in the terminal."""
        self.typeahead.flush()
        if isinstance(self._driver, TerminalDriver):
            self._driver.flush_input()

    # Output.

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Writes a frame: only what differs from what the terminal shows, in one piece. Or has it read aloud."""
        if self.reader is not None:
            self.reader.frame()
            return
        drawn = places(renderable) if self._differences and self._driver and not self.is_headless else None
        if drawn is None:
            super()._display(screen, renderable)
            return
        try:
            if self._running and not self._closed and not self._batch_count:
                canvas = self._current_canvas()
                for x, y, strip in drawn:
                    canvas.put(x, y, strip)
                self._write(canvas)
        except Exception as error:
            self._handle_exception(error)
        finally:
            self.post_display_hook()

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's cursor stands, in cells."""
        return self._cursor

    @cursor_position.setter
    def cursor_position(self, place: Offset) -> None:
        if place != self._cursor and self._canvas is not None:
            # Mostly a frame is on its way and takes it along; where none is, it goes alone.
            asyncio.get_running_loop().call_later(CURSOR_ALONE, self._move_cursor)
        self._cursor = place

    def _move_cursor(self) -> None:
        if self._canvas is not None and self._running and not self._closed:
            self._write(self._canvas)

    def _set_pointer_shape(self, shape: str) -> None:
        """The mouse's shape stays the terminal's: old ones print the sequence (OSC 22)."""

    def _current_canvas(self) -> Canvas:
        columns, rows = self.size
        canvas = self._canvas
        if canvas is None or (canvas.columns, canvas.rows) != (columns, rows):
            canvas = self._canvas = Canvas(self.kind, letters.shown, columns, rows)
        return canvas

    def _write(self, canvas: Canvas) -> None:
        written = canvas.paint(*self.cursor_position)
        if written and self._driver is not None:
            self._driver.write(written)
            self._driver.flush()

    def repaint(self) -> None:
        """Write the whole screen again: what the terminal shows is not what we wrote (Ctrl+L, resumed)."""
        if self._canvas is not None:
            self._canvas.lost()
            self._write(self._canvas)
        else:
            self.refresh(layout=True)
