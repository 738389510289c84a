"""Stamp duty on a line (Imposto do Selo): the item of the general table, with a percentage or a fixed amount per unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from fiscal.discounts import HUNDRED
from fiscal.errors import Refusal
from fiscal.notation import number
from fiscal.rounding import ZERO, micro

STAMP_DUTY = "IS"
"""SAF-T TaxType, and what is typed in the place of a VAT rate."""
MOST_EACH = Decimal(10_000)
_ITEM = re.compile(r"[0-9]{1,2}(\.[0-9]{1,2}){0,3}")
_HELP = "escreva a verba e a taxa ou o valor por unidade, por exemplo 17.3.4 4% ou 4 0,05€"


@dataclass(frozen=True, slots=True)
class Stamp:
    item: str
    """Item of the general table, ``17.3.4`` (SAF-T TaxCode)."""
    percent: Decimal = ZERO
    fixed: Decimal = ZERO
    """Euro for each unit (SAF-T TaxAmount); one of the two is zero."""


def read_stamp(text: str) -> Stamp:
    """``17.3.4 4%`` or ``4 0,05€``. Raises Refusal, field ``exemption``, where the screen asks for it."""
    item, _, rest = text.strip().partition(" ")
    rest = rest.strip()
    if not _ITEM.fullmatch(item) or not rest:
        raise Refusal(f"Imposto do selo «{text.strip()[:30]}» inválido: {_HELP}.", field="exemption", rule="stamp")
    percent = rest.endswith("%")
    amount = number(rest.rstrip("%€ "), field="exemption")
    if not ZERO < amount <= (HUNDRED if percent else MOST_EACH) or amount != micro(amount):
        raise Refusal(f"Imposto do selo «{rest[:20]}» fora do aceitável: {_HELP}.", field="exemption", rule="stamp")
    return Stamp(item, percent=amount) if percent else Stamp(item, fixed=amount)


def write_stamp(stamp: Stamp) -> str:
    """As ``read_stamp`` reads it."""
    if stamp.percent:
        return f"{stamp.item} {stamp.percent.normalize():f}%"
    return f"{stamp.item} {stamp.fixed.normalize():f}€"
