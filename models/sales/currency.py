"""A document in another currency: what was typed becomes euro, and its total stays in the currency too (4.1.4.20.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from fiscal.amounts import Amounts, LineInput, compute
from fiscal.currency import check_currency, discount_to_euro, from_euro, to_euro
from fiscal.errors import Refusal
from fiscal.rounding import CENT, MICRO, cents
from fiscal.text import clean
from models.sales.draft import Draft, DraftLine
from models.sales.rectified import Original


def foreign(draft: Draft) -> bool:
    """Whether prices are in another currency and its rate is known."""
    return bool(draft.currency) and draft.exchange_rate is not None


def in_euro(draft: Draft) -> Draft:
    """The draft with its prices and values of discounts in euro. Raises Refusal, field ``currency`` or ``exchange_rate``."""
    if not draft.currency:
        if draft.exchange_rate is not None:
            raise Refusal(
                "Há câmbio e não há moeda: escreva o código da moeda, por exemplo USD.",
                field="currency",
                rule="currency",
            )
        return draft
    code, rate = clean(draft.currency, 3).upper(), draft.exchange_rate
    check_currency(code, rate)
    assert rate is not None
    return replace(
        draft,
        currency=code,
        lines=[line_in_euro(line, rate) for line in draft.lines],
        global_discount=discount_to_euro(draft.global_discount, rate),
    )


def line_in_euro(line: DraftLine, rate: Decimal) -> DraftLine:
    return replace(
        line,
        price=None if line.price is None else to_euro(line.price, rate),
        discount=discount_to_euro(line.discount, rate),
    )


def in_currency(draft: Draft, currency: str, rate: Decimal) -> None:
    """Turns a draft of prices in euro, taken from documents in another currency, into one in that currency."""
    draft.currency, draft.exchange_rate = currency, rate
    draft.global_discount = discount_to_euro(draft.global_discount, rate, back=True)
    for line in draft.lines:
        line.price = None if line.price is None else from_euro(line.price, rate)
        line.discount = discount_to_euro(line.discount, rate, back=True)


def step_of(draft: Draft) -> Decimal:
    """What a line with tax is rounded to: its customer read cents of the other currency, not of the euro."""
    return MICRO if draft.currency else CENT


def currency_columns(
    typed: Draft, inputs: Sequence[LineInput], amounts: Amounts, rectified: Iterable[Original]
) -> dict[str, Any]:
    """Currency, rate and total in it, for the document's row; empty for a document in euro.

    typed: the draft before ``in_euro``. inputs: what its lines, and the charges after them, became in euro.
    A rectifying document is typed in euro and keeps the currency and the rate of what it rectifies.
    """
    found = {(o.document.currency, o.document.exchange_rate): o.document for o in rectified}
    if found:
        if typed.currency:
            raise Refusal(
                "Uma nota fica na moeda e no câmbio do documento que retifica: escreva os preços em euros e tire a moeda.",
                field="currency",
                rule="currency",
            )
        if len(found) > 1:
            raise Refusal(
                "Os documentos que se retificam são de moedas ou câmbios diferentes: faça uma nota para cada.",
                field="currency",
                rule="currency",
            )
        (code, rate), document = found.popitem()
        if not code:
            return {}
        whole = amounts.gross == document.gross
        gross = document.currency_gross if whole else cents(amounts.gross / rate)
        return {"currency": code, "exchange_rate": rate, "currency_gross": gross}
    if not foreign(typed):
        return {}
    rate = typed.exchange_rate
    assert rate is not None
    own = [line for line in typed.lines if not line.charge]
    turned = []
    for n, line in enumerate(inputs):
        as_typed = own[n] if n < len(own) else None
        price = from_euro(line.price, rate) if as_typed is None or as_typed.price is None else as_typed.price
        discount = "" if as_typed is None else as_typed.discount
        turned.append(replace(line, price=price, discount=discount, fixed_tax=from_euro(line.fixed_tax, rate)))
    total = compute(turned, prices_include_tax=typed.prices_include_tax, global_discount=typed.global_discount)
    return {"currency": typed.currency.upper(), "exchange_rate": rate, "currency_gross": total.gross}
