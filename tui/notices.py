"""Short notices of what ended by itself (printed, copied, failed): one after another, in the message line, taking no key."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from textual.timer import Timer

from tui.widgets.bars import MessageLine

if TYPE_CHECKING:
    from tui.app import BalcaoApp

LEAST = 4.0
"""Seconds for which a notice stands, at least."""
PER_LETTER = 0.07
"""Seconds that it takes to read a letter."""
SEEN = 2.0
"""Seconds after which somebody who presses a key has seen the failure that is on the screen."""


class Notice(NamedTuple):
    text: str
    failed: bool
    about: str


class Notices:
    """The notices waiting, and the one on the screen."""

    def __init__(self, app: BalcaoApp) -> None:
        self._app = app
        self._waiting: deque[Notice] = deque()
        self._now: Notice | None = None
        self._line: MessageLine | None = None
        self._timer: Timer | None = None
        self._since = 0.0

    def tell(self, text: str, *, failed: bool = False, about: str = "") -> None:
        """Takes a notice, and shows it as soon as there is a screen and those before it have gone.

        about: what it is about; earlier notices about the same are no longer true, and go.
        """
        if about:
            self._waiting = deque(notice for notice in self._waiting if notice.about != about)
        self._waiting.append(Notice(text, failed, about))
        if about and self._now is not None and self._now.about == about:
            self._end()
        self._next()

    def typed(self) -> None:
        """A key was pressed: a failure that had time to be seen may go."""
        if self._now is not None and self._now.failed and self._visible and self._age >= SEEN:
            self._end()

    def moved(self) -> None:
        """Another screen came up: a failure goes with the operator, the rest stays behind."""
        if self._now is None or self._line is None:
            self._next()
        elif (line := self._place()) is not self._line:
            self._line.announce("")
            if self._now.failed and line is not None:
                self._line = line
                line.announce(self._now.text, failed=True)
            else:
                self._end()

    @property
    def _visible(self) -> bool:
        """Whether it is not under a refusal, which comes first, nor under a dialog."""
        return self._line is not None and not self._line.refused and self._line.screen is self._app.screen

    @property
    def _age(self) -> float:
        return asyncio.get_running_loop().time() - self._since

    def _place(self) -> MessageLine | None:
        from tui.screens.base import WorkScreen

        for screen in reversed(self._app.screen_stack if self._app.is_running else ()):
            if isinstance(screen, WorkScreen) and screen.is_mounted:
                return next(iter(screen.query(MessageLine)), None)
        return None

    def _next(self) -> None:
        if self._now is not None or not self._waiting or (line := self._place()) is None:
            return
        self._now, self._line = self._waiting.popleft(), line
        self._since = asyncio.get_running_loop().time()
        line.announce(self._now.text, failed=self._now.failed)
        if self._now.failed:
            self._app.bell()
        else:
            self._wait()

    def _wait(self) -> None:
        text = self._now.text if self._now else ""
        self._timer = self._app.set_timer(max(LEAST, PER_LETTER * len(text)), self._passed)

    def _passed(self) -> None:
        """Its time is over; if a refusal covered it, it has its time again."""
        if self._line is not None and self._line.refused:
            self._wait()
        else:
            self._end()

    def _end(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        if self._line is not None and self._line.is_attached:
            self._line.announce("")
        self._now = self._line = self._timer = None
        self._next()
