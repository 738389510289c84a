"""What a deed leaves to be told to AT: one row, in the transaction of the deed itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from fiscal.doctypes import GUIDES, INVOICES, RECEIPTS, WORKING, document_type
from models import db
from models.outbox import kinds
from models.outbox.modes import by_service
from models.outbox.tables import Outbox
from models.series.tables import Series

INTEGRATED = "I"
"""Issued by another program, which tells AT of it itself."""
TRAINING = "F"
THIRD_PARTY = "third_party"
_REGISTERED_AS = {INVOICES: kinds.INVOICE, WORKING: kinds.WORK, RECEIPTS: kinds.PAYMENT, GUIDES: kinds.TRANSPORT}


def registration_kind(type_code: str) -> str:
    """The message that registers a document of a type at AT; empty for one that is not told (RG)."""
    return "" if type_code == "RG" else _REGISTERED_AS[document_type(type_code).table]


def queue_document(document_id: int, document: Mapping[str, Any], starts_at: datetime | None, series: Series) -> None:
    """Queues a document that was just stored, where the company tells AT of its kind by web service.

    starts_at: of its transport. An invoice that goes with the goods is told as an invoice, once (DL 147/2003, art. 5 n.9).
    What is issued in another's name is told by that one's SAF-T file: its NIF is not ours to speak for (decision 30).
    """
    kind = registration_kind(document["type"])
    if not kind or document.get("source_billing") == INTEGRATED or series.kind == TRAINING or series.supplier_id:
        return
    if not by_service(kinds.SERVICES[kind]):
        return
    entry: datetime = document["system_entry_date"]
    deadline = starts_at if kind == kinds.TRANSPORT else kinds.fifth_of_next_month(document["date"])
    _insert(kind, document["number"], entry, deadline, document_id=document_id)


def queue_status(document_id: int, number: str, issued_on: date, status: str, at: datetime) -> None:
    """Queues a document's new status, where the document itself was queued. Called once the status has changed.

    Of a transport document only its cancelling is told; cancelled before it was ever sent, nothing is (decision 30).
    """
    rows = list(Outbox.select().where(Outbox.document_id == document_id).order_by(Outbox.id))
    told = next((row for row in rows if row.kind in kinds.REGISTRATIONS), None)
    if told is None or (told.state == kinds.WITHDRAWN and told.kind == kinds.TRANSPORT):
        return
    detail = json.dumps({"status": status, "at": at.isoformat(timespec="seconds")})
    if told.kind == kinds.TRANSPORT:
        if status != "A":
            return
        if told.state in kinds.OPEN and not told.attempts:
            _over(told.id, "Anulado antes de ser enviado: não há nada a comunicar.", at)
            return
        _insert(kinds.CANCEL, number, at, told.deadline, document_id=document_id, detail=detail)
        return
    last = rows[-1]
    if last.kind == kinds.STATUS and last.state == kinds.WAITING and not last.attempts:
        Outbox.update(detail=detail).where(Outbox.id == last.id).execute()
        return
    deadline = kinds.deadline_of_change(issued_on, at)
    _insert(kinds.STATUS, number, at, deadline, document_id=document_id, detail=detail)


def queue_registration(series: Series, at: datetime) -> None:
    """Queues a series that has no validation code yet, where series are told by web service."""
    if series.validation_code or series.kind == TRAINING or series.purpose == THIRD_PARTY:
        return
    if not by_service(kinds.SERIES_SERVICE):
        return
    _insert_series(series, kinds.REGISTER, at, kinds.start_of(series.starts_on))


def queue_end(series: Series, at: datetime, *, last_known: bool = True) -> None:
    """Queues what AT is to know of a series that was closed.

    Used: finished with its last number. Never used and registered today or yesterday: annulled, as AT allows then.
    Never used and older: nothing, since AT finishes no series without a document (4047).
    last_known: whether its last number is; after a loss of data it is not, and only what waits is taken back.
    """
    waiting = Outbox.select().where(
        Outbox.series_id == series.id, Outbox.kind == kinds.SERIES, Outbox.state.in_(kinds.OPEN), Outbox.attempts == 0
    )
    for row in waiting:
        _over(row.id, "A série fechou-se antes de ser comunicada.", at)
    if not last_known or series.at_state != "A" or not by_service(kinds.SERIES_SERVICE):
        return
    registered = series.registered_on
    if series.last_number:
        _insert_series(series, kinds.FINISH, at, None)
    elif registered is not None and registered >= at.date() - timedelta(days=1):
        _insert_series(series, kinds.ANNUL, at, datetime.combine(registered + timedelta(days=1), datetime.max.time()))


def code_known(series_id: int, at: datetime) -> None:
    """A series got its code by hand: what waits to ask for it has nothing left to ask."""
    waiting = Outbox.select().where(
        Outbox.series_id == series_id, Outbox.kind == kinds.SERIES, Outbox.state.in_(kinds.OPEN)
    )
    for row in waiting:
        if json.loads(row.detail)["do"] == kinds.REGISTER:
            _over(row.id, "O código de validação foi escrito à mão.", at)


def _insert_series(series: Series, what: str, at: datetime, deadline: datetime | None) -> None:
    detail = json.dumps({"do": what})
    _insert(kinds.SERIES, f"{series.type} {series.name}", at, deadline, series_id=int(series.id), detail=detail)


def _insert(
    kind: str,
    subject: str,
    at: datetime,
    deadline: datetime | None,
    *,
    document_id: int | None = None,
    series_id: int | None = None,
    detail: str = "{}",
) -> None:
    row = {
        "kind": kind, "subject": subject, "document_id": document_id, "series_id": series_id, "detail": detail,
        "state": kinds.WAITING, "created_at": at, "deadline": deadline, "next_at": None, "attempts": 0, "code": "",
        "message": "", "answered_at": None, "answer": "",
    }  # fmt: skip
    db.insert(Outbox, [row])


def _over(row_id: int, message: str, at: datetime) -> None:
    Outbox.update(state=kinds.WITHDRAWN, message=message, answered_at=at, next_at=None).where(
        Outbox.id == row_id
    ).execute()
