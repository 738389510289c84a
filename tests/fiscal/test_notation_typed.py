"""Numbers and dates as people type them, and as people read them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscal.errors import Refusal
from fiscal.notation import (
    EARLIEST,
    LATEST,
    at_rate,
    day,
    number,
    show_day,
    show_euro,
    show_number,
    show_price,
    show_quantity,
    show_rate,
)

D = Decimal
TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12,50", "12.50"), ("12.50", "12.50"), ("12", "12"), (",5", "0.5"), (".5", "0.5"), ("5,", "5"),
        ("1 234,56", "1234.56"), ("1.234,56", "1234.56"), ("1 234 567,89", "1234567.89"), ("1\u00a0234,56", "1234.56"),
        ("1 234", "1234"), ("-1 234,56", "-1234.56"), ("12,50 €", "12.50"), ("12,50€", "12.50"), (" 7 ", "7"),
        ("12+3*2", "18"), ("(12+3)*2", "30"), ("=10/4", "2.5"), ("1/3", "0.333333"), ("10-2-3", "5"), ("24/2/3", "4"),
        ("12,30 iva-23", "10"), ("10iva+23", "12.3"), ("5*2 IVA+ 6%", "10.6"), ("1 iva-6", "0.943396"), ("10€iva+0", "10"),
        ("-5", "-5"), ("2*-3", "-6"), ("0,1+0,2", "0.3"), ("1,1*1,1", "1.21"), ("0", "0"),
    ],
)  # fmt: skip
def test_numbers_as_typed(typed: str, value: str) -> None:
    assert number(typed) == D(value)


@pytest.mark.parametrize(
    "typed",
    ["", " ", "€", "abc", "1,2,3", "1..2", "12,5x", "1e5", "NaN", "inf", "1/0", "0/0", "(1", "1)", "1+", "*2", "()", "1 2",
     "1 23,4", "١٢", "0x10", "1_000", "__import__", "9" * 61, "2**3", "1234 567,00", "1/(2-2)"],
)  # fmt: skip
def test_what_is_no_number_is_refused_and_quoted(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        number(typed, field="price")
    assert (refused.value.field, refused.value.rule) == ("price", "number")


def test_vat_without_a_rate_is_asked_for_and_written_in_where_it_is_known() -> None:
    with pytest.raises(Refusal, match=r"escreva-a, por exemplo 12,30 iva-23\."):
        number("12,30 iva-")
    assert number(at_rate("12,30 iva-", D("23.00"))) == 10
    assert at_rate("12,30 iva-6", D(23)) == "12,30 iva-6", "the rate typed stays"
    assert at_rate("12,30", D(23)) == "12,30"


def test_too_many_decimals_are_refused_not_rounded() -> None:
    assert number("0,123456") == D("0.123456")
    with pytest.raises(Refusal, match="casas decimais a mais: o máximo é 6"):
        number("0,1234567")
    with pytest.raises(Refusal, match="o máximo é 2"):
        number("0,125", places=2)
    assert number("10/3", places=2) == D("3.33"), "a division is rounded, since nobody typed its decimals"


@pytest.mark.parametrize(
    ("value", "shown"),
    [("1234.56", "1 234,56"), ("0", "0,00"), ("-1234.5", "-1 234,50"), ("1234567", "1 234 567,00"),
     ("0.125", "0,13"), ("0.135", "0,14"), ("2.675", "2,68"), ("0.005", "0,01"), ("0.004999", "0,00"), ("-0.125", "-0,13")],
)  # fmt: skip
def test_amounts_are_shown_with_the_one_rounding_half_up(value: str, shown: str) -> None:
    assert show_number(D(value)) == shown
    assert show_euro(D(value)) == shown + " €"


def test_as_few_decimals_as_needed() -> None:
    assert [show_quantity(D(v)) for v in ("3", "3.000000", "1.25", "0.000001", "1000")] == [
        "3",
        "3",
        "1,25",
        "0,000001",
        "1 000",
    ]
    assert [show_price(D(v)) for v in ("0.55", "0.5016", "12", "0.123456")] == ["0,55", "0,5016", "12,00", "0,123456"]
    assert [show_rate(D(v)) for v in ("23", "8.8", "0", "11.50")] == ["23%", "8,8%", "0%", "11,5%"]


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=6))
def test_a_number_shown_and_typed_again_is_the_same(value: Decimal) -> None:
    assert number(show_number(value, 6)) == value
    assert number(show_quantity(value)) == value
    assert number(show_price(value)) == value


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.decimals(min_value=0, max_value=10**9, places=2))
def test_sums_are_exact(a: Decimal, b: Decimal) -> None:
    assert number(f"{a:f}+{b:f}".replace(".", ",")) == a + b


@given(st.text(max_size=70))
def test_a_number_is_read_or_refused_never_an_accident(text: str) -> None:
    try:
        value = number(text)
    except Refusal:
        return
    assert value.is_finite()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("h", TUESDAY), ("=", TUESDAY), ("o", date(2026, 11, 23)), ("i", date(2026, 11, 1)), ("f", date(2026, 11, 30)),
        ("I", date(2026, 1, 1)), ("F", date(2026, 12, 31)), ("+1", date(2026, 11, 25)), ("-3", date(2026, 11, 21)),
        ("30d", date(2026, 12, 24)), ("2s", date(2026, 12, 8)),
        ("+1s", date(2026, 12, 1)), ("+1m", date(2026, 12, 24)), ("-1a", date(2025, 11, 24)), ("3", date(2026, 11, 3)),
        ("2411", TUESDAY), ("241126", TUESDAY), ("24112026", TUESDAY), ("24-11", TUESDAY), ("24-11-26", TUESDAY),
        ("24-11-2026", TUESDAY), ("24/11/2026", TUESDAY), ("24.11.2026", TUESDAY), ("24 11 2026", TUESDAY),
        ("2026-11-24", TUESDAY), ("29-2-2028", date(2028, 2, 29)), (" h ", TUESDAY),
    ],
)  # fmt: skip
def test_dates_as_typed(typed: str, found: date) -> None:
    assert day(typed, TUESDAY) == found


@pytest.mark.parametrize(
    ("today", "typed", "found"),
    [
        (date(2026, 1, 31), "+1m", date(2026, 2, 28)),
        (date(2028, 1, 31), "+1m", date(2028, 2, 29)),
        (date(2026, 12, 31), "+2m", date(2027, 2, 28)),
        (date(2026, 3, 31), "-1m", date(2026, 2, 28)),
        (date(2028, 2, 29), "+1a", date(2029, 2, 28)),
        (date(2028, 2, 29), "+4a", date(2032, 2, 29)),
        (date(2026, 12, 31), "+1", date(2027, 1, 1)),
        (date(2027, 1, 1), "o", date(2026, 12, 31)),
        (date(2028, 2, 10), "29", date(2028, 2, 29)),
        (date(2028, 2, 10), "2902", date(2028, 2, 29)),
        (date(2026, 12, 15), "-12m", date(2025, 12, 15)),
    ],
)
def test_months_of_different_lengths(today: date, typed: str, found: date) -> None:
    assert day(typed, today) == found


@pytest.mark.parametrize(
    "typed",
    ["", "x", "31-04-2026", "29-02-2026", "2902", "32", "0", "1113", "00-00-0000", "2026-13-01", "01-01-1899", "31121899",
     "01-01-1999", "01-01-2100", "+9999a", "-9999a", "-9999m", "24-11-20266", "h+1", "+1x", "２４"],
)  # fmt: skip
def test_days_that_do_not_exist_or_cannot_be_meant_are_refused(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        day(typed, TUESDAY, field="date")
    assert (refused.value.field, refused.value.rule) == ("date", "date")


@given(st.dates(EARLIEST, LATEST))
def test_a_date_shown_and_typed_again_is_the_same(value: date) -> None:
    assert day(show_day(value), TUESDAY) == value
    assert day(value.isoformat(), TUESDAY) == value
    assert day(f"{value:%d%m%Y}", TUESDAY) == value


@given(st.text(max_size=12), st.dates())
def test_a_date_is_read_or_refused_never_an_accident(text: str, today: date) -> None:
    try:
        found = day(text, today)
    except Refusal:
        return
    assert EARLIEST <= found <= LATEST
