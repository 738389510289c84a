"""The day at a glance, for the first screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from peewee import fn

from fiscal.doctypes import NOT_A_SALE
from fiscal.rounding import ZERO
from models.sales.tables import Document, DraftRow
from models.series.tables import Series
from models.session import Session


@dataclass(frozen=True, slots=True)
class Day:
    """Figures of one day. Money in euro with tax; credit notes are taken off, cancelled documents left out."""

    documents: int
    total: Decimal
    drafts: int
    series_without_code: int
    last: str
    """Number of the last document issued, or empty."""


def at_a_glance(day: date, session: Session) -> Day:
    """The day's documents and what is pending for the operator."""
    live = Document.select().where(Document.date == day, Document.status != "A")
    totals = live.select(Document.type, fn.SUM(Document.gross)).group_by(Document.type).tuples()
    sums = {kind: Decimal(int(total)).scaleb(-2) for kind, total in totals.iterator()}
    credit = sums.get("NC", ZERO)
    last = Document.select(Document.number).order_by(Document.id.desc()).first()
    return Day(
        documents=live.count(),
        total=sum((total for kind, total in sums.items() if kind not in NOT_A_SALE), ZERO) - credit,
        drafts=DraftRow.select().where(DraftRow.operator == session.operator).count(),
        series_without_code=Series.select().where(Series.open == True, Series.validation_code == "").count(),  # noqa: E712
        last=last.number if last else "",
    )
