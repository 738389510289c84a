"""Artigos: the list of articles, and from the row chosen its variants and its suppliers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding

from models.catalogue.form import ARTICLES
from models.purchases.seller_form import sellers_of
from models.sales.draft import Draft
from tui.screens.base import Keys, WorkScreen
from tui.screens.records import RecordsScreen
from tui.screens.sheets import show_article
from tui.screens.variants import VariantsScreen
from tui.widgets.list import ListView


class ArticlesScreen(RecordsScreen):
    KEYS: ClassVar[Keys] = (
        ("Enter", "Abrir"),
        ("F2", "Novo"),
        ("F5", "Variantes"),
        ("F6", "Fornecedores"),
        ("F7", "Ver tudo"),
        ("Ctrl+F", "Filtrar"),
        ("Ctrl+O", "Ordenar"),
        ("F1", "Ajuda"),
        ("Esc", "Voltar"),
        ("Ins", "Marcar"),
        ("Ctrl+E", "Exportar"),
    )
    BINDINGS = [  # noqa: RUF012 - Textual's name
        Binding("f5", "variants", show=False),
        Binding("f6", "sellers", show=False),
        Binding("f7", "article_sheet", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(ARTICLES)

    @work
    async def action_variants(self) -> None:
        """F5: the variants of a model, made in one go."""
        row = self.query_one(ListView).current
        if row is None:
            return
        made = await self.app.push_screen_wait(VariantsScreen(int(row.id), row.cells[0]))
        if made:
            self.say(f"{made} variantes de {row.cells[0]} criadas.")
            self.query_one(ListView).reload()

    async def action_article_sheet(self) -> None:
        """F7: stock by warehouse, prices, last sales and purchases."""
        row = self.query_one(ListView).current
        if row is not None:
            await show_article(self, row.cells[0], Draft(""))

    @work
    async def action_sellers(self) -> None:
        """F6: who sells the article."""
        row = self.query_one(ListView).current
        if row is not None:
            await self.app.push_screen_wait(SellersScreen(int(row.id), row.cells[0]))

    def reopen(self, name: str, state: Mapping[str, Any]) -> WorkScreen | None:
        if name == "sellers":
            return SellersScreen(int(state["article"]), str(state["code"]))
        if name == "variants":
            return VariantsScreen(int(state["article"]), str(state["code"]))
        return super().reopen(name, state)


class SellersScreen(RecordsScreen):
    """The suppliers of one article."""

    opened_as = "sellers"
    KEYS: ClassVar[Keys] = (
        ("Enter", "Abrir"),
        ("F2", "Novo"),
        ("F9", "Já não o vende"),
        ("F1", "Ajuda"),
        ("Esc", "Voltar"),
    )

    def __init__(self, article_id: int, code: str) -> None:
        super().__init__(sellers_of(article_id, code))
        self._article, self._code = article_id, code
        self.title_text = f"Fornecedores de {code}"

    def place(self) -> dict[str, Any]:
        return {**super().place(), "article": self._article, "code": self._code}
