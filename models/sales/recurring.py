"""Recurring documents (``avenças``): kept once, prepared for each period, looked over, issued in one go and never twice.

The operation of each document is made of the avença and its period, so that a program that is stopped half-way goes on, and
two terminals at once give the same documents (``issue`` gives an operation's document again).
"""

from __future__ import annotations

import datetime as dt
import json
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from fiscal.errors import NeedsConfirmation, Refusal
from fiscal.rules.dates import check_plausible
from fiscal.text import clean
from models import db
from models.audit.log import record
from models.sales import draft_file
from models.sales.draft import Draft, DraftCustomer, DraftLine
from models.sales.find import document, row_of
from models.sales.issue import issue, issued_as
from models.sales.tables import DocumentLine, Recurring
from models.sales.taxed import tax_of
from models.session import Session

TYPES = ("FT", "FR")
EVERY = ((1, "Todos os meses"), (2, "De dois em dois meses"), (3, "Trimestral"), (6, "Semestral"), (12, "Anual"))
MONTHS = (
    "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro",
    "dezembro",
)  # fmt: skip
PLACES = ("{mês}", "{ano}", "{período}")
"""What descriptions may say, and each document fills in: novembro, 2026, novembro de 2026."""
AT_ONCE = 1_000
"""Documents of one avença that are prepared at most: one that was forgotten for years is no endless loop."""


@dataclass(frozen=True, slots=True)
class Due:
    """A document that is to be issued: of which avença, and of which period."""

    recurring_id: int
    title: str
    customer: str
    period: dt.date
    """The day that it is due on; its month is the period."""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one of them: a number, or why not."""

    due: Due
    number: str
    refused: str = ""


def repeat_document(
    number: str,
    months: int,
    first: dt.date,
    session: Session,
    *,
    title: str = "",
    until: dt.date | None = None,
) -> int:
    """Keeps an issued invoice as an avença, with its lines and prices; gives its id. Raises Refusal.

    first: the day of the first document; the day of the month stays (the last one of shorter months).
    """
    row = row_of(number)
    if row.type not in TYPES or row.status == "A":
        raise Refusal(
            f"{row.number} não serve: uma avença repete uma fatura em vigor.", field="number", rule="recurring"
        )
    lines = [
        DraftLine(one.code, one.description, one.quantity, one.unit, one.price, one.discount, **tax_of(one))
        for one in DocumentLine.select().where(DocumentLine.document_id == row.id).order_by(DocumentLine.number)
    ]
    customer = DraftCustomer(code=row.customer_code) if row.customer_id else None
    draft = Draft(
        str(row.type), lines, customer=customer, prices_include_tax=bool(row.prices_include_tax), notes=str(row.notes),
        global_discount=str(row.global_discount),
    )  # fmt: skip
    return save_recurring(None, draft, months, first, session, title=title or str(row.customer_name), until=until)


def save_recurring(
    recurring_id: int | None,
    draft: Draft,
    months: int,
    next_on: dt.date,
    session: Session,
    *,
    title: str,
    until: dt.date | None = None,
    active: bool = True,
) -> int:
    """Keeps an avença, new or changed; gives its id. Raises Refusal with the field."""
    check_plausible(next_on, field="next_on")
    if draft.customer is None:
        raise Refusal("Uma avença é de um cliente com ficha.", field="customer", rule="recurring")
    if months not in dict(EVERY):
        raise Refusal("Diga de quantos em quantos meses: 1, 2, 3, 6 ou 12.", field="months", rule="recurring")
    if until is not None and until < next_on:
        raise Refusal("O fim é antes da próxima data.", field="until", rule="date")
    values: dict[str, Any] = {
        "title": clean(title, 100), "customer_code": draft.customer.code, "type": draft.type, "months": months,
        "day": next_on.day, "next_on": next_on, "until": until, "active": active,
        "content": json.dumps(draft_file.written(draft), ensure_ascii=False),
    }  # fmt: skip
    with db.writing():
        if recurring_id is None:
            recurring_id = db.insert_one(Recurring, values)
        else:
            Recurring.update(**values).where(Recurring.id == recurring_id).execute()
        record(session, "recurring.save", str(recurring_id), title=values["title"], next_on=next_on.isoformat())
    return recurring_id


def stop_recurring(recurring_id: int, session: Session) -> None:
    """The avença gives no more documents; those issued stay."""
    with db.writing():
        Recurring.update(active=False).where(Recurring.id == recurring_id).execute()
        record(session, "recurring.stop", str(recurring_id))


def due_documents(until: dt.date) -> list[Due]:
    """What is to be issued until a day, oldest first; periods that were missed come each by itself."""
    found = []
    query = Recurring.select().where(Recurring.active == True, Recurring.next_on <= until)  # noqa: E712
    for row in query.order_by(Recurring.next_on, Recurring.id):
        day, ends = row.next_on, min(row.until or until, until)
        for _ in range(AT_ONCE):
            if day > ends:
                break
            found.append(Due(int(row.id), str(row.title), str(row.customer_code), day))
            day = _next(day, int(row.months), int(row.day))
    return sorted(found, key=lambda due: (due.period, due.recurring_id))


def prepared(due: Due) -> Draft:
    """The document of a period as it would be issued, to be looked over."""
    row = Recurring.get_by_id(due.recurring_id)
    draft = draft_file.read(json.loads(row.content))
    draft.operation = operation_of(due)
    draft.date = None
    draft.lines = [replace(line, description=_filled(line.description, due.period)) for line in draft.lines]
    draft.notes = _filled(draft.notes, due.period)
    return draft


def issue_recurring(due: Sequence[Due], session: Session) -> list[Done]:
    """Issues each in a transaction of its own; one that is refused does not stop the others."""
    done = []
    for one in due:
        try:
            done.append(Done(one, _issue(one, session)))
        except NeedsConfirmation as warning:
            done.append(Done(one, "", f"precisa de um sim: {warning.message}"))
        except Refusal as refusal:
            done.append(Done(one, "", refusal.message))
    return done


def move_on(due: Due, session: Session) -> bool:
    """Counts a period as done where its document was issued by itself; whether it was."""
    if issued_as(operation_of(due)) is None:
        return False
    with db.writing():
        _issue(due, session)
    return True


def operation_of(due: Due) -> str:
    """The operation of a period's document: the same one never gives two."""
    return f"avenca-{due.recurring_id}-{due.period:%Y-%m-%d}"


def _issue(due: Due, session: Session) -> str:
    with db.writing():
        # Another terminal that is issuing the same waits here, then finds the period done.
        row = db.lock_for_writing(Recurring.select().where(Recurring.id == due.recurring_id)).get()
        number = issue(prepared(due), session)
        if row.next_on == due.period:
            following = _next(due.period, int(row.months), int(row.day))
            Recurring.update(next_on=following).where(Recurring.id == row.id).execute()
    return document(number).number


def _next(day: dt.date, months: int, day_of_month: int) -> dt.date:
    """The same day of the month ``months`` later; the last one where that month is shorter."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return dt.date(year, month, min(day_of_month, monthrange(year, month)[1]))


def _filled(text: str, period: dt.date) -> str:
    month = MONTHS[period.month - 1]
    for place, value in zip(PLACES, (month, str(period.year), f"{month} de {period.year}"), strict=True):
        text = text.replace(place, value)
    return text
