"""Sends what waits for AT, on a thread and a database connection of its own; the screen never waits for it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread
from typing import TYPE_CHECKING

from fiscal.errors import Refusal

if TYPE_CHECKING:
    from integrations.at.authority import Authority
    from integrations.at.deliver import Delivery
    from models.outbox.pending import Pending
    from models.session import Session
    from tui.app import BalcaoApp

EVERY = 2.0
"""Seconds between two looks at the queue: other terminals put things there too."""
SELDOM = 30.0
"""Seconds where nothing is told by web service."""
GOODBYE = 3.0
"""Seconds for a request under way when the operator leaves; then it counts as cut off, and is asked again."""


class Courier:
    """One for the program; carries while somebody is signed in."""

    def __init__(self, app: BalcaoApp) -> None:
        self._app = app
        self._carrier: _Carrier | None = None
        self.passwords: dict[str, str] = {}
        """Variables of ``integrations.at.config.PASSWORDS`` as typed for this session, kept nowhere else."""
        self.trouble: list[str] = []
        """What keeps some service from being used from this terminal, in words."""
        self.warnings: list[str] = []
        """What of the certificate and of AT's key ends within 60 days, or is over."""
        self.waits: Pending | None = None

    def news(self) -> list[str]:
        """For the first screen: what waits and until when, and what is about to end; a line each."""
        from models.outbox.pending import time_left

        lines = []
        if self.waits is not None and self.waits.total:
            left = time_left(self.waits.deadline, self._app.clock.now())
            wrong = f", {self.waits.wrong} com problemas" if self.waits.wrong else ""
            lines.append(f"AT: {self.waits.total} por comunicar{wrong}{f', prazo {left}' if left else ''}")
        lines += [text.partition(":")[0] for text in self.warnings]
        return [f"{line}: Fiscal > Comunicação." for line in lines]

    def start(self) -> None:
        """Somebody has signed in."""
        if self._carrier is None and self._app.session is not None:
            self._carrier = _Carrier(self, self._app, self._app.session, asyncio.get_running_loop())
            self._carrier.start()

    async def stop(self) -> None:
        """They have signed out, or the program ends."""
        carrier, self._carrier = self._carrier, None
        if carrier is not None:
            carrier.leave()
            await asyncio.get_running_loop().run_in_executor(None, carrier.join, GOODBYE)
        self.passwords.clear()

    def wake(self) -> None:
        """Something changed: look at once. A configuration or password that changed is read anew."""
        if self._carrier is not None:
            self._carrier.woken.set()


class _Carrier(Thread):
    """The thread of one sign-in. What it meets is told in the app's loop, and to nobody once it is to leave."""

    def __init__(self, courier: Courier, app: BalcaoApp, session: Session, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(name="courier", daemon=True)
        self._courier, self._app, self._session, self._loop = courier, app, session, loop
        self._leaving = Event()
        self.woken = Event()
        self._authority: Authority | None = None
        self._known: object = None

    def leave(self) -> None:
        self._leaving.set()
        self.woken.set()

    def run(self) -> None:
        from models import db

        try:
            self._look_at_certificates()
            while not self._leaving.is_set():
                self.woken.clear()
                try:
                    self._round()
                except Refusal as refusal:  # no configuration, or a database that is away for a moment
                    self._courier.trouble = [refusal.message]
                self.woken.wait(SELDOM if self._courier.waits is None else EVERY)
        finally:
            self._forget()
            db.close()

    def _look_at_certificates(self) -> None:
        if (self._app.home.path / "at" / "at.toml").exists():
            from integrations.at.settings import warnings

            self._courier.warnings = warnings(self._app.home.path)
            if self._courier.warnings:
                self._tell(self._app.news_of_at)

    def _round(self) -> None:
        from models.outbox.pending import something_due

        self._count()
        if self._courier.waits is None or not something_due(self._session.clock.now()):
            return
        from integrations.at.deliver import deliver, lease, ready

        authority = self._opened()
        configuration = authority.client.configuration
        services, self._courier.trouble = ready(configuration)
        for delivery in deliver(authority, self._session, services, lease(configuration), self._leaving.is_set):
            self._delivered(delivery)
            self._count()

    def _delivered(self, delivery: Delivery) -> None:
        from models.sales.tables import Document

        ours = delivery.document_id is None
        if delivery.document_id is not None:
            ours = Document.get_by_id(delivery.document_id).terminal == self._session.terminal
        self._tell(lambda: self._app.told_by_at(delivery, ours=ours))

    def _count(self) -> None:
        from models.outbox.pending import pending

        found = pending()
        if found != self._courier.waits:
            self._courier.waits = found
            self._tell(lambda: self._app.count_for_at(None if found is None else found.total))

    def _tell(self, what: Callable[[], None]) -> None:
        if not self._leaving.is_set():
            with suppress(RuntimeError):  # the program has just ended
                self._loop.call_soon_threadsafe(what)

    def _opened(self) -> Authority:
        """AT as the home has it configured now, with the passwords of this session. Raises BadConfiguration."""
        from integrations.at.authority import open_authority
        from integrations.at.config import folder
        from models.clock import utc_now

        path, passwords = folder(self._app.home.path) / "at.toml", dict(self._courier.passwords)
        known = (path.stat().st_mtime_ns if path.exists() else 0, passwords)
        if self._authority is None or known != self._known:
            self._forget()
            self._authority = open_authority(self._app.home.path, utc_now, {**os.environ, **passwords})
            self._known = known
        return self._authority

    def _forget(self) -> None:
        if self._authority is not None:
            self._authority.client.close()
            self._authority = None
