"""The app of our terminal: keys through the type-ahead queue, our themes, no animation, no palette, no default keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from rich.console import RenderableType
from textual import events
from textual.app import App
from textual.screen import Screen

import themes
from tui.terminal.driver import TerminalDriver
from tui.terminal.typeahead import TypeAhead

if TYPE_CHECKING:
    from tui.terminal.reader import Reader

Result = TypeVar("Result")


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

    def __init__(self, theme: str = themes.DEFAULT) -> None:
        super().__init__(driver_class=TerminalDriver)
        self.animation_level = "none"
        for made in themes.ALL.values():
            self.register_theme(made)
        self.theme = theme if theme in themes.ALL else themes.DEFAULT
        self.typeahead = TypeAhead(self)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(themes.ALL[themes.DEFAULT].variables)

    async def on_event(self, event: events.Event) -> None:
        typed = isinstance(event, events.Key | events.Paste) and not event.is_forwarded
        if typed and self.typeahead.put(event):  # type: ignore[arg-type]
            return
        if typed and self.reader is not None and self.reader.answers(event):
            return
        await super().on_event(event)

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        if self.reader is None:
            super()._display(screen, renderable)
        else:
            self.reader.frame()

    def flush_input(self) -> None:
        """Drop every key not yet handled: those queued here and those still unread in the terminal."""
        self.typeahead.flush()
        if isinstance(self._driver, TerminalDriver):
            self._driver.flush_input()
