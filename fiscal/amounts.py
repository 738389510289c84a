"""From lines to totals: discounts, tax per rate, and one rounding at the end (Portaria 302/2016, 4.1.4.20).

Prices without tax: a line keeps six decimals; per rate the base is the rounded sum of its lines and the tax is the
rounded base x rate. Stamp duty of a fixed amount per unit is summed over the lines and rounded once.
Prices with tax: a line is worth what the customer reads on it, in cents; the total is their sum,
and per rate the base is derived from that gross, so that the total is what the customer saw.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from fiscal.discounts import HUNDRED, Step, discounted, read_discount
from fiscal.errors import Refusal
from fiscal.rounding import CENT, MICRO, ZERO, cents, micro, rounded

Rate = tuple[str, str, str, Decimal]
"""Tax type, region, tax code, per cent."""
Groups = dict[Rate, list[int]]


@dataclass(frozen=True, slots=True)
class LineInput:
    """What is needed of a line. ``price`` is with tax if prices include tax; ``rate`` is per cent."""

    quantity: Decimal
    price: Decimal
    discount: str
    tax_type: str
    region: str
    tax_code: str
    rate: Decimal
    exemption: str = ""
    fixed_tax: Decimal = ZERO
    """Stamp duty in euro for each unit; discounts do not lower it."""

    @property
    def fixed(self) -> Decimal:
        return self.fixed_tax * self.quantity


@dataclass(frozen=True, slots=True)
class LineAmounts:
    """Euro. See models/sales/record.py IssuedLine for each."""

    shown: Decimal
    unit_price: Decimal
    amount: Decimal
    settlement: Decimal


@dataclass(frozen=True, slots=True)
class RateAmounts:
    """Base and tax of one rate, in cents."""

    tax_type: str
    region: str
    tax_code: str
    rate: Decimal
    base: Decimal
    tax: Decimal
    exemption: str
    """The exemption code when all lines of the rate have the same, else empty."""


@dataclass(frozen=True, slots=True)
class Amounts:
    lines: tuple[LineAmounts, ...]
    rates: tuple[RateAmounts, ...]
    net: Decimal
    tax: Decimal
    gross: Decimal


def compute(
    lines: Sequence[LineInput], *, prices_include_tax: bool, global_discount: str = "", step: Decimal = CENT
) -> Amounts:
    """All amounts of a document. Raises Refusal with field ``lines.N.discount`` or ``global_discount``.

    step: what a line with tax is rounded to: cents, which the customer reads on it, or millionths where the prices were
    read in another currency.
    """
    overall = read_discount(global_discount, "global_discount")
    listed = [line.quantity * line.price for line in lines]
    left = [
        discounted(value, read_discount(line.discount, f"lines.{n}.discount"), field=f"lines.{n}.discount")
        for n, (line, value) in enumerate(zip(lines, listed, strict=True), 1)
    ]
    if prices_include_tax:
        return _with_tax(lines, listed, left, overall, step)
    return _without_tax(lines, listed, left, overall)


def _without_tax(
    lines: Sequence[LineInput], listed: list[Decimal], left: list[Decimal], overall: tuple[Step, ...]
) -> Amounts:
    shown = [micro(value) for value in left]
    groups = _groups(lines)
    if all(step.percent for step in overall):
        amounts = [micro(discounted(value, overall)) for value in left]
    else:
        amounts = list(shown)
        for key, less in _by_rate(_global(sum(shown, ZERO), overall), groups, shown, MICRO).items():
            for i, part in zip(groups[key], shares(less, [shown[i] for i in groups[key]], MICRO), strict=True):
                amounts[i] -= part
    results = tuple(
        LineAmounts(show, micro(amount / line.quantity), amount, max(micro(value) - amount, ZERO))
        for line, value, show, amount in zip(lines, listed, shown, amounts, strict=True)
    )
    rates = []
    for key, members in groups.items():
        base = cents(sum((amounts[i] for i in members), ZERO))
        tax = cents(base * key[3] / HUNDRED) + _fixed(lines, members)
        rates.append(RateAmounts(*key, base, tax, _one_exemption(lines, members)))
    return _total(results, rates)


def _with_tax(
    lines: Sequence[LineInput], listed: list[Decimal], left: list[Decimal], overall: tuple[Step, ...], step: Decimal
) -> Amounts:
    shown = [rounded(value, step) for value in left]
    groups = _groups(lines)
    off = _by_rate(rounded(_global(sum(shown, ZERO), overall), step), groups, shown, step)
    rates, amounts = [], [ZERO] * len(lines)
    for key, members in groups.items():
        gross, less, factor = sum((shown[i] for i in members), ZERO), off[key], 1 + key[3] / HUNDRED
        whole = cents(gross - less)
        base = cents((whole - _fixed(lines, members)) / factor)
        rates.append(RateAmounts(*key, base, whole - base, _one_exemption(lines, members)))
        parts = shares(less, [shown[i] for i in members], MICRO)
        for i, part in zip(members, parts, strict=True):
            amounts[i] = micro((shown[i] - part - lines[i].fixed) / factor)
            if lines[i].fixed and (amounts[i] < 0 or base < 0):
                raise Refusal(
                    "O preço com imposto não chega para o imposto do selo da linha.",
                    field=f"lines.{i + 1}.price",
                    rule="stamp",
                )
    results = []
    for line, value, show, amount in zip(lines, listed, shown, amounts, strict=True):
        plain = not overall and not read_discount(line.discount)
        before = micro((value - line.fixed) / (1 + line.rate / HUNDRED))
        results.append(
            LineAmounts(show, micro(amount / line.quantity), amount, ZERO if plain else max(before - amount, ZERO))
        )
    return _total(tuple(results), rates)


def _fixed(lines: Sequence[LineInput], members: Sequence[int]) -> Decimal:
    """Stamp duty of fixed amounts, in cents."""
    return cents(sum((lines[i].fixed for i in members if lines[i].fixed_tax), ZERO))


def _total(lines: tuple[LineAmounts, ...], rates: list[RateAmounts]) -> Amounts:
    net = sum((r.base for r in rates), ZERO)
    tax = sum((r.tax for r in rates), ZERO)
    return Amounts(lines, tuple(rates), cents(net), cents(tax), cents(net + tax))


def _groups(lines: Sequence[LineInput]) -> Groups:
    """Indexes of the lines of each rate, in the order in which the rates appear."""
    groups: Groups = {}
    for i, line in enumerate(lines):
        groups.setdefault((line.tax_type, line.region, line.tax_code, line.rate), []).append(i)
    return groups


def _by_rate(off: Decimal, groups: Groups, shown: Sequence[Decimal], step: Decimal) -> dict[Rate, Decimal]:
    """A global discount divided over the rates; in an order of their own, so that the lines' order changes no total."""
    rates = sorted(groups)
    return dict(zip(rates, shares(off, [sum((shown[i] for i in groups[r]), ZERO) for r in rates], step), strict=True))


def _one_exemption(lines: Sequence[LineInput], members: list[int]) -> str:
    codes = {lines[i].exemption for i in members}
    return codes.pop() if len(codes) == 1 else ""


def _global(total: Decimal, overall: tuple[Step, ...]) -> Decimal:
    """Euro that the global discount takes off ``total``."""
    try:
        return total - discounted(total, overall, field="global_discount")
    except Refusal as refusal:
        refusal.message = f"Desconto global: {refusal.message[0].lower()}{refusal.message[1:]}"
        raise


def shares(amount: Decimal, weights: Sequence[Decimal], step: Decimal) -> list[Decimal]:
    """``amount`` divided in proportion to ``weights``, each part a multiple of ``step``, the sum exact.

    What rounding down leaves over goes to the parts with the largest remainders, earlier ones first.
    """
    total = sum(weights, ZERO)
    if not amount or not total:
        return [ZERO] * len(weights)
    amount = rounded(amount, step)
    exact = [amount * weight / total for weight in weights]
    parts = [value // step * step for value in exact]
    missing = int((amount - sum(parts, ZERO)) / step)
    order = sorted(range(len(weights)), key=lambda i: parts[i] - exact[i])
    for i in order[:missing]:
        parts[i] += step
    return parts
