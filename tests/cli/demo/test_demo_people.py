"""The people of the demonstration: right tax numbers that nobody has, and addresses that fit together."""

from __future__ import annotations

import pytest
from stdnum.pt import nif

from cli.demo.people import COMPANY, OFFICE, OPERATORS, TILL, customers

# The postal areas of the cities, as CTT gives them (first two digits).
AREAS = {
    "Tomar": "23", "Torres Novas": "23", "Abrantes": "22", "Entroncamento": "23", "Santarém": "20", "Leiria": "24",
    "Coimbra": "30", "Lisboa": "1", "Porto": "4", "Braga": "47", "Aveiro": "38", "Viseu": "35", "Évora": "70",
    "Faro": "80", "Setúbal": "29", "Castelo Branco": "60", "Guarda": "63", "Viana do Castelo": "49",
    "Vila Real": "50", "Beja": "78",
}  # fmt: skip


def test_every_tax_number_is_valid_unique_and_of_the_ranges_that_nobody_has() -> None:
    people = list(customers(1, 5000))
    numbers = [c.nif for c in people] + [COMPANY.nif]
    assert all(nif.is_valid(number) for number in numbers)
    assert len(set(numbers)) == 5001
    assert {number[:3] for number in numbers} == {"399", "599"}
    assert len({c.code for c in people}) == 5000


def test_a_quarter_are_companies_with_thirty_days_to_pay() -> None:
    people = list(customers(1, 400))
    firms = [c for c in people if c.company]
    assert len(firms) == 100
    assert all(c.condition == "30D" and c.name.endswith((", Lda", "Unipessoal Lda", ", S.A.")) for c in firms)
    assert all(c.condition == "PP" and ", " not in c.name for c in people if not c.company)


def test_postal_codes_are_those_of_the_city() -> None:
    people = list(customers(4, 2000))
    assert {c.city for c in people} == set(AREAS)
    for c in people:
        assert c.postal_code.startswith(AREAS[c.city])
        assert len(c.postal_code) == 8
        assert c.postal_code[4] == "-"
    assert 900 < sum(c.city == COMPANY.city for c in people) < 1200


def test_nobody_can_be_reached_by_mail_or_telephone() -> None:
    for c in customers(2, 1000):
        assert c.email.endswith(".example")
        assert c.email.isascii()
        assert len(c.phone) == 9
        assert c.phone.isdigit()
        assert c.phone.startswith("95") or "000" in c.phone


def test_the_same_seed_gives_the_same_people() -> None:
    assert list(customers(5, 100)) == list(customers(5, 300))[:100]
    assert list(customers(5, 100)) != list(customers(6, 100))


def test_the_ranges_of_tax_numbers_end() -> None:
    people = customers(1, 140_000)
    given = 0
    with pytest.raises(ValueError, match="tax numbers"):
        for given, _ in enumerate(people, 1):  # noqa: B007
            pass
    assert given >= 133_000


def test_operators_have_an_owner_and_those_who_sell() -> None:
    codes = [operator.code for operator in OPERATORS]
    assert len(set(codes)) == len(codes)
    assert {*TILL, OFFICE} <= set(codes)
    assert [operator.code for operator in OPERATORS if operator.admin] == ["dono"]
