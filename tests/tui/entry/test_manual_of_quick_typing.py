"""The examples of docs/manual/escrita-rapida.md mean what the manual says: its tables are read and tried one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from entry_catalogue import Catalogue

from fiscal.notation import day, number
from tui.entry.entries import (
    Add,
    Calculate,
    DocumentDiscount,
    End,
    Entry,
    FreeText,
    Remove,
    Repeat,
    Search,
    SetCustomer,
    SetQuantity,
    Step,
)
from tui.entry.grammar import read

MANUAL = Path(__file__).resolve().parents[3] / "docs/manual/escrita-rapida.md"
TODAY = date(2026, 11, 24)


def table(head: str) -> Iterator[tuple[str, str]]:
    """The rows of the manual's table that begins with ``head``, the typed text without its marks."""
    lines = MANUAL.read_text(encoding="utf-8").splitlines()
    for line in lines[lines.index(head) + 2 :]:
        found = re.fullmatch(r"\| (?:`(.*)`|nada) \| (.*) \|", line)
        if found is None:
            return
        yield found[1] or "", found[2]


ENTRIES = list(table("| escrita | quer dizer |"))
NUMBERS = list(table("| número | vale |"))
DATES = list(table("| data | é |"))


def shown(value: Decimal) -> str:
    return format(value.normalize(), "f").replace(".", ",")


def discount(text: str) -> str:
    return f" com desconto {text.replace('.', ',')}" if text else ""


def of(unit: str) -> str:
    return f" {unit}" if unit else ""


def in_words(entry: Entry) -> str:
    """An entry in the words of the manual."""
    match entry:
        case Add(code, quantity, price, off, vat, unit):
            tax = {"+": " mais o IVA", "-": " menos o IVA", "": ""}[vat]
            at = "" if price is None else f" a {shown(price)}{tax}"
            return f"vender {shown(quantity)}{of(unit)} de {code}{at}{discount(off)}"
        case Search(words, quantity, _, off, _):
            return f"procurar {shown(quantity)} «{words}»{discount(off)}"
        case FreeText(text, quantity, price):
            return f"texto livre {shown(quantity)} «{text}»" + ("" if price is None else f" a {shown(price)}")
        case Step(by):
            return f"última linha {'mais' if by > 0 else 'menos'} {abs(by)}"
        case SetQuantity(quantity):
            return f"última linha passa a {shown(quantity)}"
        case Repeat(quantity):
            return f"repetir {shown(quantity)}"
        case Remove(code, quantity, unit):
            return f"retirar {shown(quantity)}{of(unit)} " + ("da última linha" if code is None else f"de {code}")
        case DocumentDiscount(text):
            return f"desconto do documento {text.replace('.', ',')}" if text else "sem desconto do documento"
        case SetCustomer(text, is_nif):
            return f"cliente com o NIF {text}" if is_nif else f"cliente {text}"
        case Calculate(_, value):
            return f"conta {shown(value)}"
        case End():
            return "acabaram as linhas"
        case _:
            return "artigo ou cliente"


def test_the_manual_has_its_tables() -> None:
    assert (len(ENTRIES), len(NUMBERS), len(DATES)) == (39, 13, 20)


@pytest.mark.parametrize(("typed", "meaning"), ENTRIES)
def test_an_entry_means_what_the_manual_says(typed: str, meaning: str) -> None:
    assert in_words(read(typed, Catalogue().known)) == meaning


@pytest.mark.parametrize(("typed", "value"), NUMBERS)
def test_a_number_is_worth_what_the_manual_says(typed: str, value: str) -> None:
    assert shown(number(typed)) == value


@pytest.mark.parametrize(("typed", "meant"), DATES)
def test_a_date_is_the_day_that_the_manual_says(typed: str, meant: str) -> None:
    expected = date(int(meant[6:]), int(meant[3:5]), int(meant[:2]))
    assert day(typed, TODAY) == expected
