"""A discount as typed and as kept in a draft: ``10%``, ``10%+5%`` or a value such as ``1,00``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from fiscal.discounts import read_discount
from fiscal.errors import Refusal
from fiscal.notation import show_number
from fiscal.rules.lines import MOST
from fiscal.text import clean

LONGEST = 40
"""Characters that a draft keeps of a discount (models/sales/draft.py)."""


def stored(text: str, *, field: str = "discount") -> str:
    """``text`` in the form of a draft: decimal point, no spaces, no needless zeros, empty for nothing off.

    Raises Refusal outside 0 to 100 % (Despacho 8632/2014, 3.2.8) and for what is no discount.
    """
    typed = clean(text).replace(" ", "")
    if len(typed) > LONGEST:
        raise Refusal(
            f"Desconto com {len(typed)} caracteres: o máximo é {LONGEST}, por exemplo 10%+5%.", field=field, rule="C22"
        )
    steps = read_discount(typed, field)
    if any(step.amount > MOST for step in steps):
        raise Refusal(
            f"Desconto «{typed}» demasiado grande: será um código de barras ou um NIF?", field=field, rule="limits"
        )
    return "+".join(
        format(step.amount.normalize(), "f") + "%" if step.percent else _value(step.amount) for step in steps
    )


def has_value(discount: str) -> bool:
    """Whether euro are taken off (not only per cent), so that it does not grow with the quantity."""
    return any(not step.percent for step in read_discount(discount))


def shown(discount: str) -> str:
    """A stored discount as people read it: ``8,8%``, ``10%+5%``, ``1,00``."""
    return discount.replace(".", ",")


def _value(amount: Decimal) -> str:
    return show_number(amount, 6, least=2).replace(" ", "").replace(",", ".")


@dataclass(frozen=True, slots=True)
class Discount:
    """The kind of a discount field (models/declared.py Kind)."""

    right: bool = True
    hint: str = "10% é percentagem, 10%+5% uma depois da outra, 1,00 é um valor em euros sobre a linha."

    def accepts(self, character: str) -> bool:
        return character in "0123456789,.%+ €"

    def parse(self, text: str, today: date) -> str:
        return stored(text)

    def show(self, value: Any) -> str:
        return shown(value or "")
