"""Stamp duty in the totals: worked by hand, and what must hold of any document that has it or tax of other countries."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fiscal.amounts import Amounts, LineInput, compute
from fiscal.errors import Refusal
from fiscal.qr import qr_message
from fiscal.rounding import ZERO
from fiscal.stamp import Stamp, read_stamp, write_stamp

D = Decimal
VAT = LineInput(D(1), D(20), "", "IVA", "PT", "NOR", D(23))
FEE = LineInput(D(1), D(625), "", "IS", "PT", "17.3.4", D(4))
CHEQUES = LineInput(D(10), D(1), "", "IS", "PT", "4", ZERO, fixed_tax=D("0.05"))


def test_a_percentage_a_fixed_amount_and_vat_without_tax_in_the_prices() -> None:
    """20 + 23 % = 4,60; 625 x 4 % = 25,00; ten cheques of 1 € and 0,05 € each = 0,50."""
    amounts = compute([VAT, FEE, CHEQUES], prices_include_tax=False)
    assert [(r.tax_code, r.base, r.tax) for r in amounts.rates] == [
        ("NOR", 20, D("4.60")), ("17.3.4", 625, 25), ("4", 10, D("0.50")),
    ]  # fmt: skip
    assert (amounts.net, amounts.tax, amounts.gross) == (655, D("30.10"), D("685.10"))


def test_with_tax_in_the_prices_the_fixed_amount_comes_out_of_what_was_read() -> None:
    """Ten at 1,05 € = 10,50 €: 0,50 € of duty and 10,00 € of base. 650 € with 4 % = 625 + 25."""
    dear = LineInput(D(10), D("1.05"), "", "IS", "PT", "4", ZERO, fixed_tax=D("0.05"))
    fee = LineInput(D(1), D(650), "", "IS", "PT", "17.3.4", D(4))
    amounts = compute([dear, fee], prices_include_tax=True)
    assert [(r.base, r.tax) for r in amounts.rates] == [(10, D("0.50")), (625, 25)]
    assert amounts.lines[0].amount == 10


def test_a_price_smaller_than_its_own_duty_is_refused_with_its_line() -> None:
    poor = LineInput(D(1), D("0.01"), "", "IS", "PT", "4", ZERO, fixed_tax=D("0.05"))
    with pytest.raises(Refusal) as refused:
        compute([VAT, poor], prices_include_tax=True)
    assert refused.value.field == "lines.2.price"


@pytest.mark.parametrize(
    ("typed", "stamp"),
    [
        ("17.3.4 4%", Stamp("17.3.4", percent=D(4))), ("17.3.4  0,5 %", Stamp("17.3.4", percent=D("0.5"))),
        ("4 0,05€", Stamp("4", fixed=D("0.05"))), ("4 0.05", Stamp("4", fixed=D("0.05"))),
    ],
)  # fmt: skip
def test_stamp_duty_as_typed(typed: str, stamp: Stamp) -> None:
    assert read_stamp(typed) == stamp
    assert read_stamp(write_stamp(stamp)) == stamp


@given(st.text(max_size=30))
def test_any_text_is_stamp_duty_or_a_refusal(text: str) -> None:
    try:
        stamp = read_stamp(text)
    except Refusal:
        return
    assert read_stamp(write_stamp(stamp)) == stamp


money = st.decimals(min_value=D("0.1"), max_value=D(9999), places=3)
TAXES = (
    ("IVA", "PT", "NOR", "23", "0"), ("IVA", "PT", "ISE", "0", "0"), ("NS", "PT", "NS", "0", "0"),
    ("IVA", "PT-MA", "RED", "4", "0"), ("IVA", "ES", "NOR", "21", "0"), ("IVA", "ES", "OUT", "4", "0"),
    ("IS", "PT", "17.3.4", "4", "0"), ("IS", "PT", "4", "0", "0.05"), ("IS", "PT", "ISE", "0", "0"),
)  # fmt: skip


@st.composite
def lines_of(draw: st.DrawFn) -> LineInput:
    kind, region, code, rate, fixed = draw(st.sampled_from(TAXES))
    discount = draw(st.sampled_from(["", "10%+5%", "0.01"]))
    return LineInput(draw(money), draw(money), discount, kind, region, code, D(rate), fixed_tax=D(fixed))


def _total(lines: list[LineInput], *, with_tax: bool, overall: str, step: str) -> Amounts:
    try:
        return compute(lines, prices_include_tax=with_tax, global_discount=overall, step=D(step))
    except Refusal:
        assume(False)
        raise


@given(
    st.lists(lines_of(), min_size=1, max_size=8),
    st.booleans(),
    st.sampled_from(["", "5%", "0.03"]),
    st.sampled_from(["0.01", "0.000001"]),
)
def test_the_qr_code_adds_up_whatever_the_taxes(
    lines: list[LineInput], with_tax: bool, overall: str, step: str
) -> None:
    """I4+I6+I8+J4+...+M = N and the bases + L + N = O (fiscal.md 4.2)."""
    amounts = _total(lines, with_tax=with_tax, overall=overall, step=step)
    text = qr_message(
        issuer_nif="123456789", customer_nif="999999990", customer_country="PT", type_code="FT", status="N",
        day=date(2026, 11, 24), number="FT A/1", atcud="ABC-1", rates=amounts.rates, tax=amounts.tax,
        gross=amounts.gross, printed_hash="abcd", certificate="9999",
    )  # fmt: skip
    fields = dict(part.split(":", 1) for part in text.split("*"))
    value = {code: D(v) for code, v in fields.items() if code[0] in "IJKLMNO" and code[1:] != "1"}
    taxes = sum((v for c, v in value.items() if c == "M" or (c[0] in "IJK" and c[1:] in "468")), ZERO)
    bases = sum((v for c, v in value.items() if c == "L" or (c[0] in "IJK" and c[1:] in "2357")), ZERO)
    assert taxes == value["N"] == amounts.tax
    assert bases + value["N"] == value["O"] == amounts.gross
    assert amounts.tax == sum(r.tax for r in amounts.rates)
