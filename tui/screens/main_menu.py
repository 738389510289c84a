"""The main menu, with the day at a glance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import work
from textual.binding import Binding
from textual.widget import Widget

from fiscal.calendar import time_left, urgent
from fiscal.notation import show_day, show_euro
from models.calendar import calendar
from models.integrity.watch import at_close, notices
from models.presence.sessions import Arrival, arrive
from models.sales.today import Day, at_a_glance
from models.series.new_year import none_has_code
from tui.menu import MENU, Entry, opened
from tui.screens.base import Keys, WorkScreen, told
from tui.terminal.scans import Scanned
from tui.widgets.dialog import ask
from tui.widgets.menu import MenuView
from tui.widgets.textview import Line, TextView

MOST_TOLD = 3
"""Lines under that of the day, at 80x24."""
MOST_SOON = 2
"""Obligations shown: the most urgent; the others stand in the calendar."""
MOST_WARNED = 2
"""Warnings shown at once, the most important ones: there are five rows, and the others come up as these are answered."""


class MenuScreen(WorkScreen):
    title_text = "Menu"
    KEYS: ClassVar[Keys] = (
        ("Letra", "Escolher"), ("↑↓ Enter", "Escolher"), (":", "Ir para"), ("F8", "Trocar de operador"), ("Esc", "Sair"),
    )  # fmt: skip
    BINDINGS = [Binding("colon", "go_to", show=False), Binding("f8", "sign_out", show=False)]  # noqa: RUF012

    def __init__(self, notice: str = "") -> None:
        super().__init__()
        self._notice = notice
        self._day: tuple[Day, list[str], list[str]] | None = None
        self.busy = True

    def body(self) -> Iterable[Widget]:
        yield MenuView(MENU)
        yield told([], height=5, id="day")

    def on_mount(self) -> None:
        self.query_one(MenuView).focus()
        self.say(self._notice)
        self.arrive()

    @work
    async def arrive(self) -> None:
        """Signing in: back to where a dropped line or a crash left the operator."""
        acting = self.acting
        try:
            with self.balcao.typeahead.hold():
                arrival = await self.attempt(lambda: arrive(acting))
                if arrival is not None:
                    await self._arrived(arrival)
        finally:
            self.busy = False
            self.balcao.attendance.start()
            self.balcao.courier.start()
            self.balcao.collector.start()

    async def _arrived(self, arrival: Arrival) -> None:
        if arrival.elsewhere:
            terminal, since = arrival.elsewhere[0]
            self.say(f"Também entrou noutra sessão, desde {since:%d-%m %H:%M} (posto {terminal}).")
        if arrival.place:
            from tui.screens.places import return_to

            await return_to(self.balcao, arrival.place)
        elif await self.attempt(none_has_code):
            from tui.screens.codes import CodesScreen

            self.app.push_screen(CodesScreen(first_day=True), self._ready)

    def _ready(self, written: int | None) -> None:
        """After the first codes: what one does next."""
        self.say(
            "Já pode vender: V e depois B abre o Balcão."
            if written
            else "Fiscal > Códigos das séries, quando os tiver."
        )

    async def on_screen_resume(self) -> None:
        today, settings = self.today(), self.balcao.home.settings()

        def verb() -> tuple[Day, list[str], list[str]]:
            from integrations.at.expiring import expiring

            near = urgent(calendar(today, expiring(self.balcao.home.path)), today)
            soon = [f"{item.due:%d-%m}, {time_left(item.days_left(today))}: {item.what}" for item in near]
            return at_a_glance(today, self.acting), notices(today, settings), soon

        self._day = await self.attempt(verb) or self._day
        self._show_day()

    def told_by_at(self, subject: str) -> None:
        self._show_day()

    def _show_day(self) -> None:
        if self._day is not None:
            day, warned, soon = self._day
            warned = [*warned, *self.balcao.courier.news()]
            self.query_one("#day", TextView).show(_summary(day, show_day(self.today()), warned, soon))

    def on_menu_view_chosen(self, message: MenuView.Chosen) -> None:
        self.open_row(message.entry)

    def on_scanned(self, event: Scanned) -> None:
        """A scan opens nothing: its Enter would be whatever row the cursor is on."""
        event.stop()
        self.refuse("Código de barras ignorado: para vender abra o Balcão (V e depois B).")

    @work
    async def open_row(self, entry: Entry) -> None:
        self.say("")
        await self.app.push_screen(opened(entry))

    async def action_sign_out(self) -> None:
        await self.balcao.sign_out()
        self.app.pop_screen()

    async def action_leave(self) -> None:
        self.close()

    @work
    async def close(self) -> None:
        if await ask(self.app, "Sair", "Sair do Balcão?") == "s":
            clock = self.balcao.clock
            found = await self.attempt(lambda: at_close(clock))
            if found:
                await ask(self.app, "Alterado fora do Balcão", " ".join(found), (("s", "Sair"),))
            await self.balcao.sign_out()
            self.app.exit(0)


def _summary(day: Day, date: str, warned: Sequence[str], soon: Sequence[str]) -> list[str | Line]:
    lines: list[str | Line] = [
        Line("─" * 200, "rule"),
        f"  Hoje, {date}:  {day.documents} documento(s), {show_euro(day.total)}"
        + (f"     Último: {day.last}" if day.last else ""),
    ]
    lines += [Line(f"  ! {text}", "strong") for text in warned[:MOST_WARNED]]
    lines += [f"  {text}" for text in soon[:MOST_SOON]]
    if day.drafts:
        lines.append(f"  {day.drafts} rascunho(s) por emitir: Vendas > Rascunhos.")
    if day.series_without_code:
        lines.append(f"  {day.series_without_code} série(s) sem código de validação: Fiscal > Códigos das séries.")
    return lines[: 2 + MOST_TOLD]
