"""Which references are to be asked about now; each is held by one terminal at a time."""

from __future__ import annotations

import datetime as dt

from fiscal.text import clean
from models import db
from models.references import states
from models.references.request import LEASE
from models.references.tables import PaymentReference
from models.references.values import Asked
from models.session import Session


def due(provider: str, session: Session) -> PaymentReference | None:
    """The reference that has waited longest to be asked about, held for this terminal; None when there is none."""
    now = session.clock.now()
    with db.writing():
        query = (
            PaymentReference.select()
            .where(PaymentReference.next_at <= now, PaymentReference.provider == provider)
            .order_by(PaymentReference.next_at, PaymentReference.id)
            .limit(1)
        )
        row: PaymentReference | None = db.lock_for_writing(query).first()
        if row is not None:
            PaymentReference.update(next_at=now + LEASE).where(PaymentReference.id == row.id).execute()
        return row


def something_due(now: dt.datetime) -> bool:
    """Whether any is to be asked about. Cheap: asked every few seconds."""
    sql = "SELECT 1 FROM payment_reference WHERE next_at <= ? LIMIT 1"
    found = db.database.execute_sql(db.marked(sql), (now.isoformat(timespec="seconds"),))
    return found.fetchone() is not None


def by_code(code: str) -> PaymentReference | None:
    found: PaymentReference | None = PaymentReference.get_or_none(PaymentReference.code == code)
    return found


def by_payment(provider: str, remote_id: str) -> PaymentReference | None:
    """The reference behind a payment of the provider's."""
    found: PaymentReference | None = PaymentReference.get_or_none(
        PaymentReference.provider == provider, PaymentReference.remote_id == remote_id
    )
    return found


def by_reference(provider: str, entity: str, reference: str) -> PaymentReference | None:
    """The latest with this entity and reference: numbers come round again after years."""
    query = PaymentReference.select().where(
        PaymentReference.reference == reference,
        PaymentReference.entity == entity,
        PaymentReference.provider == provider,
    )
    found: PaymentReference | None = query.order_by(PaymentReference.id.desc()).first()
    return found


def request_of(row: PaymentReference) -> Asked:
    """What its provider is asked for."""
    number = str(row.number)
    description = f"Fatura {number}" if number else "Fatura"
    return Asked(
        row.code,
        row.method,
        row.amount,
        row.created_at,
        row.valid_until,
        clean(description, 100),
        row.customer,
        row.phone,
    )


def wants_answer(row: PaymentReference) -> bool:
    """It was never obtained: it is asked for again, not asked about."""
    return row.state == states.ASKED
