"""Drafts: what was begun and not issued, to go on with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import work
from textual.binding import Binding
from textual.widget import Widget

from models.declared import Column, Count, Key, Listing, Question, Row
from models.sales.keep import discard, kept, recall
from models.session import Session
from tui.screens.base import Keys
from tui.screens.listed import ListScreen
from tui.widgets.dialog import ask
from tui.widgets.list import ListView


def drafts_of(session: Session) -> Listing:
    """The operator's drafts, newest first: there are never many."""

    def rows(text: str) -> list[Row]:
        found = [
            Row((n,), (d.type, d.title, f"{d.changed_at:%d-%m-%Y %H:%M}", "guardado" if d.parked else ""), d.operation)
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
            Column("state", "", 9),
        ),
        page,
        lambda question: Count(len(rows(question.text))),
        empty="Nenhum rascunho: tudo o que começou está emitido.",
    )


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

        draft = await self.attempt(lambda: recall(str(operation)))
        if draft is not None:
            self.app.switch_screen(DocumentScreen(draft.type, draft))

    @work
    async def action_throw_away(self) -> None:
        row = self.query_one(ListView).current
        if row is None:
            return
        if await ask(self.app, "Apagar o rascunho?", row.cells[1], default="n", irreversible=True) == "s":
            await self.attempt(lambda: discard(str(row.id)))
            self.query_one(ListView).reload()
