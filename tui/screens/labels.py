"""Stocks > Etiquetas: articles and how many labels of each, on what sheet; F10 makes the PDF."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding

from fiscal.errors import Refusal
from fiscal.notation import show_day
from models.catalogue.tables import Article
from models.company.setup import current
from models.declared import Choice, Field, Number, Values
from models.purchases.draft import CANCELLED, INVOICE, RECEIPT
from models.purchases.origins import lines_of
from models.purchases.tables import Purchase
from models.sales.draft import DraftLine
from tui.screens.base import Keys
from tui.screens.goods import GoodsScreen
from tui.widgets.dialog import choose

SHOWN = 30
"""Last receipts and invoices of suppliers that labels can be made of."""


def sheets() -> list[tuple[str, str]]:
    from printing.labels import SHEETS

    return [(code, sheet.name) for code, sheet in SHEETS.items()]


FIELDS = (
    Field("sheet", "Folha", Choice(sheets), 24, default="24", required=True,
          help="Quantas etiquetas tem a folha A4, e de que tamanho."),
    Field("first", "Começar na etiqueta", Number(0, Decimal(1), Decimal(65), shown_least=0), 6, default=Decimal(1),
          required=True, help="Numa folha já começada: a primeira por usar, contada linha a linha."),
)  # fmt: skip


class LabelsScreen(GoodsScreen):
    VALUED = False
    KEYS: ClassVar[Keys] = (
        ("Enter", "Acrescentar"), ("F10", "Fazer PDF"), ("F4", "Procurar"), ("F8", "Apagar linha"), ("Alt+P", "De uma receção"),
        ("Ctrl+N", "Limpar"), ("F1", "Ajuda"), ("Esc", "Voltar"),
    )  # fmt: skip
    BINDINGS: ClassVar = [Binding("alt+p", "bring", show=False)]

    def __init__(self) -> None:
        super().__init__("Etiquetas", FIELDS)

    def tracked(self, article: Article) -> bool:
        return False

    def record(self, values: Values, lines: list[DraftLine], confirmed: frozenset[str]) -> str:
        from printing.labels import MOST, SHEETS, labels_of, labels_pdf
        from printing.remittance import saved

        sheet, first = SHEETS[str(values["sheet"])], int(values["first"])
        if first > sheet.count:
            raise Refusal(f"Esta folha só tem {sheet.count} etiquetas.", field="first", rule="range")
        wanted = sum((line.quantity for line in lines), Decimal(0))
        if wanted > MOST:
            raise Refusal(
                f"São {wanted:.0f} etiquetas: o máximo de uma vez é {MOST}.", field="lines.1.quantity", rule="range"
            )
        labels = labels_of([(line.code, line.quantity) for line in lines], self.acting)
        now = self.acting.clock.now()
        data = labels_pdf(labels, sheet, first, now.isoformat(timespec="seconds"), str(current().name))
        path = saved(data, f"etiquetas {now:%Y-%m-%d %H%M%S}", self.balcao.home.path / "pdf")
        return f"{len(labels)} etiquetas em {path.name}"

    def recorded(self, number: str) -> None:
        self._fresh()
        self._told = True
        self.say(f"{number} (pasta pdf)")

    @work
    async def action_bring(self) -> None:
        """Alt+P: one label for each unit of what came with a receipt, or a supplier's invoice."""
        found = await self.attempt(_receipts) or []
        if not found:
            self.refuse("Ainda não há receções nem faturas de fornecedor.")
            return
        number = await choose(self.app, "Etiquetas do que veio com", found)
        if number is None:
            return
        lines = await self.attempt(lambda: _lines(number))
        if lines:
            await self.do(lambda: self.editor.take(lines, f"{len(lines)} linha(s) de {number}"))


def _receipts() -> list[tuple[str, str]]:
    query = Purchase.select().where(Purchase.kind.in_((RECEIPT, INVOICE)), Purchase.state != CANCELLED)
    rows: Any = query.order_by(Purchase.date.desc(), Purchase.id.desc()).limit(SHOWN)
    return [(one.number, f"{show_day(one.date)} {one.supplier_name}") for one in rows]


def _lines(number: str) -> list[DraftLine]:
    """Whole units of each article of a purchase."""
    made = []
    for line in lines_of(Purchase.get(Purchase.number == number)):
        if line.article_id is not None:
            article = Article.get_by_id(line.article_id)
            units = (line.quantity * line.factor).normalize()
            made.append(DraftLine(article.code, article.description, Decimal(format(units, "f")), article.unit))
    return made
