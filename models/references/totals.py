"""What the references of a question add up to, and how old what is not paid is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from peewee import Case, fn

from models.declared import Question
from models.listings import TableSource
from models.references import states
from models.references.listing import REFERENCES
from models.references.tables import PaymentReference as Row

AGES = (30, 60, 90)
"""Days since it was asked for: the ends of the classes, the last of which has none."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Euro."""

    count: int
    amount: Decimal
    unpaid: Decimal
    paid: Decimal
    fee: Decimal
    ages: tuple[Decimal, ...]
    """What is not paid, by class of ``AGES``: up to 30 days, 31 to 60, 61 to 90, more."""

    @property
    def net(self) -> Decimal:
        """What was paid less what the provider keeps."""
        return self.paid - self.fee


def sums(question: Question, today: dt.date) -> Sums:
    """Over all that answers the question, shown or not."""
    source = REFERENCES.source
    assert isinstance(source, TableSource)
    unpaid = Row.state.in_((states.ASKED, states.OPEN))
    got = Row.state.in_((*states.RECEIVED, states.MISMATCH, states.REFUNDED))

    def of(condition: Any, value: Any) -> Any:
        return fn.COALESCE(fn.SUM(Case(None, ((condition, value),), 0)), 0).coerce(False)

    ends = [dt.datetime.combine(today - dt.timedelta(days=days), dt.time()) for days in AGES]
    classes = [
        unpaid & (Row.created_at >= ends[0]),
        unpaid & (Row.created_at < ends[0]) & (Row.created_at >= ends[1]),
        unpaid & (Row.created_at < ends[1]) & (Row.created_at >= ends[2]),
        unpaid & (Row.created_at < ends[2]),
    ]
    count, amount, open_now, paid, fee, *ages = source.summed(
        question,
        fn.COUNT(Row.id), of(Row.id > 0, Row.amount), of(unpaid, Row.amount), of(got, Row.paid - Row.refunded),
        of(got, Row.fee_net + Row.fee_tax), *(of(one, Row.amount) for one in classes),
    )  # fmt: skip
    return Sums(
        int(count), _euro(amount), _euro(open_now), _euro(paid), Decimal(int(fee)).scaleb(-6), tuple(map(_euro, ages))
    )


def _euro(value: Any) -> Decimal:
    return Decimal(int(value)).scaleb(-2)
