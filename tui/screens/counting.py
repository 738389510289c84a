"""Counting: what is read or typed is counted at once, so that a dropped line loses nothing and two people can share it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, ClassVar

from textual.binding import Binding
from textual.widget import Widget

from fiscal.errors import Refusal
from fiscal.notation import show_quantity
from models.catalogue.tables import Article
from models.counting.count import Counted, count_line, count_of, counted_by
from models.sales.draft import DraftLine
from models.stock.tables import Warehouse
from tui.entry.effect import Effect
from tui.screens.base import Keys, told
from tui.screens.house import HouseScreen
from tui.widgets.lines import LineGrid
from tui.widgets.textview import TextView

SHOWN = 300
"""Lines counted before that are shown, and can be corrected in place."""
Key = tuple[str, str]
"""Article and lot."""


class CountingScreen(HouseScreen):
    """One operator's counting; gives True for F10, the end."""

    opened_as = "counting"
    VALUED = False
    KEYS: ClassVar[Keys] = (
        ("Enter", "Contar"), ("F10", "Terminar"), ("F4", "Procurar"), ("F8", "Tirar linha"), ("Alt+L", "Lote"),
        ("Alt+U", "Desfazer"), ("F1", "Ajuda"), ("Esc", "Voltar"),
    )  # fmt: skip
    BINDINGS: ClassVar = [Binding("f10", "end", show=False, priority=True)]

    def __init__(self, number: str) -> None:
        super().__init__()
        self.number = number
        self.title_text = f"Contagem {number}"
        self._counted: dict[Key, Decimal] = {}
        """What the count has of the lines shown."""
        self._last: Counted | None = None
        self.busy = True
        self.start_with(self.new_draft())

    def body(self) -> Iterable[Widget]:
        yield told(["", ""], height=2, id="count")
        yield LineGrid(self.editor.fields)

    async def on_mount(self) -> None:
        self.show_lines()
        self.grid.focus()
        head = await self.attempt(self._head)
        mine = await self.attempt(lambda: counted_by(self.number, self.acting, SHOWN)) or []
        lines = [DraftLine(one.code, one.description, one.quantity, one.unit, lot=one.lot) for one in mine]
        self._counted = {(one.code, one.lot): one.quantity for one in mine}
        draft = self.new_draft()
        draft.lines = lines
        self.start_with(draft)
        self.query_one("#count", TextView).show([f" {head or ''}", ""])
        self.show_lines(len(lines) - 1 if lines else None)
        self.busy = False
        self.say("Leia ou escreva: 12*código. O que conta fica logo gravado.")

    def _head(self) -> str:
        count = count_of(self.number)
        place = Warehouse.get_by_id(count.warehouse_id).name
        how = "às cegas" if count.blind else "com o que os livros têm"
        return f"{place}, {how}{', por duas pessoas' if count.twice else ''}. {count.reason}".rstrip()

    def keep_draft(self, *, leaving: bool = False) -> None:
        """Nothing waits to be kept: every line is in the count."""

    async def do(
        self, edit: Callable[[], Effect], refused: Callable[[], object] | None = None, *, aside: bool = False
    ) -> None:
        """An edit of the lines and what it changes in the count, in one go; refused as one."""

        def counting() -> Effect:
            effect = edit()
            self._last = None
            try:
                self._count()
            except Refusal:
                self.editor.undo()
                raise
            return effect if self._last is None else replace(effect, notice=_told(self._last))

        await super().do(counting, refused, aside=aside)

    def lot_given(self, at: int) -> None:
        self.run_worker(self.do(lambda: Effect(line=at), lambda: self._no_lot(at), aside=True))

    def _no_lot(self, at: int) -> None:
        self.draft.lines[at].lot = ""
        self.show_lines(at)

    def _count(self) -> None:
        """Counts what changed in the lines since. In the database's thread."""
        now: dict[Key, Decimal] = {}
        expiry = {}
        for line in self.draft.lines:
            key = (line.code, line.lot)
            now[key] = now.get(key, Decimal(0)) + line.quantity
            expiry[key] = line.expires_on
        for key in [*self._counted, *(key for key in now if key not in self._counted)]:
            more = now.get(key, Decimal(0)) - self._counted.get(key, Decimal(0))
            code, lot = key
            if not more or (not lot and self._waits_for_lot(code)):
                continue
            self._last = count_line(self.number, code, more, self.acting, lot=lot, expires_on=expiry.get(key))
            self._counted[key] = now.get(key, Decimal(0))

    def _waits_for_lot(self, code: str) -> bool:
        found = Article.get_or_none(Article.code == code)
        return found is not None and self.tracked(found)

    def finish(self) -> None:
        """Enter on nothing: counting goes on until F10."""
        self.say("F10 termina a contagem; Esc deixa-a aberta para continuar depois.")

    def action_end(self) -> None:
        self.dismiss(True)

    async def action_leave(self) -> None:
        self.dismiss(False)

    def place(self) -> dict[str, Any]:
        return {"number": self.number, "typed": self.grid.entry}

    def come_back(self, state: Mapping[str, Any]) -> None:
        self.grid.put_entry(str(state.get("typed") or ""))


def _told(one: Counted) -> str:
    lot = f" lote {one.lot}" if one.lot else ""
    book = "" if one.book is None else f"; nos livros {show_quantity(one.book)}"
    return f"{one.description[:34]}{lot}: contado {show_quantity(one.total)} {one.unit}{book}"
