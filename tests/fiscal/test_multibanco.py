"""Multibanco check digits against published references, and what no reference can be."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscal.errors import Refusal
from fiscal.multibanco import built, fits, spelled

WEIGHTS = (3, 30, 9, 90, 27, 76, 81, 34, 49, 5, 50, 15, 53, 45, 62, 38, 89, 17, 73, 51)
"""The published form of the rule, from the right."""
DIGITS = st.integers(0, 9_999_999).map(lambda n: f"{n:07}")
ENTITIES = st.integers(0, 99_999).map(lambda n: f"{n:05}")
AMOUNTS = st.integers(100, 99_999_999).map(lambda cents: Decimal(cents) / 100)


def test_the_published_references_fit(reference: Path) -> None:
    vectors = json.loads((reference / "paypay" / "multibanco_check_digit_vectors.json").read_text())["vectors"]
    assert len(vectors) == 8
    for one in vectors:
        assert built(one["entity"], one["base7"], Decimal(one["amount"])) == one["reference"]


@given(ENTITIES, DIGITS, AMOUNTS)
def test_the_rule_is_that_of_the_published_weights(entity: str, base: str, amount: Decimal) -> None:
    digits = f"{entity}{base}{int(amount * 100):08}"
    told = 98 - sum(int(d) * w for d, w in zip(reversed(digits), WEIGHTS, strict=True)) % 97
    assert built(entity, base, amount) == f"{base}{told:02}"


@given(ENTITIES, DIGITS, AMOUNTS, st.integers(0, 6), st.integers(1, 9))
def test_one_wrong_digit_shows(entity: str, base: str, amount: Decimal, place: int, by: int) -> None:
    right = built(entity, base, amount)
    wrong = right[:place] + str((int(right[place]) + by) % 10) + right[place + 1 :]
    assert fits(entity, right, amount)
    assert not fits(entity, wrong, amount)


@pytest.mark.parametrize(
    ("entity", "base", "amount"),
    [("1279", "0024926", "1"), ("12797", "24926", "1"), ("12797", "0024926", "0.99"), ("12797", "0024926", "1000000")],
)
def test_what_no_reference_can_be_is_refused(entity: str, base: str, amount: str) -> None:
    with pytest.raises(Refusal):
        built(entity, base, Decimal(amount))


def test_references_are_read_in_threes_with_their_zeros() -> None:
    assert spelled("002492617") == "002 492 617"
    assert spelled("A0000A585") == "A0000A585"
