"""Stocks > Tabelas de preços: the lists, and with F6 what each says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding

from models.pricing.form import PRICE_LISTS, prices_of
from tui.screens.base import Keys, WorkScreen
from tui.screens.records import RecordsScreen
from tui.widgets.list import ListView


class PriceListsScreen(RecordsScreen):
    KEYS: ClassVar[Keys] = (
        ("Enter", "Abrir"),
        ("F2", "Nova"),
        ("F6", "Preços"),
        ("F1", "Ajuda"),
        ("Esc", "Voltar"),
    )
    BINDINGS: ClassVar = [Binding("f6", "prices", show=False)]

    def __init__(self) -> None:
        super().__init__(PRICE_LISTS)

    @work
    async def action_prices(self) -> None:
        """F6: what the list says of each article."""
        row = self.query_one(ListView).current
        if row is not None:
            await self.app.push_screen_wait(PricesScreen(int(row.id), row.cells[0]))
            self.query_one(ListView).reload()

    def reopen(self, name: str, state: Mapping[str, Any]) -> WorkScreen | None:
        if name == "prices":
            return PricesScreen(int(state["list"]), str(state["code"]))
        return super().reopen(name, state)


class PricesScreen(RecordsScreen):
    """What one list says."""

    opened_as = "prices"
    KEYS: ClassVar[Keys] = (
        ("Enter", "Abrir"),
        ("F2", "Novo"),
        ("F9", "Tirar da tabela"),
        ("F1", "Ajuda"),
        ("Esc", "Voltar"),
    )

    def __init__(self, list_id: int, code: str) -> None:
        super().__init__(prices_of(list_id, code))
        self._list, self._code = list_id, code

    def place(self) -> dict[str, Any]:
        return {**super().place(), "list": self._list, "code": self._code}

    async def action_leave(self) -> None:
        self.dismiss(None)
