"""What a provider or the bank says of a reference becomes its state; told twice, late or out of order, it counts once."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from fiscal.errors import Refusal
from fiscal.notation import show_euro
from models import db
from models.references import states
from models.references.events import OPERATOR, change, held
from models.references.request import SOON
from models.references.tables import PaymentReference
from models.references.values import CANCELLED, EXPIRED, PAID, REFUNDED, RemotePayment
from models.session import Session

SELDOM = dt.timedelta(hours=6)
"""The longest pause between two looks at one reference."""
WATCHED = dt.timedelta(days=120)
"""For how long after its end money may still come: references without control in real time can be paid afterwards."""
BANK_DAYS = {states.MULTIBANCO: 1, states.MBWAY: 2, states.LINK: 3}
"""Working days until a provider transfers what was paid."""
_SIMPLE = {EXPIRED: states.EXPIRED, CANCELLED: states.VOID}


def learn(code: str, told: RemotePayment, source: str, session: Session) -> str:
    """Takes what is told of a reference; gives its state afterwards.

    A payment of another amount is ``mismatch`` and never counts by itself. News that came before what is known already
    changes nothing.
    """
    with db.writing():
        row = held(code)
        if row.remote_id and told.remote_id and row.remote_id != told.remote_id:
            raise Refusal("O que chegou é de outro pagamento.", rule="reference")
        if told.state in _SIMPLE:
            _end(row, told, source, session)
        elif told.state == PAID:
            _pay(row, told, source, session)
        elif told.state == REFUNDED:
            _refund(row, told, source, session)
        elif row.state == states.OPEN and _over(row, session):
            change(row, "expired", source, session, state=states.EXPIRED)
        if told.transferred_on and row.state == states.PAID:
            change(
                row, "settled", source, session, happened_at=told.happened_at, state=states.SETTLED,
                transferred_on=told.transferred_on, transfer=told.transfer, detail={"transfer": told.transfer},
            )  # fmt: skip
        if told.fee_invoice and told.fee_invoice != row.fee_invoice:
            change(row, "fee_invoiced", source, session, fee_invoice=told.fee_invoice)
        _next_look(row, session)
        return str(row.state)


def not_reached(code: str, message: str, session: Session) -> None:
    """The provider did not answer: looked at again later. No event, or a day without network would be hundreds."""
    with db.writing():
        row = held(code)
        PaymentReference.update(message=message[:300]).where(PaymentReference.id == row.id).execute()
        _next_look(row, session)


def accept(code: str, session: Session) -> str:
    """The operator takes a payment of another amount for what it is: it can then be receipted. Gives its state."""
    with db.writing():
        row = held(code)
        if row.state != states.MISMATCH:
            raise Refusal("Só uma referência divergente se aceita.", rule="reference")
        change(row, "accepted", OPERATOR, session, state=states.PAID, message="")
    return states.PAID


def working_day(day: dt.date, days: int) -> dt.date:
    """So many days after ``day``, leaving out weekends; holidays of banks are not known here."""
    while days:
        day += dt.timedelta(days=1)
        days -= day.weekday() < 5
    return day


def _pay(row: PaymentReference, told: RemotePayment, source: str, session: Session) -> None:
    paid_at = told.happened_at or session.clock.now()
    known = states.RANK[row.state] >= states.RANK[states.PAID]
    fees: dict[str, Any] = {}
    if told.fee_net or told.fee_tax:
        fees = {"fee_net": told.fee_net, "fee_tax": told.fee_tax}
    if known:
        if fees and (row.fee_net, row.fee_tax) != (told.fee_net, told.fee_tax):
            change(row, "fee", source, session, detail=fees, **fees)
        return
    wrong = told.amount != row.amount
    late = row.state in states.ENDED or (row.valid_until is not None and paid_at.date() > row.valid_until)
    message = f"Pagou-se {show_euro(told.amount)} em vez de {show_euro(row.amount)}." if wrong else ""
    change(
        row, "mismatch" if wrong else "paid", source, session, happened_at=paid_at,
        detail={"amount": told.amount, "late": late, **fees},
        state=states.MISMATCH if wrong else states.PAID, paid=told.amount, paid_at=paid_at, late=late, message=message,
        remote_id=row.remote_id or told.remote_id,
        transfer_expected=working_day(paid_at.date(), BANK_DAYS[row.method]), **fees,
    )  # fmt: skip


def _end(row: PaymentReference, told: RemotePayment, source: str, session: Session) -> None:
    state = _SIMPLE[told.state]
    if states.RANK[row.state] < states.RANK[state]:
        change(row, told.state, source, session, happened_at=told.happened_at, state=state)


def _refund(row: PaymentReference, told: RemotePayment, source: str, session: Session) -> None:
    back: Decimal = told.refunded or told.amount
    if row.refunded == back and row.state == states.REFUNDED:
        return
    whole = back >= (row.paid or row.amount)
    change(
        row, "refunded", source, session, happened_at=told.happened_at, detail={"amount": back}, refunded=back,
        **({"state": states.REFUNDED} if whole else {}),
    )  # fmt: skip


def _over(row: PaymentReference, session: Session) -> bool:
    return row.valid_until is not None and session.clock.now().date() > row.valid_until


def _next_look(row: PaymentReference, session: Session) -> None:
    """Often while it is new, seldom when it is old, no more once the money has come to the bank."""
    now = session.clock.now()
    pause = min(max((now - row.created_at) / 20, SOON), SELDOM)
    over = row.state in (states.SETTLED, states.REFUNDED, states.REFUSED) or (
        row.state in states.ENDED and now - row.created_at > WATCHED
    )
    PaymentReference.update(checked_at=now, next_at=None if over else now + pause).where(
        PaymentReference.id == row.id
    ).execute()
