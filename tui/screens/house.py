"""Lines of goods that the house moves or counts: typed as everywhere, at the house's price, each with its lot."""

from __future__ import annotations

from models.sales.draft import Draft
from tui.entry import columns
from tui.entry.articles import ArticleData
from tui.entry.catalogue import Catalogue
from tui.entry.editor import DraftEditor
from tui.screens.lots import LotScreen


class HouseScreen(LotScreen):
    """Lines without customer and without the rules of a fiscal document."""

    VALUED = True
    """Whether lines have a price."""

    def price_of(self, article: ArticleData) -> ArticleData:
        """An article as its price is here. In the database's thread."""
        return article

    def new_draft(self) -> Draft:
        return Draft("", valued=self.VALUED)

    def start_with(self, draft: Draft) -> None:
        self.draft = draft
        fields = columns.grid(lambda: self.editor.day(), lambda: self.acting.tables)
        catalogue = _House(self)
        self.editor = DraftEditor(draft, catalogue, self.rate, self.today, fields)
        if self.is_mounted:
            self.grid.drop_pasted()


class _House(Catalogue):
    """Articles with the price that they have for a screen of the house; nothing is added to them."""

    def __init__(self, screen: HouseScreen) -> None:
        super().__init__(lambda: screen.masks)
        self._screen = screen

    def find(self, code: str) -> ArticleData | None:
        found = super().find(code)
        return None if found is None else self._screen.price_of(found)

    def in_unit(self, code: str, unit: str) -> ArticleData | None:
        found = super().in_unit(code, unit)
        return None if found is None else self._screen.price_of(found)

    def search(self, words: str, limit: int) -> list[ArticleData]:
        return [self._screen.price_of(one) for one in super().search(words, limit)]

    def charges(self, code: str) -> tuple[()]:
        return ()
