"""The list of all documents, and one of them exactly as on paper: print again, credit, cancel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding
from textual.widget import Widget

from models.declared import Field, Text
from models.sales.cancel import cancel
from models.sales.credit import creditable, left_of
from models.sales.find import row_of, times_printed
from models.sales.listing import DOCUMENTS
from tui.screens.base import Keys, WorkScreen
from tui.screens.help import help_on_list
from tui.screens.listed import ListScreen
from tui.screens.paper import print_again, print_all
from tui.screens.passing import pass_on, show_remainder
from tui.widgets.ask_field import ask_field
from tui.widgets.dialog import ask
from tui.widgets.list import ListView
from tui.widgets.textview import TextView

if TYPE_CHECKING:
    from tui.app import BalcaoApp

REASON = Field(
    "reason", "Motivo", Text(50), 44, required=True, help="Porque se anula, até 50 letras: fica no documento e no SAF-T.",
    law="Despacho 8632/2014, 3.3.8; Portaria 302/2016, Reason.",
)  # fmt: skip

MOST_PASSED = 100
"""Documents that pass to one."""
MOST_PRINTED = 200
"""Documents printed in one go: nobody wants a thousand by mistake."""


class DocumentsScreen(ListScreen):
    """Newest first. Typing filters by number, date, total, NIF or name of the customer."""

    title_text = "Documentos"
    KEYS: ClassVar[Keys] = (
        ("Enter", "Ver"),
        ("F11", "Imprimir"),
        ("F6", "Passar a"),
        ("Ctrl+F", "Filtrar"),
        ("Ctrl+O", "Ordenar"),
        ("F1", "Ajuda"),
        ("Esc", "Voltar"),
        ("Ins", "Marcar"),
        ("Ctrl+E", "Exportar"),
    )
    BINDINGS = [  # noqa: RUF012 - Textual's name
        Binding("f11", "print", show=False),
        Binding("f6", "pass_on", show=False),
    ]

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._text = text

    def body(self) -> Iterable[Widget]:
        yield ListView(DOCUMENTS, self.balcao.fetch, text=self._text)

    def on_mount(self) -> None:
        self.query_one(ListView).focus()

    async def action_manual(self) -> None:
        """F1: what this list is."""
        await help_on_list(self, DOCUMENTS, self.KEYS)

    def on_list_view_opened(self, message: ListView.Opened) -> None:
        self.open_row(str(message.row.cells[0]))

    @work
    async def open_row(self, number: str) -> None:
        await self.app.push_screen_wait(DocumentView(number))
        self.query_one(ListView).reload()

    def came_back(self, result: Any) -> None:
        self.query_one(ListView).reload()

    @work
    async def action_print(self) -> None:
        """F11: the document chosen, or all that are marked."""
        view = self.query_one(ListView)
        if not view.marks:
            if view.current is not None:
                await print_again(self, view.current.cells[0])
        elif numbers := await self._marked(MOST_PRINTED, "imprimir"):
            await print_all(self, numbers)

    async def _marked(self, most: int, what: str) -> list[str]:
        """Numbers of the documents that are marked, none where they are too many. what: said then."""
        wanted = self.query_one(ListView).wanted
        rows = await self.attempt(lambda: DOCUMENTS.page(wanted, None, most + 1, False)) or []
        if len(rows) > most:
            self.refuse(f"Estão marcados mais de {most} documentos: marque menos para {what}.")
            return []
        return [str(row.cells[0]) for row in rows]

    @work
    async def action_pass_on(self) -> None:
        """F6: the document chosen, or all that are marked, pass to another one."""
        view = self.query_one(ListView)
        if view.marks:
            numbers = (await self._marked(MOST_PASSED, "passar"))[::-1]
        else:
            numbers = [str(view.current.cells[0])] if view.current is not None else []
        if numbers:
            await pass_on(self, numbers)

    async def on_screen_resume(self) -> None:
        """Back from a document that was passed on: the states may be others."""
        await super().on_screen_resume()
        for view in self.query(ListView):
            view.reload()


CREDIT = ("F5", "Nota de crédito")


class DocumentView(WorkScreen):
    """One issued document, exactly as on paper."""

    opened_as = "paper"
    KEYS: ClassVar[Keys] = (
        ("↑↓", "Percorrer"), ("F11", "Imprimir"), ("F6", "Passar a"), ("F7", "O que falta"), CREDIT,
        ("F8", "Anular"), ("Esc", "Voltar"), ("Alt+X", "Explicar"),
    )  # fmt: skip
    BINDINGS = [  # noqa: RUF012 - Textual's name
        Binding("f11,p", "print", show=False),
        Binding("f5,c", "credit", show=False),
        Binding("f8,a", "cancel", show=False),
        Binding("f6", "pass_on", show=False),
        Binding("f7", "remainder", show=False),
        Binding("e", "explain", show=False),
    ]

    def __init__(self, number: str) -> None:
        super().__init__()
        self._number = number
        self.title_text = number

    def body(self) -> Iterable[Widget]:
        yield TextView()

    async def on_mount(self) -> None:
        self.query_one(TextView).focus()
        await self._show()

    async def _show(self) -> None:
        """The paper as it is now, and the keys that may be pressed on it."""
        if not await self.attempt(lambda: creditable(self._number)):
            self.keys([key for key in self.KEYS if key != CREDIT])
        from printing.deliver import on_screen

        width = min(80, self.app.size.width) - 2
        found = await self.attempt(lambda: on_screen(self._number, width))
        if found is not None:
            margin = " " * max(1, (self.app.size.width - width) // 2)  # a paper stands in the middle
            self.query_one(TextView).show([margin + line for line in found[1]])

    async def action_explain(self) -> None:
        """Alt+X: its cents, what was signed, and what AT receives."""
        from reports.explained import explained
        from tui.screens.explained import ExplainedScreen

        lines = await self.attempt(lambda: explained(self._number))
        if lines is not None:
            await self.app.push_screen(ExplainedScreen(f"Explicar {self._number}", lines))

    @work
    async def action_print(self) -> None:
        await print_again(self, self._number)

    @work
    async def action_credit(self) -> None:
        """F5: a credit note on this document."""
        from tui.screens.credit import CreditScreen

        if await self.attempt(lambda: left_of(self._number)) is not None:
            self.came_back(await self.app.push_screen_wait(CreditScreen(self._number)))

    @work
    async def action_pass_on(self) -> None:
        """F6: what is left of this document passes to another one."""
        await pass_on(self, [self._number])

    async def on_screen_resume(self) -> None:
        await super().on_screen_resume()
        if self.query(TextView):
            await self._show()

    @work
    async def action_remainder(self) -> None:
        """F7: what is left of it, line by line."""
        await show_remainder(self, self._number)

    def place(self) -> dict[str, Any]:
        return {"number": self._number}

    async def prepare(self, app: BalcaoApp, state: Mapping[str, Any]) -> None:
        await app.fetch(lambda: row_of(self._number))

    def told_by_at(self, subject: str) -> None:
        """The code of a transport document, which its paper shows."""
        if subject == self._number:
            self.show_again()

    @work
    async def show_again(self) -> None:
        await self._show()

    def came_back(self, result: Any) -> None:
        if result:
            self.show_credited(str(result))

    @work
    async def show_credited(self, made: str) -> None:
        await self._show()
        self.say(f"{made} emitida sobre {self._number}.")

    @work
    async def action_cancel(self) -> None:
        """F8: asks the reason, warns if paper is already out, and cancels."""
        printed = await self.attempt(lambda: times_printed(int(row_of(self._number).id)))
        if printed is None:
            return
        answer = await ask_field(self.app, f"Anular {self._number}", REASON, self.today)
        if answer is None:
            return
        warning = "Não se pode desfazer."
        if printed:
            warning = f"Já foi impresso {printed} vez(es): recolha o papel do cliente. {warning}"
        title = f"Anular {self._number}?"
        if await ask(self.app, title, warning, default="n", irreversible=True) == "s":
            done = await self.attempt(lambda: cancel(self._number, str(answer[0]), self.acting))
            if done is not None:
                await self._show()
                self.say(f"{done} anulado.")

    async def action_leave(self) -> None:
        self.dismiss(None)
