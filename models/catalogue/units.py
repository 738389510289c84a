"""Other units that an article is sold and bought in: a box of twelve, with its own price where it has one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from fiscal.errors import Refusal
from fiscal.notation import number, show_number
from fiscal.rounding import micro
from fiscal.rules.lines import MOST
from fiscal.text import clean
from models.catalogue.tables import ArticleUnit, Unit

MOST_UNITS = Decimal(99999)


@dataclass(frozen=True, slots=True)
class Pack:
    """A unit of an article: how many of the article's own are in one of it, and what one costs where it has a price."""

    unit: str
    factor: Decimal
    price: Decimal | None = None

    @property
    def price_of_one(self) -> Decimal | None:
        """Its price for one of the article's own unit, to the millionth."""
        return None if self.price is None else micro(self.price / self.factor)


def read_units(text: str, own: str) -> list[Pack]:
    """``CX=12 PAL=480@1200``: units, what is in one, and its price if it has one. Raises Refusal, field ``units``.

    own: the article's own unit.
    """
    found: dict[str, Pack] = {}
    for part in clean(text).replace(";", " ").split():
        unit, sign, rest = part.upper().partition("=")
        amount, priced, price = rest.partition("@")
        if not unit or not sign or not amount or (priced and not price):
            raise _refused(f"«{part[:20]}» não se percebe: escreva CX=12, ou CX=12@9,90 se a caixa tem preço.")
        factor = number(amount, field="units")
        cost = number(price, field="units") if priced else None
        if not 0 < factor <= MOST_UNITS or factor != micro(factor):
            raise _refused(f"Uma {unit} tem de ter mais que zero {own} e até {MOST_UNITS}.")
        if cost is not None and (not 0 < cost <= MOST or cost != micro(cost)):
            raise _refused(f"O preço de {unit} tem de ser maior que zero.")
        if unit == own:
            raise _refused(f"{own} já é a unidade do artigo: escreva as outras.")
        if unit in found:
            raise _refused(f"{unit} está repetida.")
        found[unit] = Pack(unit, factor, cost)
    known = {u.code for u in Unit.select().where(Unit.code.in_(list(found)))} if found else set()
    for unit in found:
        if unit not in known:
            raise _refused(f"Unidade «{unit[:20]}» desconhecida: F4 no campo Unidade mostra as que há.")
    return list(found.values())


def _refused(message: str) -> Refusal:
    return Refusal(message, field="units", rule="unit")


def units_of(article_id: int | None) -> list[Pack]:
    """The other units of an article, smallest first."""
    rows = ArticleUnit.select().where(ArticleUnit.article_id == (article_id or 0)).order_by(ArticleUnit.factor)
    return [Pack(row.unit, row.factor, row.price) for row in rows]


def replace_units(article_id: int, packs: Sequence[Pack]) -> None:
    """Keeps the other units of an article. Called inside a transaction."""
    ArticleUnit.delete().where(ArticleUnit.article_id == article_id).execute()
    for pack in packs:
        ArticleUnit.create(article_id=article_id, unit=pack.unit, factor=pack.factor, price=pack.price)


def units_text(article_id: int) -> str:
    """The other units of an article as ``read_units`` reads them."""
    return " ".join(_unit_text(pack) for pack in units_of(article_id))


def units_of_many(ids: Sequence[Any]) -> dict[Any, list[str]]:
    """The other units of several articles, for an exported file."""
    found: dict[Any, list[str]] = {article: [] for article in ids}
    for row in ArticleUnit.select().where(ArticleUnit.article_id.in_(list(ids))).order_by(ArticleUnit.factor):
        found[row.article_id].append(_unit_text(Pack(row.unit, row.factor, row.price)))
    return found


def _unit_text(pack: Pack) -> str:
    price = "" if pack.price is None else f"@{_plain(pack.price)}"
    return f"{pack.unit}={_plain(pack.factor)}{price}"


def _plain(value: Decimal) -> str:
    return show_number(value, 6, least=0).replace(" ", "")


def in_units(quantity: Decimal, own: str, packs: Sequence[Pack]) -> str:
    """A quantity as people count it, the largest units first: ``2 CX + 2 UN``; empty where it does not fill one."""
    parts = []
    left = quantity
    for pack in sorted(packs, key=lambda one: -one.factor):
        whole = left // pack.factor
        if whole > 0:
            parts.append(f"{_plain(whole)} {pack.unit}")
            left -= whole * pack.factor
    if not parts:
        return ""
    return " + ".join([*parts, *([f"{_plain(left)} {own}"] if left else [])])
