"""The document form: head, lines, totals; from the first letter to the issued document without leaving the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar

from textual import work
from textual.binding import Binding
from textual.widget import Widget

from fiscal.doctypes import document_type
from fiscal.errors import NeedsConfirmation, Refusal
from fiscal.nif import FINAL_CONSUMER, is_nif
from fiscal.notation import show_euro
from fiscal.text import clean
from models.catalogue.form import ARTICLES
from models.catalogue.tables import Article
from models.declared import Values
from models.parties.customers import find_customer
from models.parties.form import CUSTOMERS
from models.parties.tables import Customer
from models.sales.draft import Draft, DraftCustomer, DraftPayment
from models.sales.header import (
    MORE_FIELDS,
    apply_more,
    customer_of,
    header_fields,
    header_values,
    more_values,
)
from models.sales.issue import issue, warnings
from models.sales.keep import discard, keep, kept, recall
from models.sales.record import IssuedDocument
from tui.entry import columns
from tui.entry.catalogue import Catalogue
from tui.entry.discount import shown as shown_discount
from tui.entry.editor import DraftEditor
from tui.entry.effect import Bell, Effect
from tui.entry.entries import Ambiguous, Calculate, End, Search, SetCustomer
from tui.entry.preview import preview
from tui.screens.base import Keys, WorkScreen
from tui.screens.help import help_on
from tui.screens.look_up import choose_for, pick
from tui.screens.paper import after_issue
from tui.screens.pay import PayScreen
from tui.screens.questions import fill_in
from tui.widgets.dialog import ask, choose
from tui.widgets.header import HeaderForm
from tui.widgets.lines import LineGrid
from tui.widgets.totals import TotalBar

MISSING_PRICE = "Falta o preço: escreva-o na linha assinalada."


class DocumentScreen(WorkScreen):
    """One type of document. Opens the operator's last unfinished draft of that type, or a new one."""

    KEYS: ClassVar[Keys] = (
        ("Enter", "Acrescentar"), ("F10", "Emitir"), ("F4", "Procurar"), ("F8", "Apagar linha"), ("F9", "Guardar"),
        ("F3", "Mais"), ("F2", "Criar"), ("F1", "Ajuda"), ("Esc", "Voltar"),
    )  # fmt: skip
    BINDINGS = [  # noqa: RUF012 - Textual's name
        Binding("f10", "finish", show=False, priority=True),
        Binding("f9", "park", show=False),
        Binding("f3", "more", show=False),
        Binding("f2", "create", show=False),
        Binding("f11", "print_last", show=False),
        Binding("f5", "again", show=False),
        Binding("ctrl+n", "new", show=False),
    ]

    def __init__(self, type_code: str, draft: Draft | None = None) -> None:
        super().__init__()
        self.kind = document_type(type_code)
        self._given = draft
        self._last: IssuedDocument | None = None
        self._busy = False
        self.title_text = self.kind.name
        self._start(draft or self.new_draft())

    def new_draft(self) -> Draft:
        """An empty draft as this screen starts it."""
        return Draft(self.kind.code, prices_include_tax=True)

    def _start(self, draft: Draft) -> None:
        self.draft = draft
        fields = columns.grid(lambda: self.editor.day())
        self.editor = DraftEditor(draft, Catalogue(), self._rate, self.today, fields)

    def _rate(self, region: str, tax_code: str, day: Any) -> Any:
        return self.acting.tables.rate(region, tax_code, day)

    # What it is made of.

    def body(self) -> Iterable[Widget]:
        yield HeaderForm(header_fields(self.kind.code), self.today, values=header_values(self.draft))
        yield LineGrid(self.editor.fields)
        yield TotalBar()

    @property
    def header(self) -> HeaderForm:
        return self.query_one(HeaderForm)

    @property
    def grid(self) -> LineGrid:
        return self.query_one(LineGrid)

    async def on_mount(self) -> None:
        self._fit_header()
        if self._given is None:
            await self._resume()
        await self._refresh_all()
        self.first_focus()

    def first_focus(self) -> None:
        """Where typing starts."""
        self.header.focus()

    def on_resize(self) -> None:
        self._fit_header()

    def _fit_header(self) -> None:
        if self.is_mounted and self.size.width:
            self.header.styles.height = self.header.rows(self.size.width)

    async def _resume(self) -> None:
        def last() -> Draft | None:
            rows = kept(self.acting, self.kind.code, parked=False)
            return recall(rows[0].operation) if rows else None

        found = await self.attempt(last)
        region = await self.attempt(_region)
        if found is not None and found.lines:
            self._start(found)
            self.say("Rascunho retomado onde ficou. Ctrl+N começa outro.")
        else:
            self.draft.region = region or "PT"

    async def _refresh_all(self) -> None:
        """Everything again from the draft: after it was changed from outside the head."""
        self.header.load(header_values(self.draft))
        self._show_lines()

    def _show_lines(self, near: int | None = None) -> None:
        amounts, totals = preview(self.draft, self.editor.day(), self._rate)
        self.grid.show(self.draft.lines, totals, near)
        self.show_totals(amounts)

    def show_totals(self, amounts: Any) -> None:
        discount = shown_discount(self.draft.global_discount)
        self.query_one(TotalBar).show(len(self.draft.lines), amounts.net, amounts.tax, amounts.gross, discount)

    def _keep(self) -> None:
        """Saves the draft as it stands, in its turn, without waiting."""
        draft, acting = self.draft, self.acting
        if draft.lines or draft.customer:
            self.balcao.later(lambda: keep(draft, acting))

    # The head.

    async def on_form_view_changed(self, message: HeaderForm.Changed) -> None:
        message.stop()

    async def on_form_view_entered(self, message: HeaderForm.Entered) -> None:
        self.say(message.field.help)
        await self._take_header()

    async def on_header_form_left_below(self) -> None:
        await self._take_header()
        self.say("")
        self.grid.focus()

    async def _take_header(self) -> None:
        """Puts what the head says into the draft."""
        values = self.header.values
        self.draft.date = values["date"]
        self.draft.series = str(values["series"] or "")
        self.draft.prices_include_tax = bool(values["prices_include_tax"])
        self.draft.condition = str(values.get("condition") or "")
        typed = str(values["global_discount"] or "")
        if typed != shown_discount(self.draft.global_discount):
            try:
                self.editor.set_document_discount(typed)
            except Refusal as refusal:
                self.refuse(refusal.message)
        await self._take_customer(str(values["customer"] or ""))
        for line in self.draft.lines:
            line.reference = str(values.get("reference") or "")
            line.reference_reason = str(values.get("reference_reason") or "")
        self._show_lines()
        self._keep()

    async def _take_customer(self, typed: str) -> None:
        typed = clean(typed, 100)
        now = self.draft.customer
        if typed == ((now.name or now.nif or now.code) if now else ""):
            return
        if not typed or typed == "Consumidor final":
            self.editor.set_customer(None)
            return
        card = await self.attempt(lambda: find_customer(typed))
        if card is not None:
            self._set_customer(customer_of(card))
        elif is_nif(typed) and typed != FINAL_CONSUMER:
            self._set_customer(DraftCustomer(nif=typed))
            self.say(f"NIF {typed} ainda sem ficha: F2 cria-a com nome e morada.")
        else:
            self._set_customer(DraftCustomer(name=typed))

    def _set_customer(self, customer: DraftCustomer | None) -> None:
        effect = self.editor.set_customer(customer)
        self.header.put("customer", (customer.name or customer.nif or customer.code) if customer else "")
        self.say(effect.notice + (f"  NIF {customer.nif}" if customer and customer.nif else ""))
        self._keep()

    async def on_form_view_refused(self, message: HeaderForm.Refused) -> None:
        self.refuse(message.message)

    async def on_form_view_help_wanted(self, message: HeaderForm.HelpWanted) -> None:
        await help_on(self, message.field)

    def on_form_view_look_up(self, message: HeaderForm.LookUp) -> None:
        if message.field.name == "customer":
            self.choose_customer(message.text)
        else:
            choose_for(self, message.form, message.field)

    @work
    async def choose_customer(self, text: str) -> None:
        """F4 on the customer: the list of customers over the form."""
        chosen = await pick(self, CUSTOMERS, text)
        if chosen is not None:
            await self._take_card(chosen)

    async def _take_card(self, customer_id: int) -> None:
        card = await self.attempt(lambda: Customer.get_by_id(customer_id))
        if card is not None:
            self._set_customer(customer_of(card))

    # The lines.

    async def on_line_grid_entered(self, message: LineGrid.Entered) -> None:
        await self.do(lambda: self.editor.enter(message.text))

    async def do(self, edit: Callable[[], Effect]) -> None:
        """Runs an edit of the lines and shows what it did; a refusal leaves what was typed on the entry line."""
        effect = await self.attempt(edit)
        if effect is not None:
            self.took(effect)

    def took(self, effect: Effect) -> None:
        """Shows an effect and settles what it left open."""
        match effect.pending:
            case None:
                self.grid.clear_entry()
                self._copy_reference()
                self._show_lines(effect.line)
                self.say(effect.notice)
                self._keep()
                if effect.bell is Bell.REFUSED:
                    self.app.bell()
                if effect.column and effect.line is not None:
                    self.grid.go_to(effect.line, effect.column)
            case End():
                self.grid.clear_entry()
                self.finish()
            case Search():
                self.choose_article(effect.pending)
            case SetCustomer():
                self.grid.clear_entry()
                self.set_customer_by(effect.pending.text)
            case Ambiguous():
                self.settle(effect.pending)
            case Calculate():
                self.grid.put_entry(effect.notice.rpartition("= ")[2].replace(" ", ""))
                self.say(effect.notice)

    def _copy_reference(self) -> None:
        values = self.header.values
        for line in self.draft.lines:
            line.reference = str(values.get("reference") or "")
            line.reference_reason = str(values.get("reference_reason") or "")

    @work
    async def choose_article(self, search: Search) -> None:
        """The articles that match the words typed; the one chosen goes on a line."""
        chosen = await pick(self, ARTICLES, search.words.replace("*", " "))
        if chosen is not None:
            found = await self.attempt(lambda: Catalogue().find(str(Article.get_by_id(chosen).code)))
            if found is not None:
                await self.do(lambda: self.editor.choose(search, found))

    @work
    async def set_customer_by(self, text: str) -> None:
        await self._take_customer(text)

    @work
    async def settle(self, entry: Ambiguous) -> None:
        """A text that is an article and a customer: asks which."""
        options = (("a", "Artigo"), ("c", "Cliente"))
        answer = await ask(self.app, "Artigo ou cliente?", f"«{entry.article.code}» é as duas coisas.", options)
        if answer is not None:
            await self.do(lambda: self.editor.apply(entry.article if answer == "a" else entry.customer))

    async def on_line_grid_cell_typed(self, message: LineGrid.CellTyped) -> None:
        await self.do(lambda: self.editor.edit(message.line, message.column, message.text))

    async def on_line_grid_deleted(self, message: LineGrid.Deleted) -> None:
        await self.do(lambda: self.editor.delete(message.line))

    async def on_line_grid_undone(self) -> None:
        await self.do(self.editor.undo)

    def on_line_grid_left_above(self) -> None:
        self.header.focus()

    async def on_line_grid_help_wanted(self, message: LineGrid.HelpWanted) -> None:
        await help_on(self, self.editor.fields[message.column])

    def on_line_grid_look_up(self, message: LineGrid.LookUp) -> None:
        if message.column == "code":
            self.choose_article(Search(message.text))
        else:
            self.choose_cell(message.column)

    @work
    async def choose_cell(self, column: str) -> None:
        """F4 on a cell: the options of its column."""
        kind, at = self.editor.fields[column].kind, self.grid.at
        options: Sequence[tuple[str, str]] = getattr(kind, "all", tuple)()
        if at is None or not options:
            return
        code = await choose(self.app, self.editor.fields[column].label, options)
        if code is not None:
            await self.do(lambda: self.editor.edit(at, column, str(code)))

    # Issuing.

    def action_finish(self) -> None:
        self.finish()

    @work(exclusive=True, group="finish")
    async def finish(self) -> None:
        """F10, or Enter on an empty code: totals and payment, then the document is issued."""
        if self.header.has_focus and self.header.state.check() is not None:
            self.refuse(next(iter(self.header.state.errors.values())))
            return
        await self._take_header()
        if not self.draft.lines:
            self.refuse("O documento não tem linhas: escreva primeiro um artigo.")
            self.grid.focus()
            return
        missing = next((n for n, line in enumerate(self.draft.lines) if line.price is None), None)
        if missing is not None:
            self.refuse(MISSING_PRICE)
            self.grid.go_to(missing, "price")
            return
        amounts, _ = preview(self.draft, self.editor.day(), self._rate)
        payments = await self.app.push_screen_wait(PayScreen(self.kind, self.draft, amounts))
        if payments is not None:
            await self._issue(payments, frozenset())

    async def _issue(self, payments: list[DraftPayment], confirmed: frozenset[str]) -> None:
        draft, acting = self.draft, self.acting
        draft.payments = payments

        def verb() -> tuple[str, list[str]]:
            number = issue(draft, acting, confirmed=confirmed)
            return number, warnings(number, acting)

        try:
            number, told = await self.balcao.act(verb)
        except NeedsConfirmation as warning:
            if await ask(self.app, "Confirma?", warning.message, irreversible=True) == "s":
                await self._issue(payments, confirmed | {warning.key})
        except Refusal as refusal:
            self.refuse(refusal.message)
            self._go_to_field(refusal.field or "")
        else:
            await self._issued(number, told)

    async def _issued(self, number: str, told: list[str]) -> None:
        """A new draft on the screen, and the paper of the one just issued on its way."""
        self._start(self.new_draft())
        self.draft.region = await self.attempt(_region) or "PT"
        await self._refresh_all()
        self.first_focus()
        self._last = await after_issue(self, number)
        if self._last is not None:
            change = f"  TROCO {show_euro(self._last.change)}" if self._last.change else ""
            self.issued_notice(
                self._last, f"{number} emitida: {show_euro(self._last.gross)}.{change}  F11 imprime outra vez."
            )
        if told:
            self.say(" ".join([f"{number} emitida.", *told]))

    def issued_notice(self, document: IssuedDocument, text: str) -> None:
        """What is said of the document just issued."""
        self.say(text)

    def _go_to_field(self, field: str) -> None:
        """The cursor where the refusal says the fault is."""
        parts = field.split(".")
        if parts[0] == "lines" and len(parts) == 3 and parts[1].isdigit():
            column = parts[2] if parts[2] in self.editor.fields else "quantity"
            self.grid.go_to(int(parts[1]) - 1, column)
        elif parts[0] in self.header.state.texts:
            self.header.focus_field(parts[0])
        elif parts[0] == "customer":
            self.header.focus_field("customer")

    # The rest of the keys.

    @work
    async def action_more(self) -> None:
        """F3: the fields that few documents need."""
        values: Values | None = await fill_in(self, "Mais campos", MORE_FIELDS, more_values(self.draft))
        if values is not None:
            apply_more(self.draft, values)
            self._show_lines()
            self._keep()

    @work
    async def action_park(self) -> None:
        """F9: sets the draft aside and starts another; recalled under Rascunhos."""
        if not self.draft.lines:
            from tui.screens.drafts import DraftsScreen

            await self.app.push_screen(DraftsScreen())
            return
        draft, acting = self.draft, self.acting
        if await self.attempt(lambda: keep(draft, acting, parked=True)):
            self._start(self.new_draft())
            await self._refresh_all()
            self.first_focus()
            self.say("Documento guardado em Rascunhos; comece outro.")

    @work
    async def action_create(self) -> None:
        """F2: creates the missing customer or article without leaving the document."""
        from tui.screens.records import RecordScreen

        if self.header.has_focus:
            from models.parties.form import form as customer_form

            now = self.draft.customer
            texts = {"nif": now.nif, "name": now.name} if now else {}
            saved = await self.app.push_screen_wait(RecordScreen(customer_form(), None, texts))
            if saved is not None:
                await self._take_card(saved)
            return
        from models.catalogue.form import form as article_form

        typed = clean(self.grid.entry)
        texts = {"barcodes": typed} if typed.isdigit() and len(typed) >= 8 else {"code": typed.upper()}
        saved = await self.app.push_screen_wait(RecordScreen(article_form(), None, texts))
        if saved is not None:
            code = await self.attempt(lambda: str(Article.get_by_id(saved).code))
            if code:
                await self.do(lambda: self.editor.enter(code))

    @work
    async def action_print_last(self) -> None:
        """F11: prints the document issued last, again."""
        from tui.screens.paper import print_again

        if self._last is None:
            self.refuse("Ainda não emitiu nenhum documento neste ecrã.")
        else:
            await print_again(self, self._last.number)

    async def action_again(self) -> None:
        """F5: the last article once more."""
        await self.do(self.editor.repeat)

    async def action_new(self) -> None:
        """Ctrl+N: throws this draft away and starts another; asked first, since it cannot be undone."""
        self.throw_away()

    @work
    async def throw_away(self) -> None:
        answer = "s"
        if self.draft.lines:
            told = "Este documento ainda não foi emitido."
            answer = await ask(self.app, "Apagar o rascunho?", told, default="n", irreversible=True) or "n"
        if answer != "s":
            return
        operation = self.draft.operation
        await self.attempt(lambda: discard(operation))
        self._start(self.new_draft())
        await self._refresh_all()
        self.first_focus()

    async def action_leave(self) -> None:
        """Esc: back to the menu; the draft is kept."""
        self._keep()
        self.app.pop_screen()


def _region() -> str:
    from models.company.setup import current

    return str(current().region)
