"""Balcão: the till. Scan, scan, pay, print: four keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.widget import Widget

from fiscal.amounts import Amounts
from fiscal.notation import show_euro
from models.sales.header import header_values
from models.sales.record import IssuedDocument
from tui.screens.base import Keys
from tui.screens.document import DocumentScreen
from tui.widgets.header import HeaderForm
from tui.widgets.lines import LineGrid
from tui.widgets.totals import BigTotal, counted


class TillScreen(DocumentScreen):
    """A simplified invoice reduced to what a counter needs: the customer is Consumidor final unless a NIF is typed."""

    KEYS: ClassVar[Keys] = (
        ("Enter", "Acrescentar / pagar"), ("F10", "Pagar"), ("F4", "Procurar"), ("F8", "Apagar linha"),
        ("F9", "Guardar"), ("F11", "Imprimir"), ("F7", "Artigo"), ("F1", "Ajuda"), ("Esc", "Voltar"),
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__("FS")
        self.title_text = "Balcão"

    def body(self) -> Iterable[Widget]:
        yield BigTotal()
        yield LineGrid(self.editor.fields)
        header = HeaderForm(_till_fields(), self.today, values=header_values(self.draft))
        header.display = False
        yield header

    def first_focus(self) -> None:
        self.grid.focus()

    def on_line_grid_left_above(self) -> None:
        """There is no head above the till's lines."""

    def _fit_header(self) -> None:
        """The till shows no head."""

    def show_totals(self, amounts: Amounts) -> None:
        customer = self.draft.customer
        who = "Consumidor final" if customer is None else f"{customer.name or 'Cliente'}  NIF {customer.nif or '—'}"
        units = counted(len(self.draft.lines))
        if self.last_issued is not None and not self.draft.lines:
            last = self.last_issued
            change = f"TROCO {show_euro(last.change)}" if last.change else ""
            self.query_one(BigTotal).show(
                last.change or last.gross,
                f"{last.number} emitida: {show_euro(last.gross)}",
                change,
                "Venda seguinte: leia um artigo.",
                name="",
            )
            return
        discount = f"desconto {self.draft.global_discount}" if self.draft.global_discount else ""
        self.query_one(BigTotal).show(amounts.gross, f"Cliente: {who}", units, discount)

    def issued_notice(self, document: IssuedDocument, text: str) -> None:
        super().issued_notice(document, text)
        self.show_lines()


def _till_fields() -> tuple[Any, ...]:
    from models.sales.header import header_fields

    return header_fields("FS")
