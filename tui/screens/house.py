"""Lines of goods that the house moves or counts: typed as everywhere, at the house's price, each with its lot."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.binding import Binding

from models.catalogue.tables import Article
from models.declared import Day, Field, Text
from models.sales.draft import Draft
from models.stock.lots import NAMES, TRACKINGS
from tui.entry import columns
from tui.entry.articles import ArticleData
from tui.entry.catalogue import Catalogue
from tui.entry.editor import DraftEditor
from tui.entry.effect import Effect
from tui.screens.typing import TypingScreen
from tui.widgets.ask_fields import ask_fields

LOT = (
    Field("lot", "Lote ou n.º de série", Text(40, upper=True), 24, default="", required=True,
          help="Como está na embalagem."),
    Field("expires_on", "Validade", Day(), 12, help="Do lote que entra; vazia se não tem."),
)  # fmt: skip


class HouseScreen(TypingScreen):
    """Lines without customer and without the rules of a fiscal document."""

    BINDINGS: ClassVar = [Binding("alt+l", "lot", show=False)]
    VALUED = True
    """Whether lines have a price."""

    def price_of(self, article: ArticleData) -> ArticleData:
        """An article as its price is here. In the database's thread."""
        return article

    def tracked(self, article: Article) -> bool:
        """Whether a line of this article says its lot here."""
        return bool(article.tracking)

    def new_draft(self) -> Draft:
        return Draft("", valued=self.VALUED)

    def start_with(self, draft: Draft) -> None:
        self.draft = draft
        fields = columns.grid(lambda: self.editor.day(), lambda: self.acting.tables)
        catalogue = _House(self)
        self.editor = DraftEditor(draft, catalogue, self.rate, self.today, fields)
        if self.is_mounted:
            self.grid.drop_pasted()

    def took(self, effect: Effect, *, aside: bool = False) -> None:
        super().took(effect, aside=aside)
        if effect.pending is None and effect.line is not None and not aside:
            self.lot_wanted(effect.line)

    @work
    async def lot_wanted(self, at: int) -> None:
        """Asks for the lot of a line just typed, where its article is followed by them."""
        line = self.draft.lines[at]
        article = await self.attempt(lambda: Article.get_or_none(Article.code == line.code))
        if article is not None and not line.lot and self.tracked(article):
            await self._ask_lot(at, NAMES[article.tracking])

    @work
    async def action_lot(self) -> None:
        """Alt+L: the lot of the line under the cursor, or of the last one."""
        at = self.grid.at if self.grid.at is not None else len(self.draft.lines) - 1
        if at >= 0:
            await self._ask_lot(at, dict(TRACKINGS)["L"].lower())

    async def _ask_lot(self, at: int, name: str) -> None:
        line = self.draft.lines[at]
        title = f"{name.capitalize()} de {line.description[:30]}"
        values = await ask_fields(self.app, title, LOT, self.today, {"lot": line.lot, "expires_on": line.expires_on})
        if values is not None:
            line.lot, line.expires_on = str(values["lot"]), values["expires_on"]
            self.show_lines(at)
            self.say(f"{line.code}: {name} {line.lot}")
            self.lot_given(at)

    def lot_given(self, at: int) -> None:
        """The lot of a line was typed."""


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
