"""Tesouraria > Recibos: which customer, how much of each open document, by which means; the receipt and its paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.widget import Widget

from fiscal.amounts import Amounts
from fiscal.discounts import HUNDRED
from fiscal.doctypes import document_type
from fiscal.errors import NeedsConfirmation, Refusal
from fiscal.notation import show_day, show_euro, show_number
from fiscal.rounding import ZERO, cents
from fiscal.text import clean
from models.declared import Choice, Day, Field, Number, Text, Values
from models.parties.customers import find_customer
from models.parties.form import CUSTOMERS
from models.parties.tables import Customer
from models.sales.draft import Draft, DraftCustomer, DraftWithholding
from models.sales.header import incomes
from models.sales.owed import Owed, open_documents
from models.sales.receipt import ReceiptDraft, ReceiptLine, issue_receipt, kept_back
from tui.screens.base import Keys, told
from tui.screens.forms import GuidedScreen
from tui.screens.look_up import pick
from tui.screens.paper import after_issue, print_again
from tui.screens.pay import PayScreen
from tui.terminal.cells import fit
from tui.widgets.ask_field import ask_field
from tui.widgets.dialog import ask
from tui.widgets.form import FormView
from tui.widgets.places import of_form, to_form
from tui.widgets.textview import TextView

if TYPE_CHECKING:
    from tui.app import BalcaoApp

CUSTOMER = Field(
    "customer", "Cliente", Text(100), 42, lookup=lambda: CUSTOMERS,
    help="Código, NIF ou parte do nome. Vazio e Enter: da lista.",
)  # fmt: skip
END = (
    Field("date", "Data", Day(), 12, required=True, help="O dia em que se recebeu; nunca antes dos documentos."),
    Field("discount", "Desconto %", Number(2, ZERO, HUNDRED), 8, help="Do que se paga, por exemplo 2: liquida-se sem se "
          "receber.", law="O IVA da fatura fica como está: só uma nota de crédito o acerta (CIVA, 78.º n.º 2)."),
    Field("income", "Retenção", Choice(incomes), 40, default="", help="O que o cliente retém agora, se a fatura não o diz.",
          law="CIRS, art. 101.º; CIRC, art. 94.º; Despacho 8632/2014, 2.2.7."),
    Field("notes", "Observações", Text(200), 40, default="", help="Sai no recibo: o número do cheque, por exemplo."),
)  # fmt: skip
SHOWN_AT_MOST = 12
"""Documents named beside the payment box."""


class ReceiptsScreen(GuidedScreen):
    """A field for each document of the customer that has something to settle; issuing asks for the next customer's."""

    title_text = "Recibos"
    KEYS: ClassVar[Keys] = (
        ("Espaço", "Tudo"), ("F10", "Receber"), ("F7", "Todos"), ("F5", "Adiantar"), ("F3", "Usar"), ("F6", "Limpar"),
        ("F1", "Ajuda"), ("Esc", "Voltar"), ("F11", "Imprimir"),
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._customer = ""
        self._owed: dict[str, Owed] = {}
        self._whole: set[str] = set()
        """Fields that the space bar filled: pressed again, it empties them."""
        self._back: Mapping[str, Any] = {}
        self._draft = ReceiptDraft()
        self._last = ""
        self._done = ""
        """The receipt just issued and its change, which stay on the screen with the next one."""

    def body(self) -> Iterable[Widget]:
        yield told([], height=3, id="head")

    def on_mount(self) -> None:
        self.start()

    def place(self) -> dict[str, Any]:
        forms = list(self.query(FormView))
        return {"customer": self._customer, **(of_form(forms[0]) if forms else self._back)}

    async def prepare(self, app: BalcaoApp, state: Mapping[str, Any]) -> None:
        """The documents are asked for once it is shown; what was typed waits for them."""
        self._customer, self._back = str(state.get("customer") or ""), state
        self.busy = bool(self._customer)

    @work
    async def start(self) -> None:
        """Whose receipt, then what is open."""
        card = await self.attempt(lambda: find_customer(self._customer)) if self._customer else await self._asked()
        if card is None:
            self.dismiss(None)
            return
        self.busy = True
        try:
            await self._show(card)
        finally:
            self.busy = False

    async def _asked(self) -> Customer | None:
        answer = await ask_field(self.app, "Recibo de", CUSTOMER, self.today)
        if answer is None:
            return None
        typed = str(answer[0] or "")
        card = await self.attempt(lambda: find_customer(typed) or find_customer(typed.upper())) if typed else None
        if card is not None:
            return card
        chosen = await pick(self, CUSTOMERS, typed)
        return await self.attempt(lambda: Customer.get_by_id(chosen)) if chosen is not None else None

    async def _show(self, card: Customer) -> None:
        self._customer = str(card.code)
        found = await self.attempt(lambda: open_documents(int(card.id)))
        if found is None:
            return
        await self.query(FormView).remove()
        self._draft, self._whole = ReceiptDraft(), set()
        self._owed = {f"lines.{n}": owed for n, owed in enumerate(found, 1)}
        total = sum((-o.left if o.credit else o.left for o in found), ZERO)
        owes = f"deve {show_euro(total)}" if total >= 0 else f"tem a haver {show_euro(-total)}"
        self.query_one("#head", TextView).show(
            ["", f"  {fit(clean(str(card.name)), 44).rstrip()}   {owes}", self._done]
        )
        if not found:
            self.say("Este cliente não tem nada por receber. Esc volta.")
            return
        form = FormView([*(_amount(name, owed) for name, owed in self._owed.items()), *END], self.today)
        await self.mount(form, after=self.query_one("#head"))
        form.load({**form.values, "date": self.today()})
        form.focus()
        to_form(form, self._back)
        self._back = {}
        self.say("Espaço recebe tudo do documento, ou escreva quanto; F10 recebe.")

    def on_form_view_changed(self, message: FormView.Changed) -> None:
        """A space alone is all that is owed of the document; another takes it back."""
        owed = self._owed.get(message.name)
        if owed is not None and message.text == " ":
            marked = message.name not in self._whole
            self.query_one(FormView).put(message.name, owed.left if marked else None)
            (self._whole.add if marked else self._whole.discard)(message.name)
        else:
            self._whole.discard(message.name)

    async def key_f7(self) -> None:
        self._fill(whole=True)

    async def key_f6(self) -> None:
        self._fill(whole=False)

    def _fill(self, *, whole: bool) -> None:
        for form in self.query(FormView):
            for name, owed in self._owed.items():
                form.put(name, owed.left if whole else None)
        self._whole = set(self._owed) if whole else set()

    async def on_form_view_submitted(self, message: FormView.Submitted) -> None:
        percent = message.values["discount"] or ZERO
        wanted = [
            _line(owed, message.values[name], percent) for name, owed in self._owed.items() if message.values[name]
        ]
        if not wanted:
            self.query_one(FormView).focus_field(next(iter(self._owed)))
            self.refuse("Falta o que se recebe: escreva um valor, ou espaço para tudo; F7 recebe tudo de todos.")
            return
        self.receive(wanted, message.values)

    @work
    async def receive(self, lines: list[ReceiptLine], values: Values) -> None:
        """The payment box, then the receipt."""
        notes = {owed.number for owed in self._owed.values() if owed.credit}
        total = sum((-line.amount if line.number in notes else line.amount for line in lines), ZERO)
        self._draft.lines = lines
        self._draft.date, self._draft.notes = values["date"], str(values["notes"] or "")
        self._draft.withholding = DraftWithholding("", None, income=values["income"]) if values["income"] else None
        draft, acting = self._draft, self.acting
        held = await self.attempt(lambda: kept_back(draft, acting))
        if held is None:
            return
        if total - held > 0:
            cash_vat = any(o.cash_vat for o in self._owed.values() if o.number == lines[0].number)
            head = Draft("RC" if cash_vat else "RG", customer=DraftCustomer(code=self._customer))
            head.date, head.payments = self._draft.date, self._draft.payments
            payments = await self.app.push_screen_wait(ReceiptPayScreen(head, total - held, lines, notes, held))
            if payments is None:
                return
            self._draft.payments = payments
        await self._issue(frozenset())

    async def _issue(self, confirmed: frozenset[str]) -> None:
        draft, acting = self._draft, self.acting
        try:
            number = await self.balcao.act(lambda: issue_receipt(draft, acting, confirmed=confirmed))
        except NeedsConfirmation as warning:
            if await ask(self.app, "Confirma?", warning.message, irreversible=True) == "s":
                await self._issue(confirmed | {warning.key})
            return
        except Refusal as refusal:
            self.query_one(FormView).focus_field(self._field_of(refusal.field or ""))
            self.refuse(refusal)
            return
        self._last = number
        issued = await after_issue(self, number)
        if issued is not None:
            change = f"  TROCO {show_euro(issued.change)}" if issued.change else ""
            self._done = f"  {number} emitido: {show_euro(issued.gross)}.{change}"
        card = await self.attempt(lambda: find_customer(self._customer))
        if card is not None:
            await self._show(card)

    def _field_of(self, field: str) -> str:
        """The field of the screen that a refusal is about: its lines count only the documents that are paid."""
        parts = field.split(".")
        if parts[0] == "lines" and len(parts) > 1 and parts[1].isdigit():
            number = self._draft.lines[int(parts[1]) - 1].number
            return next((name for name, owed in self._owed.items() if owed.number == number), "date")
        if field.startswith("withholding"):
            return "income"
        return field if field in ("date", "notes") else next(iter(self._owed))

    async def key_f5(self) -> None:
        if self._customer:
            self.advance(taken=True)

    async def key_f3(self) -> None:
        if self._customer:
            self.advance(taken=False)

    @work
    async def advance(self, *, taken: bool) -> None:
        """F5 takes an advance, F3 uses one; then what is owed again."""
        from tui.screens.advances import take, use

        made = await take(self, self._customer) if taken else await use(self, self._customer)
        if not made:
            return
        self._last = made if isinstance(made, str) else made[-1]
        self._done = f"  {self._last} emitido." if isinstance(made, str) else f"  {' e '.join(made)} emitidos."
        card = await self.attempt(lambda: find_customer(self._customer))
        if card is not None:
            await self._show(card)

    async def key_f11(self) -> None:
        if self._last:
            self.run_worker(print_again(self, self._last), group="print")
        else:
            self.refuse("F11 imprime o recibo acabado de emitir; os outros estão em Vendas > Documentos.")

    async def action_leave(self) -> None:
        self.dismiss(None)


class ReceiptPayScreen(PayScreen):
    """The payment box with what is paid of each document beside it. A receipt is paid in full or not issued."""

    def __init__(
        self, head: Draft, total: Decimal, lines: Sequence[ReceiptLine], notes: set[str], held: Decimal = ZERO
    ) -> None:
        """total: euro to receive; held: what the customer withholds besides."""
        super().__init__(document_type(head.type), head, Amounts((), (), total, ZERO, total))
        self._paid = [(line.number, -line.amount if line.number in notes else line.amount) for line in lines]
        self._held = held

    def _summary(self, due: str) -> list[str]:
        shown = self._paid[:SHOWN_AT_MOST]
        lines = ["Documento                    Valor", "─" * 34]
        lines += [f"{fit(number, 20)}{show_number(amount):>14}" for number, amount in shown]
        if len(self._paid) > len(shown):
            lines.append(f"… e mais {len(self._paid) - len(shown)}")
        if self._held:
            lines.append(f"{'Retenção':<20}{show_number(-self._held):>14}")
        return [*lines, "─" * 34, f"{'TOTAL':<20}{show_number(self._payable):>14}"]


def _line(owed: Owed, amount: Decimal, percent: Decimal) -> ReceiptLine:
    """What is received of a document, and the discount on it; a credit note takes none."""
    off = ZERO if owed.credit else cents(amount * percent / HUNDRED)
    return ReceiptLine(owed.number, amount - off, off)


def _amount(name: str, owed: Owed) -> Field:
    what = "pode abater" if owed.credit else "falta receber"
    due = f", vence {show_day(owed.due)}" if owed.due and not owed.credit else ""
    return Field(
        name, f"{fit(owed.number, 15)}{show_number(-owed.left if owed.credit else owed.left):>13}",
        Number(2, ZERO, owed.left), 14,
        help=f"De {show_day(owed.date)}, {show_euro(owed.total)}{due}: {what} {show_euro(owed.left)}.",
    )  # fmt: skip
