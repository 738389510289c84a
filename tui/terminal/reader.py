"""The mode for screen readers: the screens run as ever, but lines of plain text are written instead of a painting.

After each change the screen on top is asked what it says; what is new is written, then the line of the focus, which
stays the last one and is edited in place (docs/decisions/0014).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from textual import events
from textual.dom import DOMNode
from textual.screen import ModalScreen, Screen

from tui.terminal.linear import LinearDriver, LinearWriter
from tui.terminal.spoken import FocusLine, Heard, Spoken

if TYPE_CHECKING:
    from tui.terminal.app import TerminalApp

PAUSE = 0.02
"""Seconds of quiet before something is said: one key changes several parts of a screen, and they are said together."""
PATIENCE = 1.0
"""Most seconds that a screen still fetching its contents is waited for."""

WHOLE, WHERE, TOTALS = "whole", "where", "totals"
KEYS = {"ctrl+l": WHOLE, "ctrl+o": WHERE, "alt+o": WHERE, "ctrl+t": TOTALS, "alt+t": TOTALS}
ANSWERS = "Teclas do leitor: Ctrl+L ecrã inteiro, Ctrl+O onde estou, Ctrl+T totais."


class Reader:
    """Says what happens on the screens of an app."""

    def __init__(self, app: TerminalApp[Any], write: Callable[[str], None], encoding: str = "utf-8") -> None:
        self._app = app
        self.encoding = encoding
        """The letters that the terminal has."""
        self._writer = LinearWriter(write, lambda: app.size.width or 80, encoding)
        self._screen: Screen[Any] | None = None
        self._greeted = False
        """Whether the reader's own keys have been told, once, at the beginning."""
        self._beneath: Screen[Any] | None = None
        """The screen under it: found again when a dialog closes, and then not announced."""
        self._arriving = False
        """Whether what the screen says on coming to it is still to be said (it was fetching)."""
        self._focus: FocusLine | None = None
        """The line of the focus as it stands on the terminal; None when it is to be written again."""
        self._heard: WeakKeyDictionary[Spoken, tuple[set[str], int]] = WeakKeyDictionary()
        """The lines that each widget has said, and their edition."""
        self._titled: WeakKeyDictionary[Screen[Any], str] = WeakKeyDictionary()
        self._task: asyncio.Task[None] | None = None
        self._stale = False

    def frame(self) -> None:
        """Something may have changed: say it as soon as all that belongs to it is done."""
        self._stale = True
        if self.still:
            self._task = asyncio.get_running_loop().create_task(self._follow(), name="reader")

    @property
    def still(self) -> bool:
        """Whether everything that changed has been said."""
        return self._task is None or self._task.done()

    def answers(self, event: events.Event) -> bool:
        """Whether a key is one of the reader's own; every other key may change what is to be said."""
        asked = KEYS.get(event.key) if isinstance(event, events.Key) else None
        if asked is None:
            self.frame()
            return False
        self.speak()
        {WHOLE: self._say_whole, WHERE: self._say_where, TOTALS: self._say_totals}[asked](self._app.screen)
        self._focus = None
        self.speak()
        return True

    async def _follow(self) -> None:
        loop = asyncio.get_running_loop()
        while self._stale and self._app.is_running:
            self._stale = False
            until = loop.time() + PATIENCE
            await asyncio.sleep(PAUSE)
            while loop.time() < until and not self._settled():
                await asyncio.sleep(PAUSE)
            try:
                self.speak()
            except Exception as error:
                # A fault must end the program as any other does: silence would say that all is well.
                self._app._handle_exception(error)
                return

    def _settled(self) -> bool:
        stack = self._app.screen_stack
        return bool(stack) and not self._app.typeahead.delivering and not getattr(stack[-1], "busy", False)

    # What is said.

    def speak(self) -> None:
        """Writes what is new, then the line of the focus."""
        if not self._app.screen_stack or not self._app.screen.is_mounted:
            return
        screen = self._app.screen
        come = False
        if self._screen is not screen:
            come = not (isinstance(self._screen, ModalScreen) and screen is self._beneath)
            self._screen, self._arriving, self._focus = screen, self._arriving or come, None
            self._beneath = self._app.screen_stack[-2] if len(self._app.screen_stack) > 1 else None
        self._finish_line(screen.focused)
        said = self._said_title(screen, arrived=come)
        if not getattr(screen, "busy", False):
            arrived, self._arriving = self._arriving, False
            for widget in sorted(_speakers(screen), key=lambda w: arrived or not w.FIRST):
                said = self._said_news(widget, screen.focused, arrived=arrived) or said
            if not self._greeted:
                self._greeted = said = self._writer.line(ANSWERS)
            self._say_focus(screen, again=said)

    def _finish_line(self, focused: object) -> None:
        """The field just left, as it was taken: typed in one go with what leaves it, or written out in full."""
        left = self._focus
        if left is None or left.cursor is None or not isinstance(focused, Spoken):
            return
        now = focused.spoken_focus()
        if now is None or now.where == left.where or now.where[:1] != left.where[:1]:
            return
        for line in focused.spoken().split("\n"):
            if line.startswith(left.label) and line != left.whole:
                text = line.removeprefix(left.label)
                self._writer.edit(FocusLine(left.where, left.label, text, len(text)))
                self._heard.get(focused, (set(), 0))[0].add(line)

    def _said_title(self, screen: Screen[Any], *, arrived: bool) -> bool:
        """The title of a screen come to, not of the one that a dialog lay over; and any change in it."""
        title, told = _title(screen), self._titled.get(screen)
        self._titled[screen] = title
        return (arrived or title != told) and self._writer.line(title)

    def _said_news(self, widget: Spoken, focused: object, *, arrived: bool) -> bool:
        if widget.HEARD is Heard.ASKED:
            return False
        lines, edition = widget.spoken().split("\n"), widget.spoken_edition()
        known = self._heard.get(widget)
        self._heard[widget] = (set(lines), edition)
        if known is None and widget.HEARD is Heard.CHANGES:
            return False
        skipped = focused.spoken_already() if isinstance(focused, Spoken) else set()
        if focused is widget:
            skipped |= {line.whole for line in (self._focus, widget.spoken_focus()) if line is not None}
        if known is not None and known[1] == edition and not (arrived and widget.HEARD is Heard.ARRIVING):
            skipped |= known[0]
        said = [self._writer.line(line) for line in lines if line not in skipped]
        return any(said)

    def _say_focus(self, screen: Screen[Any], *, again: bool) -> None:
        focused = screen.focused
        line = focused.spoken_focus() if isinstance(focused, Spoken) else None
        if line is None or (line == self._focus and not again):
            return
        now = self._focus
        typed = now is not None and (line.label, line.text, line.cursor) != (now.label, now.text, now.cursor)
        same = now is not None and now.where == line.where and line.cursor is not None and now.cursor is not None
        if same and not again and now is not None and (typed or not now.after):
            self._writer.edit(line)
        elif now is not None and not again and now.where == line.where and line.whole.startswith(now.whole):
            self._writer.more(line.whole.removeprefix(now.whole))
        else:
            self._writer.focus(line)
        self._focus = line

    def _say_whole(self, screen: Screen[Any]) -> None:
        """Title, company, notice, every field and total, the keys."""
        if not any(widget.spoken() for widget in _speakers(screen) if widget.HEARD is Heard.ASKED):
            self._writer.line(_title(screen))
        for widget in _speakers(screen):
            for line in widget.spoken_in_full().split("\n"):
                self._writer.line(line)
        self._writer.line(ANSWERS)

    def _say_where(self, screen: Screen[Any]) -> None:
        """Which screen, which field of how many, what it is and what may be typed there."""
        self._writer.line(_title(screen))
        if isinstance(screen.focused, Spoken):
            for line in screen.focused.spoken_help().split("\n"):
                self._writer.line(line)

    def _say_totals(self, screen: Screen[Any]) -> None:
        totals = [w.spoken_in_full() for w in _speakers(screen) if w.TOTALS]
        for line in "\n".join(totals or ["Neste ecrã não há totais."]).split("\n"):
            self._writer.line(line)


def read_aloud(app: TerminalApp[Any]) -> None:
    """Puts an app that does not run yet into the mode for screen readers."""

    def tell(data: str) -> None:
        driver = app._driver
        if isinstance(driver, LinearDriver):
            driver.tell(data)
            driver.flush()

    app.driver_class = LinearDriver
    app.reader = Reader(app, tell, app.kind.encoding)


def _title(screen: Screen[Any]) -> str:
    return str(getattr(screen, "spoken_title", lambda: "")())


def _speakers(node: DOMNode) -> Iterator[Spoken]:
    """The widgets of a screen that say something, in the order of the screen."""
    for child in node.children:
        if child.display:
            if isinstance(child, Spoken):
                yield child
            yield from _speakers(child)
