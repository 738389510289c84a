"""The facts behind the calendar of obligations, as the database knows them; and what somebody said is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from peewee import fn

from fiscal.calendar import Facts, Month, Obligation, after, obligations
from fiscal.doctypes import INVOICES, TYPES, WORKING
from fiscal.errors import Refusal
from models.catalogue.tables import Article
from models.company.setup import current, set_setting, setting
from models.company.tables import Company, Setting
from models.outbox.tables import Outbox
from models.sales.tables import Document, DocumentLine
from models.series.new_year import years_without_series
from models.session import Session

VAT_PERIOD, QUARTERLY, MONTHLY = "iva.periodo", "trimestral", "mensal"
"""The company's setting, and its values; monthly until somebody says otherwise."""
_DONE = "calendario."
_BY_SERVICE = ("at.faturas", "servico")
_OPEN = ("waiting", "fix", "conflict", "stopped")
_TOLD = tuple(t.code for t in TYPES.values() if t.table in (INVOICES, WORKING)) + ("RC",)
"""What is communicated by the fifth: invoices, conference documents and receipts of cash VAT (6.6)."""
_WITHIN_UNION = ("M16", "M40")


def calendar(today: date, expiries: Sequence[tuple[str, date]] = ()) -> list[Obligation]:
    """What the company must do soon. expiries: of certificates, which only a higher floor reads."""
    return obligations(facts(today, expiries))


def facts(today: date, expiries: Sequence[tuple[str, date]] = ()) -> Facts:
    company = current()
    since = min(row.since for row in Company.select(Company.since)).date()
    december = 31 if today.month == 12 else 0
    return Facts(
        today=today,
        since=since,
        months=months(after(today, -4), today),
        charges_vat=company.regime != "ISENTO",
        quarterly=setting(VAT_PERIOD, MONTHLY) == QUARTERLY,
        stocked=Article.select().where(Article.kind == "P", Article.stocked == True).exists(),  # noqa: E712
        without_series=years_without_series(today, december),
        expiries=expiries,
        marked=frozenset(
            str(row.key)[len(_DONE) :] for row in Setting.select().where(Setting.key.startswith(_DONE), Setting.value != "")
        ),
    )  # fmt: skip


def months(first: date, last: date) -> dict[date, Month]:
    """What was issued in each month from ``first`` (a first day) to the day ``last``, that AT must be told of."""
    service = setting(_BY_SERVICE[0]) == _BY_SERVICE[1]
    found: dict[date, Month] = {}
    month = first
    while month <= last:
        own = Document.select().where(
            Document.date >= month,
            Document.date < after(month, 1),
            Document.type.in_(_TOLD),
            Document.source_billing != "I",
        )
        union = (
            own.join(DocumentLine, on=(DocumentLine.document_id == Document.id))
            .where(DocumentLine.exemption_code.in_(_WITHIN_UNION), Document.status != "A")
            .exists()
        )
        found[month] = Month(own.count(), _untold(month) if service else None, bool(union))
        month = after(month, 1)
    return found


def _untold(month: date) -> int:
    """Messages on documents of a month that AT has not taken."""
    return int(
        Outbox.select(fn.COUNT(fn.DISTINCT(Outbox.document_id)))
        .join(Document, on=(Outbox.document_id == Document.id))
        .where(Document.date >= month, Document.date < after(month, 1), Outbox.state.in_(_OPEN))
        .scalar()
    )


def mark_done(key: str, session: Session, *, done: bool = True) -> None:
    """Says that an obligation is done (or not, after all); told by whom and when in the audit log. Raises Refusal."""
    near = {o.key for o in calendar(session.clock.now().date())}
    if key not in near:
        raise Refusal(
            f"«{key[:40]}» não é uma obrigação próxima: veja as chaves com balcao calendar --json.",
            field="key",
            rule="calendar",
        )  # fmt: skip
    set_setting(_DONE + key, session.operator if done else "", session)


def set_vat_period(period: str, session: Session) -> None:
    """Whether the VAT return is ``mensal`` or ``trimestral``. Raises Refusal."""
    if period not in (MONTHLY, QUARTERLY):
        raise Refusal("O período do IVA é mensal ou trimestral.", field="vat", rule="calendar")
    set_setting(VAT_PERIOD, period, session)
