"""Relatórios > Gestão de Referências: every payment reference, what it adds up to, and what can be done about each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import work
from textual.binding import Binding
from textual.widget import Widget

from fiscal.errors import Refusal
from fiscal.notation import show_day, show_euro
from integrations import payments
from integrations.mail.references import address_of, send_notice
from models.references import follow, receipt, request, states
from models.references.events import events_of
from models.references.listing import REFERENCES
from models.references.tables import PaymentReference, ReferenceEvent
from models.references.totals import Sums, sums
from models.work import Cancelled, Told
from printing import notice
from tui.screens.base import Keys, told
from tui.screens.help import help_on_list
from tui.screens.listed import ListScreen
from tui.widgets.dialog import ask
from tui.widgets.list import ListView
from tui.widgets.textview import Line, TextView

MOST_ASKED = 200
"""References that one key asks the provider about: it takes a second each."""
_KINDS = {
    "reserved": "vai pedir-se", "asked": "pedida ao prestador", "obtained": "dada pelo prestador",
    "spare": "segunda resposta, sem uso", "failed": "o prestador não a deu", "replaced": "trocada por outra",
    "void": "anulada aqui", "attached": "ligada ao documento", "document_cancelled": "documento anulado",
    "expired": "passou o prazo", "cancelled": "anulada no prestador", "paid": "paga", "mismatch": "paga com outro valor",
    "accepted": "valor aceite", "fee": "comissão corrigida", "settled": "transferida", "fee_invoiced": "comissão faturada",
    "refunded": "devolvida", "receipted": "recibo emitido", "told": "aviso enviado ao cliente",
}  # fmt: skip
MAIL, PDF = "e", "p"
BY = ((MAIL, "Por e-mail"), (PDF, "Fazer o PDF"))
_SOURCES = {
    "ask": "pedido", "poll": "consulta", "hook": "aviso do prestador", "bank": "ficheiro do banco", "operator": "operador",
}  # fmt: skip


class ReferencesScreen(ListScreen):
    """Newest first. Typing filters by document, reference, amount or customer."""

    title_text = "Gestão de Referências"
    KEYS: ClassVar[Keys] = (
        ("Enter", "Documento"), ("F5", "Atualizar"), ("F6", "Recibo"), ("F7", "Histórico"), ("F8", "Anular"),
        ("F11", "Aviso"), ("Ctrl+F", "Filtrar"), ("Esc", "Voltar"), ("F1", "Ajuda"), ("Ctrl+E", "Exportar"),
    )  # fmt: skip
    BINDINGS = [  # noqa: RUF012 - Textual's name
        Binding("f5", "refresh_state", show=False),
        Binding("f6", "receive", show=False),
        Binding("f7", "history", show=False),
        Binding("f8", "give_up", show=False),
        Binding("f11", "notice", show=False),
    ]

    def body(self) -> Iterable[Widget]:
        yield told([], height=3, id="state")
        yield ListView(REFERENCES, self.balcao.fetch, noun="referências")

    def on_mount(self) -> None:
        self.query_one(ListView).focus()
        self.show_sums()

    async def on_screen_resume(self) -> None:
        await super().on_screen_resume()
        if self.query(ListView):
            self.show_again()

    def on_list_view_asked(self, message: ListView.Asked) -> None:
        self.show_sums()

    @work(exclusive=True, group="sums")
    async def show_sums(self) -> None:
        """The lines over the list: what all that is filtered adds up to, and how old what is unpaid is."""
        question, today = self.query_one(ListView).question, self.today()
        found = await self.attempt(lambda: sums(question, today))
        if found is not None:
            self.query_one("#state", TextView).show(_summed_up(found))

    def show_again(self) -> None:
        self.query_one(ListView).reload()
        self.show_sums()

    async def action_manual(self) -> None:
        """F1: what this list is."""
        await help_on_list(self, REFERENCES, self.KEYS)

    async def _chosen(self) -> PaymentReference | None:
        row = self.query_one(ListView).current
        if row is None:
            return None
        return await self.attempt(lambda: PaymentReference.get_by_id(int(row.id)))

    def on_list_view_opened(self, message: ListView.Opened) -> None:
        self.open_document()

    @work
    async def open_document(self) -> None:
        """Enter: the document on paper; of a reference without one, its history."""
        from tui.screens.documents import DocumentView

        row = await self._chosen()
        if row is not None and row.number:
            await self.app.push_screen_wait(DocumentView(row.number))
            self.show_again()
        elif row is not None:
            await self._show_history(row)

    @work
    async def action_refresh_state(self) -> None:
        """F5: asks the provider about the reference chosen, or about all that are marked."""
        view = self.query_one(ListView)
        if view.current is None:
            return
        wanted, home, acting = (view.wanted if view.marks else view.alone), self.balcao.home, self.acting

        def job(told: Told, cancelled: Cancelled) -> list[payments.Outcome]:
            provider = payments.chosen(home)
            if provider is None:
                raise Refusal("Não há prestador de referências: Configurações > Integrações.", rule="reference")
            done: list[payments.Outcome] = []
            rows = REFERENCES.page(wanted, None, MOST_ASKED, False)
            for row in rows:
                if cancelled():
                    break
                told(len(done), len(rows))
                done.append(payments.refresh(provider, PaymentReference.get_by_id(row.id).code, acting))
            return done

        done = await self.run_long("A perguntar ao prestador", job, "referências")
        self.show_again()
        if done:
            self.say(_told(done))

    @work
    async def action_receive(self) -> None:
        """F6: the receipt of a paid reference; a payment of another amount is accepted first."""
        row = await self._chosen()
        if row is None:
            return
        acting, code = self.acting, row.code
        if row.state == states.MISMATCH:
            text = f"{row.message} Aceitar o que se pagou?"
            if await ask(self.app, "Valor divergente", text, default="n", irreversible=True) != "s":
                return
            if await self.attempt(lambda: (follow.accept(code, acting),)) is None:
                return
        amount = await self.attempt(lambda: receipt.proposed(row))
        if amount is None:
            return
        if not row.receipt and row.state in (*states.RECEIVED, states.MISMATCH) and amount:
            text = f"{row.number}, {show_euro(amount)}, {row.customer}"
            if await ask(self.app, "Emitir o recibo?", text, irreversible=True) != "s":
                self.show_again()
                return
        number = await self.attempt(lambda: receipt.receive(code, acting))
        self.show_again()
        if number is not None:
            self.say(f"Recibo {number}.")

    @work
    async def action_history(self) -> None:
        """F7: all that happened to the reference chosen."""
        row = await self._chosen()
        if row is not None:
            await self._show_history(row)

    async def _show_history(self, row: PaymentReference) -> None:
        from tui.screens.sheets import Sheet

        events = await self.attempt(lambda: events_of(int(row.id)))
        if events is not None:
            await self.app.push_screen(Sheet("Histórico da referência", _history(row, events)))

    @work
    async def action_give_up(self) -> None:
        """F8: it is not wanted any more."""
        row = await self._chosen()
        if row is None:
            return
        text = (
            f"{row.number or 'Sem documento'}, {show_euro(row.amount)}, {row.customer}\n"
            "O prestador pode ainda aceitar o pagamento: nesse caso aparece aqui como paga tarde."
        )
        if await ask(self.app, "Anular a referência?", text, default="n", irreversible=True) == "s":
            code, acting = row.code, self.acting
            done = await self.attempt(lambda: (request.give_up(code, acting),))
            self.show_again()
            if done is not None:
                self.say("Referência anulada.")

    @work
    async def action_notice(self) -> None:
        """F11: the notice for the customer, by e-mail or as PDF."""
        row = await self._chosen()
        if row is None:
            return
        address = await self.attempt(lambda: address_of(row))
        how = PDF
        if address:
            how = await ask(self.app, "Enviar o aviso?", f"{row.number}, para {address}", BY, irreversible=True) or ""
        home, acting = self.balcao.home.path, self.acting
        if how == PDF:
            path = await self.attempt(lambda: notice.to_file(row, home / "avisos"))
            if path is not None:
                self.say(f"Aviso em {path}")
        elif how == MAIL:
            sent = await self.run_long(
                "A enviar o aviso",
                lambda told, cancelled: send_notice(home, row, notice.rows(row), notice.notice(row), acting),
            )
            if sent is not None:
                self.say(f"Aviso enviado para {sent}.")

    async def action_leave(self) -> None:
        self.app.pop_screen()


def _told(done: list[payments.Outcome]) -> str:
    """What the provider said, in a line."""
    if len(done) > 1:
        return f"{len(done)} consultadas, {sum(one.state != one.before for one in done)} mudaram."
    one = done[0]
    said = f"Referência {states.STATES[one.state]}."
    return " ".join(filter(None, (said, one.receipt and f"Recibo {one.receipt}.", one.message)))


def _summed_up(found: Sums) -> list[str | Line]:
    much = f"{found.count} referência{'' if found.count == 1 else 's'}"
    ages = " · ".join(
        f"{label} {show_euro(value)}"
        for label, value in zip(("até 30 dias", "31-60", "61-90", "mais"), found.ages, strict=True)
    )
    return [
        f"  {much}, {show_euro(found.amount)}: por pagar {show_euro(found.unpaid)}, pago {show_euro(found.paid)}",
        f"  comissões {show_euro(found.fee)}, líquido {show_euro(found.net)}",
        f"  por pagar há: {ages}",
    ]


def _history(row: PaymentReference, events: list[ReferenceEvent]) -> list[Line]:
    said = [
        f"{row.number or '(sem documento)'}  {states.METHODS[row.method]}  {show_euro(row.amount)}",
        f"Estado: {states.STATES[row.state]}{', paga tarde' if row.late else ''}",
    ]
    if row.paid:
        net = row.paid - row.refunded - row.fee
        said.append(f"Pago {show_euro(row.paid)}, comissão {show_euro(row.fee)}, líquido {show_euro(net)}")
    day = row.transferred_on or row.transfer_expected
    if day:
        when = "em" if row.transferred_on else "prevista para"
        said.append(f"Transferência {when} {show_day(day)} {row.transfer}".rstrip())
    if row.receipt:
        said.append(f"Recibo {row.receipt}")
    happened = [
        f"{show_day(one.at)} {one.at:%H:%M}  {_KINDS.get(one.kind, one.kind)} ({_SOURCES.get(one.source, one.source)})"
        for one in events
    ]
    warned = [Line(f"! {row.message}", "strong")] if row.message else []
    return [*map(Line, said), *warned, Line(""), *map(Line, happened)]
