"""Asking for a reference: the intent is committed before the network, and found again after whatever dies.

The order is always the same: ``reserve`` (ours, committed) → ``asking`` (says whether it may have been asked before) →
the network → ``obtained`` or ``failed``. A program that dies in between leaves an intent; the next try asks the
provider for what it has under our code before it asks for another.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from decimal import Decimal

from fiscal.errors import Refusal
from fiscal.multibanco import check_amount, check_entity, check_reference, fits
from fiscal.text import clean
from models import db
from models.references import states
from models.references.events import ASK, OPERATOR, change, held
from models.references.tables import PaymentReference, ReferenceEvent
from models.references.values import RemotePayment, Wanted
from models.session import Session

CODE_LENGTH = 24
"""Characters of our code: ifthenpay's orderId takes 25."""
SOON, LEASE = timedelta(minutes=1), timedelta(minutes=2)
"""When a new reference is first looked at again; how long one terminal may hold an intent while it asks."""


def reserve(wanted: Wanted, session: Session, *, document_id: int | None = None, number: str = "") -> str:
    """Writes down that a reference is about to be asked for, and gives its code.

    The same operation again gives the same code while it asks for the same thing; otherwise the former one is void.
    document_id, number: of a document already issued. Raises Refusal for an amount that no reference can have, and
    where the operation has one that is already paid.
    """
    if wanted.method == states.MULTIBANCO:
        check_amount(wanted.amount)
    with db.writing():
        for row in _of(wanted.operation):
            if row.state in states.RECEIVED or row.state == states.MISMATCH:
                raise Refusal(f"A referência {row.reference} já foi paga: não se pede outra.", rule="reference")
            if row.state in (states.ASKED, states.OPEN):
                if _same(row, wanted):
                    return str(row.code)
                change(row, "replaced", ASK, session, state=states.VOID, next_at=row.next_at)
        code = uuid.uuid4().hex[:CODE_LENGTH]
        now = session.clock.now()
        row = PaymentReference.create(
            code=code, operation=wanted.operation, provider=wanted.provider, method=wanted.method,
            document_id=document_id, number=number, customer_id=wanted.customer_id, customer=clean(wanted.customer, 100),
            amount=wanted.amount, phone=wanted.phone, valid_until=wanted.valid_until, state=states.ASKED,
            created_at=now, operator=session.operator, terminal=session.terminal,
            next_at=now + LEASE if document_id is not None else None,
        )  # fmt: skip
        change(row, "reserved", ASK, session, detail={"amount": wanted.amount})
    return code


def asking(code: str, session: Session) -> bool:
    """Says, and commits, that the provider is about to be asked. True: it may have been asked before, look first."""
    with db.writing():
        row = held(code)
        if row.state != states.ASKED:
            raise Refusal(f"Esta referência já está {states.STATES[row.state]}.", rule="reference")
        before = ReferenceEvent.select().where(ReferenceEvent.reference_id == row.id, ReferenceEvent.kind == "asked")
        asked = bool(before.exists())
        now = session.clock.now()
        change(row, "asked", ASK, session, next_at=now + LEASE if row.document_id is not None else None)
    return asked


def obtained(code: str, given: RemotePayment, session: Session) -> None:
    """Keeps what the provider gave. The first answer counts; what comes after it changes nothing.

    Raises Refusal for an answer that is not the reference asked for.
    """
    with db.writing():
        row = held(code)
        if row.remote_id:
            if row.remote_id != given.remote_id:
                change(row, "spare", ASK, session, detail={"remote_id": given.remote_id})
            return
        _check(row, given)
        now = session.clock.now()
        detail = {"entity": given.entity, "reference": given.reference, "remote_id": given.remote_id}
        if row.method == states.MULTIBANCO:
            detail["check_digits"] = str(fits(given.entity, given.reference, row.amount)).lower()
        change(
            row, "obtained", ASK, session, detail=detail, remote_id=given.remote_id, entity=given.entity,
            reference=given.reference, link=given.link, valid_until=given.valid_until or row.valid_until,
            obtained_at=now, next_at=now + SOON, message="",
            # Given up meanwhile: it is known all the same, so that a payment of it is noticed.
            state=states.OPEN if row.state == states.ASKED else row.state,
        )  # fmt: skip


def failed(code: str, message: str, session: Session, *, final: bool = False) -> None:
    """Keeps why it could not be obtained. final: the provider said no, and will say no again."""
    with db.writing():
        row = held(code)
        if row.state != states.ASKED:
            return
        now = session.clock.now()
        again = None if final or row.document_id is None else now + SOON
        state = states.REFUSED if final else states.ASKED
        change(
            row,
            "failed",
            ASK,
            session,
            detail={"message": message},
            state=state,
            message=clean(message, 300),
            next_at=again,
        )


def give_up(code: str, session: Session) -> str:
    """The operator wants it no more; gives its state. A provider may still take a payment: that one counts as late."""
    with db.writing():
        row = held(code)
        if row.state not in (states.ASKED, states.OPEN, states.EXPIRED):
            raise Refusal(f"A referência está {states.STATES[row.state]}: não se anula.", rule="reference")
        change(row, "void", OPERATOR, session, state=states.VOID)
    return states.VOID


def give_up_of(operation: str, session: Session) -> int:
    """As ``give_up`` for all of a draft that was thrown away; gives how many. Joins the caller's transaction."""
    with db.writing():
        rows = [row for row in _of(operation) if row.state in (states.ASKED, states.OPEN) and row.document_id is None]
        for row in rows:
            change(row, "void", OPERATOR, session, state=states.VOID)
    return len(rows)


def void_document(document_id: int, session: Session) -> None:
    """Its document was cancelled: what is not paid of it is void. Joins the caller's transaction."""
    with db.writing():
        query = PaymentReference.select().where(
            PaymentReference.document_id == document_id, PaymentReference.state.in_((states.ASKED, states.OPEN))
        )
        for row in db.lock_for_writing(query):
            change(row, "document_cancelled", OPERATOR, session, state=states.VOID)


def _of(operation: str) -> list[PaymentReference]:
    query = PaymentReference.select().where(PaymentReference.operation == operation).order_by(PaymentReference.id)
    return list(db.lock_for_writing(query))


def _same(row: PaymentReference, wanted: Wanted) -> bool:
    asked: tuple[str, str, Decimal, str] = (row.provider, row.method, row.amount, row.phone)
    return asked == (wanted.provider, wanted.method, wanted.amount, wanted.phone)


def _check(row: PaymentReference, given: RemotePayment) -> None:
    if given.amount != row.amount:
        raise Refusal("O prestador deu uma referência de outro valor: não se usa.", rule="reference")
    if not given.remote_id:
        raise Refusal("O prestador não disse o número do pagamento: a referência não se usa.", rule="reference")
    if row.method == states.MULTIBANCO:
        check_entity(given.entity)
        check_reference(given.reference)
