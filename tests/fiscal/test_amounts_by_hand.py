"""Totals of documents worked out by hand: discounts, rates, prices with and without tax, ties (fiscal.md 5.4, 7.3)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from fiscal.amounts import Amounts, LineInput, compute, shares
from fiscal.errors import Refusal
from fiscal.rounding import CENT, MICRO, cents, micro

D = Decimal
RATES = {"NOR": D(23), "INT": D(13), "RED": D(6), "ISE": D(0)}


def of(quantity: str, price: str, tax: str = "NOR", discount: str = "", exemption: str = "") -> LineInput:
    return LineInput(D(quantity), D(price), discount, "IVA", "PT", tax, RATES[tax], exemption)


def totals(amounts: Amounts) -> tuple[Decimal, Decimal, Decimal]:
    return amounts.net, amounts.tax, amounts.gross


def by_rate(amounts: Amounts) -> dict[str, tuple[Decimal, Decimal]]:
    return {rate.tax_code: (rate.base, rate.tax) for rate in amounts.rates}


def test_the_worked_invoice_of_appendix_a() -> None:
    """100 x 0,55 less 8,8 % = 50,16 at 23 % = 11,5368; 3 x 15,6488 = 46,9464 exempt: 97,11 + 11,54 = 108,65."""
    amounts = compute(
        [of("100", "0.55", discount="8.8%"), of("3", "15.6488", "ISE", exemption="M07")], prices_include_tax=False
    )
    first, second = amounts.lines
    assert (first.amount, first.unit_price, first.settlement) == (D("50.16"), D("0.5016"), D("4.84"))
    assert (second.amount, second.unit_price, second.settlement) == (D("46.9464"), D("15.6488"), 0)
    assert by_rate(amounts) == {"NOR": (D("50.16"), D("11.54")), "ISE": (D("46.95"), D("0.00"))}
    assert totals(amounts) == (D("97.11"), D("11.54"), D("108.65"))
    assert amounts.rates[1].exemption == "M07"


def test_discounts_chain_one_after_the_other() -> None:
    """2 x 50 = 100; less 10 % = 90; less 5 % = 85,50 (not 85). Tax 19,665 goes up to 19,67."""
    amounts = compute([of("2", "50", discount="10%+5%")], prices_include_tax=False)
    assert amounts.lines[0].settlement == D("14.5")
    assert totals(amounts) == (D("85.50"), D("19.67"), D("105.17"))


def test_a_discount_in_value_is_off_the_line_not_off_each_unit() -> None:
    """3 x 10 less 1 = 29; a unit is then worth 9,666667."""
    amounts = compute([of("3", "10", discount="1.00")], prices_include_tax=False)
    assert amounts.lines[0].unit_price == D("9.666667")
    assert totals(amounts) == (D("29.00"), D("6.67"), D("35.67"))


def test_percent_and_value_mix_in_the_order_typed() -> None:
    """100 less 10 % less 10 = 80; 100 less 10 less 10 % = 81."""
    assert compute([of("1", "100", discount="10%+10")], prices_include_tax=False).net == 80
    assert compute([of("1", "100", discount="10+10%")], prices_include_tax=False).net == 81


def test_a_global_percentage_falls_on_every_line() -> None:
    """10 at 23 % and 20 at 6 %, less 5 %: 9,50 and 19,00; tax 2,185 = 2,19 and 1,14."""
    amounts = compute([of("1", "10"), of("1", "20", "RED")], prices_include_tax=False, global_discount="5%")
    assert [line.amount for line in amounts.lines] == [D("9.5"), D("19")]
    assert [line.settlement for line in amounts.lines] == [D("0.5"), D("1")]
    assert [line.shown for line in amounts.lines] == [10, 20], "a line is printed before the global discount"
    assert by_rate(amounts) == {"NOR": (D("9.50"), D("2.19")), "RED": (D("19.00"), D("1.14"))}
    assert totals(amounts) == (D("28.50"), D("3.33"), D("31.83"))


def test_a_global_value_is_spread_in_proportion() -> None:
    """3 off 10 + 20: 1 and 2; 9 at 23 % = 2,07, 18 at 6 % = 1,08."""
    amounts = compute([of("1", "10"), of("1", "20", "RED")], prices_include_tax=False, global_discount="3,00")
    assert [line.amount for line in amounts.lines] == [9, 18]
    assert totals(amounts) == (D("27.00"), D("3.15"), D("30.15"))


def test_a_global_value_that_does_not_divide_loses_nothing() -> None:
    """1 off three lines of 1: 0,333334 and twice 0,333333."""
    amounts = compute([of("1", "1")] * 3, prices_include_tax=False, global_discount="1")
    assert sorted(line.amount for line in amounts.lines) == [D("0.666666"), D("0.666667"), D("0.666667")]
    assert totals(amounts) == (D("2.00"), D("0.46"), D("2.46"))


def test_lines_keep_their_decimals_and_are_rounded_once_at_the_end() -> None:
    """Three lines of 0,335: 1,005 rounds to 1,01; rounding each line first would give 1,02."""
    amounts = compute([of("1", "0.335")] * 3, prices_include_tax=False)
    assert totals(amounts) == (D("1.01"), D("0.23"), D("1.24"))


def test_three_rates_without_tax() -> None:
    """9,99 x 23 % = 2,2977; 4,99 x 13 % = 0,6487; 1,49 x 6 % = 0,0894."""
    amounts = compute([of("1", "9.99"), of("1", "4.99", "INT"), of("1", "1.49", "RED")], prices_include_tax=False)
    assert [rate.tax for rate in amounts.rates] == [D("2.30"), D("0.65"), D("0.09")]
    assert totals(amounts) == (D("16.47"), D("3.04"), D("19.51"))


def test_three_rates_with_tax() -> None:
    """12,30 = 10,00 + 2,30; 5,65 = 5,00 + 0,65; 1,06 = 1,00 + 0,06: the customer saw 19,01."""
    amounts = compute([of("1", "12.30"), of("1", "5.65", "INT"), of("1", "1.06", "RED")], prices_include_tax=True)
    assert by_rate(amounts) == {
        "NOR": (D("10.00"), D("2.30")), "INT": (D("5.00"), D("0.65")), "RED": (D("1.00"), D("0.06")),
    }  # fmt: skip
    assert totals(amounts) == (D("16.00"), D("3.01"), D("19.01"))


def test_with_tax_the_total_is_what_the_customer_saw_on_the_lines() -> None:
    """3 x 0,335 shows 1,01 and 7 x 0,99 shows 6,93: 7,94. Base 7,94 / 1,23 = 6,4553, tax the rest."""
    amounts = compute([of("3", "0.335"), of("7", "0.99")], prices_include_tax=True)
    assert [line.shown for line in amounts.lines] == [D("1.01"), D("6.93")]
    assert totals(amounts) == (D("6.46"), D("1.48"), D("7.94"))


def test_with_tax_a_global_value_is_spread_over_the_rates_in_cents() -> None:
    """1,00 off 12,30 (23 %) and 1,06 (6 %): 0,92 and 0,08; 11,38 = 9,25 + 2,13; 0,98 = 0,92 + 0,06."""
    amounts = compute([of("1", "12.30"), of("1", "1.06", "RED")], prices_include_tax=True, global_discount="1,00")
    assert by_rate(amounts) == {"NOR": (D("9.25"), D("2.13")), "RED": (D("0.92"), D("0.06"))}
    assert totals(amounts) == (D("10.17"), D("2.19"), D("12.36"))


def test_with_tax_a_global_percentage_is_rounded_once() -> None:
    """10 % of 13,36 = 1,336: the customer sees 1,34 off and pays 12,02."""
    amounts = compute([of("1", "12.30"), of("1", "1.06", "RED")], prices_include_tax=True, global_discount="10%")
    assert amounts.gross == D("12.02")


def test_with_tax_a_line_discount_is_rounded_as_shown() -> None:
    """2 x 12,30 less 10 % = 22,14 = 18,00 + 4,14: 2,00 without tax were given."""
    line = compute([of("2", "12.30", discount="10%")], prices_include_tax=True).lines[0]
    assert (line.shown, line.amount, line.unit_price, line.settlement) == (D("22.14"), 18, 9, 2)


@pytest.mark.parametrize(
    ("quantity", "price", "net", "tax"),
    [
        ("1", "1.50", "1.50", "0.35"),  # 0,345 goes up; half-even would give 0,34
        ("0.5", "0.25", "0.13", "0.03"),  # 0,125 goes up; half-even would give 0,12
        ("1", "0.005", "0.01", "0.00"),
        ("1", "0.004999", "0.00", "0.00"),
        ("1", "2.675", "2.68", "0.62"),  # a binary float holds 2,67499...
    ],
)
def test_ties_go_up(quantity: str, price: str, net: str, tax: str) -> None:
    assert totals(compute([of(quantity, price)], prices_include_tax=False))[:2] == (D(net), D(tax))


def test_a_tie_below_zero_goes_away_from_zero() -> None:
    assert cents(D("-0.125")) == D("-0.13")
    assert micro(D("0.0000005")) == D("0.000001")


def test_everything_may_be_given_away_but_no_more() -> None:
    for with_tax in (False, True):
        for line_discount, overall in (("100%", ""), ("10", ""), ("", "100%"), ("", "10"), ("50%+5", "")):
            amounts = compute(
                [of("1", "10", discount=line_discount)], prices_include_tax=with_tax, global_discount=overall
            )
            assert totals(amounts) == (0, 0, 0)


@pytest.mark.parametrize(
    ("discount", "overall", "field"),
    [
        ("100.01%", "", "lines.1.discount"),
        ("10.01", "", "lines.1.discount"),
        ("60%+5", "", "lines.1.discount"),
        ("-1%", "", "lines.1.discount"),
        ("abc", "", "lines.1.discount"),
        ("", "100.01%", "global_discount"),
        ("", "10.01", "global_discount"),
        ("", "-1", "global_discount"),
    ],
)
def test_a_discount_outside_0_to_100_percent_is_refused(discount: str, overall: str, field: str) -> None:
    for with_tax in (False, True):
        with pytest.raises(Refusal) as refused:
            compute([of("1", "10", discount=discount)], prices_include_tax=with_tax, global_discount=overall)
        assert refused.value.field == field


def test_regions_and_types_of_tax_are_apart() -> None:
    lines = [
        LineInput(D(1), D(10), "", "IVA", "PT", "NOR", D(23)),
        LineInput(D(1), D(10), "", "IVA", "PT-AC", "NOR", D(16)),
        LineInput(D(1), D(10), "", "IVA", "PT-MA", "NOR", D(22)),
        LineInput(D(1), D(10), "", "IVA", "PT", "ISE", D(0), "M07"),
        LineInput(D(1), D(10), "", "IVA", "PT", "ISE", D(0), "M05"),
        LineInput(D(1), D(10), "", "NS", "PT", "NS", D(0), "M99"),
    ]
    amounts = compute(lines, prices_include_tax=False)
    assert [(r.tax_type, r.region, r.base, r.tax, r.exemption) for r in amounts.rates] == [
        ("IVA", "PT", 10, D("2.30"), ""),
        ("IVA", "PT-AC", 10, D("1.60"), ""),
        ("IVA", "PT-MA", 10, D("2.20"), ""),
        ("IVA", "PT", 20, 0, ""),
        ("NS", "PT", 10, 0, "M99"),
    ]


def test_the_largest_document_is_exact() -> None:
    """999 999,999999 x 999 999,999999, with a chain of discounts, against exact fractions."""
    big = "999999.999999"
    exact = Fraction(big) * Fraction(big) * Fraction("0.9166") * Fraction("0.333334")
    amounts = compute([of(big, big, discount="8.34%+66.6666%")], prices_include_tax=False)
    assert abs(Fraction(amounts.net) - exact) <= Fraction("0.005")


def test_shares_give_the_odd_cent_to_whom_it_is_nearest() -> None:
    assert shares(D("1.00"), [D("12.30"), D("1.06")], CENT) == [D("0.92"), D("0.08")]
    assert shares(D("0.01"), [D(1), D(2)], CENT) == [0, D("0.01")]
    assert shares(D("1"), [D(1), D(1), D(1)], MICRO) == [D("0.333334"), D("0.333333"), D("0.333333")]
    assert shares(D(0), [D(1), D(2)], CENT) == [0, 0]
