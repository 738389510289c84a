"""The program on the terminal: one session, one database thread, one thread for printing."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, ClassVar, TypeVar

from textual import events
from textual.binding import Binding

import themes
from fiscal.errors import Refusal
from models.clock import Clock
from models.home import Home
from models.opening import open_home
from models.session import Session
from tui.attendance import Attendance
from tui.screens.opening import OpeningScreen, first_screen
from tui.terminal.app import TerminalApp

Result = TypeVar("Result")
HUNG_UP, TERMINATED = 128 + signal.SIGHUP, 128 + signal.SIGTERM
"""Exit codes as a shell gives them to what a signal ended."""
PATIENCE = 0.3
"""Seconds for a database to open before the screen says that it is waited for."""


class BalcaoApp(TerminalApp[int]):
    """Balcão. Everything that touches the database runs, in order, on one thread of its own."""

    CSS_PATH: ClassVar = [themes.STYLESHEET, themes.DOCUMENT]  # type: ignore[assignment]
    TITLE = "Balcão"
    BINDINGS: ClassVar = [Binding("ctrl+q,alt+q", "lock", show=False, priority=True)]

    def __init__(
        self,
        home: Home,
        clock: Clock,
        database: ThreadPoolExecutor | None = None,
        opening: Future[str] | None = None,
    ) -> None:
        """database, opening: the database's thread and the opening under way on it, where both began before this."""
        super().__init__(str(home.settings().get("tema") or themes.DEFAULT))
        self.home = home
        self.clock = clock
        self.session: Session | None = None
        self.company = ""
        self.attendance = Attendance(self)
        self.locked = False
        self._hung_up = False
        self._unlocked = asyncio.Event()
        self._unlocked.set()
        self._database = database or ThreadPoolExecutor(1, "database")
        self._printing = ThreadPoolExecutor(1, "printing")
        self.opening = opening or self._database.submit(open_home, home, clock)

    async def on_mount(self) -> None:
        self.screen_change_signal.subscribe(self, lambda _: self.attendance.stir())
        if not self.is_headless:
            loop = asyncio.get_running_loop()
            loop.add_signal_handler(signal.SIGHUP, self.hang_up)
            loop.add_signal_handler(signal.SIGTERM, self.terminate)
        done, _ = await asyncio.wait([asyncio.wrap_future(self.opening)], timeout=PATIENCE)
        if done and self.opening.exception() is None:
            self.company = self.opening.result()
            await self.push_screen(first_screen(self.company))
        else:
            await self.push_screen(OpeningScreen())

    async def fetch(self, question: Callable[[], Result]) -> Result:
        """Asks the database; keys typed meanwhile go on being handled."""
        return await asyncio.get_running_loop().run_in_executor(self._database, question)

    async def act(self, verb: Callable[[], Result]) -> Result:
        """Runs a verb on the database thread; keys typed meanwhile wait their turn."""
        with self.typeahead.hold():
            return await self.fetch(verb)

    def later(self, verb: Callable[[], Any], *, told: bool = True) -> None:
        """Runs a verb in its turn without waiting for it (keeping a draft). A failure is shown, unless not ``told``."""
        future = self._database.submit(verb)

        def failed() -> None:
            error = future.exception()
            if error is not None:
                from tui.screens.base import WorkScreen

                if isinstance(self.screen, WorkScreen):
                    self.screen.refuse(error.message if isinstance(error, Refusal) else str(error))

        def done(_: Any) -> None:
            if told and future.exception() is not None:
                self.call_from_thread(failed)

        future.add_done_callback(done)

    async def print_out(self, job: Callable[[], Result]) -> Result:
        """Runs a printing job on its own thread: a slow printer never stops the screen."""
        return await asyncio.get_running_loop().run_in_executor(self._printing, job)

    @property
    def acting(self) -> Session:
        """The session of who is signed in."""
        if self.session is None:
            raise Refusal("Ninguém entrou ainda.", rule="login")
        return self.session

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste | events.MouseDown):
            self.attendance.stir()
        await super().on_event(event)

    # Locking, and leaving.

    async def action_lock(self) -> None:
        """Ctrl+Q: locks the screen at once."""
        self.lock()

    def lock(self) -> None:
        """Covers the screen until the operator's password is typed. Nothing where nobody has signed in."""
        if self.session is None or self.locked:
            return
        from tui.screens.lock import LockScreen

        self.locked = True
        self._unlocked.clear()
        self.attendance.note()
        self.push_screen(LockScreen())

    def unlocked(self) -> None:
        """The password was right; the screen comes back as it was."""
        self.locked = False
        self._unlocked.set()

    async def push_screen_wait(self, screen: Any, **options: Any) -> Any:
        """As Textual's; but a dialog that something slow asks for does not come up over a locked screen."""
        await self._unlocked.wait()
        return await super().push_screen_wait(screen, **options)

    async def sign_out(self, *, place_stays: bool = False) -> None:
        """Nobody is signed in any more. place_stays: the operator comes back to where they are now."""
        from models.presence.sessions import depart, step_out

        acting = self.acting
        if place_stays:
            self.attendance.note()
        self.session = None
        self.attendance.stop()
        with contextlib.suppress(Refusal):  # a base that cannot be written to must not keep anybody here
            await self.act(lambda: (step_out if place_stays else depart)(acting))

    async def leave_to_another(self, *, ending: bool) -> None:
        """From the locked screen: to the sign-in of somebody else, or out of the program."""
        from tui.screens.sign_in import SignInScreen

        await self.sign_out(place_stays=True)
        if ending:
            self.exit(0)
            return
        while not isinstance(self.screen, SignInScreen):
            await self.pop_screen()
        self.unlocked()

    def hang_up(self) -> None:
        """The line dropped: where the operator is gets kept, what is under way is finished, and the process ends.

        There is no terminal any more to say anything to or to put in order.
        """
        if not self._hung_up:
            self._hung_up = True
            self.attendance.note()
            threading.Thread(target=self._finish_and_end, name="hang-up").start()

    def _finish_and_end(self) -> None:
        from models import db

        self._database.submit(db.close).result()
        self._printing.submit(int).result()
        os._exit(HUNG_UP)

    def terminate(self) -> None:
        """The system asks the program to end: the place stays kept for the next sign-in."""
        self.attendance.note()
        self.exit(TERMINATED, return_code=TERMINATED)

    async def on_unmount(self) -> None:
        from models import db

        self.attendance.stop()
        await self.fetch(db.close)
        self._database.shutdown(wait=True)
        self._printing.shutdown(wait=False)


def run(
    home: Home, clock: Clock, database: ThreadPoolExecutor | None = None, opening: Future[str] | None = None
) -> int:
    """Opens the program on a home; gives the exit code."""
    app = BalcaoApp(home, clock, database, opening)
    return app.run(mouse=True) or app.return_code or 0
