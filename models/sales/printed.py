"""Records what goes on paper: the first time is the original, every later one a second copy (C13)."""

from __future__ import annotations

from models import db
from models.audit.log import record
from models.sales.find import LOST, row_of, times_printed
from models.sales.tables import Document, DocumentPrint
from models.session import Session


def record_print(number: str, medium: str, session: Session) -> int:
    """Notes that a document is about to be printed, before it is: an original that may have come out never comes twice.

    medium: ``pdf``, ``talão`` and the like. Gives how many times it had been printed before: 0 means this is the original.
    """
    with db.writing():
        row = db.lock_for_writing(Document.select().where(Document.id == row_of(number).id)).get()
        before = times_printed(int(row.id))
        DocumentPrint.create(
            document_id=row.id,
            at=session.clock.now(),
            operator=session.operator,
            terminal=session.terminal,
            medium=medium,
        )
        record(session, "print", row.number, medium=medium, copy=before + 1)
    return before


def record_lost(number: str, session: Session) -> None:
    """Notes that the print last recorded never left (the printer could not be reached): the next one takes its place."""
    with db.writing():
        row = row_of(number)
        DocumentPrint.create(
            document_id=row.id,
            at=session.clock.now(),
            operator=session.operator,
            terminal=session.terminal,
            medium=LOST,
        )
        record(session, "print.lost", row.number)
