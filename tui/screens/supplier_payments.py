"""Tesouraria > Pagamentos a fornecedores: the list, one being written, its paper, and taking one back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding
from textual.widget import Widget

from fiscal.discounts import HUNDRED
from fiscal.errors import Refusal
from fiscal.notation import show_day, show_euro, show_number
from fiscal.rounding import ZERO, cents
from fiscal.rules.withholding import WITHHOLDING_TYPES
from fiscal.text import clean
from models.accounts.listing import REASON, SUPPLIER_PAYMENTS, told_payment
from models.accounts.pay import PaidLine, PaymentDraft, cancel_payment, pay_supplier
from models.accounts.summary import summary
from models.accounts.tables import OpenItem
from models.accounts.truth import SUPPLIERS
from models.catalogue.tables import PaymentMethod
from models.declared import Choice, Day, Field, Number, Text
from models.parties.supplier_form import SUPPLIERS as SUPPLIER_LIST
from models.parties.suppliers import find_supplier
from models.parties.tables import Supplier
from models.sales.draft import DraftPayment
from tui.screens.base import Keys, told
from tui.screens.forms import GuidedScreen
from tui.screens.help import help_on_list
from tui.screens.history import ReadScreen
from tui.screens.listed import ListScreen
from tui.screens.look_up import pick
from tui.screens.report import open_account
from tui.terminal.cells import fit
from tui.widgets.ask_field import ask_field
from tui.widgets.ask_fields import ask_fields
from tui.widgets.form import FormView
from tui.widgets.list import ListView
from tui.widgets.places import of_form, to_form
from tui.widgets.textview import TextView

if TYPE_CHECKING:
    from tui.app import BalcaoApp


def _methods() -> list[tuple[str, str]]:
    return [(m.code, m.name) for m in PaymentMethod.select().order_by(PaymentMethod.position)]


SUPPLIER = Field("supplier", "Fornecedor", Text(100), 42, lookup=lambda: SUPPLIER_LIST,
                 help="Código, NIF ou parte do nome. Vazio e Enter: da lista.")  # fmt: skip
END = (
    Field("date", "Data", Day(), 12, required=True, help="O dia em que se pagou; nunca antes dos documentos."),
    Field("means", "Meio", Choice(_methods), 24, default="TB", required=True, help="Como se pagou."),
    Field("discount", "Desconto %", Number(2, ZERO, HUNDRED), 8, help="Do que se paga: liquida-se sem se pagar."),
    Field("withholding_type", "Retenção", Choice((("", "Sem retenção"), *((t, t) for t in WITHHOLDING_TYPES[:2]))), 14,
          default="", help="Imposto que se retém ao fornecedor e se entrega ao Estado.", law="CIRS, 101.º; CIRC, 94.º."),
    Field("withheld", "Valor retido", Number(2, ZERO), 12, help="Em euros; sai do que se paga."),
    Field("notes", "Observações", Text(200), 40, default="", help="Sai no papel: o número da transferência, por exemplo."),
)  # fmt: skip


class SupplierPaymentsScreen(ListScreen):
    """The payments, newest first."""

    title_text = SUPPLIER_PAYMENTS.title
    KEYS: ClassVar[Keys] = (
        ("Enter", "Ver"), ("F2", "Pagar"), ("F8", "Anular"), ("F11", "Imprimir"), ("Ctrl+F", "Filtrar"),
        ("F1", "Ajuda"), ("Esc", "Voltar"), ("Ctrl+E", "Exportar"),
    )  # fmt: skip
    BINDINGS: ClassVar = [Binding("f8", "undo", show=False), Binding("f11", "paper", show=False)]

    def body(self) -> Iterable[Widget]:
        yield ListView(SUPPLIER_PAYMENTS, self.balcao.fetch)

    def on_mount(self) -> None:
        self.query_one(ListView).focus()

    async def action_manual(self) -> None:
        """F1: what this list is."""
        await help_on_list(self, SUPPLIER_PAYMENTS, self.KEYS)

    @property
    def number(self) -> str:
        row = self.query_one(ListView).current
        return "" if row is None else str(row.cells[0])

    def on_list_view_opened(self, message: ListView.Opened) -> None:
        self.open_row(self.number)

    def on_list_view_new_wanted(self, message: ListView.NewWanted) -> None:
        self.pay()

    @work
    async def open_row(self, number: str) -> None:
        lines = await self.attempt(lambda: told_payment(number))
        if lines is not None:
            await self.app.push_screen_wait(ReadScreen(number, lines))

    @work
    async def pay(self) -> None:
        """F2: whose documents, then what of each."""
        card = await self._asked()
        if card is not None:
            number = await self.app.push_screen_wait(SupplierPayScreen(str(card.code)))
            if number:
                self.say(f"{number} registado. F11 imprime.")
                self.query_one(ListView).reload()

    async def _asked(self) -> Supplier | None:
        answer = await ask_field(self.app, "Pagar a", SUPPLIER, self.today)
        if answer is None:
            return None
        typed = str(answer[0] or "")
        card = await self.attempt(lambda: find_supplier(typed) or find_supplier(typed.upper())) if typed else None
        if card is not None:
            return card
        chosen = await pick(self, SUPPLIER_LIST, typed)
        return await self.attempt(lambda: Supplier.get_by_id(chosen)) if chosen is not None else None

    @work
    async def action_undo(self) -> None:
        """F8: takes the payment back, with the reason."""
        number, acting = self.number, self.acting
        if not number:
            return
        values = await ask_fields(self.app, f"Anular {number}", (REASON,), self.today, {"reason": ""})
        if values is None:
            return
        done = await self.attempt(lambda: cancel_payment(number, str(values["reason"]), acting))
        if done is not None:
            self.say(f"{done} anulado.")
            self.query_one(ListView).reload()

    @work
    async def action_paper(self) -> None:
        """F11: the paper, as a PDF."""
        from printing.remittance import remittance_to

        number, folder = self.number, self.balcao.home.path / "pdf"
        if number:
            path = await self.attempt(lambda: remittance_to(number, folder))
            if path is not None:
                self.say(f"{number} guardado em {path}")

    def reopen(self, name: str, state: Mapping[str, Any]) -> SupplierPayScreen | None:
        return SupplierPayScreen(str(state["supplier"])) if name == "pay" else None


class SupplierPayScreen(GuidedScreen):
    """A field for each document that is open with the supplier; gives the payment's number, or None."""

    opened_as = "pay"
    title_text = "Pagamento a fornecedor"
    KEYS: ClassVar[Keys] = (
        ("Espaço", "Tudo"), ("F10", "Pagar"), ("F7", "Tudo de todos"), ("F6", "Conta"), ("F1", "Ajuda"), ("Esc", "Voltar"),
    )  # fmt: skip

    def __init__(self, supplier: str) -> None:
        super().__init__()
        self._supplier = supplier
        self._open: dict[str, OpenItem] = {}
        self._back: Mapping[str, Any] = {}
        self._draft = PaymentDraft(supplier)

    def body(self) -> Iterable[Widget]:
        yield told([], height=3, id="head")

    def on_mount(self) -> None:
        self.start()

    def place(self) -> dict[str, Any]:
        forms = list(self.query(FormView))
        return {"supplier": self._supplier, **(of_form(forms[0]) if forms else self._back)}

    async def prepare(self, app: BalcaoApp, state: Mapping[str, Any]) -> None:
        """The documents are asked for once it is shown; what was typed waits for them."""
        self._back = state
        self.busy = True

    @work
    async def start(self) -> None:
        self.busy = True
        try:
            await self._show()
        finally:
            self.busy = False

    async def _show(self) -> None:
        card = await self.attempt(lambda: find_supplier(self._supplier))
        found = await self.attempt(lambda: summary(SUPPLIERS, int(card.id), self.today())) if card else None
        if card is None or found is None:
            self.dismiss(None)
            return
        self._open = {f"lines.{n}": item for n, item in enumerate(found.items, 1)}
        owed = f"por pagar {show_euro(found.open)}, vencido {show_euro(found.overdue)}"
        self.query_one("#head", TextView).show(["", f"  {fit(clean(str(card.name)), 30).rstrip()}   {owed}", ""])
        if not found.items:
            self.say("Não se deve nada a este fornecedor. Esc volta.")
            return
        form = FormView([*(_amount(name, item) for name, item in self._open.items()), *END], self.today)
        await self.mount(form, after=self.query_one("#head"))
        form.load({**form.values, "date": self.today()})
        form.focus()
        to_form(form, self._back)
        self._back = {}
        self.say("Espaço paga tudo do documento, ou escreva quanto; F10 paga.")

    def on_form_view_changed(self, message: FormView.Changed) -> None:
        """A space alone is all that is left of the document."""
        item = self._open.get(message.name)
        if item is not None and message.text == " ":
            self.query_one(FormView).put(message.name, abs(item.left))

    async def key_f7(self) -> None:
        for form in self.query(FormView):
            for name, item in self._open.items():
                form.put(name, abs(item.left))

    async def key_f6(self) -> None:
        self.account()

    @work
    async def account(self) -> None:
        """F6: the supplier's account."""
        await open_account(self, SUPPLIERS, self._supplier)

    def on_form_view_submitted(self, message: FormView.Submitted) -> None:
        values = message.values
        percent = values["discount"] or ZERO
        lines = [
            PaidLine(str(item.number), values[name], ZERO if item.left < 0 else cents(values[name] * percent / HUNDRED))
            for name, item in self._open.items()
            if values[name]
        ]
        if not lines:
            self.query_one(FormView).focus_field(next(iter(self._open)))
            self.refuse("Falta o que se paga: escreva um valor, ou espaço para tudo; F7 paga tudo de todos.")
            return
        draft = self._draft
        draft.lines, draft.date, draft.notes = lines, values["date"], str(values["notes"] or "")
        draft.withholding_type, draft.withheld = str(values["withholding_type"] or ""), values["withheld"] or ZERO
        signed = (
            -line.amount if item_left < 0 else line.amount - line.discount for line, item_left in self._with(lines)
        )
        paid = sum(signed, ZERO) - draft.withheld
        draft.means = [DraftPayment(str(values["means"]), paid)] if paid > 0 else []
        self.record()

    def _with(self, lines: list[PaidLine]) -> Iterable[tuple[PaidLine, Any]]:
        left = {str(item.number): item.left for item in self._open.values()}
        return ((line, left[line.number]) for line in lines)

    @work
    async def record(self) -> None:
        draft, acting = self._draft, self.acting
        try:
            number = await self.balcao.act(lambda: pay_supplier(draft, acting))
        except Refusal as refusal:
            self.query_one(FormView).focus_field(self._field_of(refusal.field or ""))
            self.refuse(refusal)
            return
        self.dismiss(number)

    def _field_of(self, field: str) -> str:
        """The field of the screen that a refusal is about: its lines count only the documents that are paid."""
        parts = field.split(".")
        if parts[0] == "lines" and len(parts) > 1 and parts[1].isdigit():
            number = self._draft.lines[int(parts[1]) - 1].number
            return next((name for name, item in self._open.items() if item.number == number), "date")
        return field if field in {own.name for own in END} else next(iter(self._open))

    async def action_leave(self) -> None:
        self.dismiss(None)


def _amount(name: str, item: OpenItem) -> Field:
    what = "pode abater" if item.left < 0 else "falta pagar"
    return Field(
        name, f"{fit(str(item.number), 15)}{show_number(item.left):>13}", Number(2, ZERO, abs(item.left)), 14,
        help=f"De {show_day(item.date)}, vence {show_day(item.due)}: {what} {show_euro(abs(item.left))}.",
    )  # fmt: skip
