"""Totals and payment: the last look before a document is issued."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import ClassVar

from textual.widget import Widget

from fiscal.amounts import Amounts
from fiscal.doctypes import DocumentType
from fiscal.notation import show_day, show_number, show_rate
from fiscal.rules.payment import CASH
from fiscal.stamp import STAMP_DUTY
from fiscal.text import clean
from models.catalogue.form import payment_methods
from models.catalogue.tables import PaymentCondition
from models.sales.draft import Draft
from models.sales.withhold import amount_held
from tui.entry.payment import FIELD, Means, PaymentBox
from tui.screens.base import Keys, WorkScreen
from tui.screens.help import help_on
from tui.terminal.app import TerminalApp
from tui.widgets.bars import MessageLine
from tui.widgets.help import PAY_KEYS
from tui.widgets.pay import PayView
from tui.widgets.textview import TextView


class PayScreen(WorkScreen):
    """Gives the payments, or None when the operator went back to the document.

    A document that need not be paid now is issued by Enter alone; what was typed ahead is dropped before that question,
    since it cannot be undone. At the till paying is the confirmation, so its keys may be typed ahead.
    """

    KEYS: ClassVar[Keys] = (
        ("Enter", "Pagar e emitir"), ("↑↓", "Meio"), ("Alt+1…9", "Meio direto"), ("F8", "Retirar"), ("F1", "Ajuda"),
        ("Esc", "Voltar"),
    )  # fmt: skip

    def __init__(self, kind: DocumentType, draft: Draft, amounts: Amounts, warnings: Sequence[str] = ()) -> None:
        super().__init__()
        self._warnings = warnings
        self._kind = kind
        self._draft = draft
        self._amounts = amounts
        self.busy = True
        self.title_text = f"Totais e pagamento · {kind.name}"

    def body(self) -> Iterable[Widget]:
        yield TextView(["  A somar…"])

    async def on_mount(self) -> None:
        found = await self.attempt(lambda: (payment_methods(), _due(self._draft, self.today())))
        if found is None:
            self.busy = False
            return
        methods, due = found
        means = [Means(code, name, code == CASH) for code, name in methods]
        box = PaymentBox(self._payable, means[:9], self._draft.payments)
        required = self._kind.settled or self._kind.is_receipt
        view = PayView(box, self._summary(due), required=required)
        await self.query_one(TextView).remove()
        await self.mount(view, before=self.query_one(MessageLine))
        view.focus()
        self.busy = False
        if not required:
            assert isinstance(self.app, TerminalApp)
            self.app.flush_input()
            self.say("Enter emite sem pagamento, ou escreva o valor já recebido.")
        else:
            self.say("Enter paga em numerário, ou escreva o valor; ↑↓ escolhe outro meio.")
        if self._warnings:
            self.refuse(" ".join(self._warnings))

    @property
    def _payable(self) -> Decimal:
        day = self._draft.date or self.today()
        return self._amounts.gross - amount_held(self._draft, self._amounts.net, day, self.acting.tables)

    def _summary(self, due: str) -> list[str]:
        a = self._amounts
        lines = ["Taxa             Base          IVA", "─" * 34]
        for rate in a.rates:
            name = rate.exemption or rate.tax_code if not rate.rate else show_rate(rate.rate)
            name = f"IS {name}" if rate.tax_type == STAMP_DUTY else name
            region = "" if rate.region == "PT" else f" {rate.region}"
            lines.append(f"{name + region:<10}{show_number(rate.base):>12}{show_number(rate.tax):>12}")
        lines += [
            "─" * 34,
            f"{'Total s/ IVA':<20}{show_number(a.net):>14}",
            f"{'Impostos' if any(r.tax_type == STAMP_DUTY for r in a.rates) else 'IVA':<20}{show_number(a.tax):>14}",
            f"{'TOTAL':<20}{show_number(a.gross):>14}",
        ]
        if self._payable != a.gross:
            lines += [
                f"{'Retenção':<20}{show_number(a.gross - self._payable):>14}",
                f"{'A pagar':<20}{show_number(self._payable):>14}",
            ]
        customer = self._draft.customer
        lines += ["", clean(customer.name or customer.nif or customer.code, 34) if customer else "Consumidor final"]
        if due and not self._kind.settled and not self._kind.debit:
            lines.append(due)
        return lines

    def on_pay_view_complete(self) -> None:
        self.dismiss(self.query_one(PayView).box.so_far())

    def on_pay_view_refused(self, message: PayView.Refused) -> None:
        self.refuse(message.message)

    def on_pay_view_noted(self, message: PayView.Noted) -> None:
        self.say(message.message)

    async def on_pay_view_help_wanted(self) -> None:
        await help_on(self, FIELD, PAY_KEYS)

    async def action_leave(self) -> None:
        self.dismiss(None)


def _due(draft: Draft, today: date) -> str:
    """The condition and the day until which it is to be paid, as one line; empty for an unknown condition."""
    condition = PaymentCondition.get_or_none(PaymentCondition.code == (draft.condition or "PP"))
    if condition is None:
        return ""
    day = (draft.date or today) + timedelta(days=int(condition.days))
    return f"{condition.name}, vence {show_day(day)}"
