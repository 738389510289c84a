"""Stocks > Entrada, Saída, Transferência: goods that the house moves, written line by line."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import work
from textual.binding import Binding

from models.declared import Choice, Day, Field, Text, Values
from models.sales.draft import DraftLine
from models.stock.form import first_warehouse, warehouse_choices
from models.stock.sheets import BREAKAGE, ENTRY, EXIT, OWN_USE, TRANSFER, SheetDraft, SheetLine, record_sheet
from models.stock.valuation import unit_cost
from models.stock.warehouses import warehouse_of
from tui.entry.articles import ArticleData
from tui.screens.goods import GoodsScreen
from tui.screens.passing import guide_for
from tui.widgets.totals import counted

_DAY = Field("day", "Data", Day(), 12, help="O dia em que a mercadoria se moveu; vazia: hoje.")
_FROM = Field("warehouse", "Armazém", Choice(warehouse_choices), 24, default=first_warehouse, required=True,
              help="De onde sai.")  # fmt: skip
_REASON = Field("reason", "Motivo", Text(100), 40, default="", help="Porque se move: fica na folha.")
FIELDS: dict[str, tuple[Field, ...]] = {
    ENTRY: (replace(_FROM, help="Onde entra. O preço de cada linha é o custo, sem IVA."), _DAY, _REASON),
    EXIT: (
        Field("kind", "Tipo", Choice(((EXIT, "Saída"), (BREAKAGE, "Quebra"), (OWN_USE, "Consumo próprio"))), 18, default=EXIT,
              required=True, help="S acerto ou saída, Q quebra, U consumo próprio.",
              law="O consumo próprio pode ser sujeito a IVA (CIVA, 3.º n.º 3 f)."),
        _FROM, _DAY, replace(_REASON, required=True, help="Porque sai: partido, fora de prazo, oferta…"),
    ),
    TRANSFER: (
        _FROM,
        Field("to_warehouse", "Para", Choice(warehouse_choices), 24, default="", required=True, help="Para onde vai.",
              law="Na via pública vai com guia de transporte (DL 147/2003)."),
        _DAY, _REASON,
    ),
}  # fmt: skip
TITLES = {ENTRY: "Entrada de stock", EXIT: "Saída de stock", TRANSFER: "Transferência"}


class SheetScreen(GoodsScreen):
    """One kind of sheet."""

    BINDINGS: ClassVar = [Binding("f2", "guide", show=False)]

    def __init__(self, kind: str) -> None:
        self._last = ""
        self.sheet = kind
        self.VALUED = kind == ENTRY
        super().__init__(TITLES[kind], FIELDS[kind])

    def on_mount(self) -> None:
        super().on_mount()
        if self.sheet == TRANSFER:
            self.keys((*self.KEYS[:2], ("F2", "Guia"), *self.KEYS[2:]))

    def recorded(self, number: str) -> None:
        lines = counted(len(self.draft.lines))
        super().recorded(number)
        self._last = number
        if self.sheet == TRANSFER:
            self.say(f"{number} com {lines}, a caminho. F2 faz a guia de transporte; Esc volta.")

    @work
    async def action_guide(self) -> None:
        """F2: the transport guide of the transfer just recorded."""
        if self.sheet != TRANSFER or not self._last:
            self.refuse("Registe primeiro a transferência (F10); F2 faz depois a guia. As anteriores: Folhas de stock.")
        else:
            await guide_for(self, self._last)

    def price_of(self, article: ArticleData) -> ArticleData:
        if self.sheet != ENTRY:
            return article
        return replace(article, price=unit_cost(article.code), price_includes_tax=False)

    def leaves_from(self) -> int | None:
        return None if self.sheet == ENTRY else int(warehouse_of(str(self.header.values["warehouse"])).id)

    def record(self, values: Values, lines: list[DraftLine], confirmed: frozenset[str]) -> str:
        typed = [
            SheetLine(line.code, line.quantity, line.lot, line.expires_on, line.price if self.sheet == ENTRY else None)
            for line in lines
        ]
        draft = SheetDraft(
            str(values.get("kind") or self.sheet), str(values["warehouse"]), typed, str(values.get("to_warehouse") or ""),
            values["day"], str(values["reason"] or ""), self.draft.operation,
        )  # fmt: skip
        return record_sheet(draft, self.acting, confirmed=confirmed)
