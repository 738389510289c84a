"""The head of a document on the screen: what is typed in it goes into the draft, field by field."""

from __future__ import annotations

from textual import work

from fiscal.errors import Refusal
from fiscal.nif import FINAL_CONSUMER, FINAL_CONSUMER_NAME, is_nif
from fiscal.text import clean
from models.parties.customers import find_customer
from models.parties.form import CUSTOMERS
from models.parties.tables import Customer
from models.sales.doubts import Doubt, doubt_date
from models.sales.draft import DraftCustomer
from models.sales.header import customer_of, header_values
from tui.entry.discount import shown as shown_discount
from tui.screens.help import help_on
from tui.screens.look_up import choose_for, pick
from tui.screens.typing import TypingScreen
from tui.widgets.header import HeaderForm

_FIELDS = {"date": "date", "discount": "global_discount"}
"""The field of the head that a doubt is about."""


class HeadedScreen(TypingScreen):
    """A draft with its lines and its head."""

    def __init__(self, type_code: str) -> None:
        super().__init__(type_code)
        self._told = False
        """Whether the message line says something that stays until the cursor goes on (what was issued, resumed)."""
        self._doubts: list[Doubt] = []
        """What in the head looks like a slip and nobody has said yes to."""

    @property
    def header(self) -> HeaderForm:
        return self.query_one(HeaderForm)

    async def on_form_view_changed(self, message: HeaderForm.Changed) -> None:
        message.stop()

    async def on_form_view_entered(self, message: HeaderForm.Entered) -> None:
        if not (self._told and message.field is self.header.state.fields[0]):
            self._told = False
            self.say(message.field.help)
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
        """Puts what the head says into the draft."""
        values = self.header.values
        self.draft.date = values["date"]
        self._doubts = self._unanswered(doubt_date(self.draft.date, self.today()))
        self.draft.series = str(values["series"] or "")
        self.draft.prices_include_tax = bool(values["prices_include_tax"])
        self.draft.condition = str(values.get("condition") or "")
        typed = str(values["global_discount"] or "")
        if typed != shown_discount(self.draft.global_discount):
            try:
                self.editor.set_document_discount(typed)
            except Doubt as doubt:
                self._doubts.append(doubt)
            except Refusal as refusal:
                self.refuse(refusal.message)
        await self.take_customer(str(values["customer"] or ""))
        self.before_lines_show()
        self.show_lines()
        self.keep_draft()

    def _unanswered(self, doubt: Doubt | None) -> list[Doubt]:
        return [doubt] if doubt is not None and doubt.key not in self.editor.doubts.confirmed else []

    async def take_customer(self, typed: str) -> None:
        typed = clean(typed, 100)
        now = self.draft.customer
        if typed == ((now.name or now.nif or now.code) if now else FINAL_CONSUMER_NAME):
            return
        if not typed:
            self._set_customer(None)
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
        self.header.put("customer", header_values(self.draft)["customer"])
        self.say(effect.notice + (f"  NIF {customer.nif}" if customer and customer.nif else ""))
        self.keep_draft()

    async def on_form_view_refused(self, message: HeaderForm.Refused) -> None:
        self.refuse(message.message)

    async def on_form_view_help_wanted(self, message: HeaderForm.HelpWanted) -> None:
        await help_on(self, message.field)

    def on_form_view_look_up(self, message: HeaderForm.LookUp) -> None:
        if message.field.name == "customer":
            self.choose_customer("" if message.text == FINAL_CONSUMER_NAME else message.text)
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

    def before_lines_show(self) -> None:
        values = self.header.values
        for line in self.draft.lines:
            line.reference = str(values.get("reference") or "")
            line.reference_reason = str(values.get("reference_reason") or "")

    def on_line_grid_left_above(self) -> None:
        self.header.focus()
