"""Compras > Sugestão de encomendas: Enter changes a quantity, or strikes the line out; F10 makes an order for each supplier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding

from fiscal.rules.lines import MOST
from models.declared import Field, Number, Values
from models.supply.suggest import order_all, to_order
from reports.report import Record
from reports.supply import SUGGESTED
from tui.screens.base import Keys
from tui.screens.report import ReportScreen
from tui.widgets.ask_fields import ask_fields
from tui.widgets.dialog import ask
from tui.widgets.list import ListView

QUANTITY = Field("quantity", "Encomendar", Number(6, Decimal(0), MOST, shown_least=0), 14, required=True,
                 help="Na unidade do fornecedor; 0: não se encomenda.")  # fmt: skip
_AT = {column.name: n for n, column in enumerate(SUGGESTED.columns)}


class SuggestionsScreen(ReportScreen):
    """What to order, as proposed and as changed here."""

    KEYS: ClassVar[Keys] = (
        ("Enter", "Quantidade"), ("F10", "Encomendar"), ("F7", "Artigo"), ("Ctrl+F", "Escolher"), ("F5", "Ler de novo"),
        ("Ctrl+E", "Exportar"), ("F1", "Ajuda"), ("Esc", "Voltar"),
    )  # fmt: skip
    BINDINGS: ClassVar = [Binding("f10", "order", show=False)]

    def __init__(self) -> None:
        self._changed: dict[str, Decimal] = {}
        """Quantities typed over those proposed, by article."""
        super().__init__(replace(SUGGESTED, rows=self._rows))

    def _rows(self, values: Values, today: date) -> Iterator[Record]:
        for record in SUGGESTED.rows(values, today):
            wanted = self._changed.get(str(record[_AT["code"]]))
            if wanted is None:
                yield record
            else:
                changed = list(record)
                price = record[_AT["price"]]
                changed[_AT["quantity"]] = wanted
                changed[_AT["value"]] = wanted * price if price else None
                yield tuple(changed)

    def on_list_view_moved(self, message: ListView.Moved) -> None:
        row = self.query_one(ListView).current
        if row is not None:
            self.hint(str(self.answer.record(int(row.id))["why"]))

    @work
    async def open_row(self, row_id: int) -> None:
        """Enter: how much of this article."""
        record = self.answer.record(row_id)
        title = f"{record['description']} a {record['supplier']}"[:60]
        values = await ask_fields(self.app, title, (QUANTITY,), self.today, {"quantity": record["quantity"]})
        if values is not None:
            self._changed[str(record["code"])] = values["quantity"]
            self.action_again()

    @work
    async def action_order(self) -> None:
        """F10: one order for each supplier, all in one go."""
        values, today, acting = self.chosen(), self.today(), self.acting
        wanted = await self.attempt(
            lambda: to_order(
                today, days=int(values["days"]), cover_days=int(values["cover_days"]), supplier=str(values["supplier"] or "")
            )
        )  # fmt: skip
        if wanted is None:
            return
        chosen = [(one, self._changed.get(one.code, one.quantity)) for one in wanted]
        lines = [one for one, quantity in chosen if quantity]
        sellers = len({one.supplier for one in lines})
        said = f"{len(lines)} linha(s) a {sellers} fornecedor(es): uma encomenda a cada um."
        if lines and await ask(self.app, "Encomendar?", said, default="n", irreversible=True) != "s":
            return
        numbers = await self.attempt(lambda: order_all(chosen, acting))
        if numbers is not None:
            self._changed = {}
            self.action_again()
            self.say(f"Feitas: {', '.join(numbers)}. Estão em Compras, Documentos.")

    def place(self) -> dict[str, Any]:
        return {**super().place(), "changed": {code: str(quantity) for code, quantity in self._changed.items()}}

    def come_back(self, state: Mapping[str, Any]) -> None:
        self._changed = {str(code): Decimal(str(value)) for code, value in dict(state.get("changed") or {}).items()}
        super().come_back(state)
