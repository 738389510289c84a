"""Fiscal > Fim do mês: last month's documents, what AT has not been told of, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from textwrap import wrap
from typing import ClassVar

from textual.binding import Binding
from textual.widget import Widget

from fiscal.calendar import after
from models.month_end import as_lines, month_end
from tui.screens.base import Keys, WorkScreen
from tui.widgets.textview import TextView


class MonthEndScreen(WorkScreen):
    """Up to the 20th last month is shown, then this one; F6 and F7 go a month back and forth."""

    title_text = "Fim do mês"
    KEYS: ClassVar[Keys] = (("F6", "Mês anterior"), ("F7", "Mês seguinte"), ("Esc", "Voltar"))
    BINDINGS = [Binding("f6", "turn(-1)", show=False), Binding("f7", "turn(1)", show=False)]  # noqa: RUF012

    def body(self) -> Iterable[Widget]:
        yield TextView([])

    async def on_mount(self) -> None:
        self.query_one(TextView).focus()
        today = self.today()
        self._month = (today - timedelta(days=20)).replace(day=1)
        await self._show(self._month)

    async def action_turn(self, months: int) -> None:
        await self._show(after(self._month, months))

    async def _show(self, month: date) -> None:
        today, cells = self.today(), self.app.size.width - 4
        found = await self.attempt(lambda: as_lines(month_end(month, today), today))
        if found is not None:
            self._month = month
            told = [part for line in found for part in (wrap(line, cells) or [""])]
            self.query_one(TextView).show(["", *(f"  {line}" for line in told)])
