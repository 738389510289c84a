"""Stocks > Contagem: F2 opens a count, Enter goes on counting or shows what was found, F10 ends the counting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding
from textual.widget import Widget

from models.counting.count import (
    OPEN,
    count_nothing,
    count_of,
    finish_count,
    give_up_count,
    reopen_count,
    uncounted,
)
from models.counting.listing import COUNTS, OPENING, open_as_asked
from models.counting.tables import StockCount
from models.declared import defaults
from tui.screens.base import Keys, WorkScreen
from tui.screens.counting import CountingScreen
from tui.screens.help import help_on_list
from tui.screens.listed import ListScreen
from tui.screens.questions import QuestionScreen
from tui.screens.variances import VariancesScreen
from tui.widgets.dialog import ask
from tui.widgets.list import ListView

UNCOUNTED = (
    ("c", "Continuar a contar"),
    ("z", "Não há nada deles: contam como zero"),
    ("d", "Ficam como estão nos livros"),
)


class CountsScreen(ListScreen):
    """The counts, newest first."""

    title_text = COUNTS.title
    KEYS: ClassVar[Keys] = (
        ("Enter", "Contar"), ("F2", "Nova"), ("F6", "Diferenças"), ("F10", "Terminar"), ("F5", "Reabrir"),
        ("F8", "Abandonar"), ("Ctrl+F", "Filtrar"), ("F1", "Ajuda"), ("Esc", "Voltar"),
    )  # fmt: skip
    BINDINGS: ClassVar = [
        Binding("f5", "reopen", show=False),
        Binding("f6", "variances", show=False),
        Binding("f8", "give_up", show=False),
        Binding("f10", "finish", show=False),
    ]

    def body(self) -> Iterable[Widget]:
        yield ListView(COUNTS, self.balcao.fetch)

    def on_mount(self) -> None:
        self.query_one(ListView).focus()

    async def action_manual(self) -> None:
        """F1: what this list is."""
        await help_on_list(self, COUNTS, self.KEYS)

    @property
    def chosen(self) -> str:
        """The number of the count under the cursor; empty where there is none."""
        row = self.query_one(ListView).current
        return "" if row is None else str(row.cells[0])

    def on_list_view_new_wanted(self, message: ListView.NewWanted) -> None:
        self.open_new()

    @work
    async def open_new(self) -> None:
        """F2: what is counted, and how; then the counting itself."""
        answer = defaults(OPENING)
        while True:
            asked = await self.app.push_screen_wait(QuestionScreen("Nova contagem", OPENING, answer))
            if asked is None:
                return
            answer, acting = asked, self.acting
            number = await self.attempt(lambda: open_as_asked(answer, acting))  # noqa: B023 - awaited here
            if number is not None:
                break
        self.query_one(ListView).reload()
        await self._count(number)

    def on_list_view_opened(self, message: ListView.Opened) -> None:
        self.open_row(str(message.row.cells[0]))

    @work
    async def open_row(self, number: str) -> None:
        """Enter: on counting, while it goes on; else what was found."""
        count = await self.attempt(lambda: count_of(number))
        if count is not None and count.state == OPEN:
            await self._count(number)
        elif count is not None:
            await self._variances(number)

    async def _count(self, number: str) -> None:
        if await self.app.push_screen_wait(CountingScreen(number)):
            await self._finish(number)
        self.query_one(ListView).reload()

    async def _variances(self, number: str) -> None:
        await self.app.push_screen_wait(VariancesScreen(number))
        self.query_one(ListView).reload()

    @work
    async def action_variances(self) -> None:
        """F6: what was found so far."""
        if number := self.chosen:
            await self._variances(number)

    @work
    async def action_finish(self) -> None:
        """F10: the counting ends; what nobody counted is asked about."""
        if number := self.chosen:
            await self._finish(number)
            self.query_one(ListView).reload()

    async def _finish(self, number: str) -> None:
        missing = await self.attempt(lambda: uncounted(count_of(number, OPEN)))
        if missing is None:
            return
        acting = self.acting
        if missing:
            said = f"{len(missing)} artigo(s) ou lote(s) que os livros têm e ninguém contou."
            answer = await ask(self.app, f"Terminar {number}?", said, UNCOUNTED, default="c")
            if answer not in ("z", "d"):
                return
            if answer == "z" and await self.attempt(lambda: count_nothing(number, acting)) is None:
                return
        elif await ask(self.app, f"Terminar {number}?", "Tudo o que os livros têm foi contado.", default="n") != "s":
            return
        if await self.attempt(lambda: finish_count(number, acting)) is not None:
            await self._variances(number)

    @work
    async def action_reopen(self) -> None:
        """F5: back to counting, before anything was approved."""
        number, acting = self.chosen, self.acting
        if number and await self.attempt(lambda: reopen_count(number, acting)) is not None:
            self.query_one(ListView).reload()
            await self._count(number)

    @work
    async def action_give_up(self) -> None:
        """F8: ends a count without touching the books."""
        number, acting = self.chosen, self.acting
        if not number:
            return
        said = "O que se contou fica para se ver; os livros não mudam."
        if await ask(self.app, f"Abandonar {number}?", said, default="n", irreversible=True) != "s":
            return
        if await self.attempt(lambda: give_up_count(number, acting)) is not None:
            self.say(f"{number} abandonada.")
        self.query_one(ListView).reload()

    def reopen(self, name: str, state: Mapping[str, Any]) -> WorkScreen | None:
        if name == "counting":
            StockCount.get(StockCount.number == str(state["number"]))  # gone with a restored copy: said so
            return CountingScreen(str(state["number"]))
        if name == "variances":
            return VariancesScreen(str(state["number"]))
        return None

    def came_back(self, done: object) -> None:
        """A count left after the way back from a dropped line: what it came to is read."""
        self.query_one(ListView).reload()
