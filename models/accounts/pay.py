"""Pays a supplier: several invoices at once, part of one, credit notes taken off, a discount, tax withheld."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from peewee import fn

from fiscal.errors import Refusal
from fiscal.notation import show_day, show_euro
from fiscal.rounding import ZERO, cents
from fiscal.rules.dates import check_plausible
from fiscal.rules.payment import CASH, check_cash
from fiscal.rules.withholding import WITHHOLDING_TYPES
from fiscal.text import clean
from models import db
from models.accounts.keep import keep
from models.accounts.tables import (
    OpeningBalance,
    OpenItem,
    SupplierPayment,
    SupplierPaymentLine,
    SupplierPaymentMeans,
)
from models.accounts.truth import PURCHASE, SUPPLIERS
from models.audit.log import record
from models.catalogue.tables import PaymentMethod
from models.parties.suppliers import find_supplier
from models.parties.tables import Supplier
from models.purchases.tables import Purchase
from models.sales.draft import DraftPayment, new_operation
from models.session import Session

IN_FORCE, CANCELLED = "N", "A"
LINES_AT_MOST = 500
_LOCK = 7_313_021
"""The place of who gives numbers to payments."""


@dataclass(slots=True)
class PaidLine:
    """What is settled of one document of the supplier."""

    number: str
    """Ours (FF 2026/1), or that of an opening balance."""
    amount: Decimal
    """Euro with tax, discount included; of a credit note what it takes off, positive too."""
    discount: Decimal = ZERO
    """Part of ``amount`` that the supplier gives up."""


@dataclass(slots=True)
class PaymentDraft:
    """A payment being written."""

    supplier: str
    """Code or NIF."""
    lines: list[PaidLine] = field(default_factory=list)
    date: dt.date | None = None
    means: list[DraftPayment] = field(default_factory=list)
    """Empty: all by bank transfer."""
    withholding_type: str = ""
    """IRS or IRC; empty: nothing is withheld."""
    withheld: Decimal = ZERO
    """Euro kept back and paid to the State in the supplier's name (CIRS, 101.º; CIRC, 94.º)."""
    notes: str = ""
    operation: str = field(default_factory=new_operation)


def pay_supplier(draft: PaymentDraft, session: Session) -> str:
    """Records a payment and gives its number (PF 2026/1); the same operation again gives the same number.

    Raises Refusal with the field, and nothing is changed.
    """
    with db.writing():
        db.take_turn(_LOCK)
        done = SupplierPayment.get_or_none(SupplierPayment.operation == draft.operation)
        return str(done.number) if done is not None else _pay(draft, session)


def cancel_payment(number: str, reason: str, session: Session) -> str:
    """Cancels a payment: it stays, marked, and what it settled is open again. Raises Refusal."""
    reason = clean(reason, 100)
    if len(reason) < 3:
        raise Refusal("Diga porque se anula (pelo menos 3 letras).", field="reason", rule="supplier_payment")
    with db.writing():
        row = db.lock_for_writing(
            SupplierPayment.select().where(SupplierPayment.number == number.strip().upper())
        ).first()
        if row is None:
            raise Refusal(f"Não há nenhum pagamento {clean(number, 20)}.", field="number", rule="supplier_payment")
        if row.state == CANCELLED:
            raise Refusal(f"{row.number} já está anulado.", field="number", rule="supplier_payment")
        SupplierPayment.update(state=CANCELLED, reason=reason).where(SupplierPayment.id == row.id).execute()
        for line in SupplierPaymentLine.select().where(SupplierPaymentLine.payment_id == row.id):
            keep(str(line.origin), (int(line.origin_id),))
        record(session, "supplier_payment.cancel", str(row.number), reason=reason)
    return str(row.number)


def payments_of(purchase_id: int) -> list[str]:
    """Numbers of the payments in force that settle a purchase; they are cancelled before it."""
    query = (
        SupplierPayment.select(SupplierPayment.number)
        .join(SupplierPaymentLine, on=(SupplierPaymentLine.payment_id == SupplierPayment.id))
        .where(
            SupplierPaymentLine.origin == PURCHASE,
            SupplierPaymentLine.origin_id == purchase_id,
            SupplierPayment.state != CANCELLED,
        )
        .order_by(SupplierPayment.id)
    )
    return [str(row.number) for row in query]


def _pay(draft: PaymentDraft, session: Session) -> str:
    now = session.clock.now()
    day = draft.date or now.date()
    check_plausible(day, field="date")
    if day > now.date():
        raise Refusal("A data é depois de hoje: corrija-a.", field="date", rule="date")
    supplier = find_supplier(draft.supplier.strip())
    if supplier is None:
        raise Refusal(f"Não há nenhum fornecedor «{clean(draft.supplier, 30)}».", field="supplier", rule="supplier")
    if not draft.lines:
        raise Refusal(
            "O pagamento não diz o que se paga: escolha um documento.", field="lines", rule="supplier_payment"
        )
    if len(draft.lines) > LINES_AT_MOST:
        raise Refusal(
            f"Um pagamento leva {LINES_AT_MOST} documentos no máximo.", field="lines", rule="supplier_payment"
        )
    lines = [_line(line, n, supplier, day) for n, line in enumerate(draft.lines, 1)]
    settled = sum((line["amount"] for line in lines), ZERO)
    discount = sum((line["discount"] for line in lines), ZERO)
    if settled < 0:
        raise Refusal(
            "As notas de crédito abatem mais do que se paga: junte outras faturas, ou abata menos.",
            field="lines",
            rule="supplier_payment",
        )
    withheld = _withheld(draft, settled - discount)
    paid = settled - discount - withheld
    means = _means(draft.means, paid, day, session)
    number, head = _head(draft, supplier, day, session)
    payment_id = db.insert_one(
        SupplierPayment,
        head | {"settled": settled, "discount": discount, "withheld": withheld, "paid": paid},
    )
    db.insert(SupplierPaymentLine, [{"payment_id": payment_id, **line} for line in lines])
    db.insert(SupplierPaymentMeans, [{"payment_id": payment_id, **one} for one in means])
    for line in lines:
        keep(line["origin"], (line["origin_id"],))
    record(session, "supplier_payment", number, supplier=supplier.code, paid=str(cents(paid)))
    return number


def _line(line: PaidLine, n: int, supplier: Supplier, day: dt.date) -> dict[str, Any]:
    """The row of what is settled of one document, which is locked first."""
    typed = " ".join(line.number.split())
    item = (
        OpenItem.select()
        .where(
            OpenItem.side == SUPPLIERS, OpenItem.party_id == supplier.id, OpenItem.number.in_((typed, typed.upper()))
        )
        .first()
    )
    if item is None:
        raise Refusal(
            f"{clean(typed, 30)} não está por pagar a {supplier.name}.",
            field=f"lines.{n}.number",
            rule="supplier_payment",
        )
    table: Any = Purchase if item.origin == PURCHASE else OpeningBalance
    source = db.lock_for_writing(table.select().where(table.id == item.origin_id)).get()
    left = OpenItem.get(OpenItem.origin == item.origin, OpenItem.origin_id == item.origin_id).left
    if day < source.date:
        raise Refusal(
            f"{item.number} é de {show_day(source.date)}: o pagamento não pode ter data anterior.",
            field="date",
            rule="supplier_payment",
        )
    _check_amounts(line, n, str(item.number), left)
    sign = -1 if left < 0 else 1
    theirs = f" ({source.supplier_number})" if item.origin == PURCHASE else ""
    return {
        "number": n, "origin": item.origin, "origin_id": item.origin_id, "source": f"{item.number}{theirs}",
        "source_date": source.date, "amount": sign * line.amount, "discount": line.discount,
    }  # fmt: skip


def _check_amounts(line: PaidLine, n: int, number: str, left: Decimal) -> None:
    if line.amount <= 0 or line.amount != cents(line.amount):
        raise Refusal(
            f"O valor pago de {number} tem de ser maior que zero, em euros e cêntimos.",
            field=f"lines.{n}.amount",
            rule="supplier_payment",
        )
    if line.amount > abs(left):
        raise Refusal(
            f"De {number} só falta pagar {show_euro(abs(left))}: escreveu {show_euro(line.amount)}.",
            field=f"lines.{n}.amount",
            rule="supplier_payment",
        )
    if line.discount and (left < 0 or not ZERO < line.discount <= line.amount or line.discount != cents(line.discount)):
        raise Refusal(
            f"O desconto de {number} vai de zero ao que se paga; uma nota de crédito não leva desconto.",
            field=f"lines.{n}.discount",
            rule="supplier_payment",
        )


def _withheld(draft: PaymentDraft, most: Decimal) -> Decimal:
    if not draft.withholding_type and not draft.withheld:
        return ZERO
    if draft.withholding_type not in WITHHOLDING_TYPES:
        raise Refusal("Diga que imposto se retém: IRS ou IRC.", field="withholding_type", rule="C14")
    if not ZERO < draft.withheld <= most or draft.withheld != cents(draft.withheld):
        raise Refusal(f"A retenção vai de zero a {show_euro(most)}, em euros e cêntimos.", field="withheld", rule="C14")
    return draft.withheld


def _means(given: Sequence[DraftPayment], paid: Decimal, day: dt.date, session: Session) -> list[dict[str, Any]]:
    """Rows of the means, which add up to what is paid."""
    if not paid:
        return []
    given = given or [DraftPayment("TB", paid)]
    rows: list[dict[str, Any]] = []
    for n, one in enumerate(given, 1):
        method = PaymentMethod.get_or_none(PaymentMethod.code == one.method)
        if method is None:
            raise Refusal(f"Meio de pagamento «{one.method}» desconhecido.", field=f"means.{n}.method", rule="payment")
        if one.amount <= 0 or one.amount != cents(one.amount):
            raise Refusal(
                "O valor pago tem de ser maior que zero, em euros e cêntimos.",
                field=f"means.{n}.amount",
                rule="payment",
            )
        rows.append({"method": method.code, "name": method.name, "amount": one.amount})
    total = sum((row["amount"] for row in rows), ZERO)
    if total != paid:
        raise Refusal(
            f"Os meios somam {show_euro(total)} e pagam-se {show_euro(paid)}: corrija-os.",
            field="means",
            rule="payment",
        )
    check_cash(session.tables, sum((row["amount"] for row in rows if row["method"] == CASH), ZERO), day)
    return rows


def _head(draft: PaymentDraft, supplier: Supplier, day: dt.date, session: Session) -> tuple[str, dict[str, Any]]:
    last = SupplierPayment.select(fn.MAX(SupplierPayment.sequence)).where(SupplierPayment.year == day.year).scalar()
    sequence = int(last or 0) + 1
    number = f"PF {day.year}/{sequence}"
    return number, {
        "year": day.year, "sequence": sequence, "number": number, "supplier_id": supplier.id,
        "supplier_code": supplier.code, "supplier_nif": supplier.nif, "supplier_name": supplier.name, "date": day,
        "withholding_type": draft.withholding_type, "notes": clean(draft.notes, 500), "at": session.clock.now(),
        "operator": session.operator, "terminal": session.terminal, "state": IN_FORCE, "reason": "",
        "operation": draft.operation,
    }  # fmt: skip
