"""The document form: head, lines, totals; from the first letter to the issued document without leaving the keyboard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding
from textual.widget import Widget

from fiscal.amounts import Amounts
from fiscal.errors import Refusal
from fiscal.text import clean
from models.catalogue.labels import GS1_PORTUGAL, read_masks
from models.catalogue.tables import Article
from models.sales.draft import Draft, DraftTransport
from models.sales.header import apply_more, header_fields, header_values, more_fields, more_values
from models.sales.keep import discard, keep, recall, take_up
from tui.entry.discount import shown as shown_discount
from tui.entry.preview import explained
from tui.screens.base import Keys, WorkScreen
from tui.screens.issuing import IssuingScreen
from tui.screens.questions import QuestionScreen
from tui.screens.typing import open_here
from tui.widgets.dialog import ask
from tui.widgets.header import HeaderForm
from tui.widgets.lines import LineGrid
from tui.widgets.totals import TotalBar, counted

if TYPE_CHECKING:
    from tui.app import BalcaoApp


class DocumentScreen(IssuingScreen):
    """One type of document. Opens the operator's last unfinished draft of that type, or a new one."""

    KEYS: ClassVar[Keys] = (
        ("Enter", "Acrescentar"), ("F10", "Emitir"), ("F4", "Procurar"), ("F8", "Apagar linha"), ("F9", "Guardar"),
        ("F3", "Mais"), ("F2", "Criar"), ("Alt+P", "Trazer"), ("F6", "Cliente"), ("F7", "Artigo"), ("F1", "Ajuda"),
        ("Esc", "Voltar"),
    )  # fmt: skip
    BINDINGS = [  # noqa: RUF012 - Textual's name
        Binding("f9", "park", show=False),
        Binding("f3", "more", show=False),
        Binding("f2", "create", show=False),
        Binding("f11", "print_last", show=False),
        Binding("f5", "again", show=False),
        Binding("f6", "customer_sheet", show=False),
        Binding("alt+p", "bring", show=False),
        Binding("ctrl+n", "new", show=False),
    ]

    opened_as = "document"

    def __init__(self, type_code: str, draft: Draft | None = None, *, global_guide: bool = False) -> None:
        """global_guide: new drafts are guides whose recipients are not known yet (7.7)."""
        super().__init__(type_code)
        self._global = global_guide or (
            draft is not None and draft.transport is not None and draft.transport.global_guide
        )
        self._creating = ""
        self._given = draft
        self.busy = True
        if self.kind.is_guide:
            rest = [(key, name) for key, name in type(self).KEYS if key != "F3"]
            self.KEYS = (*rest[:2], ("F3", "Transporte"), *rest[2:])  # type: ignore[misc]
        self.title_text = f"{self.kind.name} global" if self._global else self.kind.name
        self.start_with(draft or self.new_draft())

    def new_draft(self) -> Draft:
        draft = super().new_draft()
        if self.kind.is_guide:
            draft.transport = DraftTransport(global_guide=self._global)
            draft.valued = not self._global
        return draft

    def place(self) -> dict[str, Any]:
        return {**super().place(), "global": self._global}

    # What it is made of.

    def body(self) -> Iterable[Widget]:
        yield HeaderForm(header_fields(self.kind.code), self.today, values=header_values(self.draft))
        yield LineGrid(self.editor.fields)
        yield TotalBar()

    async def on_mount(self) -> None:
        self._fit_header()
        home = self.balcao.home
        self.masks = await self.attempt(lambda: read_masks(str(home.settings().get("etiquetas") or GS1_PORTUGAL))) or ()
        if self._given is None:
            await self._resume()
        await self.show_series()
        await self.refresh_all()
        self.first_focus()
        self.busy = False
        if self._given is not None and (origins := list(dict.fromkeys(x.origin for x in self.draft.lines if x.origin))):
            self._told = True
            self.say(f"De {', '.join(origins[:3])}: mude as quantidades que não passam todas. F10 emite.")
        elif self._given is not None and self.draft.transfer:
            self._told = True
            self.say(f"Guia de {self.draft.transfer}: hora e matrícula aqui, moradas em F3. F10 emite.")

    def first_focus(self) -> None:
        """Where typing starts."""
        self.header.focus()

    def on_resize(self) -> None:
        self._fit_header()

    def _fit_header(self) -> None:
        if self.is_mounted and self.size.width:
            self.header.styles.height = self.header.rows(self.size.width)

    async def prepare(self, app: BalcaoApp, state: Mapping[str, Any]) -> None:
        acting, operation = app.acting, str(state.get("operation") or "")
        if operation:
            draft = await app.fetch(lambda: recall(operation, acting))
        else:
            draft = self.new_draft()
            draft.region = await app.fetch(_region)
        self._given = draft
        self.start_with(draft)

    async def _resume(self) -> None:
        acting, here = self.acting, open_here(self)
        found, elsewhere = await self.attempt(lambda: take_up(acting, self.kind.code, here, self._mine)) or (None, "")
        region = await self.attempt(_region)
        if found is not None and (found.lines or found.customer):
            self.start_with(found)
            self._told = True
            self.say("Rascunho retomado onde ficou. Ctrl+N começa outro.")
            return
        self.draft.region = region or "PT"
        if elsewhere:
            self._told = True
            self.say(f"Aqui começa outro: o seu rascunho está aberto noutra sessão (posto {elsewhere}).")

    def _mine(self, draft: Draft) -> bool:
        """Whether a draft of this type is one that this screen would have begun."""
        return self._global == (draft.transport is not None and draft.transport.global_guide)

    async def fresh_draft(self) -> None:
        self.start_with(self.new_draft())
        self.draft.region = await self.attempt(_region) or "PT"
        await self.refresh_all()
        self.first_focus()

    async def refresh_all(self) -> None:
        """Everything again from the draft: after it was changed from outside the head."""
        self.header.load(header_values(self.draft))
        self.show_lines()

    def show_totals(self, amounts: Amounts) -> None:
        discount = shown_discount(self.draft.global_discount)
        self.query_one(TotalBar).show(len(self.draft.lines), amounts.net, amounts.tax, amounts.gross, discount)

    def explanation(self) -> list[str]:
        """Alt+X: how each cent of the draft comes about."""
        return explained(self.draft, self.editor.day(), self.rate)

    # The rest of the keys.

    def action_more(self) -> None:
        """F3: the fields that few documents need; of a guide, where the goods go."""
        self.show_more("")

    @work
    async def show_more(self, field: str, why: Refusal | None = None) -> None:
        await self._take_header()
        self.came_back(await self.app.push_screen_wait(self._more(field, why)))

    def _more(self, field: str = "", why: Refusal | None = None) -> QuestionScreen:
        title = "Transporte e mais campos" if self.kind.is_guide else "Mais campos"
        fields = more_fields(self.kind.code)
        return QuestionScreen(title, fields, more_values(self.draft), opened_as="more", field=field, why=why)

    @work
    async def action_bring(self) -> None:
        """Alt+P: brings in what is left of an order, a guide or a table check."""
        from tui.entry.catalogue import Catalogue
        from tui.entry.pricing import priced
        from tui.screens.passing import bring_in

        await self._take_header()
        made = await bring_in(self, self.draft)
        if made is None:
            return
        draft = self.draft
        if not draft.lines:
            if any(line.price is not None for line in made.lines):
                draft.prices_include_tax, draft.global_discount = made.prices_include_tax, made.global_discount
            draft.customer = draft.customer or made.customer
            self.header.load(header_values(draft))
        day = self.editor.day()
        lines = await self.attempt(lambda: priced(draft, made.lines, Catalogue(), self.rate, day)) or made.lines
        numbers = list(dict.fromkeys(line.origin for line in made.lines))
        said = numbers[0] if len(numbers) == 1 else f"{len(numbers)} documentos"
        await self.do(lambda: self.editor.take(lines, f"{counted(len(lines))} de {said}"), aside=True)
        self.grid.focus()

    @work
    async def action_park(self) -> None:
        """F9: sets the draft aside and starts another; recalled under Rascunhos."""
        if not self.draft.lines:
            from tui.screens.drafts import DraftsScreen

            await self.app.push_screen(DraftsScreen())
            return
        draft, acting = self.draft, self.acting
        if await self.attempt(lambda: keep(draft, acting, parked=True)):
            self.start_with(self.new_draft())
            await self.refresh_all()
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
            self._creating = "Cliente"
            self.came_back(await self.app.push_screen_wait(RecordScreen(customer_form(), None, texts)))
            return
        from models.catalogue.form import form as article_form

        typed = clean(self.grid.entry)
        texts = {"barcodes": typed} if typed.isdigit() and len(typed) >= 8 else {"code": typed.upper()}
        self._creating = "Artigo"
        self.came_back(await self.app.push_screen_wait(RecordScreen(article_form(), None, texts)))

    def reopen(self, name: str, state: Mapping[str, Any]) -> WorkScreen | None:
        self._creating = str(state.get("title") or "")
        return self._more() if name == "more" else None

    def came_back(self, result: Any) -> None:
        """What F2 created, or F3 asked, goes into the document."""
        if isinstance(result, dict):
            apply_more(self.draft, result)
            self.show_lines()
            self.keep_draft()
        elif result is not None:
            self.take_created(result)

    @work
    async def take_created(self, key: int) -> None:
        if self._creating == "Cliente":
            await self._take_card(key)
        elif self._creating == "Artigo":
            code = await self.attempt(lambda: str(Article.get_by_id(key).code))
            if code:
                await self.do(lambda: self.editor.enter(code))

    @work
    async def action_print_last(self) -> None:
        """F11: prints the document issued last, again."""
        from tui.screens.paper import print_again

        if self.last_issued is None:
            self.refuse("Ainda não emitiu nenhum documento neste ecrã.")
        else:
            await print_again(self, self.last_issued.number)

    async def action_again(self) -> None:
        """F5: the last article once more; in the head of an empty document, what this customer bought last."""
        customer = self.draft.customer
        if self.header.has_focus and customer is not None and not self.draft.lines:
            await self._take_header()
            await self._sell_again()
            return
        await self.do(self.editor.repeat, aside=True)

    async def _sell_again(self) -> None:
        from models.sales.history import last_sale

        customer = self.draft.customer
        found = await self.attempt(lambda: last_sale(customer)) if customer is not None else None
        if found is None:
            self.refuse("Este cliente ainda não tem documentos que se possam repetir.")
            return
        # The prices are as typed then: the document must read them the same way.
        self.draft.prices_include_tax = found.prices_include_tax
        self.header.put("prices_include_tax", found.prices_include_tax)
        count = len(found.lines)
        await self.do(
            lambda: self.editor.take(found.lines, f"{counted(count)} de {found.number}, com os preços de então"),
            aside=True,
        )
        self.grid.focus()

    async def action_customer_sheet(self) -> None:
        """F6: the customer's account and last documents."""
        from models.sales.history import account_of, last_documents
        from tui.screens.sheets import Sheet, account_lines, document_lines

        customer, today = self.draft.customer, self.today()
        if customer is None:
            self.refuse("O consumidor final não tem documentos seus: escolha primeiro o cliente, c123 ou o NIF.")
            return
        account = await self.attempt(lambda: account_of(customer, today))
        found = await self.attempt(lambda: last_documents(customer))
        if found or account:
            lines = [*(account_lines(*account, today) if account else ()), *document_lines(found or ())]
            await self.app.push_screen(Sheet(clean(customer.name or customer.nif, 50), lines))
        elif found is not None:
            self.say("Este cliente ainda não tem documentos.")

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
        operation, acting = self.draft.operation, self.acting
        await self.attempt(lambda: discard(operation, acting))
        self.start_with(self.new_draft())
        await self.refresh_all()
        self.first_focus()

    async def action_leave(self) -> None:
        """Esc: back to the menu; the draft is kept."""
        self.keep_draft(leaving=True)
        self.app.pop_screen()


def _region() -> str:
    from models.company.setup import current

    return str(current().region)
