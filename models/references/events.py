"""Every change of a reference goes through here: the new state on its row, and an event that stays for ever."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from fiscal.errors import Refusal
from models import db
from models.references.tables import PaymentReference, ReferenceEvent
from models.session import Session

ASK, POLL, HOOK, BANK, OPERATOR = "ask", "poll", "hook", "bank", "operator"
"""Where news comes from."""


def held(code: str) -> PaymentReference:
    """The reference, locked until the commit. Raises Refusal where there is none."""
    row: PaymentReference | None = db.lock_for_writing(
        PaymentReference.select().where(PaymentReference.code == code)
    ).first()
    if row is None:
        raise Refusal("Essa referência de pagamento não existe: volte a abrir a lista.", rule="reference")
    return row


def change(
    row: PaymentReference,
    kind: str,
    source: str,
    session: Session,
    *,
    happened_at: dt.datetime | None = None,
    detail: dict[str, Any] | None = None,
    **columns: Any,
) -> None:
    """Writes the columns that change and the event that says why, inside the caller's transaction."""
    if columns:
        PaymentReference.update(**columns).where(PaymentReference.id == row.id).execute()
        for name, value in columns.items():
            setattr(row, name, value)
    event = {
        "reference_id": row.id, "at": session.clock.now(), "happened_at": happened_at, "kind": kind, "source": source,
        "state": row.state, "detail": json.dumps(detail or {}, ensure_ascii=False, sort_keys=True, default=str),
        "operator": session.operator,
    }  # fmt: skip
    db.insert(ReferenceEvent, [event])


def told_to(code: str, address: str, answer: str, session: Session) -> None:
    """The notice went to the customer. answer: the mail server's words."""
    with db.writing():
        change(held(code), "told", OPERATOR, session, detail={"to": address, "answer": answer})


def events_of(row_id: int) -> list[ReferenceEvent]:
    """All that happened to a reference, oldest first."""
    query = ReferenceEvent.select().where(ReferenceEvent.reference_id == row_id)
    return list(query.order_by(ReferenceEvent.reference_id, ReferenceEvent.id))
