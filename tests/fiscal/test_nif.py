"""The check digit of a NIF, and the words in which a wrong one is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscal.errors import Refusal
from fiscal.nif import FINAL_CONSUMER, check_nif, is_nif, is_taxable


@pytest.mark.parametrize("nif", ["501964843", "599999993", "123456789", "500000000", "555555550", "999999990"])
def test_right_numbers_are_accepted(nif: str) -> None:
    assert check_nif(nif) == nif
    assert is_nif(nif)


@pytest.mark.parametrize(("nif", "digit"), [("501964842", 3), ("213456789", 8), ("123456780", 9)])
def test_a_wrong_last_digit_is_named(nif: str, digit: int) -> None:
    with pytest.raises(Refusal) as refused:
        check_nif(nif, field="customer.nif")
    assert refused.value.message == f"NIF {nif} inválido: o último dígito devia ser {digit}."
    assert refused.value.field == "customer.nif"
    assert not is_nif(nif)


@pytest.mark.parametrize("typed", ["501 964 843", "PT501964843", "pt501964843", " 501.964.843 ", "501\u200b964843"])
def test_what_people_type_around_the_digits_is_taken_off(typed: str) -> None:
    assert check_nif(typed) == "501964843"


@pytest.mark.parametrize(
    "typed", ["", "   ", "50196484", "5019648430", "50196484X", "٥٠١٩٦٤٨٤٣", "ES501964843", "-01964843"]
)
def test_what_is_not_nine_digits_is_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="tem de ter 9 algarismos"):
        check_nif(typed)


def test_no_number_begins_with_zero() -> None:
    with pytest.raises(Refusal, match="não pode começar por 0"):
        check_nif("000000000")


@given(st.integers(min_value=10_000_000, max_value=99_999_999))
def test_exactly_one_last_digit_is_right(first_eight: int) -> None:
    """Mod 11 with weights 9 to 2; a remainder below 2 gives 0."""
    digits = str(first_eight)
    remainder = sum(int(d) * w for d, w in zip(digits, range(9, 1, -1), strict=True)) % 11
    right = 0 if remainder < 2 else 11 - remainder
    assert [d for d in range(10) if is_nif(f"{digits}{d}")] == [right]


@pytest.mark.parametrize(
    ("nif", "taxable"),
    [("501964843", True), ("600000010", True), ("710000000", True), ("901234561", True), ("234567899", False),
     ("123456789", False), ("300000000", False), ("451234560", False), (FINAL_CONSUMER, False), ("", False)],
)  # fmt: skip
def test_companies_and_bodies_are_told_from_persons_by_the_first_digit(nif: str, taxable: bool) -> None:
    """An indication only, for the limit of simplified invoices: 1, 2, 3 and 45 are persons."""
    assert is_taxable(nif) is taxable
