"""Cancels a document: it stays, with its number, signature and lines; only its status changes (7.5, F11)."""

from __future__ import annotations

from datetime import datetime

from fiscal.rules.rectifying import check_cancel, check_reason
from fiscal.text import clean
from models import db
from models.accounts.keep import keep, keep_settled
from models.accounts.truth import DOCUMENT
from models.audit.log import record
from models.outbox.enqueue import queue_status
from models.references.request import void_document
from models.sales.find import row_of
from models.sales.owed import receipts_of
from models.sales.rectified import rectifying_numbers
from models.sales.states import born_from, follow
from models.sales.tables import Document, DocumentOrigin, DocumentTransport
from models.session import Session
from models.stock.move import TAKEN_BACK, move, take_back
from models.stock.tables import StockMovement
from models.stock.valuation import TRANSFER


def cancel(number: str, reason: str, session: Session) -> str:
    """Marks a document as cancelled and puts its goods back; gives its number. Raises Refusal when the rules forbid it.

    reason: 3 to 50 characters, kept with the document and exported in SAF-T.
    """
    reason = clean(reason)
    check_reason(reason)
    now = session.clock.now()
    with db.writing():
        row = row_of(number)
        row = db.lock_for_writing(Document.select().where(Document.id == row.id)).get()
        document_id = int(row.id)
        check_cancel(
            row.number,
            row.status,
            row.date,
            now.date(),
            rectified_by=rectifying_numbers(document_id),
            depends=[*receipts_of(document_id), *born_from(document_id)],
            started=_started(document_id, now),
        )
        changed_at = max(now, row.system_entry_date)
        Document.update(
            status="A",
            status_at=changed_at,
            status_reason=reason,
            status_operator=session.operator,
        ).where(Document.id == row.id).execute()
        _put_back(document_id, now)
        void_document(document_id, session)
        keep(DOCUMENT, (document_id,))
        keep_settled(document_id)
        queue_status(int(row.id), row.number, row.date, "A", changed_at)
        follow(_sources(int(row.id)), now, session)
        record(session, "cancel", row.number, reason=reason)
    return str(row.number)


def _put_back(document_id: int, now: datetime) -> None:
    """The goods where they were, at the value that they had. What only changed place changes back."""
    moved = list(StockMovement.select().where(StockMovement.document_id == document_id).order_by(StockMovement.id))
    for reason in (TAKEN_BACK, TRANSFER):
        back = take_back(m for m in moved if (m.reason == TRANSFER) == (reason == TRANSFER))
        move(back, now.date(), now, reason, document_id=document_id, confirmed=frozenset({"negative"}))


def _started(document_id: int, now: datetime) -> datetime | None:
    """When the transport of its goods began, if it has."""
    transport = DocumentTransport.get_or_none(DocumentTransport.document_id == document_id)
    return transport.starts_at if transport is not None and transport.starts_at <= now else None


def _sources(document_id: int) -> list[int]:
    query = DocumentOrigin.select(DocumentOrigin.origin_id).where(
        DocumentOrigin.document_id == document_id, DocumentOrigin.origin_id.is_null(False)
    )
    return [int(row.origin_id or 0) for row in query]
