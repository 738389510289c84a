"""Opening balances (``saldos iniciais``): what was still to be settled of each document when the company began with Balcão."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from fiscal.errors import Refusal
from fiscal.rounding import ZERO, cents
from fiscal.rules.dates import check_plausible
from fiscal.rules.lines import MOST
from fiscal.text import clean
from models import db
from models.accounts.keep import keep
from models.accounts.tables import OpeningBalance, SupplierPayment, SupplierPaymentLine
from models.accounts.truth import CUSTOMERS, OPENING, SUPPLIERS
from models.audit.log import record
from models.history.tables import HistoryDocument
from models.parties.customers import find_customer
from models.parties.suppliers import find_supplier
from models.parties.tables import Customer, Supplier
from models.sales.draft import new_operation
from models.sales.tables import Document, DocumentSettled
from models.session import Session

CANCELLED = "A"


@dataclass(slots=True)
class OpeningDraft:
    """What is left of one old document."""

    side: str
    """``CUSTOMERS`` or ``SUPPLIERS``."""
    party: str
    """Code or NIF of the card."""
    number: str
    """Of the old document, for instance FT A/12; receipts and payments name it."""
    date: dt.date
    amount: Decimal
    """Euro with tax; negative what is in the customer's favour, or in ours with a supplier."""
    due: dt.date | None = None
    notes: str = ""
    operation: str = field(default_factory=new_operation)


def record_opening(draft: OpeningDraft, session: Session) -> int:
    """Records an opening balance and gives its id; the same operation again gives the same. Raises Refusal."""
    with db.writing():
        done = OpeningBalance.get_or_none(OpeningBalance.operation == draft.operation)
        if done is not None:
            return int(done.id)
        card = _party(draft)
        number = clean(draft.number, 60)
        _check(draft, number, session.clock.now().date())
        opening_id = db.insert_one(
            OpeningBalance,
            {
                "side": draft.side, "party_id": card.id, "party_code": card.code,
                "party_name": card.name, "number": number, "date": draft.date,
                "due": draft.due or draft.date, "total": draft.amount, "notes": clean(draft.notes, 200),
                "at": session.clock.now(), "operator": session.operator, "state": "N", "operation": draft.operation,
            },
        )  # fmt: skip
        keep(OPENING, (opening_id,))
        record(session, "opening", number, side=draft.side, party=str(card.code), total=str(cents(draft.amount)))
    return opening_id


def cancel_opening(opening_id: int, session: Session) -> None:
    """Takes an opening balance back. Raises Refusal while a receipt or a payment settles it."""
    with db.writing():
        row = db.lock_for_writing(OpeningBalance.select().where(OpeningBalance.id == opening_id)).first()
        if row is None or row.state == CANCELLED:
            raise Refusal("Este saldo inicial já não está em vigor.", field="number", rule="account")
        later = _settled_by(row)
        if later:
            raise Refusal(f"{row.number} já está em {later}: anule primeiro esse.", field="number", rule="account")
        OpeningBalance.update(state=CANCELLED).where(OpeningBalance.id == opening_id).execute()
        keep(OPENING, (opening_id,))
        record(session, "opening.cancel", str(row.number), side=row.side)


def _party(draft: OpeningDraft) -> Customer | Supplier:
    if draft.side not in (CUSTOMERS, SUPPLIERS):
        raise Refusal("Um saldo inicial é de um cliente (C) ou de um fornecedor (F).", field="side", rule="account")
    found: Customer | Supplier | None = (find_customer if draft.side == CUSTOMERS else find_supplier)(
        draft.party.strip()
    )
    if found is None:
        who = "cliente" if draft.side == CUSTOMERS else "fornecedor"
        raise Refusal(f"Não há nenhum {who} «{clean(draft.party, 30)}»: F4 procura.", field="party", rule="account")
    return found


def _check(draft: OpeningDraft, number: str, today: dt.date) -> None:
    if not number:
        raise Refusal("Falta o número do documento antigo: os recibos vão dizê-lo.", field="number", rule="account")
    taken = (
        OpeningBalance.select().where(
            OpeningBalance.side == draft.side, OpeningBalance.number == number, OpeningBalance.state != CANCELLED
        )
    ).exists()
    if draft.side == CUSTOMERS:
        taken = taken or Document.select().where(Document.number == number).exists()
        taken = taken or HistoryDocument.select().where(HistoryDocument.number == number).exists()
    if taken:
        raise Refusal(f"{number} já está nas contas correntes.", field="number", rule="unique")
    check_plausible(draft.date, field="date")
    if draft.date > today:
        raise Refusal("A data é depois de hoje: corrija-a.", field="date", rule="date")
    if draft.due is not None and draft.due < draft.date:
        raise Refusal("O vencimento é antes da data do documento.", field="due", rule="date")
    if draft.amount == ZERO or draft.amount != cents(draft.amount) or abs(draft.amount) > MOST:
        raise Refusal("Escreva o que falta pagar, em euros e cêntimos.", field="amount", rule="account")


def _settled_by(row: OpeningBalance) -> str:
    """The receipt or payment in force that settles it, or empty."""
    query: Any
    if row.side == CUSTOMERS:
        query = (
            Document.select(Document.number)
            .join(DocumentSettled, on=(DocumentSettled.document_id == Document.id))
            .where(DocumentSettled.source == row.number, DocumentSettled.source_id.is_null(), Document.status != "A")
        )
    else:
        query = (
            SupplierPayment.select(SupplierPayment.number)
            .join(SupplierPaymentLine, on=(SupplierPaymentLine.payment_id == SupplierPayment.id))
            .where(
                SupplierPaymentLine.origin == OPENING, SupplierPaymentLine.origin_id == row.id,
                SupplierPayment.state != CANCELLED,
            )
        )  # fmt: skip
    found = query.first()
    return "" if found is None else str(found.number)
