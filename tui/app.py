"""The program on the terminal: one session, one database thread, one thread for printing."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import events
from textual.binding import Binding
from textual.theme import Theme

import themes
from fiscal.errors import Refusal
from fiscal.producer import TEST_MODE_NOTICE, TRAINING_NOTICE
from models.clock import Clock
from models.home import Home, is_training
from models.opening import open_home
from themes.loading import BadTheme, load
from tui.attendance import Attendance
from tui.collector import Collector
from tui.courier import Courier
from tui.notices import Notices
from tui.screens.opening import OpeningScreen, first_screen
from tui.terminal.app import TerminalApp
from tui.terminal.driver import escape_wait
from tui.terminal.keymap import BadKeys
from tui.terminal.keymap import read as read_keys
from tui.terminal.kind import SIXTEEN, TRUECOLOR, Kind, given_environment, kind_of
from tui.terminal.spoken import reads_aloud

if TYPE_CHECKING:
    from integrations.at.deliver import Delivery
    from models.session import Session

Result = TypeVar("Result")
NEXT = ("models.people.operators", "argon2", "tui.screens.main_menu", "tui.screens.till", "tui.screens.records")
"""What most sessions need after the first screen."""
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
        kind: Kind | None = None,
    ) -> None:
        """database, opening: the database's thread and the opening under way on it, where both began before this.

        kind: the terminal.
        """
        self.home = home
        screen = home.settings().get("ecra", {})
        self._colours = kind.colours if kind is not None else TRUECOLOR
        wrong: list[Refusal] = []
        theme: Theme | None = None
        try:
            theme = self._theme(self.theme_wanted)
        except BadTheme as error:
            wrong.append(error)
        super().__init__(theme, kind, differences=screen.get("saida") != "completa")
        self.esc_wait = escape_wait(screen.get("esc"))
        try:
            self.typeahead.key_map = read_keys(home.keys_file)
        except BadKeys as error:
            wrong.append(error)
        self.clock = clock
        self.session: Session | None = None
        self.company = ""
        self.attendance = Attendance(self)
        self.locked = False
        self._unlocked = asyncio.Event()
        self._unlocked.set()
        self.at_queue: int | None = None
        """Documents waiting to be communicated to AT; None where nothing is communicated from here."""
        self.courier = Courier(self)
        self.collector = Collector(self)
        self.notices = Notices(self)
        for refused in wrong:
            self.tell(refused.message, failed=True)
        self._database = database or ThreadPoolExecutor(1, "database")
        self._printing = ThreadPoolExecutor(1, "printing")
        self.opening = opening or self._database.submit(open_home, home, clock)

    @cached_property
    def notice(self) -> str:
        """What stands on every screen: that it is for training, or that the program is not certified here."""
        if is_training(self.home):
            return TRAINING_NOTICE
        return TEST_MODE_NOTICE if self.home.test_mode else ""

    def _theme(self, name: str) -> Theme:
        """A theme by name; the one without colour where the terminal has none, or is to have none. Raises BadTheme."""
        return load(name if self._colours else themes.WITHOUT_COLOUR, self.home.themes)

    def _suits(self, theme: Theme) -> bool:
        """Whether the terminal can show it: sixteen colours are not enough for one with colours of its own."""
        return theme.ansi or self._colours != SIXTEEN

    @property
    def theme_wanted(self) -> str:
        """The theme's name in balcao.toml."""
        return str(self.home.settings().get("tema") or themes.DEFAULT)

    def wear_named(self, name: str) -> None:
        """Changes to a theme by name, where the terminal can show it. What is wrong in its file is told."""
        if name == self.theme:
            return
        try:
            theme = self._theme(name)
        except BadTheme as error:
            self.tell(error.message, failed=True)
            return
        if self._suits(theme):
            self.wear(theme)

    async def on_mount(self) -> None:
        self.screen_change_signal.subscribe(self, lambda _: self.attendance.stir())
        if not self._suits(self.current_theme):
            self.tell(f"Este terminal tem 16 cores: em vez do tema {self.theme} usa-se {themes.DEFAULT}.")
            self.wear(load(themes.DEFAULT))
        done, _ = await asyncio.wait([asyncio.wrap_future(self.opening)], timeout=PATIENCE)
        if done and self.opening.exception() is None:
            self.company = self.opening.result()
            await self.push_screen(first_screen(self.company))
        else:
            await self.push_screen(OpeningScreen())
        if not gc.isenabled():
            self.call_after_refresh(Thread(target=_read_ahead, name="read-ahead", daemon=True).start)

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
                self.tell(error.message if isinstance(error, Refusal) else str(error), failed=True)

        def done(_: Any) -> None:
            if told and future.exception() is not None:
                self.call_from_thread(failed)

        future.add_done_callback(done)

    def tell(self, text: str, *, failed: bool = False, about: str = "") -> None:
        """Says that something ended by itself (printed, copied): for a few seconds, or until the next screen.

        failed: that it went wrong, which stays until it has been seen, on whatever screen. Neither takes a key.
        about: what it is about (a document's number); it takes the place of earlier notices about the same.
        """
        self.notices.tell(text, failed=failed, about=about)

    async def print_out(self, job: Callable[[], Result]) -> Result:
        """Runs a printing job on its own thread: a slow printer never stops the screen."""
        return await asyncio.get_running_loop().run_in_executor(self._printing, job)

    @property
    def acting(self) -> Session:
        """The session of who is signed in."""
        if self.session is None:
            raise Refusal("Ninguém entrou ainda.", rule="login")
        return self.session

    def _fatal_error(self) -> None:
        """Textual would print the trace on the terminal, with what the variables hold; ``run`` raises it instead."""
        self._close_messages_no_wait()

    @property
    def fault(self) -> Exception | None:
        """The fault of ours that ended the program, if one did."""
        return self._exception

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste | events.MouseDown):
            self.attendance.stir()
        if isinstance(event, events.Key):
            self.notices.typed()
        await super().on_event(event)

    # What is told to AT.

    def count_for_at(self, waiting: int | None) -> None:
        """How many messages wait for AT, in the title of every screen."""
        from tui.widgets.bars import TitleBar

        self.at_queue = waiting
        self.news_of_at()
        for screen in self.screen_stack:
            for bar in screen.query(TitleBar):
                bar.count(waiting)

    def told_by_at(self, delivery: Delivery, *, ours: bool) -> None:
        """AT answered. ours: to something issued at this terminal."""
        from tui.screens.communication import in_short

        text, failed = in_short(delivery)
        if text and (ours or failed):
            self.tell(text, failed=failed, about=delivery.subject)
        self.news_of_at(delivery.subject)

    def news_of_at(self, subject: str = "") -> None:
        """To every open screen. subject: what AT answered about, if it did."""
        from tui.screens.base import WorkScreen

        for screen in self.screen_stack:
            if isinstance(screen, WorkScreen):
                screen.told_by_at(subject)

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
        await self.courier.stop()
        await self.collector.stop()
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

    def leaving(self) -> None:
        """The line was cut, or the system ends the program: where the operator is gets kept for the next sign-in."""
        self.attendance.note()

    async def on_unmount(self) -> None:
        from models.integrity.seal import close_sealed

        self.attendance.stop()
        await self.courier.stop()
        await self.collector.stop()
        await self.fetch(close_sealed)
        self._database.shutdown(wait=True)
        self._printing.shutdown(wait=False)


def _read_ahead() -> None:
    """Loads what comes after the first screen while its fields are being typed, so that no screen is slow at first.

    Garbage is collected from here on; what start-up left (modules, style sheets) is not looked through again.
    """
    try:
        for module in NEXT:
            import_module(module)
    finally:
        gc.freeze()
        gc.enable()


def run(
    home: Home, clock: Clock, database: ThreadPoolExecutor | None = None, opening: Future[str] | None = None
) -> int:
    """Opens the program on a home; gives the exit code. Raises, with the terminal as it was, the fault that ended it."""
    screen = home.settings().get("ecra", {})
    kind = kind_of(given_environment(os.environ), str(screen.get("carateres", "auto")))
    app = BalcaoApp(home, clock, database, opening, kind)
    if reads_aloud(screen):
        from tui.terminal.reader import read_aloud

        read_aloud(app)
    code = app.run(mouse=bool(screen.get("rato", True))) or app.return_code or 0
    if app.fault is not None:
        raise app.fault
    return code
