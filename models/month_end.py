"""The end of a month: what was issued, what AT has not been told of, and what must be done until the fifth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from peewee import fn

from fiscal.calendar import DONE, Obligation, after, name_of
from fiscal.doctypes import TYPES
from fiscal.errors import Refusal
from fiscal.notation import show_day, show_euro
from models.calendar import calendar, months
from models.sales.tables import Document, DraftRow


@dataclass(frozen=True, slots=True)
class MonthEnd:
    month: date
    """Its first day."""
    issued: tuple[tuple[str, int, int, Decimal], ...]
    """Type, documents, of them cancelled, and total with tax of those in force."""
    to_tell: int
    """Documents that AT must be told of."""
    untold: int | None
    """Of these, how many the web service has not taken; None where they are told by file."""
    drafts: int
    """Drafts of all operators that wait to be issued."""
    obligations: tuple[Obligation, ...]
    """What is not done and due soon, the first first."""


def month_end(month: date, today: date) -> MonthEnd:
    """The month of a day, as it stands. Raises Refusal, field ``month``, for one that has not begun."""
    first = month.replace(day=1)
    if first > today:
        raise Refusal(f"{name_of(first).capitalize()} ainda não começou.", field="month", rule="calendar")
    last = after(first, 1) - timedelta(days=1)
    rows = (
        Document.select(Document.type, Document.status, fn.COUNT(Document.id), fn.SUM(Document.gross))
        .where(Document.date >= first, Document.date <= last)
        .group_by(Document.type, Document.status)
        .tuples()
    )
    found: dict[str, list[int]] = {}
    for kind, status, count, gross in rows.iterator():
        sums = found.setdefault(kind, [0, 0, 0])
        sums[0] += int(count)
        if status == "A":
            sums[1] += int(count)
        else:
            sums[2] += int(gross)
    told = months(first, min(last, today))[first]
    return MonthEnd(
        first,
        tuple(
            (kind, n, off, Decimal(cents).scaleb(-2))
            for kind in TYPES
            if kind in found
            for n, off, cents in [found[kind]]
        ),
        told.documents,
        told.untold,
        DraftRow.select().count(),
        tuple(item for item in calendar(today) if item.state != DONE),
    )


def as_lines(found: MonthEnd, today: date) -> list[str]:
    """The same as sentences, with what to do."""
    lines = [f"Fim do mês: {name_of(found.month)}", ""]
    for kind, count, cancelled, gross in found.issued:
        off = f", {cancelled} anulado(s)" if cancelled else ""
        lines.append(f"{kind} {TYPES[kind].name}: {count} documento(s){off}, {show_euro(gross)}")
    if not found.to_tell:
        lines.append("Não há faturas neste mês: até ao dia 5 comunique no e-Fatura que não houve faturação.")
    elif found.untold is None:
        lines.append(
            f"{found.to_tell} documento(s) a comunicar em ficheiro: balcao saft export --month {found.month:%Y-%m}"
        )
        lines.append("ou Fiscal > SAF-T.")
    elif found.untold:
        lines.append(f"{found.untold} de {found.to_tell} documento(s) por comunicar: Fiscal > Comunicação.")
    else:
        lines.append(f"Os {found.to_tell} documento(s) estão comunicados.")
    if today < after(found.month, 1):
        lines.append("O mês ainda não acabou: o que se emitir até lá também conta.")
    if found.drafts:
        lines.append(
            f"{found.drafts} rascunho(s) por emitir: Vendas > Rascunhos. O que já se entregou fatura-se este mês."
        )
    if found.obligations:
        first = found.obligations[0]
        lines += ["", f"A seguir, até {show_day(first.due)}: {first.what}.", first.where]
    return lines
