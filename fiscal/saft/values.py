"""The kinds of value that a SAF-T element may hold: which texts each accepts, and what is wrong with one that it refuses."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache

from fiscal.text import clean
from fiscal.xmltree import BLANKS

_SHOWN_AT_MOST = 40


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a value. what: the rest of a sentence that begins with the element; remedy: a sentence."""

    rule: str
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Value:
    """A kind of value. accepts: whether a text is one, as it stands in the file; fault: what is wrong where it is not."""

    accepts: Callable[[str], object]
    fault: Callable[[str], Fault]
    most: int | None = field(default=None)
    """Characters at most, for texts."""


def shown(text: str) -> str:
    """A value from a file as it may stand in a message."""
    safe = clean(text)
    return f"«{safe[:_SHOWN_AT_MOST]}…»" if len(safe) > _SHOWN_AT_MOST else f"«{safe}»"


def text(most: int, *, least: int = 1, pattern: str = "", form: str = "") -> Value:
    """Characters, blanks counting. pattern: a regular expression for the whole; form: what it means, in Portuguese."""
    shape = re.compile(pattern) if pattern else None

    def accepts(given: str) -> object:
        return least <= len(given) <= most and (shape is None or shape.fullmatch(given))

    def fault(given: str) -> Fault:
        if not given and least:
            return _EMPTY
        if len(given) > most:
            what = f"tem {len(given)} caracteres e só pode ter {most}"
            return Fault("xsd.length", what, f"Encurte o texto para {most} caracteres.")
        if len(given) < least:
            what = f"tem {len(given)} caracteres e precisa de {least}, pelo menos: {shown(given)}"
            return Fault("xsd.length", what, f"Escreva {least} caracteres ou mais.")
        return Fault("xsd.pattern", f"não tem a forma certa: {shown(given)}", f"Escreva {form}.")

    return Value(accepts, fault, most)


def one_of(codes: str, remedy: str = "") -> Value:
    """Exactly one of the codes, which are given with spaces between them. remedy: where there are too many to list."""
    allowed = frozenset(codes.split())
    advice = remedy or f"Use {', '.join(codes.split())}."

    def fault(given: str) -> Fault:
        return Fault("xsd.enumeration", f"tem um valor que não se aceita: {shown(given)}", advice) if given else _EMPTY

    return Value(allowed.__contains__, fault)


def whole(least: int, most: int | None = None) -> Value:
    """An integer within bounds."""
    shape = re.compile(r"[ \t\r\n]*[+-]?[0-9]+[ \t\r\n]*")
    between = f" entre {least} e {most}" if most is not None else f", {least} ou mais"

    def accepts(given: str) -> object:
        # Digits beyond counting are refused: no number of this format has them, and int() itself has a limit.
        return (
            shape.fullmatch(given) and len(given) < 400 and least <= int(given) and (most is None or int(given) <= most)
        )

    def fault(given: str) -> Fault:
        if not given.strip(BLANKS):
            return _EMPTY
        if shape.fullmatch(given):
            return Fault("xsd.range", f"está fora dos limites: {shown(given)}", f"Escreva um número inteiro{between}.")
        return Fault("xsd.number", f"não é um número inteiro: {shown(given)}", f"Escreva um número inteiro{between}.")

    return Value(accepts, fault)


_AMOUNT = re.compile(r"[ \t\r\n]*(?:\+?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)|-(?:0+(?:\.0*)?|\.0+))[ \t\r\n]*")
_NUMBER = re.compile(r"[ \t\r\n]*[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[ \t\r\n]*")


def _amount_fault(given: str) -> Fault:
    if not given.strip(BLANKS):
        return _EMPTY
    if _NUMBER.fullmatch(given):
        return Fault(
            "xsd.range",
            f"é negativo: {shown(given)}",
            "No SAF-T nenhum valor é negativo: o sentido é dado por DebitAmount ou CreditAmount.",
        )
    return Fault(
        "xsd.number",
        f"não é um número: {shown(given)}",
        "Escreva só algarismos, com ponto antes das casas decimais e sem separador de milhares, por exemplo 1234.50.",
    )


def amount_of(given: str) -> Decimal | None:
    """The number in a text that an amount accepts; None in any other."""
    return Decimal(given.strip(BLANKS)) if _AMOUNT.fullmatch(given) else None


_DAY = r"(-?(?:[1-9][0-9]{3,8}|0[0-9]{3}))-([0-9]{2})-([0-9]{2})"
_TIME = r"T(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_ZONE = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_DATE = re.compile(_DAY + _ZONE)
_MOMENT = re.compile(_DAY + _TIME + _ZONE)
_DATE_LENGTH = 64
"""No date is longer, however fine its seconds."""


def _day(shape: re.Pattern[str], earliest: int | None = None) -> Callable[[str], object]:
    """Whether a text is a day of the calendar, in a shape whose groups are year, month and day; earliest: a year."""

    @lru_cache(4096)
    def exists(given: str) -> bool:
        parts = shape.fullmatch(given)
        if parts is None:
            return False
        year, month, day = int(parts[1]), int(parts[2]), int(parts[3])
        if earliest is not None and not earliest <= year <= 9999:
            return False
        try:
            date(2000 + year % 400, month, day)  # the calendar repeats every 400 years; date itself ends at 9999
        except ValueError:
            return False
        return True

    def accepts(given: str) -> object:
        bare = given.strip(BLANKS)
        return len(bare) <= _DATE_LENGTH and exists(bare)

    return accepts


def _day_fault(given: str) -> Fault:
    if not given.strip(BLANKS):
        return _EMPTY
    return Fault(
        "xsd.date",
        f"não é uma data que exista ou que se aceite: {shown(given)}",
        "Escreva ano, mês e dia, por exemplo 2026-11-24.",
    )


def _moment_fault(given: str) -> Fault:
    if not given.strip(BLANKS):
        return _EMPTY
    return Fault(
        "xsd.date",
        f"não é uma data com hora que exista: {shown(given)}",
        "Escreva data, T e hora com segundos, por exemplo 2026-11-24T09:30:00.",
    )


_EMPTY = Fault("xsd.empty", "está vazio", "Preencha o elemento ou, se for facultativo, não o escreva.")

AMOUNT = Value(_AMOUNT.fullmatch, _amount_fault)
"""A decimal number, zero or more: amounts, quantities, rates."""
DATE = Value(_day(_DATE), _day_fault)
DATE_SPAN = Value(_day(_DATE, 2000), _day_fault)
"""A date from 2000-01-01 on."""
MOMENT = Value(_day(_MOMENT), _moment_fault)
