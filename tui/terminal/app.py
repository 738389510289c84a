"""The app of our terminal: keys through the type-ahead queue, our themes, no animation, no palette, no default keys."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual import events
from textual.app import App

import themes
from tui.terminal.driver import TerminalDriver
from tui.terminal.typeahead import TypeAhead

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
        await super().on_event(event)

    def hang_up(self) -> None:
        """The line is closed: nobody types any more, and nothing shown is seen. May be told more than once."""

    def flush_input(self) -> None:
        """Drop every key not yet handled: those queued here and those still unread in the terminal."""
        self.typeahead.flush()
        if isinstance(self._driver, TerminalDriver):
            self._driver.flush_input()
