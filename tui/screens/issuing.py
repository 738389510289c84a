"""From a draft to an issued document: the last checks, totals and payment or one question, and its paper on its way."""

from __future__ import annotations

from textual.binding import Binding

from fiscal.amounts import Amounts
from fiscal.errors import NeedsConfirmation, Refusal
from fiscal.notation import show_euro
from fiscal.rounding import ZERO
from fiscal.text import clean
from models.sales.advise import warnings, warnings_before
from models.sales.doubts import doubt_date
from models.sales.draft import DraftPayment
from models.sales.header import nobody
from models.sales.issue import issue
from models.sales.record import IssuedDocument
from models.sales.withhold import amount_held
from tui.entry.lines import missing
from tui.entry.preview import preview
from tui.screens.headed import HeadedScreen
from tui.screens.paper import after_issue
from tui.screens.pay import PayScreen
from tui.widgets.dialog import ask
from tui.widgets.totals import counted

MISSING = {
    "price": "Falta o preço: escreva-o na linha assinalada.",
    "tax": "Falta a taxa de IVA da linha assinalada: NOR, INT, RED, ISE ou NS; F4 mostra-as.",
    "exemption": "Falta o motivo de não haver IVA (por exemplo M07; F4 mostra-os) ou a verba do selo na linha assinalada.",
}


class IssuingScreen(HeadedScreen):
    """A draft that F10 issues; afterwards another one stands on the screen."""

    BINDINGS = [Binding("f10", "finish", show=False, priority=True)]  # noqa: RUF012 - Textual's name
    last_issued: IssuedDocument | None = None

    async def refresh_all(self) -> None:
        """Everything again from the draft: after it was changed from outside the head."""

    def first_focus(self) -> None:
        """Where typing starts."""

    async def fresh_draft(self) -> None:
        """An empty draft takes the place of the one issued."""

    def action_finish(self) -> None:
        self.finish()

    def finish(self) -> None:
        """F10, or Enter on an empty code: totals and payment, then the document is issued.

        From here until the next draft stands, keys typed ahead wait for the screen that they are for.
        """
        if not self.busy:
            self.busy = True
            self.run_worker(self._finished(), group="finish")

    async def _finished(self) -> None:
        try:
            await self._finish()
        finally:
            self.busy = False

    async def _finish(self) -> None:
        if self.header.has_focus and self.header.state.check() is not None:
            self.refuse(next(iter(self.header.state.errors.values())))
            return
        await self._take_header()
        if not await self.doubts_settled():
            return
        if not self.draft.lines:
            self.refuse("O documento não tem linhas: escreva primeiro um artigo.")
            self.grid.focus()
            return
        lacking = ((n, missing(line)) for n, line in enumerate(self.draft.lines if self.draft.valued else ()))
        unfinished = next(((n, column) for n, column in lacking if column), None)
        if unfinished is not None:
            self.refuse(MISSING[unfinished[1]])
            self.grid.go_to(*unfinished)
            return
        amounts, _ = preview(self.draft, self.editor.day(), self.rate)
        draft, acting, gross = self.draft, self.acting, amounts.gross
        told = await self.attempt(lambda: warnings_before(draft, gross, acting)) or []
        if self.kind.is_invoice:
            payments = await self.app.push_screen_wait(PayScreen(self.kind, draft, amounts, told))
        else:
            payments = [] if await self._agreed(amounts, told) else None
        if payments is not None:
            # A date after today that was said yes to while typing is not asked about again.
            asked = doubt_date(draft.date, self.today())
            settled = asked is not None and asked.key in self.editor.doubts.confirmed
            agreed = await self._paid_by(payments, amounts)
            if agreed is not None:
                await self._issue(payments, agreed | frozenset({"data-futura"} if settled else ()))

    async def _paid_by(self, payments: list[DraftPayment], amounts: Amounts) -> frozenset[str] | None:
        """How the rest of an invoice is paid, with a reference or without; None goes back to the document."""
        if self.kind.code != "FT":
            return frozenset()
        from tui.screens.with_reference import with_reference

        payable = amounts.gross - amount_held(self.draft, amounts.net, self.editor.day(), self.acting.tables)
        return await with_reference(self, payable - sum((p.amount for p in payments), ZERO))

    async def _agreed(self, amounts: Amounts, told: list[str]) -> bool:
        """The one question before a document that is not paid: whom it is for, and what it amounts to."""
        customer = self.draft.customer
        who = clean(customer.name or customer.nif or customer.code, 50) if customer else self._nobody()
        what = counted(len(self.draft.lines))
        if self.draft.valued:
            what += f", TOTAL {show_euro(amounts.gross)}"
        text = "\n".join([who or "Sem destinatário", what, *told])
        return await ask(self.app, f"Emitir {self.kind.name.lower()}?", text, irreversible=True) == "s"

    def _nobody(self) -> str:
        transport = self.draft.transport
        if self.draft.supplier:
            return f"Fornecedor {clean(self.draft.supplier, 30)}"
        if transport is not None and transport.global_guide:
            return "Guia global: os destinatários ainda não se conhecem"
        return "Para outro local da empresa" if self.kind.code == "GA" else nobody(self.kind.code)

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
            self.refuse(refusal)
            self._go_to_field(refusal)
        else:
            await self._issued(number, told)

    async def _issued(self, number: str, told: list[str]) -> None:
        """A new draft on the screen, and the paper of the one just issued on its way."""
        self._told = True
        done = "emitido" if self.kind.name.startswith(("Orçamento", "Crédito", "Outro")) else "emitida"
        await self.fresh_draft()
        self.last_issued = await after_issue(self, number)
        if self.last_issued is not None:
            change = f"  TROCO {show_euro(self.last_issued.change)}" if self.last_issued.change else ""
            self.issued_notice(
                self.last_issued,
                f"{number} {done}: {show_euro(self.last_issued.gross)}.{change}  F11 imprime outra vez."
                if self.last_issued.valued
                else f"{number} {done}.  F11 imprime outra vez.",
            )
        if told:
            self.say(" ".join([f"{number} {done}.", *told]))

    def issued_notice(self, document: IssuedDocument, text: str) -> None:
        """What is said of the document just issued."""
        self.say(text)

    def _go_to_field(self, refusal: Refusal) -> None:
        """The cursor where the refusal says the fault is."""
        parts = (refusal.field or "").split(".")
        if parts[0] == "lines" and len(parts) == 3 and parts[1].isdigit():
            column = parts[2] if parts[2] in self.editor.fields else "quantity"
            self.grid.go_to(int(parts[1]) - 1, column)
            if parts[2] == "lot":
                self.action_lot()
        elif parts[0] in self.header.state.texts:
            self.header.focus_field(parts[0])
        elif parts[0] == "customer":
            self.header.focus_field("customer")
        elif parts[0] == "transport":
            name = "_".join(parts[1:])
            if name in self.header.state.texts:
                self.header.focus_field(name)
            else:
                self.show_more(name, refusal)
        elif parts[0] in ("recovery", "billing"):
            self.show_more("_".join(parts), refusal)
        elif parts[0] == "supplier":
            self.show_more("seller", refusal)
        elif parts[0] == "warehouse":
            self.show_more("warehouse", refusal)

    def show_more(self, field: str, why: Refusal | None = None) -> object:
        """Opens the fields that few documents need, with the cursor in one of them."""
