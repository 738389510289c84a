"""The app of our terminal: keys through the type-ahead queue, our themes, no animation, no palette, no default keys."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual import events
from textual.app import App
from textual.theme import Theme

import themes
from themes.loading import load
from tui.terminal.driver import TerminalDriver
from tui.terminal.keymap import KeyMap
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

    def __init__(self, theme: Theme | None = None) -> None:
        """theme: the default one, if none is given. Only this one is read; another is, when it is wanted (wear)."""
        self._worn = theme or load(themes.DEFAULT)
        super().__init__(driver_class=TerminalDriver)
        self.animation_level = "none"
        self.wear(self._worn)
        self.typeahead = TypeAhead(self)

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
        typed = isinstance(event, events.Key | events.Paste) and not event.is_forwarded
        if typed and self.typeahead.put(event):  # type: ignore[arg-type]
            return
        await super().on_event(event)

    def flush_input(self) -> None:
        """Drop every key not yet handled: those queued here and those still unread in the terminal."""
        self.typeahead.flush()
        if isinstance(self._driver, TerminalDriver):
            self._driver.flush_input()
