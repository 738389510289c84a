"""How each cent of a document came about, in words: from the values that were stored, with the sums shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fiscal.notation import show_euro, show_price, show_quantity, show_rate
from fiscal.rounding import ZERO, cents

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A line and what became of it; money in euro, as in models/sales/record.py IssuedLine."""

    label: str
    quantity: Decimal
    unit: str
    price: Decimal
    discount: str
    shown: Decimal
    amount: Decimal
    settlement: Decimal
    rate: tuple[str, str, str, Decimal]
    """Tax type, region, tax code, per cent."""
    fixed: Decimal = ZERO
    """Stamp duty of a fixed amount, of the whole line."""


@dataclass(frozen=True, slots=True)
class ToldRate:
    rate: tuple[str, str, str, Decimal]
    base: Decimal
    tax: Decimal


@dataclass(frozen=True, slots=True)
class Told:
    lines: Sequence[ToldLine]
    rates: Sequence[ToldRate]
    prices_include_tax: bool
    global_discount: str
    net: Decimal
    tax: Decimal
    gross: Decimal


def explain(told: Told) -> list[str]:
    """Line by line, rate by rate, and the total."""
    return [
        *(text for n, line in enumerate(told.lines, 1) for text in _line(n, line, told)),
        *_global(told),
        *(text for rate in told.rates for text in _rate(rate, told)),
        "",
        f"Total sem imposto: {_sum(r.base for r in told.rates)} = {show_euro(told.net)}",
        f"Imposto: {_sum(r.tax for r in told.rates)} = {show_euro(told.tax)}",
        f"Total: {show_euro(told.net)} + {show_euro(told.tax)} = {show_euro(told.gross)}",
    ]


def _line(n: int, line: ToldLine, told: Told) -> Iterator[str]:
    kind = "com imposto" if told.prices_include_tax else "sem imposto"
    listed = line.quantity * line.price
    unit = f" {line.unit}" if line.unit else ""
    yield f"{n}. {line.label}"
    yield f"   {show_quantity(line.quantity)}{unit} × {show_price(line.price)} = {show_price(listed)} ({kind})"
    if line.discount:
        yield f"   desconto da linha {line.discount}: −{show_price(listed - line.shown)} → {show_price(line.shown)}"
    elif line.shown != listed:
        yield f"   arredondado: {show_price(line.shown)}"
    tail = f", já sem descontos de {show_price(line.settlement)}" if line.settlement else ""
    yield f"   vale {show_price(line.amount)} sem imposto{tail}; {_name(line.rate)}"
    if line.fixed:
        yield f"   imposto do selo de valor fixo: {show_price(line.fixed)}"


def _global(told: Told) -> Iterator[str]:
    if told.global_discount:
        shown = sum((line.shown for line in told.lines), ZERO)
        yield ""
        yield f"Desconto global {told.global_discount} sobre {show_price(shown)}, repartido pelas linhas na proporção"
        yield "do que valem; o cêntimo que sobra vai para as partes de maior resto."


def _rate(rate: ToldRate, told: Told) -> Iterator[str]:
    own = [line for line in told.lines if line.rate == rate.rate]
    percent, fixed = rate.rate[3], cents(sum((line.fixed for line in own), ZERO))
    lines = sum((line.amount for line in own), ZERO)
    whole = rate.base + rate.tax
    yield ""
    yield f"{_name(rate.rate)}: {len(own)} linha(s), {show_price(lines)} sem imposto"
    if told.prices_include_tax:
        base = cents((whole - fixed) / (1 + percent / HUNDRED))
        if base == rate.base:
            factor = show_price(1 + percent / HUNDRED)
            yield f"   com imposto {show_euro(whole)}; base {show_euro(whole - fixed)} / {factor}"
            yield f"   = {show_euro(rate.base)}; imposto, o resto: {show_euro(whole)} − {show_euro(rate.base)} = "
            yield f"   {show_euro(rate.tax)}"
            return
    elif cents(lines) == rate.base and cents(rate.base * percent / HUNDRED) + fixed == rate.tax:
        more = f" + {show_euro(fixed)} de valor fixo" if fixed else ""
        yield f"   base, arredondada uma vez: {show_euro(rate.base)}"
        yield f"   imposto: {show_euro(rate.base)} × {show_rate(percent)}{more} = {show_euro(rate.tax)}"
        return
    yield f"   base {show_euro(rate.base)} e imposto {show_euro(rate.tax)}, como no documento original: não se recalculam"


def _name(rate: tuple[str, str, str, Decimal]) -> str:
    kind, region, code, percent = rate
    return f"{kind} {show_rate(percent)} ({code}, {region})"


def _sum(values: Iterator[Decimal] | Sequence[Decimal]) -> str:
    return " + ".join(show_euro(value) for value in values) or show_euro(ZERO)
