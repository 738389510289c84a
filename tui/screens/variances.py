"""What a count found: Enter counts a line once more, F10 approves and corrects the books."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding

from fiscal.rules.lines import MOST
from models.counting.count import FINISHED, count_again, count_of
from models.counting.variances import approve_count
from models.declared import Field, Number
from reports.counting import VARIANCES
from tui.screens.base import Keys
from tui.screens.report import ReportScreen
from tui.widgets.ask_fields import ask_fields
from tui.widgets.dialog import ask
from tui.widgets.list import ListView

TOTAL = Field("total", "Contado de novo", Number(6, Decimal(0), MOST, shown_least=0), 14, required=True,
              help="Quanto há ao todo; 0: não há nada.")  # fmt: skip


class VariancesScreen(ReportScreen):
    """The differences of one count."""

    opened_as = "variances"
    KEYS: ClassVar[Keys] = (
        ("Enter", "Contar de novo"), ("F10", "Aprovar"), ("Ctrl+F", "Escolher"), ("F5", "Ler de novo"),
        ("Ctrl+O", "Ordenar"), ("Ctrl+E", "Exportar"), ("F1", "Ajuda"), ("Esc", "Voltar"),
    )  # fmt: skip
    BINDINGS: ClassVar = [Binding("f10", "approve", show=False)]

    def __init__(self, number: str) -> None:
        super().__init__(VARIANCES)
        self.number = number

    def on_mount(self) -> None:
        view = self.query_one(ListView)
        view.ask(replace(view.question, filters=(("count", self.number),)))
        super().on_mount()

    @work
    async def open_row(self, row_id: int) -> None:
        """Enter: what is there of this article, all of it, counted once more."""
        record, acting = self.answer.record(row_id), self.acting
        number, code, lot = str(self.chosen()["count"] or self.number), str(record["code"]), str(record["lot"])
        title = f"{code} {record['description']}"[:50] + (f" {lot}" if lot else "")
        values = await ask_fields(self.app, title, (TOTAL,), self.today, {"total": record["counted"]})
        if values is None:
            return
        total = values["total"]
        if await self.attempt(lambda: count_again(number, code, total, acting, lot=lot)) is not None:
            self.action_again()

    @work
    async def action_approve(self) -> None:
        """F10: the books become what was counted."""
        number, acting = str(self.chosen()["count"] or self.number), self.acting
        if await self.attempt(lambda: count_of(number, FINISHED)) is None:
            return
        said = "O stock passa a ser o contado, com uma folha de acerto. Não se desfaz aqui."
        if await ask(self.app, f"Aprovar {number}?", said, default="n", irreversible=True) != "s":
            return
        sheet = await self.attempt(lambda: approve_count(number, acting))
        if sheet is not None:
            self.say(f"{number} aprovada: {f'acerto {sheet}' if sheet else 'estava tudo certo'}.")

    async def action_leave(self) -> None:
        self.dismiss(None)

    def place(self) -> dict[str, Any]:
        return {**super().place(), "number": self.number}

    def come_back(self, state: Mapping[str, Any]) -> None:
        """The count is asked for anew; its filters are those of the number."""
