"""Discounts as typed and as stored: percentages in chain, values off the line (C22)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscal.discounts import Step, discounted, read_discount, show_discount, write_discount
from fiscal.errors import Refusal

D = Decimal


@pytest.mark.parametrize(
    ("typed", "steps", "stored"),
    [
        ("", (), ""),
        ("  ", (), ""),
        ("0%", (), ""),
        ("8,8%", (Step(D("8.8"), True),), "8.8%"),
        ("8.8 %", (Step(D("8.8"), True),), "8.8%"),
        ("10%+5%", (Step(D(10), True), Step(D(5), True)), "10%+5%"),
        ("10 % + 5 %", (Step(D(10), True), Step(D(5), True)), "10%+5%"),
        ("1,00", (Step(D("1.00"), False),), "1.00"),
        ("10%+1", (Step(D(10), True), Step(D(1), False)), "10%+1"),
        ("100%", (Step(D(100), True),), "100%"),
    ],
)
def test_reading_and_storing(typed: str, steps: tuple[Step, ...], stored: str) -> None:
    assert read_discount(typed) == steps
    assert write_discount(steps) == stored
    assert read_discount(stored) == steps, "what is stored reads back as it was"


def test_as_printed() -> None:
    assert show_discount("8.8%+1.00") == "8,8%+1,00"


@pytest.mark.parametrize("typed", ["%", "101%", "-5%", "-1", "a%", "10%%", "10%+", "+", "1e3%", "10 5%", "NaN%"])
def test_what_is_no_discount_is_refused(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_discount(typed, "lines.2.discount")
    assert refused.value.field == "lines.2.discount"


@given(st.lists(st.decimals(min_value=0, max_value=100, places=2), max_size=4), st.decimals(0, 10**6, places=2))
def test_a_chain_is_a_product_and_its_order_is_indifferent(percents: list[Decimal], value: Decimal) -> None:
    steps = [Step(p, True) for p in percents]
    expected = value
    for percent in percents:
        expected *= 1 - percent / 100
    left = discounted(value, steps)
    assert abs(left - expected) <= D("1e-12")
    assert abs(left - discounted(value, steps[::-1])) <= D("1e-12")
    assert 0 <= left <= value
