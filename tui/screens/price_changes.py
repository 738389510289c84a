"""Stocks > Mudança de preços: a look before; Enter corrects or strikes out a line, F10 does it, F8 takes it back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import ClassVar

from textual import work
from textual.binding import Binding

from fiscal.notation import show_day
from fiscal.rules.lines import MOST
from models.catalogue.price_changes import WAYS, Changed, change_prices, last_batch, undo_prices
from models.declared import Field, Number, Values
from reports.price_changes import PLANNED
from reports.report import Record
from tui.screens.base import Keys
from tui.screens.report import ReportScreen
from tui.widgets.ask_fields import ask_fields
from tui.widgets.dialog import ask
from tui.widgets.list import ListView

PRICE = Field("after", "Fica", Number(6, Decimal(0), MOST, shown_least=2), 14, required=True,
              help="O preço da ficha; 0: este não muda.")  # fmt: skip
_AT = {column.name: n for n, column in enumerate(PLANNED.columns)}


class PriceChangesScreen(ReportScreen):
    """Prices as they would be."""

    KEYS: ClassVar[Keys] = (
        ("Ctrl+F", "O que mudar"), ("Enter", "Corrigir"), ("F10", "Mudar preços"), ("F8", "Anular a última"), ("F7", "Artigo"),
        ("F5", "Ler de novo"), ("Ctrl+E", "Exportar"), ("F1", "Ajuda"), ("Esc", "Voltar"),
    )  # fmt: skip
    BINDINGS: ClassVar = [Binding("f10", "change", show=False), Binding("f8", "undo", show=False)]

    def __init__(self) -> None:
        self._typed: dict[str, Decimal] = {}
        """Prices typed over those proposed, by article; zero: it stays as it is."""
        super().__init__(replace(PLANNED, rows=self._rows))

    def on_mount(self) -> None:
        super().on_mount()
        self.ask_filters(self.query_one(ListView))

    def _rows(self, values: Values, today: date) -> Iterator[Record]:
        for record in PLANNED.rows(values, today):
            after = self._typed.get(str(record[_AT["code"]]))
            if after is None:
                yield record
            else:
                changed = list(record)
                stays = after or record[_AT["before"]]
                changed[_AT["after"]], changed[_AT["change"]] = stays, stays - record[_AT["before"]]
                changed[_AT["margin"]] = None
                yield tuple(changed)

    @work
    async def open_row(self, row_id: int) -> None:
        """Enter: the price of this article."""
        record = self.answer.record(row_id)
        values = await ask_fields(
            self.app, f"{record['code']} {record['description']}"[:60], (PRICE,), self.today, {"after": record["after"]}
        )
        if values is not None:
            self._typed[str(record["code"])] = values["after"]
            self.action_again()

    @work
    async def action_change(self) -> None:
        """F10: all prices shown, in one go."""
        values, today, acting, question = self.chosen(), self.today(), self.acting, self.query_one(ListView).question
        found = await self.attempt(lambda: self.answer.records(question, None, 1_000_000)[0])
        changes = [
            Changed(row[_AT["id"]], str(row[_AT["code"]]), row[_AT["before"]], row[_AT["after"]]) for row in found or []
        ]
        many = sum(one.after != one.before for one in changes)
        if not many:
            self.refuse("Nenhum preço muda: Ctrl+F diz quanto.")
            return
        why = f"{dict(WAYS)[values['way']]}: {values['amount'].normalize():f}".replace(".", ",")
        if await ask(self.app, f"Mudar {many} preço(s)?", f"{why}, a {show_day(today)}.", default="n") != "s":
            return
        if await self.attempt(lambda: change_prices(changes, why, acting)) is not None:
            self._typed = {}
            self.action_again()
            self.say(f"{many} preço(s) mudado(s). F8 anula.")

    @work
    async def action_undo(self) -> None:
        """F8: the last change of many prices, taken back as a whole."""
        last, acting = await self.attempt(last_batch), self.acting
        if last is None:
            self.refuse("Não há mudança de preços para anular.")
            return
        batch, many, at, why = last
        said = f"{why}, de {show_day(at.date())} {at:%H:%M}: {many} preço(s) voltam ao que eram."
        if await ask(self.app, "Anular a mudança?", said, default="n", irreversible=True) != "s":
            return
        if await self.attempt(lambda: undo_prices(batch, acting)) is not None:
            self.action_again()
            self.say(f"{many} preço(s) como eram.")
