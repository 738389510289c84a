"""The state of a document: what it is when issued, and when another one invoices it or gives it back (1.5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from fiscal.doctypes import INVOICES, TYPES
from models import db
from models.audit.log import record
from models.outbox.enqueue import queue_status
from models.sales.tables import Document, DocumentOrigin
from models.session import Session

_INVOICES = tuple(t.code for t in TYPES.values() if t.table == INVOICES)


def usual_status(document: Mapping[str, Any]) -> str:
    """N, or S for self-billing, or T for a guide on behalf of a third party (Portaria 302/2016, 4.1.4.3 and 4.2.3.3)."""
    if document["self_billing"]:
        return "S"
    return "T" if document["third_party"] and document["type"] in _GUIDES else "N"


_GUIDES = tuple(t.code for t in TYPES.values() if t.is_guide)


def follow(sources: Iterable[int], at: datetime, session: Session) -> None:
    """Sets the state of documents that others were born from: F where an invoice in force took any of them, even through
    a document between (an order delivered by a guide that was invoiced), else what it was when issued.

    Called inside the transaction that issues or cancels the later document. sources: ids of its origins.
    """
    seen: set[int] = set()
    waiting = sorted(set(sources))
    while waiting:
        source = waiting.pop()
        if source in seen:
            continue
        seen.add(source)
        row = db.lock_for_writing(Document.select().where(Document.id == source)).get()
        if row.status != "A" and row.type not in _INVOICES:
            wanted = "F" if _invoiced(source) else usual_status(row.__data__)
            if row.status != wanted:
                changed_at = max(at, row.system_entry_date)
                Document.update(
                    status=wanted,
                    status_at=changed_at,
                    status_reason="",
                    status_operator=session.operator,
                ).where(Document.id == source).execute()
                queue_status(source, row.number, row.date, wanted, changed_at)
                record(session, "status", row.number, status=wanted)
        waiting += [
            int(origin.origin_id or 0)
            for origin in DocumentOrigin.select(DocumentOrigin.origin_id).where(
                DocumentOrigin.document_id == source, DocumentOrigin.origin_id.is_null(False)
            )
        ]


def _invoiced(document_id: int) -> bool:
    """Whether an invoice in force was born from the document, itself or through documents between."""
    later = list(
        Document.select(Document.id, Document.type)
        .join(DocumentOrigin, on=(DocumentOrigin.document_id == Document.id))
        .where(DocumentOrigin.origin_id == document_id, Document.status != "A")
        .group_by(Document.id, Document.type)
    )
    return any(row.type in _INVOICES for row in later) or any(_invoiced(int(row.id)) for row in later)


def born_from(document_id: int) -> list[str]:
    """Numbers of the documents in force that were born from one (they must be cancelled first)."""
    query = (
        Document.select(Document.number)
        .join(DocumentOrigin, on=(DocumentOrigin.document_id == Document.id))
        .where(DocumentOrigin.origin_id == document_id, Document.status != "A")
        .group_by(Document.id, Document.number)
        .order_by(Document.id)
    )
    return [str(row.number) for row in query]
