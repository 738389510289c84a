"""The head of a document on the screen: what is typed in it goes into the draft, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from textual import work

from fiscal.doctypes import document_type
from fiscal.errors import Refusal
from fiscal.nif import FINAL_CONSUMER, FINAL_CONSUMER_NAME, is_nif
from fiscal.text import clean
from models.catalogue.tables import Article
from models.parties.customers import find_customer
from models.parties.form import CUSTOMERS
from models.parties.supplier_form import SUPPLIERS
from models.parties.suppliers import find_supplier
from models.parties.tables import Customer, Supplier
from models.sales import draft_file
from models.sales.doubts import Doubt, doubt_date
from models.sales.draft import Draft, DraftCustomer
from models.sales.header import apply_head, customer_of, header_values, nobody
from models.sales.purpose import purpose_now
from models.series.series import in_use
from models.series.tables import Series
from models.stock.warehouses import selling_from
from tui.entry.discount import shown as shown_discount
from tui.screens.help import help_on
from tui.screens.look_up import choose_for, pick
from tui.screens.lots import LotScreen
from tui.terminal.scans import Scanned
from tui.widgets.bars import TitleBar
from tui.widgets.header import HeaderForm
from tui.widgets.places import of_form, of_grid, to_form, to_grid

_FIELDS = {"date": "date", "discount": "global_discount"}
"""The field of the head that a doubt is about."""


class HeadedScreen(LotScreen):
    """A draft with its lines and its head."""

    def __init__(self, type_code: str) -> None:
        super().__init__()
        self.kind = document_type(type_code)
        self._told = False
        """Whether the message line says something that stays until the cursor goes on (what was issued, resumed)."""
        self._titled: tuple[str, str, date] | None = None
        """Type, series and day that the series in the title is for."""
        self._doubts: list[Doubt] = []
        """What in the head looks like a slip and nobody has said yes to."""

    def new_draft(self) -> Draft:
        return Draft(self.kind.code, prices_include_tax=True)

    def tracked(self, article: Article) -> bool:
        """What goes out says its lot; what comes back is told by the document that it went with."""
        return self.kind.moves < 0 and super().tracked(article)

    def leaves_from(self) -> int | None:
        draft = self.draft
        name = in_use(self.kind.code, draft.series, self.editor.day(), purpose_now(draft))
        series = Series.get_or_none(Series.type == self.kind.code, Series.name == name)
        return selling_from(draft.warehouse, str(series.establishment) if series is not None else "")

    # The way back after a dropped line.

    def place(self) -> dict[str, Any]:
        """Which draft, and what stands in the head and in the lines that is not accepted yet."""
        return {
            "type": self.draft.type,
            "operation": self.draft.operation if self.draft.lines or self.draft.customer else "",
            "head": of_form(self.header),
            "lines": of_grid(self.grid),
            "in": "head" if self.header.has_focus else "lines",
        }

    def come_back(self, state: Mapping[str, Any]) -> None:
        head, lines = dict(state.get("head", {})), dict(state.get("lines", {}))
        if state.get("in") == "head":
            to_grid(self.grid, lines)
            to_form(self.header, head)
        else:
            to_form(self.header, head)
            to_grid(self.grid, lines)

    @property
    def header(self) -> HeaderForm:
        return self.query_one(HeaderForm)

    async def on_form_view_changed(self, message: HeaderForm.Changed) -> None:
        message.stop()

    async def on_form_view_entered(self, message: HeaderForm.Entered) -> None:
        if not (self._told and message.field is self.header.state.fields[0]):
            self._told = False
            self.hint(message.field.help)
        await self._take_header()
        if self._doubts and message.field.name != _FIELDS[self._doubts[0].field]:
            self.ask_doubts()

    async def on_header_form_left_below(self) -> None:
        await self._take_header()
        self.say("")
        self.grid.focus()
        if self._doubts:
            self.ask_doubts()

    @work
    async def ask_doubts(self) -> None:
        await self.doubts_settled()

    async def doubts_settled(self) -> bool:
        """Asks about each odd value of the head; False leaves the cursor in the one to correct. From a worker."""
        while self._doubts:
            doubt = self._doubts[0]
            if not await self.accepted(doubt):
                self.header.focus_field(_FIELDS[doubt.field])
                return False
            await self._take_header()
        return True

    async def _take_header(self) -> None:
        """Puts what the head says into the draft; where it says nothing new, nothing is drawn or kept again."""
        values, before = self.header.values, self._head_of_draft()
        apply_head(self.draft, values)
        self._doubts = self._unanswered(doubt_date(self.draft.date, self.today()))
        typed = str(values["global_discount"] or "")
        if typed != shown_discount(self.draft.global_discount):
            try:
                self.editor.set_document_discount(typed)
            except Doubt as doubt:
                self._doubts.append(doubt)
            except Refusal as refusal:
                self.refuse(refusal)
        await self.take_customer(str(values["customer"] or ""))
        if "supplier" in self.header.state.texts:
            await self._take_supplier(str(values["supplier"] or ""))
        await self.show_series()
        self.before_lines_show()
        if self._head_of_draft() != before:
            self.show_lines()
            self.keep_draft()

    def _head_of_draft(self) -> tuple[object, ...]:
        """All that the head puts into the draft and its lines."""
        d = self.draft
        references = [(line.reference, line.reference_reason) for line in d.lines]
        goods = None if d.transport is None else draft_file.written_transport(d.transport)
        return (
            d.date, d.series, d.prices_include_tax, d.condition, d.global_discount, d.customer, references,
            d.valid_until, d.valued, d.supplier, goods,
        )  # fmt: skip

    async def show_series(self) -> None:
        """In the title: the series that the document is to have."""
        wanted = (self.kind.code, self.draft.series, self.editor.day())
        if wanted != self._titled:
            self._titled, draft = wanted, self.draft
            self.query_one(TitleBar).show(series=await self.balcao.fetch(lambda: in_use(*wanted, purpose_now(draft))))

    def _unanswered(self, doubt: Doubt | None) -> list[Doubt]:
        return [doubt] if doubt is not None and doubt.key not in self.editor.doubts.confirmed else []

    async def take_customer(self, typed: str) -> None:
        typed = clean(typed, 100)
        now = self.draft.customer
        if typed == ((now.name or now.nif or now.code) if now else nobody(self.kind.code)):
            return
        if not typed:
            await self._set_customer(None)
            return
        card = await self.attempt(lambda: find_customer(typed))
        if card is not None:
            await self._set_customer(customer_of(card))
        elif is_nif(typed) and typed != FINAL_CONSUMER:
            await self._set_customer(DraftCustomer(nif=typed))
            self.say(f"NIF {typed} ainda sem ficha: F2 cria-a com nome e morada.")
        else:
            await self._set_customer(DraftCustomer(name=typed))

    async def _take_supplier(self, typed: str) -> None:
        """The supplier of a return: by its code or NIF."""
        typed = clean(typed, 100)
        if typed == self.draft.supplier:
            return
        card = await self.attempt(lambda: find_supplier(typed)) if typed else None
        if typed and card is None:
            self.refuse(f"Não há fornecedor «{typed[:30]}»: F4 procura, F2 lá dentro cria a ficha.")
        self.draft.supplier = str(card.code) if card is not None else ""
        if card is not None:
            self.header.put("supplier", card.code)
            self.say(f"Fornecedor: {clean(str(card.name), 60)}")

    @work
    async def choose_supplier(self, text: str) -> None:
        """F4 on the supplier: the list of suppliers over the form."""
        chosen = await pick(self, SUPPLIERS, text)
        card = await self.attempt(lambda: Supplier.get_by_id(chosen)) if chosen is not None else None
        if card is not None:
            self.draft.supplier = str(card.code)
            self.header.put("supplier", card.code)
            self.keep_draft()

    async def _set_customer(self, customer: DraftCustomer | None) -> None:
        effect = await self.balcao.act(lambda: self.editor.set_customer(customer))
        self.header.put("customer", header_values(self.draft)["customer"])
        if self.draft.lines:
            self.show_lines()
        self.say(effect.notice + (f"  NIF {customer.nif}" if customer and customer.nif else ""))
        self.keep_draft()

    async def on_form_view_refused(self, message: HeaderForm.Refused) -> None:
        self.refuse(message.refusal)

    async def on_form_view_help_wanted(self, message: HeaderForm.HelpWanted) -> None:
        await help_on(self, message.field)

    def on_form_view_look_up(self, message: HeaderForm.LookUp) -> None:
        if message.field.name == "customer":
            self.choose_customer("" if message.text == FINAL_CONSUMER_NAME else message.text)
        elif message.field.name == "supplier":
            self.choose_supplier(message.text)
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
            await self._set_customer(customer_of(card))

    async def on_scanned(self, event: Scanned) -> None:
        """A scan in the head is an article: the head's field is accepted as it stands, and the lines go on."""
        event.stop()
        field = self.header.active
        if (refusal := self.header.state.check()) is not None:
            self.refuse(f"{refusal.message} O código lido não foi acrescentado.")
            return
        await self._take_header()
        await self.take_scan(event.code, event.end, field.label)

    def before_lines_show(self) -> None:
        values = self.header.values
        for line in self.draft.lines:
            line.reference = str(values.get("reference") or "")
            line.reference_reason = str(values.get("reference_reason") or "")

    def on_line_grid_left_above(self) -> None:
        self.header.focus()
