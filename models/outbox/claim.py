"""Taking the next message to send, and writing down what was answered: two terminals never send one at the same time."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from peewee import fn

from fiscal.errors import Refusal
from models import db
from models.outbox import kinds
from models.outbox.enqueue import queue_end
from models.outbox.tables import Outbox
from models.sales.tables import Document
from models.series.series import set_validation_code
from models.series.tables import Series
from models.session import Session

BACK_OFF = (1, 2, 5, 15, 30, 60)
"""Minutes until a message is tried again after the first, second … failure; the last goes on."""
BACK_OFF_TRANSPORT = (1, 1, 2, 5)
"""Goods wait at the door."""
UNTIL = "until"
"""In ``detail`` while a terminal has the message: when it counts as cut off."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A message that this terminal is to send now. ``number``: which attempt it is."""

    id: int
    kind: str
    subject: str
    document_id: int | None
    series_id: int | None
    detail: dict[str, Any]
    number: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one attempt."""

    state: str
    """WAITING: again later."""
    message: str
    code: str = ""
    answer: str = ""
    """What AT gave back: a transport document's code, a series' validation code."""
    series: dict[str, Any] = field(default_factory=dict)
    """Of a series: ``at_state`` and ``registered_on`` as AT has them."""


def claim(session: Session, lease: timedelta, services: Collection[str]) -> Claim | None:
    """The next message of ``services`` that is due, or None. Nearest deadline first.

    lease: how long nobody else takes it; longer than one attempt can last. After that it counts as one that was cut off:
    the next attempt asks the same again, and AT says that it has it already. A service with a stopped message gives none.
    """
    while True:
        with db.writing():
            now = session.clock.now()
            row = _next(now, services)
            if row is None:
                return None
            detail = _told_with(row, {k: v for k, v in json.loads(row.detail).items() if k != UNTIL})
            if row.kind in kinds.CHANGES and _last_told(row) == detail["status"]:
                _close(row.id, "A AT já soube deste estado com o documento.", now)
                continue
            number, until = row.attempts + 1, now + lease
            held = {**detail, UNTIL: until.isoformat(timespec="seconds")}
            Outbox.update(attempts=number, next_at=until, detail=json.dumps(held)).where(Outbox.id == row.id).execute()
        # The transaction is over: nothing is sent inside one.
        return Claim(int(row.id), row.kind, row.subject, row.document_id, row.series_id, detail, number)


def in_flight(row: Outbox, now: datetime) -> bool:
    """Whether some terminal is sending it at this moment."""
    return str(json.loads(row.detail).get(UNTIL, "")) > now.isoformat(timespec="seconds")


def _next(now: datetime, services: Collection[str]) -> Outbox | None:
    halted = {kinds.SERVICES[kind] for kind in stopped_kinds()}
    wanted = [kind for kind, service in kinds.SERVICES.items() if service in services and service not in halted]
    before = Outbox.alias()
    open_before = before.select(before.id).where(before.id < Outbox.id, before.state.in_(kinds.OPEN))
    of_document = open_before.where(before.document_id == Outbox.document_id)
    of_series = open_before.where(before.series_id == Outbox.series_id)
    query = (
        Outbox.select()
        .where(
            Outbox.state == kinds.WAITING,
            Outbox.kind.in_(wanted),
            Outbox.next_at.is_null() | (Outbox.next_at <= now),
            Outbox.kind.not_in(kinds.CHANGES) | ~fn.EXISTS(of_document),
            (Outbox.kind != kinds.SERIES) | ~fn.EXISTS(of_series),
        )
        .order_by(Outbox.deadline.is_null(), Outbox.deadline, Outbox.id)
        .limit(1)
    )
    if db.on_postgres():
        query = query.for_update(of=Outbox, skip_locked=True)
    found: Outbox | None = query.first()
    return found


def stopped_kinds() -> list[str]:
    """Kinds of the messages that stop their service until somebody acts."""
    query = Outbox.select(Outbox.kind).where(Outbox.state == kinds.STOPPED).group_by(Outbox.kind)
    return [str(row.kind) for row in query]


def _told_with(row: Outbox, detail: dict[str, Any]) -> dict[str, Any]:
    """The status that a document is registered with: that of its first attempt, so that a repeated one is the same.

    A cancelled invoice goes as cancelled; a transport document never, since one cancelled before is not sent.
    """
    if row.kind not in kinds.REGISTRATIONS or "status" in detail:
        return detail
    document = Document.get_by_id(row.document_id)
    status, at = document.status, document.status_at
    if row.kind == kinds.TRANSPORT:
        status, at = "T" if document.third_party else "N", document.system_entry_date
    return {**detail, "status": status, "at": at.isoformat(timespec="seconds")}


def _last_told(row: Outbox) -> str:
    """The status that AT last took of the row's document."""
    sent = (
        Outbox.select(Outbox.detail)
        .where(Outbox.document_id == row.document_id, Outbox.id < row.id, Outbox.state == kinds.SENT)
        .order_by(Outbox.id.desc())
        .first()
    )
    return str(json.loads(sent.detail).get("status", "")) if sent is not None else ""


def _close(row_id: int, message: str, at: datetime) -> None:
    Outbox.update(state=kinds.SENT, message=message, answered_at=at, next_at=None).where(Outbox.id == row_id).execute()


def answered(claimed: Claim, outcome: Outcome, session: Session) -> str:
    """Writes down what came of an attempt, with what AT gave, in one transaction; gives the state that it led to.

    What AT took is always written. Any other outcome only while no later attempt has begun.
    """
    with db.writing():
        row = db.lock_for_writing(Outbox.select().where(Outbox.id == claimed.id)).get()
        now = session.clock.now()
        if row.state not in (kinds.WAITING, kinds.WITHDRAWN) or (
            outcome.state != kinds.SENT and (row.state != kinds.WAITING or row.attempts != claimed.number)
        ):
            if outcome.answer and not row.answer:
                Outbox.update(answer=outcome.answer).where(Outbox.id == row.id).execute()
            return str(row.state)
        if claimed.series_id is not None and outcome.state == kinds.SENT:
            outcome = _of_series(claimed, outcome, session)
        later = now + timedelta(minutes=back_off(claimed.kind, claimed.number))
        Outbox.update(
            state=outcome.state,
            code=outcome.code,
            message=outcome.message,
            detail=json.dumps(claimed.detail),
            answered_at=now,
            next_at=later if outcome.state == kinds.WAITING else None,
            answer=outcome.answer or row.answer,
        ).where(Outbox.id == row.id).execute()
    return outcome.state


def back_off(kind: str, attempts: int) -> int:
    """Minutes."""
    steps = BACK_OFF_TRANSPORT if kinds.SERVICES[kind] == kinds.TRANSPORTE else BACK_OFF
    return steps[min(attempts, len(steps)) - 1]


def _of_series(claimed: Claim, outcome: Outcome, session: Session) -> Outcome:
    """What AT said of a series goes to the series; a code that does not fit it is a conflict for a person to solve."""
    series = Series.get_by_id(claimed.series_id)
    if claimed.detail["do"] == kinds.REGISTER and outcome.answer:
        try:
            set_validation_code(int(series.id), outcome.answer, session)
        except Refusal as refusal:
            message = f"A AT deu à série o código {outcome.answer}, que não se pôde usar. {refusal.message}"
            return Outcome(kinds.CONFLICT, message, outcome.code, outcome.answer)
    became = {kinds.REGISTER: "A", kinds.FINISH: "F", kinds.ANNUL: "N"}[claimed.detail["do"]]
    Series.update(**{"at_state": became, **outcome.series}).where(Series.id == series.id).execute()
    if claimed.detail["do"] == kinds.REGISTER and not series.open:
        queue_end(Series.get_by_id(series.id), session.clock.now())
    return outcome
