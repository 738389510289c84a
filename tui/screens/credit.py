"""Credit note: which document, which lines, how much of each, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.widget import Widget

from fiscal.errors import NeedsConfirmation, Refusal
from fiscal.notation import show_euro, show_quantity
from fiscal.rounding import ZERO
from models.declared import Field, Number, Text
from models.sales.credit import credit_draft, left_of, named
from models.sales.draft import Draft
from models.sales.issue import issue
from models.sales.listing import DOCUMENTS
from models.sales.tables import Document, DocumentLine
from tui.entry.preview import preview
from tui.screens.base import Keys, told
from tui.screens.forms import FormScreen
from tui.screens.look_up import pick
from tui.screens.paper import after_issue
from tui.widgets.ask_field import ask_field
from tui.widgets.dialog import ask
from tui.widgets.form import FormView
from tui.widgets.places import of_form, to_form
from tui.widgets.textview import TextView

if TYPE_CHECKING:
    from tui.app import BalcaoApp

NUMBER = Field(
    "number", "Documento a creditar", Text(60, upper=True), 24, required=True, lookup=lambda: DOCUMENTS,
    help="Por exemplo FT 2026A/1. Vazio e Enter: da lista.",
    law="A nota de crédito identifica o documento que retifica (Despacho 8632/2014, 1.4).",
)  # fmt: skip
REASON = Field(
    "reason", "Motivo", Text(50), 44, required=True, default="Devolução", help="Porque se credita, até 50 letras.",
    law="Sai no documento e no SAF-T (Portaria 302/2016, Reason).",
)  # fmt: skip


class CreditScreen(FormScreen):
    """Gives the number of the note issued, or None."""

    opened_as = "credit"
    title_text = "Nota de crédito"
    KEYS: ClassVar[Keys] = (
        ("Enter", "Seguinte"),
        ("F10", "Emitir"),
        ("F7", "Creditar tudo"),
        ("F6", "Zerar"),
        ("F1", "Ajuda"),
        ("Esc", "Voltar"),
    )

    def __init__(self, number: str = "") -> None:
        super().__init__()
        self._number = number
        self._lines: list[tuple[DocumentLine, Decimal]] = []
        self._back: Mapping[str, Any] = {}

    def place(self) -> dict[str, Any]:
        forms = list(self.query(FormView))
        return {"number": self._number, **(of_form(forms[0]) if forms else self._back)}

    async def prepare(self, app: BalcaoApp, state: Mapping[str, Any]) -> None:
        """The lines are asked for once it is shown; what was typed waits for them."""
        self._number, self._back = str(state.get("number") or ""), state
        self.busy = bool(self._number)

    def body(self) -> Iterable[Widget]:
        yield told([], height=3, id="head")

    def on_mount(self) -> None:
        self.start()

    @work
    async def start(self) -> None:
        """Which document, then its lines with what is left of each."""
        if not self._number:
            answer = await ask_field(self.app, "Nota de crédito", _optional(NUMBER), self.today)
            if answer is None:
                self.dismiss(None)
                return
            self._number = str(answer[0] or "")
        if not self._number:
            chosen = await pick(self, DOCUMENTS)
            row = await self.attempt(lambda: Document.get_by_id(chosen)) if chosen is not None else None
            if row is None:
                self.dismiss(None)
                return
            self._number = str(row.number)
        self.busy = True
        found = await self.attempt(lambda: (named(self._number), left_of(self._number)))
        if found is None:
            self.busy = False
            self.keys((("Esc", "Voltar"),))
            return
        (self._number, who, gross), self._lines = found
        self.query_one("#head", TextView).show(["", f"  {self._number}   {who}   {show_euro(gross)}", ""])
        form = FormView([REASON, *map(_quantity_field, self._lines)], self.today)
        await self.mount(form, after=self.query_one("#head"))
        form.focus()
        to_form(form, self._back)
        self.busy = False
        self.say("F10 emite a nota de crédito; ponha 0 nas linhas que não se creditam.")

    async def key_f7(self) -> None:
        self._fill(whole=True)

    async def key_f6(self) -> None:
        self._fill(whole=False)

    def _fill(self, *, whole: bool) -> None:
        for form in self.query(FormView):
            for line, left in self._lines:
                form.put(f"line{line.number}", left if whole else ZERO)

    async def on_form_view_submitted(self, message: FormView.Submitted) -> None:
        values = message.values
        wanted = {int(line.number): values[f"line{line.number}"] or ZERO for line, _ in self._lines}
        draft = await self.attempt(lambda: credit_draft(self._number, str(values["reason"]), wanted))
        if draft is not None:
            self.confirm(draft)

    @work
    async def confirm(self, draft: Draft, confirmed: frozenset[str] = frozenset()) -> None:
        """The last question, since a note once issued cannot be taken back, only cancelled."""
        amounts, _ = preview(draft, self.today(), self.acting.tables.rate)
        text = f"Creditar {show_euro(amounts.gross)} de {self._number}?"
        if not confirmed and await ask(self.app, "Emitir nota de crédito", text, irreversible=True) != "s":
            return
        acting = self.acting
        try:
            number = await self.balcao.act(lambda: issue(draft, acting, confirmed=confirmed))
        except NeedsConfirmation as warning:
            if await ask(self.app, "Confirma?", warning.message, irreversible=True) == "s":
                self.confirm(draft, confirmed | {warning.key})
            return
        except Refusal as refusal:
            self.refuse(refusal)
            return
        await after_issue(self, number)
        self.dismiss(number)

    def on_form_view_entered(self, message: FormView.Entered) -> None:
        self.hint(message.field.help)

    async def action_leave(self) -> None:
        self.dismiss(None)


def _optional(field: Field) -> Field:
    return Field(field.name, field.label, field.kind, field.width, help=field.help, law=field.law)


def _quantity_field(item: tuple[DocumentLine, Decimal]) -> Field:
    line, left = item
    return Field(
        f"line{line.number}",
        f"{line.description[:24]}",
        Number(6, ZERO, left, shown_least=0),
        12,
        default=left,
        help=f"{line.code} {line.description}: restam {show_quantity(left)} {line.unit} por creditar.",
        law="Uma nota de crédito não devolve mais do que o documento tem (Despacho 8632/2014, 3.2.7).",
    )
