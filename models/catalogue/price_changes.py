"""Prices changed: each change kept; many together as one, looked over before, and taken back as one."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_CEILING, Decimal

from fiscal.errors import Refusal
from fiscal.rounding import ZERO, micro
from fiscal.rules.lines import MOST
from fiscal.text import clean
from models import db
from models.audit.log import record
from models.catalogue.tables import Article, PriceChange
from models.session import Session

PERCENT, EURO, MARGIN = "P", "E", "M"
WAYS = ((PERCENT, "% sobre o preço"), (EURO, "Euros sobre o preço"), (MARGIN, "Margem % sobre o custo"))
CENT, FIVE, NINE, NONE = "C", "5", "9", "N"
ENDINGS = ((CENT, "Ao cêntimo"), (FIVE, "Ao múltiplo de 0,05 acima"), (NINE, "A acabar em 9"), (NONE, "Sem arredondar"))
HUNDRED = Decimal(100)


def note_price(
    article_id: int, before: Decimal, after: Decimal, at: datetime, operator: str, batch: str, why: str
) -> None:
    """Keeps a change of price. Called inside the transaction that makes it."""
    if before != after:
        PriceChange.create(
            article_id=article_id,
            before=before,
            after=after,
            at=at,
            operator=operator,
            batch=batch,
            why=clean(why, 200),
        )


def new_price(card: Decimal, cost: Decimal, tax_factor: Decimal, way: str, amount: Decimal, ending: str) -> Decimal:
    """What a price becomes. Euro, in the basis of the card.

    cost: of one, without tax. tax_factor: 1.23 where the card's price has 23 % in it, else 1. amount: per cent, euro, or
    the margin that is wanted, per cent of the price without tax. Gives zero where there is no cost to go by.
    """
    if way == MARGIN:
        if not cost or amount >= HUNDRED:
            return ZERO
        price = cost / (1 - amount / HUNDRED) * tax_factor
    else:
        price = card * (1 + amount / HUNDRED) if way == PERCENT else card + amount
    return rounded(max(price, ZERO), ending)


def rounded(price: Decimal, ending: str) -> Decimal:
    """A price as shops write it; never below what it is rounded from, but to the cent."""
    if ending == CENT:
        return price.quantize(Decimal("0.01"))
    if ending == FIVE:
        return (price / Decimal("0.05")).to_integral_value(ROUND_CEILING) * Decimal("0.05")
    if ending == NINE:
        tenths = (price + Decimal("0.01")) * 10
        return tenths.to_integral_value(ROUND_CEILING) / 10 - Decimal("0.01") if price else ZERO
    return micro(price)


@dataclass(frozen=True, slots=True)
class Changed:
    """A new price of an article, and the one that it was seen to have."""

    article_id: int
    code: str
    before: Decimal
    after: Decimal


def change_prices(wanted: Iterable[Changed], why: str, session: Session) -> str:
    """Changes many prices, all or none; gives the batch, by which they are taken back. Raises Refusal.

    A price that somebody else changed since it was looked at is not written over: that is said, and nothing changes.
    """
    changes = [one for one in wanted if one.after != one.before]
    if not changes:
        raise Refusal("Nenhum preço muda.", field="lines", rule="range")
    batch, now = uuid.uuid4().hex[:12], session.clock.now()
    with db.writing():
        for one in changes:
            if not 0 < one.after <= MOST:
                raise Refusal(f"O preço de {one.code} tem de ser maior que zero.", field="lines", rule="limits")
            _put(one.article_id, one.code, one.before, one.after)
            note_price(one.article_id, one.before, one.after, now, session.operator, batch, why)
        record(session, "prices.change", batch, articles=len(changes), why=clean(why, 200))
    return batch


def undo_prices(batch: str, session: Session) -> int:
    """Takes a batch back; gives how many prices. Raises Refusal where one of them was changed since."""
    now = session.clock.now()
    with db.writing():
        rows = list(PriceChange.select().where(PriceChange.batch == batch).order_by(PriceChange.id))
        if not rows:
            raise Refusal("Essa mudança de preços não existe.", field="batch", rule="choice")
        back = f"anula {batch}"
        if PriceChange.select().where(PriceChange.why == back).exists():
            raise Refusal("Essa mudança de preços já foi anulada.", field="batch", rule="choice")
        for row in rows:
            _put(int(row.article_id), str(Article.get_by_id(row.article_id).code), row.after, row.before)
            note_price(int(row.article_id), row.after, row.before, now, session.operator, "", back)
        record(session, "prices.undo", batch, articles=len(rows))
    return len(rows)


def last_batch() -> tuple[str, int, datetime, str] | None:
    """The last change of many prices that was not taken back: batch, how many, when, why."""
    undone = {
        str(row.why).removeprefix("anula ") for row in PriceChange.select().where(PriceChange.why.startswith("anula "))
    }
    for row in PriceChange.select().where(PriceChange.batch != "").order_by(PriceChange.id.desc()).limit(5000):
        if row.batch not in undone:
            many = PriceChange.select().where(PriceChange.batch == row.batch).count()
            return str(row.batch), int(many), row.at, str(row.why)
    return None


def _put(article_id: int, code: str, before: Decimal, after: Decimal) -> None:
    done = Article.update(price=after).where(Article.id == article_id, Article.price == before).execute()
    if not done:
        raise Refusal(
            f"O preço de {code} foi mudado entretanto: leia de novo (F5) e repita.", field="lines", rule="unique"
        )
