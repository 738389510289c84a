"""What was paid at issue: completed, limited by the law on cash, and the change worked out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from fiscal.doctypes import INVOICES, DocumentType
from fiscal.errors import Refusal
from fiscal.notation import show_euro
from fiscal.rounding import CENT, ZERO
from fiscal.rules.lines import MOST
from fiscal.rules.payment import CASH, check_cash, check_change
from models.catalogue.tables import PaymentCondition, PaymentMethod
from models.sales.draft import DraftPayment
from models.session import Session


def settle(
    payments: Sequence[DraftPayment], kind: DocumentType, payable: Decimal, day: date, session: Session
) -> list[dict[str, Any]]:
    """Rows of DocumentPayment. payable: euro to pay (the total less what is withheld).

    A type that is settled when issued and brings no payment is paid in cash. Only cash may exceed what is due: the rest
    is change. Raises Refusal with field ``payments``.
    """
    if payments and not kind.is_invoice:
        raise Refusal(
            f"Uma {kind.name.lower()} não se paga: emita uma fatura-recibo, ou um recibo.",
            field="payments",
            rule="payment",
        )
    if not payments:
        if not kind.settled or not payable:
            return []
        payments = [DraftPayment(CASH, payable)]
    used = {payment.method for payment in payments}
    methods = {m.code: m for m in PaymentMethod.select().where(PaymentMethod.code.in_(used))}
    tendered = ZERO
    for n, payment in enumerate(payments, 1):
        if payment.method not in methods:
            known = PaymentMethod.select().order_by(PaymentMethod.position)
            names = ", ".join(f"{m.code} ({m.name})" for m in known)
            raise Refusal(
                f"Meio de pagamento «{payment.method}» desconhecido: use {names}.",
                field=f"payments.{n}.method",
                rule="payment",
            )
        if payment.amount > MOST:
            raise Refusal(
                f"O valor pago em {methods[payment.method].name} é demasiado grande (o máximo é 999 999 €): "
                "será um código de barras ou um NIF?",
                field=f"payments.{n}.amount",
                rule="limits",
            )
        if payment.amount <= 0 or payment.amount != payment.amount.quantize(CENT):
            raise Refusal(
                "O valor pago tem de ser maior que zero, em euros e cêntimos.",
                field=f"payments.{n}.amount",
                rule="payment",
            )
        tendered += payment.amount
    if kind.settled and tendered < payable:
        raise Refusal(
            f"Faltam pagar {show_euro(payable - tendered)} de {show_euro(payable)}: "
            f"uma {kind.name.lower()} é paga na totalidade.",
            field="payments",
            rule="payment",
        )
    return _given_change(payments, methods, tendered - payable, day, session)


def settle_receipt(payments: Sequence[DraftPayment], due: Decimal, day: date, session: Session) -> list[dict[str, Any]]:
    """Rows of DocumentPayment of a receipt of ``due`` euro: all in cash where nothing is said. Raises Refusal."""
    receipt = DocumentType("RG", "Recibo", INVOICES, settled=True)
    return settle(payments, receipt, due, day, session)


def _given_change(
    payments: Sequence[DraftPayment], methods: dict[str, PaymentMethod], change: Decimal, day: date, session: Session
) -> list[dict[str, Any]]:
    change = max(change, ZERO)
    cash = sum((p.amount for p in payments if p.method == CASH), ZERO)
    if change > cash:
        raise Refusal(
            f"O pagamento excede o total em {show_euro(change)} e só o numerário dá troco: corrija os valores.",
            field="payments",
            rule="payment",
        )
    check_change(change)
    check_cash(session.tables, cash - change, day)
    rows: list[dict[str, Any]] = []
    for payment in payments:
        kept = payment.amount
        if payment.method == CASH and change:
            back = min(change, kept)
            kept, change = kept - back, change - back
        method = methods[payment.method]
        rows.append(
            {
                "method": method.code,
                "name": method.name,
                "mechanism": method.mechanism,
                "amount": kept,
                "tendered": payment.amount,
            }
        )
    return rows


def terms(code: str, day: date) -> tuple[str, date]:
    """Name and due date of a payment condition; empty is Pronto pagamento. Raises Refusal with field ``condition``."""
    found = PaymentCondition.get_or_none(PaymentCondition.code == (code or "PP"))
    if found is None:
        raise Refusal(
            f"Condição de pagamento «{code}» desconhecida: F4 mostra as condições.", field="condition", rule="condition"
        )
    return found.name, day + timedelta(days=int(found.days))
