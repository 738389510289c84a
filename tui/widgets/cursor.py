"""The terminal's own cursor: it stands where typing goes, also after a dialog over the screen has closed."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen
from textual.widget import Widget

from tui.terminal.spoken import Spoken


class CursorWidget(Spoken, Widget):
    """A widget that places the terminal's cursor itself.

    ``place_cursor`` sets ``app.cursor_position`` if the widget has the focus. It is called on focus, on resize and
    when the screen comes back to the top; the widget calls it after every move of its own.
    """

    def on_mount(self) -> None:
        self.app.screen_change_signal.subscribe(self, self._screen_changed)

    def watch_has_focus(self, has_focus: bool) -> None:
        """Textual would style the widget again; it looks the same with the focus, but for the cursor (see ``styled``)."""
        if has_focus:
            self.place_cursor()

    def on_resize(self) -> None:
        self.place_cursor()

    def place_cursor(self) -> None:
        raise TypeError(f"{type(self).__name__} does not say where its cursor is")

    def _screen_changed(self, screen: Screen[Any]) -> None:
        if screen is self.screen:
            self.call_later(self.place_cursor)
