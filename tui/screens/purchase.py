"""Compras: what is asked, ordered, received and invoiced, written line by line or brought in from what it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding

from fiscal.rounding import micro
from models.catalogue.articles import find_article
from models.db import Table
from models.declared import Choice, Day, Field, Listing, Number, Text, Values, YesNo
from models.parties.supplier_form import SUPPLIERS
from models.parties.suppliers import find_supplier
from models.parties.tables import Supplier
from models.purchases.draft import (
    CREDIT,
    FROM,
    GOODS,
    INVOICE,
    KINDS,
    ORDER,
    PRICE_ONLY,
    RECEIPT,
    REQUEST,
    BoughtLine,
    PurchaseDraft,
)
from models.purchases.origins import open_purchases, purchase_of, remainder
from models.purchases.prepare import TAXES, last_bought
from models.purchases.record import record_purchase
from models.sales.draft import Draft, DraftLine
from models.stock.form import first_warehouse, warehouse_choices
from tui.entry.articles import ArticleData
from tui.entry.entries import ONE
from tui.screens.base import Keys
from tui.screens.goods import GoodsScreen
from tui.widgets.dialog import choose

_SUPPLIER = Field("supplier", "Fornecedor", Text(30, upper=True), 14, required=True, lookup=lambda: SUPPLIERS,
                  help="Código ou NIF; F4 procura, e F2 lá cria a ficha.")  # fmt: skip
_NUMBER = Field("supplier_number", "N.º do fornecedor", Text(60), 20, default="",
                help="Como está no papel dele; não se regista duas vezes.")  # fmt: skip
_DATE = Field("date", "Data", Day(), 12, help="Do documento; vazia: hoje.")
_PLACE = Field(
    "warehouse", "Armazém", Choice(warehouse_choices), 22, default=first_warehouse, help="Onde a mercadoria entra."
)
_NOTES = Field("notes", "Notas", Text(200), 40, default="", help="Para quem ler depois.")
_DISCOUNT = Field("global_discount", "Desc. global", Text(20), 10, default="", help="Sobre tudo: 5% ou um valor, 2,50.")
HEADS: dict[str, tuple[Field, ...]] = {
    REQUEST: (_SUPPLIER, _DATE, _NOTES),
    ORDER: (_SUPPLIER, _DATE, Field("expected_on", "Prevista", Day(), 12, help="Quando deve chegar: +7, f."), _PLACE, _NOTES),
    RECEIPT: (_SUPPLIER, replace(_NUMBER, help="Da guia do fornecedor."), _DATE, _PLACE, _NOTES),
    INVOICE: (
        _SUPPLIER, replace(_NUMBER, required=True), _DATE,
        Field("due_on", "Vencimento", Day(), 12, help="Até quando se paga: +30."),
        _PLACE,
        Field("prices_include_tax", "Preços c/ IVA", YesNo(), 5, default=False, help="S se os preços da fatura já têm IVA."),
        _DISCOUNT,
        Field("total", "Total da fatura", Number(2, Decimal(0)), 12, help="O que está no papel: compara-se com as linhas."),
    ),
    CREDIT: (
        _SUPPLIER, replace(_NUMBER, required=True), _DATE,
        Field("goods", "Mercadoria", Choice(GOODS), 34, default=PRICE_ONLY, required=True,
              help="N só preço, S volta com esta nota, G já foi com guia."),
        Field("total", "Total da nota", Number(2, Decimal(0)), 12, help="O que está no papel: compara-se com as linhas."),
    ),
}  # fmt: skip


class PurchaseScreen(GoodsScreen):
    """One kind of purchase."""

    KEYS: ClassVar[Keys] = (
        ("Enter", "Acrescentar"), ("F10", "Registar"), ("Alt+P", "Trazer"), ("F4", "Procurar"), ("F8", "Apagar linha"),
        ("Alt+L", "Lote"), ("Ctrl+N", "Limpar"), ("F1", "Ajuda"), ("Esc", "Voltar"),
    )  # fmt: skip
    BINDINGS: ClassVar = [Binding("alt+p", "bring", show=False)]

    def __init__(self, kind: str) -> None:
        self.purchase = kind
        self._factors: dict[tuple[str, str], Decimal] = {}
        """Units of stock in one of the unit in which an article is bought here, by its code and that unit."""
        self._supplier = ""
        super().__init__(KINDS[kind], HEADS[kind])
        if kind not in FROM:
            self.KEYS = tuple(key for key in type(self).KEYS if key[0] != "Alt+P")  # type: ignore[misc]

    def price_of(self, article: ArticleData) -> ArticleData:
        """As this supplier sold it the last time, in its unit or in the one asked for.

        Nothing is known of what it never sold.
        """
        known = last_bought(article.code, self._supplier)
        if article.pack:
            unit, factor = article.pack, article.barcode_quantity
            article = replace(article, unit=unit, barcode_quantity=ONE, pack="")
        elif known is None or article.barcode_quantity != ONE:
            unit, factor = article.unit, ONE
        else:
            unit, factor = known.unit, known.factor
        self._factors[article.code, unit] = factor
        if known is None:
            return replace(article, price=Decimal(0), price_includes_tax=False)
        price = known.price if known.unit == unit else micro(known.price / known.factor * factor)
        tax = article.tax_code if article.tax_code in TAXES else "ISE"
        return replace(article, unit=unit, price=price, price_includes_tax=False, tax_code=tax)

    def tracked(self, article: Any) -> bool:
        return super().tracked(article) and self.purchase in (RECEIPT, INVOICE)

    def listing_of(self, field: str) -> tuple[Listing, type[Table]] | None:
        return (SUPPLIERS, Supplier) if field == "supplier" else None

    def on_header_form_left_below(self) -> None:
        self._take_head()
        super().on_header_form_left_below()

    def _take_head(self) -> None:
        """What of the head counts for the lines: whose prices they are, and whether with tax."""
        values = self.header.values
        self._supplier = str(values.get("supplier") or "")
        self.draft.global_discount = str(values.get("global_discount") or "").replace(",", ".")
        if not self.draft.lines:
            self.draft.prices_include_tax = bool(values.get("prices_include_tax"))
        self.show_lines()

    def new_draft(self) -> Draft:
        self._factors = {}
        return super().new_draft()

    @work
    async def action_bring(self) -> None:
        """Alt+P: what is left of an order, a receipt or an invoice of this supplier."""
        self._take_head()
        typed = self._supplier
        card = await self.attempt(lambda: find_supplier(typed)) if typed else None
        if card is None:
            self.refuse("Escreva primeiro o fornecedor.")
            self.header.focus_field("supplier")
            return
        found = await self.attempt(lambda: open_purchases(int(card.id), self.purchase)) or []
        if not found:
            self.say(f"{card.name} não tem nada em aberto que passe a {KINDS[self.purchase].lower()}.")
            return
        options = [(str(p.number), f"{p.date:%d-%m-%Y}  {p.supplier_number}") for p in found]
        number = options[0][0] if len(options) == 1 else await choose(self.app, "Trazer", options)
        lines = await self.attempt(lambda: remainder(purchase_of(str(number)))) if number else None
        if lines:
            taken = [self._carried(line) for line in lines]
            await self.do(lambda: self.editor.take(taken, f"{len(taken)} linha(s) de {number}"), aside=True)
            self.grid.focus()

    def _carried(self, line: BoughtLine) -> DraftLine:
        if line.factor is not None:
            self._factors[line.code, line.unit] = line.factor
        return DraftLine(
            line.code, line.description, line.quantity, line.unit, line.price, line.discount, line.tax,
            origin=line.origin, origin_line=line.origin_line,
        )  # fmt: skip

    def record(self, values: Values, lines: list[DraftLine], confirmed: frozenset[str]) -> str:
        head: Mapping[str, Any] = {f.name: values[f.name] for f in self._fields}
        bought = [
            BoughtLine(
                _code(line), line.description, line.quantity, line.unit,
                self._factors.get((line.code, line.unit)), line.price, line.discount, line.tax,
                lot=line.lot, expires_on=line.expires_on, origin=line.origin, origin_line=line.origin_line,
            )
            for line in lines
        ]  # fmt: skip
        more = {name: value for name, value in head.items() if value not in ("", None)}
        draft = PurchaseDraft(
            self.purchase, str(more.pop("supplier", "")), bought, **more, operation=self.draft.operation
        )
        return record_purchase(draft, self.acting, confirmed=confirmed)


def _code(line: DraftLine) -> str:
    """Nothing for a line that only has a text: an expense."""
    return "" if line.code.startswith("DIV") and find_article(line.code) is None else line.code
