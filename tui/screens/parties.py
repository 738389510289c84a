"""Clientes and Fornecedores: the list of cards, and with F6 the current account of the one under the cursor."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.binding import Binding

from models.accounts.truth import CUSTOMERS, SUPPLIERS
from models.parties.form import CUSTOMERS as CUSTOMER_LIST
from models.parties.supplier_form import SUPPLIERS as SUPPLIER_LIST
from tui.screens.base import Keys
from tui.screens.records import RecordsScreen
from tui.screens.report import open_account
from tui.widgets.list import ListView


class PartiesScreen(RecordsScreen):
    """side: C the customers, F the suppliers."""

    KEYS: ClassVar[Keys] = (
        ("Enter", "Abrir"),
        ("F2", "Novo"),
        ("F6", "Conta"),
        ("Ctrl+F", "Filtrar"),
        ("Ctrl+O", "Ordenar"),
        ("F1", "Ajuda"),
        ("Esc", "Voltar"),
        ("Ins", "Marcar"),
        ("Ctrl+E", "Exportar"),
    )
    BINDINGS = [Binding("f6", "account", show=False)]  # noqa: RUF012 - Textual's name

    def __init__(self, side: str) -> None:
        super().__init__({CUSTOMERS: CUSTOMER_LIST, SUPPLIERS: SUPPLIER_LIST}[side])
        self._side = side

    @work
    async def action_account(self) -> None:
        """F6: the current account."""
        row = self.query_one(ListView).current
        if row is not None:
            await open_account(self, self._side, str(row.cells[0]))
