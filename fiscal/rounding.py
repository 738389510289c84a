"""The one rounding: half up, away from zero, at cents, at millionths, or wherever a rule says."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

CENT = Decimal("0.01")
MICRO = Decimal("0.000001")
ZERO = Decimal(0)

# Wide enough for any quantity x price x factors at 6 decimals, so that nothing is rounded before its time (C19).
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


def rounded(value: Decimal, step: Decimal) -> Decimal:
    """``value`` to the nearest ``step`` (a power of ten), ties away from zero."""
    return value.quantize(step, context=_EXACT)


def cents(value: Decimal) -> Decimal:
    """Euro to two decimals."""
    return value.quantize(CENT, context=_EXACT)


def micro(value: Decimal) -> Decimal:
    """Six decimals: prices, quantities and line values (Despacho 8632/2014, 3.2.3 asks for more than two)."""
    return value.quantize(MICRO, context=_EXACT)
