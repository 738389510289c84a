"""The demonstration company, its operators and its customers: invented, with tax numbers that nobody has.

Tax numbers are given out in ascending order. Those used here are far beyond what has been given: companies 599xxxxxx
(real ones begin with 50 or 51; AT's own test number 599999993 is among ours), persons 399xxxxxx (real ones begin with
1, 2 or 30 to 33). So none is a real person's or company's, and each is recognised at a glance. E-mail addresses end in
``.example`` (RFC 2606) and telephone numbers are of blocks that are not in use.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from stdnum.pt import nif as _nif

from fiscal.text import fold

COMPANIES, PERSONS = "599", "399"
"""The first three digits of the demonstration's tax numbers."""
_NUMBERS = 100_000
"""Tax numbers in each of the two ranges (five digits and the check digit follow)."""
_STEP = 61_803
"""Odd and not a multiple of five: stepping by it goes through all numbers of a range before any comes again."""


@dataclass(frozen=True, slots=True)
class DemoCompany:
    nif: str
    name: str
    address: str
    postal_code: str
    city: str
    region: str
    country: str
    retailer: bool
    """Its simplified invoices to consumers may reach 1000 € (CIVA art. 40)."""
    phone: str
    email: str
    register: str


@dataclass(frozen=True, slots=True)
class DemoOperator:
    code: str
    name: str
    admin: bool


@dataclass(frozen=True, slots=True)
class DemoCustomer:
    """A customer card. ``condition`` is a code of the payment conditions: 30D for companies, PP for persons."""

    code: str
    nif: str
    name: str
    address: str
    postal_code: str
    city: str
    country: str
    phone: str
    email: str
    condition: str

    @property
    def company(self) -> bool:
        return self.nif.startswith(COMPANIES)


COMPANY = DemoCompany(
    nif="599999993",
    name="Mercearia do Largo, Lda",
    address="Largo do Pelourinho, 7",
    postal_code="2300-999",
    city="Tomar",
    region="PT",
    country="PT",
    retailer=True,
    phone="249000100",
    email="geral@mercearia-do-largo.example",
    register="C.R.C. de Tomar n.º 599999993, capital social 5 000,00 €",
)
OPERATORS = (
    DemoOperator("dono", "Amélia Figueira", admin=True),
    DemoOperator("caixa1", "Rui Calado", admin=False),
    DemoOperator("caixa2", "Sónia Ventura", admin=False),
    DemoOperator("escritorio", "Tomé Quaresma", admin=False),
)
TILL = ("caixa1", "caixa2")
OFFICE = "escritorio"


def customers(seed: int, count: int) -> Iterator[DemoCustomer]:
    """``count`` customers with unique codes and tax numbers, three persons for each company.

    Raises ValueError beyond 133 000, where the ranges of tax numbers end.
    """
    rng = Random(f"customers/{seed}")  # noqa: S311
    first = {COMPANIES: rng.randrange(_NUMBERS), PERSONS: rng.randrange(_NUMBERS)}
    given = {COMPANIES: 0, PERSONS: 0}
    for n in range(1, count + 1):
        prefix = COMPANIES if n % 4 == 0 else PERSONS
        nif = COMPANY.nif
        while nif == COMPANY.nif:
            if given[prefix] == _NUMBERS:
                raise ValueError(f"no more than {n - 1} customers: all tax numbers {prefix}xxxxxx are given")
            nif = _with_check_digit(f"{prefix}{(first[prefix] + given[prefix] * _STEP) % _NUMBERS:05d}")
            given[prefix] += 1
        yield _customer(n, nif, rng)


def _with_check_digit(eight: str) -> str:
    return eight + str(_nif.calc_check_digit(eight))


def _customer(n: int, nif: str, rng: Random) -> DemoCustomer:
    lists = _file()
    company = nif.startswith(COMPANIES)
    name = _company_name(rng) if company else _person_name(rng)
    city, least, most, area = lists["places"][0] if rng.random() < 0.5 else rng.choice(lists["places"])
    house = f", {rng.randint(1, 140)}"
    if rng.random() < 0.3:
        house += f", {rng.choice(('r/c', '1.º Esq.', '1.º Dt.º', '2.º Esq.', '2.º Dt.º', '3.º'))}"
    if company or rng.random() < 0.4:
        phone = f"{area}000{rng.randrange(10 ** (6 - len(area))):0{6 - len(area)}d}"
    else:
        phone = f"95{rng.randrange(10**7):07d}"
    return DemoCustomer(
        code=f"C{n:05d}",
        nif=nif,
        name=name,
        address=rng.choice(lists["streets"]) + house,
        postal_code=f"{rng.randint(least, most):04d}-{rng.randint(1, 999):03d}",
        city=city,
        country="PT",
        phone=phone,
        email=_email(name, n, company=company),
        condition="30D" if company else "PP",
    )


def _person_name(rng: Random) -> str:
    lists = _file()
    sex = "women" if rng.random() < 0.55 else "men"
    first, middle = rng.choice(lists[sex]), rng.choice(lists[f"{sex}_second"])
    last = rng.choice(lists["surnames"] if rng.random() < 0.95 else lists["double"])
    words = [first, middle if middle != first else "", rng.choice(lists["surnames"]), last]
    return " ".join(word for word in words if word)


def _company_name(rng: Random) -> str:
    lists = _file()
    trade, form = rng.choice(lists["trades"]), rng.choice(lists["forms"])
    one, other = (name.removeprefix("da ").removeprefix("dos ") for name in rng.sample(lists["surnames"], 2))
    middle = rng.choice((f"{one} & {other}", f"{one} & Filhos", rng.choice(lists["made_up"])))
    return f"{trade} {middle}, {form}"


def _email(name: str, n: int, *, company: bool) -> str:
    words = "".join(c if c.isalnum() else " " for c in fold(name)).split()
    return f"geral@{'-'.join(words[:3])}-{n}.example" if company else f"{words[0]}.{words[-1]}{n}@correio.example"


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("people.toml").read_text(encoding="utf-8"))
