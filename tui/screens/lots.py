"""Lots and serial numbers of the lines being typed: asked when an article that is followed by them is added, and with Alt+L."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import work
from textual.binding import Binding

from fiscal.notation import show_day, show_quantity
from models.catalogue.tables import Article
from models.declared import Day, Field, Text
from models.sales.draft import DraftLine
from models.stock.lots import NAMES, TRACKINGS, LotHere, lots_here
from tui.entry.effect import Effect
from tui.screens.typing import TypingScreen
from tui.widgets.ask_fields import ask_fields
from tui.widgets.dialog import choose

LOT = (
    Field("lot", "Lote ou n.º de série", Text(40, upper=True), 24, default="", required=True,
          help="Como está na embalagem."),
    Field("expires_on", "Validade", Day(), 12, help="Do lote que entra; vazia se não tem."),
)  # fmt: skip
OTHER = "*"
"""A lot that is not among those there."""


class LotScreen(TypingScreen):
    """Lines that may say of which lot they are."""

    BINDINGS: ClassVar = [Binding("alt+l", "lot", show=False)]
    _lacking: tuple[DraftLine, Article] | None = None

    def tracked(self, article: Article) -> bool:
        """Whether a line of this article says its lot here."""
        return bool(article.tracking)

    def leaves_from(self) -> int | None:
        """Id of the warehouse that goods leave, whose lots are proposed; None where goods enter. In the database's thread."""
        return None

    def lot_given(self, at: int) -> None:
        """The lot of a line was said."""

    async def do(
        self, edit: Callable[[], Effect], refused: Callable[[], object] | None = None, *, aside: bool = False
    ) -> None:
        """An edit of the lines; the line that it wrote may lack a lot, which is looked up with it."""

        def looked() -> Effect:
            effect = edit()
            self._lacking = None if aside or effect.pending is not None else self._lack(effect.line)
            return effect

        await super().do(looked, refused, aside=aside)

    def took(self, effect: Effect, *, aside: bool = False) -> None:
        super().took(effect, aside=aside)
        lacking, self._lacking = self._lacking, None
        if lacking is not None:
            self.busy = True  # the next scan waits until the lot of this one is said
            self.lot_wanted(*lacking)

    def _lack(self, at: int | None) -> tuple[DraftLine, Article] | None:
        """A line whose article is followed by lots, and that says none. In the database's thread."""
        line = self.draft.lines[at] if at is not None and at < len(self.draft.lines) else None
        if line is None or line.lot or line.origin or line.charge:
            return None
        article = Article.get_or_none(Article.code == line.code, Article.tracking != "")
        return (line, article) if article is not None and self.tracked(article) else None

    @work
    async def lot_wanted(self, line: DraftLine, article: Article) -> None:
        """Asks for the lot of a line just typed."""
        try:
            await self._say_lot(line, article, alone=True)
        finally:
            self.busy = False

    @work
    async def action_lot(self) -> None:
        """Alt+L: the lot of the line under the cursor, or of the last one."""
        at = self.grid.at if self.grid.at is not None else len(self.draft.lines) - 1
        if at < 0:
            return
        line = self.draft.lines[at]
        article = await self.attempt(lambda: Article.get_or_none(Article.code == line.code))
        if article is None or not article.tracking:
            self.refuse(f"{line.code} não é seguido por lote nem por número de série: é na ficha do artigo que se diz.")
        else:
            await self._say_lot(line, article, alone=False)

    async def _say_lot(self, line: DraftLine, article: Article, *, alone: bool) -> None:
        """alone: the only lot there is taken without a question."""
        there = await self.attempt(lambda: self._there(int(article.id)))
        if there and alone and len(there) == 1:
            self._put(line, there[0], article)
            return
        title = f"{dict(TRACKINGS)[article.tracking]} de {line.description[:30]}"
        if there:
            options = [(one.code, _told(one, article.unit)) for one in there]
            code = await choose(self.app, title, [*options, (OTHER, "outro")], line.lot or there[0].code)
            if code is None:
                return
            if code != OTHER:
                self._put(line, next(one for one in there if one.code == code), article)
                return
        values = await ask_fields(self.app, title, LOT, self.today, {"lot": line.lot, "expires_on": line.expires_on})
        if values is not None:
            self._put(line, LotHere(str(values["lot"]), values["expires_on"], line.quantity), article)

    def _there(self, article_id: int) -> list[LotHere]:
        warehouse = self.leaves_from()
        return [] if warehouse is None else lots_here(article_id, warehouse)

    def _put(self, line: DraftLine, lot: LotHere, article: Article) -> None:
        at = next((n for n, one in enumerate(self.draft.lines) if one is line), None)
        if at is None:
            return  # the line was changed or taken away meanwhile
        line.lot, line.expires_on = lot.code, lot.expires_on
        self.show_lines(at)
        self.say(f"{line.code}: {NAMES[article.tracking]} {line.lot}")
        self.keep_draft()
        self.lot_given(at)


def _told(one: LotHere, unit: str) -> str:
    until = f"até {show_day(one.expires_on)}, " if one.expires_on else ""
    return f"{until}{show_quantity(one.quantity)} {unit}"
