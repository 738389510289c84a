"""Fiscal > Calendário: what is to be told to the tax authority, until when, and whether it is done."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap
from typing import ClassVar

from textual import work
from textual.binding import Binding
from textual.widget import Widget

from fiscal.calendar import DONE, LATE, STATES, Obligation, time_left
from fiscal.notation import show_day
from models.calendar import MONTHLY, QUARTERLY, calendar, facts, mark_done, set_vat_period
from models.integrity.watch import notices
from tui.screens.base import Keys, WorkScreen
from tui.widgets.dialog import choose
from tui.widgets.textview import Line, TextView

INDENT, WIDE = 32, 46
"""Cells before what is to be done, and those that it has, at 80 columns."""


class CalendarScreen(WorkScreen):
    title_text = "Calendário"
    KEYS: ClassVar[Keys] = (
        ("↑↓", "Percorrer"), ("F9", "Dar como feito"), ("F7", "IVA mensal / trimestral"), ("Esc", "Voltar"),
    )  # fmt: skip
    BINDINGS = [Binding("f9", "mark", show=False), Binding("f7", "vat", show=False)]  # noqa: RUF012

    def body(self) -> Iterable[Widget]:
        yield TextView([])

    async def on_mount(self) -> None:
        self.query_one(TextView).focus()
        await self.reload()

    async def reload(self) -> None:
        from integrations.at.expiring import expiring

        today, home = self.today(), self.balcao.home
        found = await self.attempt(lambda: (calendar(today, expiring(home.path)), notices(today, home.settings())))
        if found is not None:
            lines = [line for item in found[0] for line in _lines(item, item.days_left(today))]
            told = [f"  ! {text}" for text in found[1]]
            self.query_one(TextView).show(["", *told, *([""] if told else []), *lines])

    def action_mark(self) -> None:
        self.mark()

    @work
    async def mark(self) -> None:
        """F9: one that is done, or that is not done after all."""
        today = self.today()
        found = await self.attempt(lambda: calendar(today)) or []
        options = [(item.key, f"{show_day(item.due)} {STATES[item.state]}: {item.what}") for item in found]
        chosen = await choose(self.app, "Dar como feito, ou como por fazer", options, codes=False) if options else None
        item = next((o for o in found if o.key == chosen), None)
        if item is None:
            return
        if item.state == DONE and item.key not in (await self.attempt(lambda: facts(today).marked) or ()):
            self.say("O programa sabe que está feito: não se desmarca.")
            return
        done = item.state != DONE

        def verb() -> bool:
            mark_done(item.key, self.acting, done=done)
            return True

        if await self.attempt(verb):
            await self.reload()
            self.say(f"{item.what}: {'feito' if done else 'por fazer'}.")

    def action_vat(self) -> None:
        self.turn_vat()

    @work
    async def turn_vat(self) -> None:
        """F7: the other period of the VAT return."""
        today = self.today()

        def verb() -> str:
            period = MONTHLY if facts(today).quarterly else QUARTERLY
            set_vat_period(period, self.acting)
            return period

        period = await self.attempt(verb)
        if period is not None:
            await self.reload()
            self.say(f"Declaração de IVA {period}.")


def _lines(item: Obligation, days: int) -> list[str | Line]:
    left = STATES[item.state] if item.state == DONE else time_left(days)
    part = "soft" if item.state == DONE else "strong" if item.state == LATE or days <= 10 else "text"
    head = f"  {show_day(item.due)}  {left}"
    what, where = wrap(item.what, WIDE), wrap(item.where, WIDE)
    heads = [head, *[""] * (len(what) - 1)]
    return [
        *(Line(f"{before:<{INDENT}}{text}", part) for before, text in zip(heads, what, strict=True)),
        *(Line(f"{'':<{INDENT}}{text}", "soft") for text in where),
    ]
