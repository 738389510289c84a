"""Values that may well be slips of the finger: each is asked about once, and a yes is written in the audit log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from fiscal.discounts import HUNDRED, Step, discounted
from fiscal.doctypes import NOT_A_SALE
from fiscal.errors import NeedsConfirmation, Refusal
from fiscal.notation import show_day, show_number, show_price, show_quantity
from models import db
from models.audit.log import record
from models.sales.draft import Draft
from models.sales.lines import converted
from models.session import Session

TIMES = 10
"""A price or a quantity so many times the usual one is asked about."""
MANY = Decimal(100)
"""Quantities up to this one are never asked about, whatever was sold before."""
HALF = Decimal(50)
"""Per cent of discount beyond which is asked."""
DAYS = 5
"""Days before today within which an invoice's date is usual (CIVA art. 36 n.1 a: until the fifth working day)."""


class Doubt(NeedsConfirmation):
    """A value that a person must look at again before it is taken.

    of: what it belongs to, an article's code or ``documento``. value, compared: what was typed and what it is odd
    against, as shown. The same value of the same thing has the same ``key``.
    """

    field: str

    def __init__(self, message: str, *, of: str, field: str, value: str, compared: str) -> None:
        super().__init__(message, key=f"{of}|{field}|{value}", field=field, rule="doubt")
        self.of, self.value, self.compared = of, value, compared


@dataclass(frozen=True, slots=True)
class Price:
    """A price that a typed one is compared with, in the document's basis (with or without tax)."""

    amount: Decimal
    source: str
    """``ficha do artigo`` or the number of the document in which it was the last one."""


def doubt_price(code: str, name: str, price: Decimal, usual: Sequence[Price]) -> Doubt | None:
    """A price ten times more or less than every usual one; the nearest is named."""
    known = [p for p in usual if p.amount > 0]
    if not known or price <= 0 or any(p.amount < TIMES * price and price < TIMES * p.amount for p in known):
        return None
    nearest = min(known, key=lambda p: max(p.amount / price, price / p.amount))
    more = price > nearest.amount
    times = int(price / nearest.amount if more else nearest.amount / price)
    typed, was = show_price(price), show_price(nearest.amount)
    return Doubt(
        f"O preço {typed} de «{name}» é {times} vezes {'maior' if more else 'menor'} do que {was} ({nearest.source}). "
        "Está certo?",
        of=code,
        field="price",
        value=typed,
        compared=f"{was} ({nearest.source})",
    )


def doubt_quantity(code: str, name: str, quantity: Decimal, most: Decimal) -> Doubt | None:
    """More than 100 and more than ten times the largest quantity ever sold in one line (0: never sold)."""
    if quantity <= MANY or quantity <= TIMES * most:
        return None
    typed, was = show_quantity(quantity), show_quantity(most)
    usual = f"o máximo vendido numa linha foi {was}" if most else "este artigo nunca foi vendido"
    return Doubt(
        f"A quantidade {typed} de «{name}» é invulgar: {usual}. Está certa?",
        of=code,
        field="quantity",
        value=typed,
        compared=was,
    )


def doubt_discount(of: str, name: str, value: Decimal, steps: Sequence[Step]) -> Doubt | None:
    """More than half off. value: euro before the discount; with 0 only the percentages count."""
    before = value if value > 0 else HUNDRED
    counted = steps if value > 0 else [step for step in steps if step.percent]
    try:
        percent = (before - discounted(before, counted)) * HUNDRED / before
    except Refusal:
        return None  # beyond 100 %: refused by its own rule
    if percent <= HALF:
        return None
    typed = "+".join(f"{show_number(step.amount, 6, least=0)}{'%' if step.percent else ' €'}" for step in steps)
    return Doubt(
        f"O desconto {typed} de «{name}» tira {show_number(percent, 1, least=0)}% do valor, mais de metade. Está certo?",
        of=of,
        field="discount",
        value=typed,
        compared="50%",
    )


def doubt_date(day: date | None, today: date) -> Doubt | None:
    """A document's date after today, in another year, or more than five days ago."""
    if day is None or (day.year == today.year and today - timedelta(days=DAYS) <= day <= today):
        return None
    typed, now = show_day(day), show_day(today)
    if day > today:
        odd = f"é posterior a hoje ({now}): depois de emitir, a série não aceita datas anteriores"
    else:
        odd = f"é de há {(today - day).days} dias (hoje é {now}): uma fatura emite-se até ao 5.º dia útil seguinte"
    return Doubt(f"A data {typed} {odd}. Está certa?", of="documento", field="date", value=typed, compared=now)


def accept(doubt: Doubt, draft: Draft, session: Session) -> bool:
    """Writes in the audit log that the operator was asked and said yes. The draft's operation is the document's."""
    with db.writing():
        record(
            session,
            "doubt.accept",
            draft.operation,
            type=draft.type,
            of=doubt.of,
            field=doubt.field,
            value=doubt.value,
            compared=doubt.compared,
        )
    return True


_NOT_A_SALE = ", ".join(f"'{code}'" for code in NOT_A_SALE)


def last_price(code: str, *, with_tax: bool) -> Price | None:
    """The price of an article in the last document that sold it, with or without tax; cancelled ones do not count."""
    mark = "%s" if db.on_postgres() else "?"
    row = db.database.execute_sql(
        "SELECT l.price, d.prices_include_tax, l.rate, d.number FROM document_line l "  # noqa: S608
        "JOIN document d ON d.id = l.document_id "
        f"WHERE l.article_id = (SELECT id FROM article WHERE code = {mark}) AND d.status <> 'A' "
        f"AND d.type NOT IN ({_NOT_A_SALE}) "
        "ORDER BY l.id DESC LIMIT 1",
        (code,),
    ).fetchone()
    if row is None:
        return None
    price, rate = (Decimal(scaled) / 1_000_000 for scaled in (row[0], row[2]))
    return Price(converted(price, bool(row[1]), with_tax, rate), str(row[3]))


def most_sold(code: str) -> Decimal:
    """The largest quantity of an article ever sold in one line; 0 if it never was."""
    mark = "%s" if db.on_postgres() else "?"
    row = db.database.execute_sql(
        f"SELECT max(quantity) FROM document_line WHERE article_id = (SELECT id FROM article WHERE code = {mark})",  # noqa: S608
        (code,),
    ).fetchone()
    return Decimal(row[0] or 0) / 1_000_000
