"""Signing in and out of the places of the program: a session's beginning, its whereabouts, its end, and what a crash left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from models import db
from models.presence.process import lives, this_host, this_process
from models.presence.tables import Presence

if TYPE_CHECKING:
    from models.session import Session

FORGOTTEN = timedelta(days=30)
"""A place that nobody came back to for so long is forgotten."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What an operator finds on signing in."""

    place: str
    """Where a crash, a dropped line or a locked terminal left them, as ``note`` got it; empty: nowhere."""
    elsewhere: Sequence[tuple[str, datetime]]
    """The operator's other sessions still under way: terminal and since when."""


def arrive(session: Session) -> Arrival:
    """Begins a session, and takes over the place of one that ended without signing out at the same terminal.

    Of several such, the one seen last; the next sign-in gets the next. It is given once: whoever got there well notes it
    anew, and one that brings the program down does not do so twice.
    """
    now = session.clock.now()
    with db.writing():
        rows = list(
            db.lock_for_writing(
                Presence.select().where(Presence.operator == session.operator).order_by(Presence.seen_at.desc())
            )
        )
        living = [row for row in rows if lives(row, now)]
        left = [row for row in rows if row not in living]
        old = next((row for row in left if row.terminal == session.terminal), None)
        gone = [row.id for row in left if row is old or now - row.seen_at > FORGOTTEN]
        Presence.delete().where(Presence.id.in_(gone)).execute()
        place = str(old.place) if old is not None else ""
        Presence.create(
            token=session.token,
            operator=session.operator,
            terminal=session.terminal,
            host=this_host(),
            process=this_process(),
            since=now,
            seen_at=now,
            place="",
        )
    return Arrival(place, [(str(row.terminal), row.since) for row in living])


def note(session: Session, place: str) -> None:
    """Keeps where the operator is now. Also the session's sign of life."""
    with db.writing():
        Presence.update(place=place, seen_at=session.clock.now()).where(Presence.token == session.token).execute()


def step_out(session: Session) -> None:
    """Leaves the terminal to somebody else: the place stays for the operator's next sign-in."""
    with db.writing():
        Presence.update(process="", seen_at=session.clock.now()).where(Presence.token == session.token).execute()


def depart(session: Session) -> None:
    """Signs out: the place is forgotten, drafts stay."""
    with db.writing():
        Presence.delete().where(Presence.token == session.token).execute()


def living_tokens(operator: str, now: datetime) -> dict[str, str]:
    """Token and terminal of an operator's sessions under way."""
    rows = Presence.select().where(Presence.operator == operator)
    return {str(row.token): str(row.terminal) for row in rows if lives(row, now)}
