"""The bank's file against paid references: which credit is which transfer; written down when a person says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fiscal.rounding import cents
from models import db
from models.references import states
from models.references.events import BANK, change, held
from models.references.tables import PaymentReference
from models.session import Session

LATE = dt.timedelta(days=10)
"""How long after the day expected a transfer is still looked for."""


@dataclass(frozen=True, slots=True)
class Credit:
    """Money that came into the account."""

    day: dt.date
    amount: Decimal
    text: str
    """What the bank says of it."""


@dataclass(frozen=True, slots=True)
class Match:
    """A credit and the references that it transfers; none: it is nothing of ours, or cannot be told."""

    credit: Credit
    references: tuple[PaymentReference, ...]
    why: str


def matched(received: Iterable[Credit]) -> list[Match]:
    """For each credit the paid references that it is the transfer of. Nothing is written.

    A reference is named in the credit's text, or it is the only one of that net value, or all that one day should
    bring add up to it; in that order. What could be two things is left for a person.
    """
    waiting = list(
        PaymentReference.select()
        .where(PaymentReference.state == states.PAID)
        .order_by(PaymentReference.state, PaymentReference.id)
    )
    found = []
    for credit in received:
        references, why = _of(credit, waiting)
        waiting = [row for row in waiting if row not in references]
        found.append(Match(credit, tuple(references), why))
    return found


def settle(matches: Iterable[Match], session: Session) -> int:
    """Writes down that the references of the matches were transferred; gives how many. Those that are already stay so."""
    done = 0
    with db.writing():
        for match in matches:
            for one in match.references:
                row = held(one.code)
                if row.state != states.PAID:
                    continue
                change(
                    row, "settled", BANK, session, detail={"text": match.credit.text, "amount": match.credit.amount},
                    state=states.SETTLED, transferred_on=match.credit.day, transfer=match.credit.text[:60], next_at=None,
                )  # fmt: skip
                done += 1
    return done


def net(row: PaymentReference) -> Decimal:
    """Euro that the transfer of one reference brings."""
    return cents(Decimal(row.paid) - row.refunded - row.fee)


def _of(credit: Credit, waiting: Sequence[PaymentReference]) -> tuple[list[PaymentReference], str]:
    digits = "".join(c for c in credit.text if c.isalnum())
    named = [row for row in waiting if row.reference and row.reference in digits and _worth(row, credit)]
    if len(named) == 1:
        return named, "referência no descritivo"
    near = [row for row in waiting if _expected(row, credit.day)]
    same = [row for row in near if net(row) == credit.amount]
    if len(same) == 1:
        return same, "valor líquido"
    days = sorted({row.transfer_expected for row in near if row.transfer_expected}, reverse=True)
    sums = [[row for row in near if row.transfer_expected == day] for day in days]
    whole = [rows for rows in sums if len(rows) > 1 and cents(_total(rows)) == credit.amount]
    if len(whole) == 1 and not same:
        return whole[0], "tudo o que um dia havia de trazer"
    return [], ""


def _worth(row: PaymentReference, credit: Credit) -> bool:
    """With the provider's fee taken off, or before it."""
    return credit.amount in (net(row), row.paid)


def _total(rows: Sequence[PaymentReference]) -> Decimal:
    """Fees add up before they are rounded, as a provider does."""
    return sum((Decimal(row.paid) - row.refunded - row.fee for row in rows), Decimal(0))


def _expected(row: PaymentReference, day: dt.date) -> bool:
    expected = row.transfer_expected
    return expected is not None and expected - dt.timedelta(days=1) <= day <= expected + LATE
