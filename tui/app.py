"""The program on the terminal: one session, one database thread, one thread for printing."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, ClassVar, TypeVar

from textual import events
from textual.theme import Theme

import themes
from fiscal.errors import Refusal
from models.clock import Clock
from models.home import Home
from models.opening import open_home
from models.session import Session
from themes.loading import BadTheme, load
from tui.notices import Notices
from tui.screens.opening import OpeningScreen, first_screen
from tui.terminal.app import TerminalApp
from tui.terminal.keymap import BadKeys
from tui.terminal.keymap import read as read_keys

Result = TypeVar("Result")
PATIENCE = 0.3
"""Seconds for a database to open before the screen says that it is waited for."""


class BalcaoApp(TerminalApp[int]):
    """Balcão. Everything that touches the database runs, in order, on one thread of its own."""

    CSS_PATH: ClassVar = [themes.STYLESHEET, themes.DOCUMENT]  # type: ignore[assignment]
    TITLE = "Balcão"

    def __init__(
        self,
        home: Home,
        clock: Clock,
        database: ThreadPoolExecutor | None = None,
        opening: Future[str] | None = None,
    ) -> None:
        """database, opening: the database's thread and the opening under way on it, where both began before this."""
        self.home = home
        # Taken from Textual, which would make greys of our colours.
        self._colourless = bool(os.environ.pop("NO_COLOR", ""))
        wrong: list[Refusal] = []
        theme: Theme | None = None
        try:
            theme = self._theme(self.theme_wanted)
        except BadTheme as error:
            wrong.append(error)
        super().__init__(theme)
        try:
            self.typeahead.key_map = read_keys(home.keys_file)
        except BadKeys as error:
            wrong.append(error)
        self.clock = clock
        self.session: Session | None = None
        self.company = ""
        self.at_queue: int | None = None
        """Documents waiting to be communicated to AT; None where nothing is communicated from here."""
        self.notices = Notices(self)
        for refused in wrong:
            self.tell(refused.message, failed=True)
        self._database = database or ThreadPoolExecutor(1, "database")
        self._printing = ThreadPoolExecutor(1, "printing")
        self.opening = opening or self._database.submit(open_home, home, clock)

    def _theme(self, name: str) -> Theme:
        """A theme by name; the one without colour where NO_COLOR is set. Raises BadTheme."""
        return load(themes.WITHOUT_COLOUR if self._colourless else name, self.home.themes)

    def _suits(self, theme: Theme) -> bool:
        """Whether the terminal can show it: sixteen colours are not enough for one with colours of its own."""
        return theme.ansi or self.is_headless or self.console.color_system != "standard"

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
        if not self._suits(self.current_theme):
            self.tell(f"Este terminal tem 16 cores: em vez do tema {self.theme} usa-se {themes.DEFAULT}.")
            self.wear(load(themes.DEFAULT))
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

    def later(self, verb: Callable[[], Any]) -> None:
        """Runs a verb in its turn without waiting for it (keeping a draft). A failure is shown, not lost."""
        future = self._database.submit(verb)

        def failed() -> None:
            error = future.exception()
            if error is not None:
                self.tell(error.message if isinstance(error, Refusal) else str(error), failed=True)

        def done(_: Any) -> None:
            if future.exception() is not None:
                self.call_from_thread(failed)

        future.add_done_callback(done)

    def tell(self, text: str, *, failed: bool = False, about: str = "") -> None:
        """Says that something ended by itself (printed, copied): for a few seconds, or until the next screen.

        failed: that it went wrong, which stays until it has been seen, on whatever screen. Neither takes a key.
        about: what it is about (a document's number); it takes the place of earlier notices about the same.
        """
        self.notices.tell(text, failed=failed, about=about)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key):
            self.notices.typed()
        await super().on_event(event)

    async def print_out(self, job: Callable[[], Result]) -> Result:
        """Runs a printing job on its own thread: a slow printer never stops the screen."""
        return await asyncio.get_running_loop().run_in_executor(self._printing, job)

    @property
    def acting(self) -> Session:
        """The session of who is signed in."""
        if self.session is None:
            raise Refusal("Ninguém entrou ainda.", rule="login")
        return self.session

    async def on_unmount(self) -> None:
        from models import db

        await self.fetch(db.close)
        self._database.shutdown(wait=True)
        self._printing.shutdown(wait=False)


def run(
    home: Home, clock: Clock, database: ThreadPoolExecutor | None = None, opening: Future[str] | None = None
) -> int:
    """Opens the program on a home; gives the exit code."""
    app = BalcaoApp(home, clock, database, opening)
    return app.run(mouse=True) or app.return_code or 0
