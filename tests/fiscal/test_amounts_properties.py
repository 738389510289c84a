"""What holds of the totals of any document, whatever its lines and discounts."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import assume, example, given
from hypothesis import strategies as st

from fiscal.amounts import Amounts, LineInput, RateAmounts, compute, shares
from fiscal.discounts import discounted, read_discount
from fiscal.errors import Refusal
from fiscal.rounding import CENT, MICRO, ZERO, cents

TAXES = (
    ("IVA", "PT", "NOR", "23"), ("IVA", "PT", "INT", "13"), ("IVA", "PT", "RED", "6"), ("IVA", "PT-AC", "NOR", "16"),
    ("IVA", "PT-MA", "RED", "4"), ("IVA", "PT", "ISE", "0"), ("NS", "PT", "NS", "0"),
)  # fmt: skip


def decimals(most: str, places: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(min_value=Decimal(1).scaleb(-places), max_value=Decimal(most), places=places)


@st.composite
def lines_of(draw: st.DrawFn) -> LineInput:
    quantity = draw(st.one_of(decimals("100", 0), decimals("9999", 3), decimals("99", 6)))
    price = draw(st.one_of(decimals("100", 2), decimals("9999", 3), decimals("99", 6)))
    discount = draw(st.sampled_from(["", "", "8.8%", "10%+5%", "100%", "0.01", "33.333333%"]))
    tax_type, region, code, rate = draw(st.sampled_from(TAXES))
    if discount == "0.01":
        assume(quantity * price >= CENT)
    return LineInput(quantity, price, discount, tax_type, region, code, Decimal(rate))


documents = st.lists(lines_of(), min_size=1, max_size=8)
overalls = st.sampled_from(["", "5%", "10%+5%", "1", "0.01", "3.33", "0.000001", "100%"])


def total(lines: list[LineInput], with_tax: bool, overall: str) -> Amounts:
    try:
        return compute(lines, prices_include_tax=with_tax, global_discount=overall)
    except Refusal:
        assume(False)
        raise


def rates(amounts: Amounts) -> dict[tuple[str, ...], RateAmounts]:
    return {(r.tax_type, r.region, r.tax_code): r for r in amounts.rates}


ROUNDED_DOWN = LineInput(Decimal("1.000001"), Decimal("0.4"), "", "IVA", "PT", "NOR", Decimal(23))
"""Worth 0,4000004: ten of them take a discount of 4,000004 though their lines add up to 4,000000."""
ONE = [
    LineInput(Decimal(1), Decimal(1), "", "IVA", "PT", code, Decimal(rate)) for code, rate in (("NOR", 23), ("RED", 6))
]


@given(documents, st.booleans(), overalls)
@example([ROUNDED_DOWN] * 10, False, "4.000004")
def test_totals_add_up_and_nothing_is_negative(lines: list[LineInput], with_tax: bool, overall: str) -> None:
    amounts = total(lines, with_tax, overall)
    assert amounts.gross == amounts.net + amounts.tax
    assert amounts.net == sum(r.base for r in amounts.rates)
    assert amounts.tax == sum(r.tax for r in amounts.rates)
    for value in (amounts.net, amounts.tax, amounts.gross, *(x for r in amounts.rates for x in (r.base, r.tax))):
        assert value >= 0
        assert value == value.quantize(CENT)
    for line in amounts.lines:
        assert min(line.shown, line.unit_price, line.amount, line.settlement) >= 0
        assert line.amount == line.amount.quantize(MICRO)


@given(documents, st.booleans(), overalls)
def test_the_base_of_a_rate_is_the_rounded_sum_of_its_lines(
    lines: list[LineInput], with_tax: bool, overall: str
) -> None:
    amounts = total(lines, with_tax, overall)
    for key, rate in rates(amounts).items():
        its = [
            amount.amount
            for line, amount in zip(lines, amounts.lines, strict=True)
            if (line.tax_type, line.region, line.tax_code) == key
        ]
        slack = len(its) * MICRO if with_tax else ZERO
        assert abs(sum(its) - rate.base) <= CENT / 2 + slack
        if not with_tax:
            assert rate.tax == cents(rate.base * rate.rate / 100)
        assert abs(rate.tax - rate.base * rate.rate / 100) <= CENT * (1 + rate.rate / 100)


@given(documents, overalls)
def test_with_tax_the_total_is_the_sum_of_what_was_shown_less_the_global_discount(
    lines: list[LineInput], overall: str
) -> None:
    amounts = total(lines, True, overall)
    seen = sum((line.shown for line in amounts.lines), ZERO)
    off = cents(seen - discounted(seen, read_discount(overall)))
    assert all(line.shown == line.shown.quantize(CENT) for line in amounts.lines)
    assert amounts.gross == seen - off


@given(documents, st.booleans(), overalls, st.randoms(use_true_random=False))
@example(ONE, True, "0.01", None)  # a cent that both rates have the same right to
def test_the_order_of_the_lines_changes_no_total(lines: list[LineInput], with_tax: bool, overall: str, luck) -> None:
    amounts = total(lines, with_tax, overall)
    mixed = list(reversed(lines))
    if luck is not None:
        luck.shuffle(mixed)
    again = compute(mixed, prices_include_tax=with_tax, global_discount=overall)
    assert (again.net, again.tax, again.gross) == (amounts.net, amounts.tax, amounts.gross)
    assert {k: (r.base, r.tax) for k, r in rates(again).items()} == {
        k: (r.base, r.tax) for k, r in rates(amounts).items()
    }


@given(
    st.lists(st.decimals(min_value=0, max_value=10**13, places=6), min_size=1, max_size=30),
    st.fractions(0, 1),
    st.sampled_from([CENT, MICRO]),
)
def test_shares_sum_exactly_and_none_exceeds_its_weight(weights: list[Decimal], fraction, step: Decimal) -> None:
    weights = [weight.quantize(step) for weight in weights]
    whole = sum(weights, ZERO)
    amount = (whole * fraction.numerator / fraction.denominator).quantize(step, rounding="ROUND_DOWN")
    parts = shares(amount, weights, step)
    assert sum(parts, ZERO) == amount
    assert all(0 <= part <= weight for part, weight in zip(parts, weights, strict=True))
