"""What the operator does with messages to AT: again, settled by other means, not to be sent; each in the audit log."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from fiscal.doctypes import document_type
from fiscal.errors import Refusal
from fiscal.text import clean
from models import db
from models.audit.log import record
from models.outbox import kinds
from models.outbox.claim import in_flight
from models.outbox.enqueue import queue_document
from models.outbox.tables import Outbox
from models.sales.tables import Document, DocumentTransport
from models.series.tables import Series
from models.session import Session


def retry(row_id: int, session: Session) -> None:
    """The message goes again at once. One that is over, or that is being sent right now, stays as it is."""
    with db.writing():
        _again(_open(row_id), session)


def retry_all(session: Session, service: str = "", states: Sequence[str] = kinds.OPEN) -> int:
    """All that is not told yet (of one service) goes again at once; gives how many. Ends what a stop held back.

    states: only what stands so; after a password was changed, what is STOPPED.
    """
    wanted = kinds.kinds_of(service) if service else list(kinds.SERVICES)
    with db.writing():
        rows = list(
            db.lock_for_writing(
                Outbox.select().where(Outbox.state.in_(states), Outbox.kind.in_(wanted)).order_by(Outbox.id)
            )
        )
        return sum(_again(row, session) for row in rows)


def _again(row: Outbox, session: Session) -> bool:
    if in_flight(row, session.clock.now()):
        return False
    detail = json.loads(row.detail)
    if row.state == kinds.FIX and row.kind in kinds.REGISTRATIONS:
        # AT did not take it: it is told with the status that it has when it goes.
        detail = {}
    Outbox.update(state=kinds.WAITING, next_at=None, detail=json.dumps(detail)).where(Outbox.id == row.id).execute()
    if row.state != kinds.WAITING:
        record(session, "at.retry", row.subject, kind=row.kind, was=row.state)
    return True


def settle(row_id: int, reason: str, session: Session, code: str = "") -> None:
    """AT knows it by other means (portal, SAF-T file, telephone). reason: how; code: AT's code of a transport document,
    which may also be written to one that AT took and whose code got lost on the way.
    """
    reason, code = _reason(reason), clean(code, 200).replace(" ", "")
    with db.writing():
        row = _open(row_id, lost_code=bool(code))
        if row.kind == kinds.SERIES:
            raise Refusal(
                f"O código da série {row.subject} escreve-se em Fiscal > Séries: deixa logo de estar por comunicar.",
                rule="at",
            )
        detail: dict[str, Any] = json.loads(row.detail)
        if row.kind in (kinds.INVOICE, kinds.WORK, kinds.PAYMENT):
            detail["status"] = Document.get_by_id(row.document_id).status
        Outbox.update(
            state=kinds.SENT, message=f"Comunicado por outro meio: {reason}", code="", answered_at=session.clock.now(),
            next_at=None, answer=code or row.answer, detail=json.dumps(detail),
        ).where(Outbox.id == row.id).execute()  # fmt: skip
        record(session, "at.settle", row.subject, kind=row.kind, reason=reason, code=code)


def withdraw(row_id: int, reason: str, session: Session) -> None:
    """It is not to be told to AT. reason: why."""
    reason = _reason(reason)
    with db.writing():
        row = _open(row_id)
        Outbox.update(
            state=kinds.WITHDRAWN, message=f"Retirado: {reason}", answered_at=session.clock.now(), next_at=None
        ).where(Outbox.id == row.id).execute()
        record(session, "at.withdraw", row.subject, kind=row.kind, reason=reason)


def queue_since(day: date, session: Session) -> int:
    """Queues the documents from ``day`` on that are not in the outbox, of the services now in use; gives how many.

    For a company that passes to the web service within a month: what it issued before the change is told too. Guides
    that were cancelled or whose transport has begun are left out: AT would take them as mere information.
    """
    with db.writing():
        known = Outbox.select(Outbox.document_id).where(Outbox.document_id.is_null(False))
        before = Outbox.select().count()
        for row in list(Document.select().where(Document.date >= day, Document.id.not_in(known)).order_by(Document.id)):
            transport = DocumentTransport.get_or_none(DocumentTransport.document_id == row.id)
            starts_at = transport.starts_at if transport is not None else None
            ahead = starts_at is not None and starts_at > session.clock.now() and row.status != "A"
            if ahead or not document_type(row.type).is_guide:
                queue_document(int(row.id), row.__data__, starts_at, Series.get_by_id(row.series_id))
        queued = int(Outbox.select().count()) - before
        record(session, "at.queue", day.isoformat(), queued=queued)
    return queued


def _open(row_id: int, *, lost_code: bool = False) -> Outbox:
    row: Outbox | None = db.lock_for_writing(Outbox.select().where(Outbox.id == row_id)).first()
    if row is None:
        raise Refusal("Essa comunicação já não existe: volte a abrir a lista.", rule="at")
    without_code = lost_code and row.kind == kinds.TRANSPORT and row.state == kinds.SENT and not row.answer
    if row.state not in kinds.OPEN and not without_code:
        raise Refusal(f"{row.subject} já está {kinds.STATES[row.state]}: não há nada a fazer.", rule="at")
    return row


def _reason(text: str) -> str:
    reason = clean(text, 200)
    if len(reason) < 3:
        raise Refusal("Diga em poucas palavras como ou porquê: fica no registo.", field="reason", rule="at")
    return reason
