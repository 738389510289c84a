"""Late payment interest (``juros de mora``): the rates that are kept, what an invoice owes, and the debit note proposed.

Simple interest on what is still to be paid, by days of a year of 365 (Código Civil, 559.º and 806.º; Código Comercial, 102.º;
DL 62/2013), and none on interest (Código Civil, 560.º). It is no part of the taxable amount (CIVA, 16.º n.6 a), hence M01.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from peewee import fn

from fiscal.discounts import HUNDRED
from fiscal.errors import Refusal
from fiscal.notation import show_day, show_rate
from fiscal.rounding import ZERO, cents, micro
from models import db
from models.accounts.tables import InterestRate, OpenItem
from models.accounts.truth import CUSTOMERS, OPENING
from models.audit.log import record
from models.parties.tables import Customer
from models.sales.draft import Draft, DraftCustomer, DraftLine
from models.sales.tables import Document, DocumentLine
from models.session import Session

CODE = "JUROS"
REASON = "Juros de mora"
EXEMPTION = "M01"
YEAR = 365


@dataclass(frozen=True, slots=True)
class Late:
    """What one document owes in interest."""

    number: str
    since: dt.date
    """First day that counts: after the due date, or after the interest already debited."""
    days: int
    left: Decimal
    interest: Decimal


def save_rate(since: dt.date, rate: Decimal, session: Session) -> None:
    """Keeps the yearly rate in force from a day on, in place of what that day had. rate: per cent. Raises Refusal."""
    if not ZERO < rate <= HUNDRED or rate != micro(rate):
        raise Refusal("A taxa de juro está entre 0 e 100 % ao ano.", field="rate", rule="interest")
    with db.writing():
        InterestRate.delete().where(InterestRate.since == since).execute()
        InterestRate.create(since=since, rate=rate)
        record(session, "interest.rate", since.isoformat(), rate=str(rate))


def rate_in_force(day: dt.date) -> tuple[Decimal, dt.date] | None:
    """The yearly rate in force, in per cent, and since when; None where none was written."""
    row = InterestRate.select().where(InterestRate.since <= day).order_by(InterestRate.since.desc()).first()
    return None if row is None else (row.rate, row.since)


def rate_on(day: dt.date) -> Decimal | None:
    """The yearly rate in force, in per cent; None where none was written."""
    found = rate_in_force(day)
    return None if found is None else found[0]


def interest(left: Decimal, since: dt.date, until: dt.date) -> Decimal:
    """Euro of interest on ``left`` over the days from ``since`` to ``until``, both counted, each at its own rate.

    One rounding for the whole. Days before the first rate owe nothing.
    """
    rates = list(InterestRate.select().order_by(InterestRate.since))
    total = ZERO
    for n, row in enumerate(rates):
        begin = max(row.since, since)
        end = min(rates[n + 1].since - dt.timedelta(days=1), until) if n + 1 < len(rates) else until
        days = (end - begin).days + 1
        if days > 0:
            total += left * row.rate / HUNDRED * days / YEAR
    return cents(total)


def late_of(customer_id: int, until: dt.date) -> list[Late]:
    """The overdue documents of a customer with the interest that nobody debited yet, what was due first before."""
    items = OpenItem.select().where(
        OpenItem.side == CUSTOMERS, OpenItem.party_id == customer_id, OpenItem.due < until, OpenItem.origin != OPENING
    )
    found = []
    for item in items.order_by(OpenItem.due, OpenItem.id):
        if item.left <= 0 or _is_interest(str(item.number)):
            continue
        since = max(item.due, _debited_until(str(item.number)) or item.due) + dt.timedelta(days=1)
        owed = interest(item.left, since, until)
        if owed > 0:
            found.append(Late(str(item.number), since, (until - since).days + 1, item.left, owed))
    return found


def interest_draft(customer_id: int, session: Session) -> Draft:
    """The debit note of all the interest of a customer until today, to be looked over. Raises Refusal where there is none."""
    today = session.clock.now().date()
    if rate_on(today) is None:
        raise Refusal("Falta a taxa de juro: escreva-a primeiro.", field="rate", rule="interest")
    late = late_of(customer_id, today)
    if not late:
        raise Refusal("Este cliente não tem juros por debitar.", field="customer", rule="interest")
    card = Customer.get_by_id(customer_id)
    return Draft("ND", _lines(late, today), customer=DraftCustomer(code=card.code))


def _lines(late: Sequence[Late], until: dt.date) -> list[DraftLine]:
    rate = rate_on(until) or ZERO
    return [
        DraftLine(
            CODE,
            description=f"Juros de mora, {one.days} dias a {show_rate(rate)}, {show_day(one.since)} a {show_day(until)}",
            quantity=Decimal(1), unit="UN", price=one.interest, tax="ISE", exemption=EXEMPTION, reference=one.number,
            reference_reason=REASON,
        )
        for one in late
    ]  # fmt: skip


def _is_interest(number: str) -> bool:
    """Whether a document is itself a debit note of interest."""
    lines = DocumentLine.select().join(Document, on=(Document.id == DocumentLine.document_id))
    return bool(lines.where(Document.number == number, Document.type == "ND", DocumentLine.code == CODE).exists())


def _debited_until(number: str) -> dt.date | None:
    """The day of the last debit note in force with interest on a document."""
    last = (
        Document.select(fn.MAX(Document.date))
        .join(DocumentLine, on=(DocumentLine.document_id == Document.id))
        .where(
            DocumentLine.reference == number, DocumentLine.code == CODE, Document.type == "ND", Document.status != "A"
        )
        .scalar()
    )
    return dt.date.fromisoformat(last) if isinstance(last, str) else last
