"""Vendas > Avenças: what is kept, what is due looked over one by one, and all of it issued in one go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding
from textual.widget import Widget

from fiscal.notation import show_day
from models.declared import Column, Count, Key, Listing, Question, Row
from models.sales.recurring import (
    Done,
    Due,
    due_documents,
    issue_recurring,
    move_on,
    prepared,
    repeat_document,
    stop_recurring,
)
from models.sales.recurring_list import AVENCAS, NEW
from tui.screens.base import Keys
from tui.screens.help import help_on_list
from tui.screens.history import ReadScreen
from tui.screens.listed import ListScreen
from tui.widgets.ask_fields import ask_fields
from tui.widgets.dialog import ask
from tui.widgets.list import ListView


class RecurringScreen(ListScreen):
    """The avenças, what comes first before."""

    title_text = AVENCAS.title
    KEYS: ClassVar[Keys] = (
        ("F5", "A emitir"), ("F2", "Nova"), ("F8", "Terminar"), ("Ctrl+F", "Filtrar"), ("F1", "Ajuda"), ("Esc", "Voltar"),
        ("Ctrl+E", "Exportar"),
    )  # fmt: skip
    BINDINGS: ClassVar = [Binding("f5", "due", show=False), Binding("f8", "stop", show=False)]

    def body(self) -> Iterable[Widget]:
        yield ListView(AVENCAS, self.balcao.fetch, noun="avenças")

    def on_mount(self) -> None:
        self.query_one(ListView).focus()

    async def action_manual(self) -> None:
        """F1: what this list is."""
        await help_on_list(self, AVENCAS, self.KEYS)

    def on_list_view_new_wanted(self, message: ListView.NewWanted) -> None:
        self.make()

    @work
    async def make(self) -> None:
        """F2: an avença from an invoice."""
        begin = {**{f.name: f.default for f in NEW}, "first": self.today()}
        values = await ask_fields(self.app, "Nova avença", NEW, self.today, begin)
        if values is None:
            return
        acting = self.acting
        made = await self.attempt(
            lambda: repeat_document(
                str(values["number"]), int(values["months"]), values["first"], acting, title=str(values["title"] or ""),
                until=values["until"],
            )
        )  # fmt: skip
        if made is not None:
            self.say("Avença guardada. F5 mostra o que há a emitir.")
            self.query_one(ListView).reload()

    @work
    async def action_due(self) -> None:
        """F5: what is to be issued until today."""
        await self.app.push_screen_wait(DueScreen())
        self.query_one(ListView).reload()

    @work
    async def action_stop(self) -> None:
        """F8: no more documents of it."""
        row, acting = self.query_one(ListView).current, self.acting
        if (
            row is not None
            and await ask(self.app, "Terminar", f"{row.cells[0]}: não dá mais faturas?", default="n") == "s"
        ):
            key = int(row.id)
            await self.attempt(lambda: stop_recurring(key, acting))
            self.query_one(ListView).reload()

    def reopen(self, name: str, state: Mapping[str, Any]) -> DueScreen | None:
        return DueScreen() if name == "due" else None


class DueScreen(ListScreen):
    """What is due until today; Enter looks one over, F10 issues all."""

    opened_as = "due"
    title_text = "Avenças a emitir"
    KEYS: ClassVar[Keys] = (("Enter", "Ver"), ("F10", "Emitir todas"), ("Esc", "Voltar"))
    BINDINGS: ClassVar = [Binding("f10", "issue_all", show=False)]

    def __init__(self) -> None:
        super().__init__()
        self._due: list[Due] = []

    def body(self) -> Iterable[Widget]:
        yield ListView(self._listing(), self.balcao.fetch, noun="documentos")

    def on_mount(self) -> None:
        self.query_one(ListView).focus()

    def _listing(self) -> Listing:
        def rows(text: str) -> list[Row]:
            self._due = due_documents(self.today())
            found = [Row((n,), (show_day(due.period), due.customer, due.title), n) for n, due in enumerate(self._due)]
            return [row for row in found if text.casefold() in " ".join(row.cells).casefold()]

        def page(question: Question, after: Key | None, limit: int, backwards: bool) -> list[Row]:
            found = rows(question.text)
            if backwards:
                return [r for r in found if after is None or r.key < after][-limit:]
            return [r for r in found if after is None or r.key > after][:limit]

        return Listing(
            "Avenças a emitir",
            (
                Column("period", "Período", 10),
                Column("customer", "Cliente", 12),
                Column("title", "Designação", 40, grows=True),
            ),
            page,
            lambda question: Count(len(rows(question.text))),
            empty="Não há nada a emitir até hoje.",
        )

    def on_list_view_opened(self, message: ListView.Opened) -> None:
        self.look_over(self._due[int(message.id)])

    @work
    async def look_over(self, due: Due) -> None:
        """The document as it would be issued; issued there, it counts as done."""
        from tui.screens.document import DocumentScreen

        acting = self.acting
        draft = await self.attempt(lambda: prepared(due))
        if draft is not None:
            await self.app.push_screen_wait(DocumentScreen(draft.type, draft))
            await self.attempt(lambda: move_on(due, acting))
            self.query_one(ListView).reload()

    @work
    async def action_issue_all(self) -> None:
        """F10: issues all, one after the other; what is refused stays due and says why."""
        due, acting = list(self._due), self.acting
        if not due:
            self.say("Não há nada a emitir até hoje.")
            return
        if (
            await ask(self.app, "Emitir avenças", f"Emitir {len(due)} documento(s)?", default="n", irreversible=True)
            != "s"
        ):
            return
        done: list[Done] = []
        for n, one in enumerate(due, 1):
            self.say(f"A emitir {n} de {len(due)}…")
            done += await self.attempt(lambda one=one: issue_recurring([one], acting)) or []  # type: ignore[misc]
        self.query_one(ListView).reload()
        await self.app.push_screen_wait(ReadScreen("Avenças emitidas", _told(done)))

    async def action_leave(self) -> None:
        self.dismiss(None)


def _told(done: Sequence[Done]) -> list[str]:
    """What became of each."""
    lines = [""]
    for one in done:
        lines.append(f"  {show_day(one.due.period)}  {one.due.title[:30]:<30}  {one.number or 'NÃO EMITIDA'}")
        if one.refused:
            lines.append(f"      {one.refused}")
    return lines
