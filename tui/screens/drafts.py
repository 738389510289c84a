"""Drafts: what was begun and not issued, to go on with."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import ClassVar

from textual import work
from textual.binding import Binding
from textual.widget import Widget

from models.declared import Column, Count, Key, Listing, Question, Row
from models.sales.keep import discard, held_elsewhere, kept, recall
from models.sales.tables import DraftRow
from models.session import Session
from tui.screens.base import Keys
from tui.screens.listed import ListScreen
from tui.widgets.dialog import ask
from tui.widgets.list import ListView


def drafts_of(session: Session) -> Listing:
    """The operator's drafts, newest first: there are never many."""

    def rows(text: str) -> list[Row]:
        elsewhere = held_elsewhere(session)
        found = [
            Row((n,), (d.type, d.title, f"{d.changed_at:%d-%m-%Y %H:%M}", _state(d, elsewhere)), d.operation)
            for n, d in enumerate(kept(session))
        ]
        return [row for row in found if text.casefold() in " ".join(row.cells).casefold()]

    def page(question: Question, after: Key | None, limit: int, backwards: bool) -> list[Row]:
        found = rows(question.text)
        if backwards:
            return [r for r in found if after is None or r.key < after][-limit:]
        return [r for r in found if after is None or r.key > after][:limit]

    return Listing(
        "Rascunhos",
        (
            Column("type", "Tipo", 5),
            Column("title", "Documento", 40, grows=True),
            Column("changed", "Mexido em", 16),
            Column("state", "", 13),
        ),
        page,
        lambda question: Count(len(rows(question.text))),
        empty="Nenhum rascunho: tudo o que começou está emitido.",
    )


def _state(row: DraftRow, elsewhere: Container[str]) -> str:
    return "noutra sessão" if row.operation in elsewhere else "guardado" if row.parked else ""


class DraftsScreen(ListScreen):
    title_text = "Rascunhos"
    KEYS: ClassVar[Keys] = (("Enter", "Continuar"), ("F8", "Apagar"), ("Esc", "Voltar"))
    BINDINGS = [Binding("f8", "throw_away", show=False)]  # noqa: RUF012 - Textual's name

    def body(self) -> Iterable[Widget]:
        yield ListView(drafts_of(self.acting), self.balcao.fetch)

    def on_mount(self) -> None:
        self.query_one(ListView).focus()

    def on_list_view_opened(self, message: ListView.Opened) -> None:
        self.open_row(message.id)

    @work
    async def open_row(self, operation: str) -> None:
        from tui.screens.document import DocumentScreen
        from tui.screens.typing import open_here

        if str(operation) in open_here(self):
            self.refuse("Esse rascunho já está aberto por baixo deste ecrã: Esc volta a ele.")
            return
        acting = self.acting
        draft = await self.attempt(lambda: recall(str(operation), acting))
        if draft is not None:
            self.app.switch_screen(DocumentScreen(draft.type, draft))

    @work
    async def action_throw_away(self) -> None:
        from tui.screens.typing import open_here

        row = self.query_one(ListView).current
        if row is None:
            return
        if str(row.id) in open_here(self):
            self.refuse("Esse rascunho está aberto por baixo deste ecrã: apague-o lá, com Ctrl+N.")
            return
        if await ask(self.app, "Apagar o rascunho?", row.cells[1], default="n", irreversible=True) == "s":
            acting = self.acting
            await self.attempt(lambda: discard(str(row.id), acting))
            self.query_one(ListView).reload()
