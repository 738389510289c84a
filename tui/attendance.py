"""Watches that the operator is there: keeps where they are after each pause, and locks the screen when nobody types."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.css.query import NoMatches

from models.presence.process import BEAT
from models.presence.sessions import note
from models.settings import LOCK_AFTER, BadSettings

if TYPE_CHECKING:
    from tui.app import BalcaoApp

PAUSE = 0.25
"""Seconds without a key after which the place is kept."""
MOST = 1.0
"""Seconds after which it is kept even while typing goes on, and looked at again for what came of the last key."""
MINUTE = 60.0


class Attendance:
    """One operator at one terminal. A key costs a comparison; everything else waits for a pause."""

    def __init__(self, app: BalcaoApp) -> None:
        self._app = app
        self._stirred = 0.0
        self._first = 0.0
        self._noted: str | None = None
        self._looking_again = False
        self._pausing: asyncio.TimerHandle | None = None
        self._beating: asyncio.TimerHandle | None = None
        self._locking: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Somebody has signed in."""
        self._noted = None
        self.stir()
        self._beat()
        self._watch()

    def stop(self) -> None:
        """They have signed out, or the program ends."""
        for timer in (self._pausing, self._beating, self._locking):
            if timer is not None:
                timer.cancel()
        self._pausing = self._beating = self._locking = None

    def stir(self) -> None:
        """A key, or a screen that opened or closed."""
        loop = asyncio.get_running_loop()
        self._stirred = loop.time()
        if self._looking_again and self._pausing is not None:
            self._pausing.cancel()
            self._pausing, self._looking_again = None, False
        if self._pausing is None and self._app.session is not None:
            self._first = self._stirred
            self._pausing = loop.call_later(PAUSE, self._paused)

    def _paused(self) -> None:
        loop = asyncio.get_running_loop()
        quiet, typing = loop.time() - self._stirred, loop.time() - self._first
        if quiet < PAUSE * 0.9 and typing < MOST:
            self._pausing = loop.call_later(PAUSE - quiet, self._paused)
            return
        self.note()
        # What the last key set off may end later than the pause: one look more, which mostly finds nothing new.
        self._looking_again = True
        self._pausing = loop.call_later(MOST, self._looked_again)

    def _looked_again(self) -> None:
        self._pausing, self._looking_again = None, False
        self.note()

    def note(self, *, anyway: bool = False) -> None:
        """Keeps where the operator is, if that is other than before. anyway: as a sign of life."""
        from tui.screens.places import whereabouts

        session = self._app.session
        if session is None:
            return
        try:
            place = whereabouts(self._app)
        except NoMatches:
            return  # a screen on its way in or out: the next look sees it whole
        if place != self._noted or anyway:
            self._noted = place
            self._app.later(lambda: note(session, place), told=not anyway)

    def _beat(self) -> None:
        self._beating = asyncio.get_running_loop().call_later(BEAT.total_seconds(), self._beats)

    def _beats(self) -> None:
        self.note(anyway=True)
        self._beat()

    # Locking.

    def _watch(self) -> None:
        """Comes back when the screen might be due to lock; keys meanwhile only move the hour."""
        try:
            minutes = self._app.home.settings().get("bloqueio", LOCK_AFTER)
        except BadSettings:
            minutes = LOCK_AFTER  # spoilt while the program runs: said at the next start; the screen locks all the same
        if not minutes:
            self._locking = None
            return
        loop = asyncio.get_running_loop()
        left = self._stirred + minutes * MINUTE - loop.time()
        if left <= 0:
            self._app.lock()
            left = minutes * MINUTE
        self._locking = loop.call_later(max(left, 0.05), self._watch)
