"""Tesouraria > Avisos de vencimento: prepared for all that are late, sent by mail or kept as PDF; how each delivery went."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import work
from textual.binding import Binding
from textual.widget import Widget

from fiscal.errors import Refusal
from fiscal.notation import show_day, show_euro
from models.accounts.interest import interest_draft, rate_in_force, save_rate
from models.accounts.notice_list import INTEREST, NOTICES, PREPARE
from models.accounts.notices import STATES, lines_of, make_notice, notice_of, overdue_customers, waiting
from models.parties.tables import Customer
from models.session import Session
from tui.screens.base import Keys
from tui.screens.help import help_on_list
from tui.screens.history import ReadScreen
from tui.screens.listed import ListScreen
from tui.widgets.ask_fields import ask_fields
from tui.widgets.dialog import ask
from tui.widgets.list import ListView


class NoticesScreen(ListScreen):
    """The notices, newest first."""

    title_text = NOTICES.title
    KEYS: ClassVar[Keys] = (
        ("Enter", "Ver"), ("F2", "Preparar"), ("F5", "Enviar"), ("F7", "Juros"), ("F11", "PDF"), ("F1", "Ajuda"),
        ("Esc", "Voltar"), ("Ctrl+F", "Filtrar"),
    )  # fmt: skip
    BINDINGS: ClassVar = [
        Binding("f5", "send", show=False),
        Binding("f7", "interest", show=False),
        Binding("f11", "paper", show=False),
    ]

    def body(self) -> Iterable[Widget]:
        yield ListView(NOTICES, self.balcao.fetch, noun="avisos")

    def on_mount(self) -> None:
        self.query_one(ListView).focus()

    async def action_manual(self) -> None:
        """F1: what this list is."""
        await help_on_list(self, NOTICES, self.KEYS)

    def on_list_view_opened(self, message: ListView.Opened) -> None:
        self.open_row(int(message.id))

    def on_list_view_new_wanted(self, message: ListView.NewWanted) -> None:
        self.prepare_all()

    @work
    async def open_row(self, notice_id: int) -> None:
        lines = await self.attempt(lambda: _told(notice_id))
        if lines is not None:
            await self.app.push_screen_wait(ReadScreen("Aviso de vencimento", lines))

    @work
    async def prepare_all(self) -> None:
        """F2: a notice for each customer that is late."""
        values = await ask_fields(
            self.app, "Preparar avisos", PREPARE, self.today, {f.name: f.default for f in PREPARE}
        )
        if values is None:
            return
        today, days, acting = self.today(), int(values["days"]), self.acting
        late = await self.attempt(lambda: overdue_customers(today, days))
        if not late:
            self.say("Ninguém está em atraso com estas escolhas.")
            return
        if await ask(self.app, "Preparar avisos", f"Fazer {len(late)} aviso(s)?") != "s":
            return
        by_mail = bool(values["by_mail"])
        for customer in late:
            await self.attempt(lambda customer=customer: _made(customer, acting, days, by_mail))  # type: ignore[misc]
        self.say(f"{len(late)} aviso(s) preparado(s). F5 envia os de e-mail; F11 faz o PDF de um.")
        self.query_one(ListView).reload()

    @work
    async def action_send(self) -> None:
        """F5: sends what waits."""
        from integrations.mail.notices import send_waiting
        from printing.dunning import notice_pdf

        home, acting = self.balcao.home.path, self.acting
        if not await self.attempt(waiting):
            self.say("Não há avisos por enviar.")
            return
        try:
            told = await self.balcao.print_out(
                lambda: "{} enviado(s), {} não.".format(*send_waiting(home, acting, notice_pdf))
            )
        except Refusal as refusal:
            self.refuse(refusal)
            return
        self.say(told)
        self.query_one(ListView).reload()

    @work
    async def action_interest(self) -> None:
        """F7: the debit note of the customer's interest, to be looked over before it is issued."""
        from tui.screens.document import DocumentScreen

        row, today, acting = self.query_one(ListView).current, self.today(), self.acting
        if row is None:
            return
        customer = await self.attempt(lambda: int(notice_of(int(row.id)).customer_id))
        kept = await self.attempt(lambda: rate_in_force(today))
        begin = {"rate": kept[0], "since": kept[1]} if kept else {"rate": None, "since": today.replace(month=1, day=1)}
        values = await ask_fields(self.app, "Juros de mora", INTEREST, self.today, begin)
        if values is None or customer is None:
            return
        if begin != {name: values[name] for name in begin}:
            await self.attempt(lambda: save_rate(values["since"], values["rate"], acting))
        draft = await self.attempt(lambda: interest_draft(customer, acting))
        if draft is not None:
            await self.app.push_screen_wait(DocumentScreen(draft.type, draft))

    @work
    async def action_paper(self) -> None:
        """F11: the letter as a PDF."""
        from printing.dunning import notice_pdf
        from printing.remittance import saved

        row, folder = self.query_one(ListView).current, self.balcao.home.path / "pdf"
        if row is not None:
            number = int(row.id)
            path = await self.attempt(lambda: saved(notice_pdf(number), f"aviso {number}", folder))
            if path is not None:
                self.say(f"Guardado em {path}")


def _made(customer_id: int, acting: Session, days: int, by_mail: bool) -> int:
    """By mail where the card has an address."""
    has_address = bool(Customer.get_by_id(customer_id).email)
    return make_notice(customer_id, acting, days=days, by_mail=by_mail and has_address)


def _told(notice_id: int) -> list[str]:
    """A notice as text."""
    own = notice_of(notice_id)
    how = f"{own.address}: {STATES[own.state].lower()}" if own.address else STATES[own.state].lower()
    sent = f" em {show_day(own.sent_at.date())} {own.sent_at:%H:%M}" if own.sent_at else ""
    lines = ["", f"  {own.customer_code} {own.customer_name}", f"  {how}{sent}", f"  {own.answer}", ""]
    shown = [f"  {x.number[:24]:<24} venceu {show_day(x.due)} {show_euro(x.left):>14}" for x in lines_of(own)]
    return [*lines, *shown, "", f"  {'TOTAL':<24} {'':>17}{show_euro(own.total):>15}"]
