"""A report on the screen: its rows at once, its questions with Ctrl+F, its totals below, a file with Ctrl+E."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding
from textual.widget import Widget

from models.declared import Values
from models.sales.draft import Draft
from reports.report import Answer, Report, shown
from tui.screens.base import Keys, WorkScreen, told
from tui.screens.help import help_on_list
from tui.screens.listed import ListScreen
from tui.screens.sheets import show_article
from tui.widgets.list import ListView
from tui.widgets.textview import TextView


class ReportScreen(ListScreen):
    """One declared report."""

    KEYS: ClassVar[Keys] = (
        ("Ctrl+F", "Escolher"),
        ("F5", "Ler de novo"),
        ("Ctrl+O", "Ordenar"),
        ("Ctrl+E", "Exportar"),
        ("F1", "Ajuda"),
        ("Esc", "Voltar"),
    )
    BINDINGS: ClassVar = [Binding("f5", "again", show=False), Binding("f7", "article_sheet", show=False)]

    def __init__(self, report: Report, given: Values | None = None) -> None:
        """given: answers to some of the questions, to begin with."""
        super().__init__()
        self._given = tuple((given or {}).items())
        self.report = report
        self.title_text = report.title
        if report.opens:
            self.KEYS = (("Enter", "Abrir"), *self.KEYS)  # type: ignore[misc]

    def body(self) -> Iterable[Widget]:
        yield told([""], height=1, id="choices")
        yield ListView(self.report.listing(self.today), self.balcao.fetch, noun="linhas")
        yield told([""], height=1, id="totals")

    def on_mount(self) -> None:
        view = self.query_one(ListView)
        view.focus()
        if self._given:
            view.ask(replace(view.question, filters=self._given))
        self.summed()

    @property
    def answer(self) -> Answer:
        source = self.query_one(ListView).listing.source
        assert isinstance(source, Answer)
        return source

    def chosen(self) -> Values:
        """The values of all questions now."""
        return self.report.asked(dict(self.query_one(ListView).question.filters), self.today())

    @work
    async def ask_filters(self, view: ListView) -> None:
        """Ctrl+F: all the questions of the report, with what they are now."""
        from tui.widgets.ask_fields import ask_fields

        begin = self.report.asked({}, self.today())
        values = await ask_fields(self.app, self.report.title, list(self.report.questions), self.today, self.chosen())
        if values is not None:
            chosen = tuple((q.name, values[q.name]) for q in self.report.questions if values[q.name] != begin[q.name])
            view.ask(replace(view.question, filters=chosen))

    def on_list_view_asked(self, message: ListView.Asked) -> None:
        self.summed()

    @work(exclusive=True, group="totals")
    async def summed(self) -> None:
        """The choices above the list, and below it the sums of what is shown."""
        values = self.chosen()
        said = [
            f"{q.label}: {q.kind.show(values[q.name])}"
            for q in self.report.questions
            if values[q.name] not in ("", None)
        ]
        self.query_one("#choices", TextView).show([f" {'   '.join(said)}"])
        view, answer = self.query_one(ListView), self.answer
        question = view.question
        sums = await self.attempt(lambda: answer.totals(question)) if self.report.totals else None
        if sums is not None and self.is_attached:  # it may have been left while the sums were made
            columns = {column.name: column for column in self.report.columns}
            text = "   ".join(f"{columns[name].label}: {shown(columns[name], value)}" for name, value in sums.items())
            self.query_one("#totals", TextView).show([f" Total   {text}"])

    def action_again(self) -> None:
        """F5: reads the report anew."""
        self.answer.again()
        self.query_one(ListView).reload()
        self.summed()

    async def action_article_sheet(self) -> None:
        """F7: all about the article of a row."""
        row = self.query_one(ListView).current
        if row is not None and "code" in (record := self.answer.record(int(row.id))):
            await show_article(self, str(record["code"]), Draft(""))

    def on_list_view_opened(self, message: ListView.Opened) -> None:
        self.open_row(int(message.id))

    @work
    async def open_row(self, row_id: int) -> None:
        """Enter: the article or the document of a row."""
        record = self.answer.record(row_id)
        if self.report.opens == "article":
            await self._open_article(str(record["code"]))
        elif self.report.opens == "account" and record["code"]:
            await open_account(self, self.chosen()["side"], str(record["code"]))
        elif self.report.opens == "document" and record["number"]:
            await self._open_document(str(record["number"]))

    async def _open_article(self, code: str) -> None:
        from models.catalogue.articles import find_article
        from models.catalogue.form import form
        from tui.screens.records import RecordScreen

        found = await self.attempt(lambda: find_article(code))
        if found is not None:
            await self.app.push_screen_wait(RecordScreen(form(), int(found[0].id)))
            self.action_again()

    async def _open_document(self, number: str) -> None:
        """One of ours, a purchase or a payment; of what is from before there is nothing more to show."""
        from models.accounts.listing import told_payment
        from models.accounts.tables import SupplierPayment
        from models.purchases.listing import told as told_purchase
        from models.purchases.tables import Purchase
        from models.sales.tables import Document
        from tui.screens.documents import DocumentView
        from tui.screens.history import ReadScreen

        if await self.attempt(lambda: Document.select().where(Document.number == number).exists()):
            await self.app.push_screen_wait(DocumentView(number))
        for table, text in ((Purchase, told_purchase), (SupplierPayment, told_payment)):
            if await self.attempt(lambda table=table: table.select().where(table.number == number).exists()):  # type: ignore[misc]
                lines = await self.attempt(lambda text=text: text(number))  # type: ignore[misc]
                await self.app.push_screen_wait(ReadScreen(number, lines or []))

    async def action_manual(self) -> None:
        """F1: what this report is."""
        await help_on_list(self, self.query_one(ListView).listing, self.KEYS)

    def reopen(self, name: str, state: Mapping[str, Any]) -> WorkScreen | None:
        return None


async def open_account(screen: WorkScreen, side: str, code: str) -> None:
    """The account of a customer (side C) or of a supplier (F), over the screen. For a worker."""
    from reports.accounts import STATEMENT

    await screen.app.push_screen_wait(ReportScreen(STATEMENT, {"customer" if side == "C" else "supplier": code}))
