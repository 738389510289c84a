"""What is still to be told to AT, in figures: for the title of every screen, the first screen and the panel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from peewee import fn

from models import db
from models.outbox import kinds
from models.outbox.claim import stopped_kinds
from models.outbox.modes import any_by_service
from models.outbox.tables import Outbox
from models.sales.tables import Document


@dataclass(frozen=True, slots=True)
class Pending:
    """What is not told yet."""

    waiting: int
    """Messages in the queue, which go by themselves."""
    wrong: int
    """Messages that need a person: to correct, in conflict, stopped."""
    deadline: datetime | None
    """The nearest one."""
    subject: str
    """What has it."""
    stopped: tuple[str, ...]
    """Services in which nothing goes until somebody acts."""

    @property
    def total(self) -> int:
        return self.waiting + self.wrong


def pending() -> Pending | None:
    """None where nothing is told from here and nothing is left over from when it was."""
    by_state = dict(
        Outbox.select(Outbox.state, fn.COUNT(Outbox.id))
        .where(Outbox.state.in_(kinds.OPEN))
        .group_by(Outbox.state)
        .tuples()
        .iterator()
    )
    if not by_state and not any_by_service():
        return None
    first = (
        Outbox.select(Outbox.deadline, Outbox.subject)
        .where(Outbox.state.in_(kinds.OPEN), Outbox.deadline.is_null(False))
        .order_by(Outbox.deadline, Outbox.id)
        .first()
    )
    waiting = int(by_state.pop(kinds.WAITING, 0))
    return Pending(
        waiting=waiting,
        wrong=sum(map(int, by_state.values())),
        deadline=first.deadline if first is not None else None,
        subject=str(first.subject) if first is not None else "",
        stopped=tuple(sorted({kinds.SERVICES[kind] for kind in stopped_kinds()})),
    )


def something_due(now: datetime) -> bool:
    """Whether any message may go now. Cheap: asked every few seconds."""
    mark = "%s" if db.on_postgres() else "?"
    found = db.database.execute_sql(
        "SELECT 1 FROM outbox WHERE state = 'waiting' "  # noqa: S608
        f"AND (next_at IS NULL OR next_at <= {mark}) LIMIT 1",
        (now.isoformat(timespec="seconds"),),
    )
    return found.fetchone() is not None


def code_awaited(number: str) -> bool:
    """Whether AT's code of a transport document may come any moment: it waits for its first answer."""
    row = Outbox.get_or_none(
        Outbox.document_id.in_(Document.select(Document.id).where(Document.number == number)),
        Outbox.kind == kinds.TRANSPORT,
        Outbox.state == kinds.WAITING,
        Outbox.answered_at.is_null(),
    )
    return row is not None


def time_left(deadline: datetime | None, now: datetime) -> str:
    """``11 dias``, ``hoje``, ``3 h 20``, ``passou há 2 dias``: what is left until a deadline; empty where there is none."""
    if deadline is None:
        return ""
    seconds = (deadline - now).total_seconds()
    days = (deadline.date() - now.date()).days
    if seconds < 0:
        return f"passou há {_days(-days)}" if days else "passou hoje"
    if days:
        return _days(days)
    if deadline.hour == 23 and deadline.minute == 59:
        return "hoje"
    minutes = int(seconds) // 60
    return f"{minutes // 60} h {minutes % 60:02}" if minutes >= 60 else f"{minutes} min"


def _days(days: int) -> str:
    return "1 dia" if days == 1 else f"{days} dias"
