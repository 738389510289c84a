"""Overdue notices (``avisos de vencimento``): who is past the due date, the notice kept as it was, and how it was delivered."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from fiscal.errors import Refusal
from fiscal.rounding import ZERO
from models import db
from models.accounts.summary import summary
from models.accounts.tables import Notice, OpenItem
from models.accounts.truth import CUSTOMERS
from models.audit.log import record
from models.parties.tables import Customer
from models.sales.draft import new_operation
from models.session import Session

PAPER, WAITING, SENT, FAILED = "P", "W", "S", "F"
STATES = {PAPER: "Em papel", WAITING: "Por enviar", SENT: "Enviado", FAILED: "Recusado"}
_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+")


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """An overdue document as the notice told it. left: euro, negative for a credit note."""

    number: str
    date: dt.date
    due: dt.date
    left: Decimal


def overdue_customers(today: dt.date, days: int = 1) -> list[int]:
    """Ids of the customers that have something due ``days`` ago or earlier, credit notes taken off."""
    last = (today - dt.timedelta(days=days)).isoformat()
    rows = db.database.execute_sql(
        db.marked(
            "SELECT party_id FROM open_item WHERE side = 'C' AND party_id > 0 AND due <= ? "
            'GROUP BY party_id HAVING sum("left") > 0 ORDER BY party_id'
        ),
        (last,),
    ).fetchall()
    return [int(row[0]) for row in rows]


def make_notice(customer_id: int, session: Session, *, days: int = 1, by_mail: bool = False) -> int:
    """Keeps a notice of all that is overdue and gives its id; by mail it then waits to be sent (``integrations/mail``).

    days: only what was due so many days ago. A second one of the same day by the same means gives the first.
    Raises Refusal where nothing is overdue, or where the card has no e-mail address.
    """
    now = session.clock.now()
    today = now.date()
    with db.writing():
        card = db.lock_for_writing(Customer.select().where(Customer.id == customer_id)).get()
        states = (WAITING, SENT) if by_mail else (PAPER,)
        done = Notice.get_or_none(Notice.customer_id == card.id, Notice.day == today, Notice.state.in_(states))
        if done is not None:
            return int(done.id)
        last = today - dt.timedelta(days=days)
        items = [item for item in summary(CUSTOMERS, int(card.id), today).items if item.due <= last]
        total = sum((item.left for item in items), ZERO)
        if total <= 0:
            raise Refusal(f"{card.name} não tem nada vencido.", field="customer", rule="notice")
        if by_mail and not _ADDRESS.fullmatch(str(card.email)):
            raise Refusal(f"A ficha de {card.name} não tem um e-mail que sirva.", field="email", rule="notice")
        notice_id = db.insert_one(
            Notice,
            {
                "customer_id": card.id, "customer_code": card.code, "customer_name": card.name,
                "address": card.email if by_mail else "", "day": today, "total": total, "detail": _written(items),
                "state": WAITING if by_mail else PAPER, "attempts": 0, "answer": "", "at": now,
                "operator": session.operator, "sent_at": None, "operation": new_operation(),
            },
        )  # fmt: skip
        record(session, "notice", str(card.code), total=str(total), by="mail" if by_mail else "paper")
    return notice_id


def waiting() -> list[int]:
    """Ids of the notices that are still to be sent, oldest first."""
    return [int(row.id) for row in Notice.select().where(Notice.state == WAITING).order_by(Notice.id)]


def noted(notice_id: int, answer: str, session: Session, *, taken: bool, final: bool = False) -> None:
    """Notes what the mail server answered. final: it will never take it; else it waits for the next time."""
    state = SENT if taken else FAILED if final else WAITING
    now = session.clock.now()
    with db.writing():
        Notice.update(
            state=state, answer=answer, attempts=Notice.attempts + 1, sent_at=now if taken else None
        ).where(Notice.id == notice_id).execute()  # fmt: skip


def notice_of(notice_id: int) -> Notice:
    """A notice by its id."""
    found: Notice = Notice.get_by_id(notice_id)
    return found


def lines_of(notice: Notice) -> list[NoticeLine]:
    """The documents that a notice told of, as they were then."""
    return [
        NoticeLine(number, dt.date.fromisoformat(day), dt.date.fromisoformat(due), Decimal(left))
        for number, day, due, left in json.loads(str(notice.detail))
    ]


def _written(items: Sequence[OpenItem]) -> str:
    rows = [[item.number, item.date.isoformat(), item.due.isoformat(), str(item.left)] for item in items]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
