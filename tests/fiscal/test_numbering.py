"""Series names, validation codes, document numbers and ATCUD (fiscal.md 1.2, 1.3, 3.1)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscal.errors import Refusal
from fiscal.numbering import atcud, check_series_name, check_validation_code, document_number, split_number

XSD_NUMBER = re.compile(r"[^ ]+ [^/^ ]+/[0-9]+")
"""The pattern of InvoiceNo in SAFTPT1.04_01.xsd."""


@pytest.mark.parametrize("name", ["2026A", "A", "2026-A", "2026_A.1", "a" * 35, "LOJA1", "1AT"])
def test_series_that_at_registers(name: str) -> None:
    assert check_series_name(f" {name} ") == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "a" * 36,
        "-A",
        "A-",
        "A--B",
        "A._B",
        "2026/A",
        "2026 A",
        "2026^A",
        "SÉRIE",
        "AT2026",
        "at2026",
        "At",
        "A;B",
        "A*B",
    ],
)
def test_series_that_at_does_not_register(name: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_series_name(name)
    assert (refused.value.field, refused.value.rule) == ("name", "series")


@pytest.mark.parametrize(
    ("typed", "code"), [("CSDF7T5H", "CSDF7T5H"), ("csdf 7t5h", "CSDF7T5H"), ("AAJFF4B2K9", "AAJFF4B2K9")]
)
def test_validation_codes_have_eight_characters_or_more(typed: str, code: str) -> None:
    assert check_validation_code(typed) == code


@pytest.mark.parametrize("typed", ["", "0", "CSDF7T5", "CSDF-7T5H", "ÇSDF7T5H", "CSDF7T5*H"])
def test_what_is_no_validation_code_is_refused(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_validation_code(typed)
    assert refused.value.field == "validation_code"


def test_numbers_and_atcud_are_not_padded() -> None:
    """ATCUD repeats the digits after the slash exactly, so neither has zeros in front."""
    assert document_number("FT", "2026A", 35) == "FT 2026A/35"
    assert atcud("CSDF7T5H", 35) == "CSDF7T5H-35"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("FT 2026A/1", ("FT", "2026A", 1)),
        (" NC 2026-A.1/00012 ", ("NC", "2026-A.1", 12)),
        ("FT2026A/1", None),
        ("FT  2026A/1", None),
        ("FT 2026A/", None),
        ("FT 2026A/1x", None),
        ("FT 20/26/1", None),
        ("", None),
    ],
)
def test_a_number_is_code_space_series_slash_digits(text: str, parts: tuple[str, str, int] | None) -> None:
    assert split_number(text) == parts


@given(st.from_regex(r"[A-Za-z0-9]+([._-][A-Za-z0-9]+)*", fullmatch=True), st.integers(1, 10**9))
def test_every_number_made_fits_the_schema_and_reads_back(name: str, sequence: int) -> None:
    try:
        series = check_series_name(name)
    except Refusal:
        assert len(name) > 35 or name.upper().startswith("AT")
        return
    number = document_number("FT", series, sequence)
    assert XSD_NUMBER.fullmatch(number)
    assert len(number) <= 60
    assert split_number(number) == ("FT", series, sequence)
