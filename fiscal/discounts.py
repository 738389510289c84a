"""Discounts as typed: percentages one after the other, values off the line, between 0 and 100 % (C22)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from fiscal.errors import Refusal
from fiscal.notation import number, show_number
from fiscal.rounding import ZERO

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Step:
    """One discount: a percentage of what is left, or euro off it."""

    amount: Decimal
    percent: bool

    def after(self, value: Decimal) -> Decimal:
        """What is left of ``value``."""
        return value - value * self.amount / HUNDRED if self.percent else value - self.amount


@lru_cache(maxsize=512)
def read_discount(text: str, field: str = "discount") -> tuple[Step, ...]:
    """``""``, ``8.8%``, ``10%+5%``, ``1,00``: the steps, in order. Raises Refusal outside 0 to 100 % (C22)."""
    typed = text.strip()
    if not typed:
        return ()
    steps = []
    for part in typed.split("+"):
        percent = part.rstrip().endswith("%")
        amount = number(part.rstrip().removesuffix("%"), field=field)
        if amount < 0 or (percent and amount > HUNDRED):
            raise Refusal(
                f"Desconto «{typed}» inválido: cada desconto tem de estar entre 0 e 100 %.", field=field, rule="C22"
            )
        if amount:
            steps.append(Step(amount, percent))
    return tuple(steps)


def discounted(value: Decimal, steps: Sequence[Step], *, field: str = "discount") -> Decimal:
    """What is left of ``value`` after all steps, not rounded. Raises Refusal beyond 100 % (C22)."""
    left = value
    for step in steps:
        left = step.after(left)
        if left < ZERO:
            raise Refusal(
                f"O desconto ultrapassa o valor ({show_number(value)} €): o máximo é 100 %.", field=field, rule="C22"
            )
    return left


def write_discount(steps: Sequence[Step]) -> str:
    """``10%+5%`` or ``1.00``: the form that is stored and exchanged."""
    return "+".join(f"{_short(s.amount)}%" if s.percent else f"{s.amount:f}" for s in steps)


def show_discount(text: str) -> str:
    """A stored discount as printed: ``8,8%``, ``1,00``."""
    return text.replace(".", ",")


def _short(amount: Decimal) -> str:
    return f"{amount.normalize():f}"
