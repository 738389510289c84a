"""Asks providers what was paid, on a thread and a database connection of its own; the screen never waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from typing import TYPE_CHECKING

from fiscal.errors import Refusal

if TYPE_CHECKING:
    from integrations.payments import Outcome
    from models.session import Session
    from tui.app import BalcaoApp

EVERY = 60.0
"""Seconds between two rounds."""
GOODBYE = 2.0
"""Seconds for a request under way when the operator leaves; what is asked about is asked about again."""


class Collector:
    """One for the program; asks while somebody is signed in."""

    def __init__(self, app: BalcaoApp) -> None:
        self._app = app
        self._asker: _Asker | None = None

    def start(self) -> None:
        """Somebody has signed in."""
        if self._asker is None and self._app.session is not None:
            self._asker = _Asker(self._app, self._app.session, asyncio.get_running_loop())
            self._asker.start()

    async def stop(self) -> None:
        """They have signed out, or the program ends."""
        asker, self._asker = self._asker, None
        if asker is not None:
            asker.leave.set()
            await asyncio.get_running_loop().run_in_executor(None, asker.join, GOODBYE)


class _Asker(Thread):
    """The thread of one sign-in."""

    def __init__(self, app: BalcaoApp, session: Session, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(name="collector", daemon=True)
        self._app, self._session, self._loop = app, session, loop
        self.leave = Event()

    def run(self) -> None:
        from models import db

        try:
            while not self.leave.wait(EVERY):
                with suppress(Refusal):  # no configuration, or a database that is away for a moment
                    self._round()
                db.close()
        finally:
            db.close()

    def _round(self) -> None:
        from models.references.due import something_due

        if not something_due(self._session.clock.now()):
            return
        from integrations.payments import chosen, poll

        provider = chosen(self._app.home)
        if provider is not None:
            for one in poll(provider, self._session, self.leave.is_set, self._pause):
                if said := in_short(one):
                    self._tell(lambda said=said: self._app.tell(said))  # type: ignore[misc]

    def _pause(self, seconds: float) -> None:
        self.leave.wait(seconds)

    def _tell(self, what: Callable[[], None]) -> None:
        if not self.leave.is_set():
            with suppress(RuntimeError):  # the program has just ended
                self._loop.call_soon_threadsafe(what)


def in_short(one: Outcome) -> str:
    """What the operator is told while working at something else: only what changed."""
    from models.references.states import STATES

    if one.state == one.before:
        return ""
    receipt = f" Recibo {one.receipt}." if one.receipt else ""
    return f"Referência de {one.number or 'um rascunho'}: {STATES[one.state]}.{receipt}"
