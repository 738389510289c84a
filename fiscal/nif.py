"""NIF: the Portuguese tax number, its check digit, and what its first digits say."""

from __future__ import annotations

from fiscal.errors import Refusal
from fiscal.text import clean

FINAL_CONSUMER = "999999990"
"""The number that stands for an unknown consumer (SAF-T, Portaria 302/2016)."""
FINAL_CONSUMER_NAME = "Consumidor final"


def _check_digit(digits: str) -> str:
    """The ninth digit for the first eight; the library is loaded at the first NIF, not at the start."""
    from stdnum.pt import nif

    return str(nif.calc_check_digit(digits))


def check_nif(text: str, *, field: str = "nif") -> str:
    """The nine digits of a valid Portuguese NIF. Raises Refusal that says which digit is wrong.

    Spaces, points and the prefix PT are taken off. Source: mod 11 with weights 9 to 2.
    """
    number = clean(text).replace(" ", "").replace(".", "").removeprefix("PT").removeprefix("pt")
    if not (number.isascii() and number.isdigit()) or len(number) != 9:
        shown = clean(text, 20) or "vazio"
        raise Refusal(f"NIF {shown} inválido: tem de ter 9 algarismos.", field=field, rule="nif")
    if number[0] == "0":
        raise Refusal(f"NIF {number} inválido: não pode começar por 0.", field=field, rule="nif")
    expected = _check_digit(number[:-1])
    if number[-1] != expected:
        raise Refusal(f"NIF {number} inválido: o último dígito devia ser {expected}.", field=field, rule="nif")
    return number


def is_nif(text: str) -> bool:
    """Whether ``text`` is nine digits with a right check digit."""
    return (
        len(text) == 9 and text.isascii() and text.isdigit() and text[0] != "0" and text[-1] == _check_digit(text[:-1])
    )


def is_taxable(nif: str) -> bool:
    """Whether the number belongs to a company or public body: first digit 5 to 9, but not 999999990.

    Only an indication (lists of first digits differ): a person's number may be that of a sole trader.
    """
    return nif != FINAL_CONSUMER and nif[:1] in ("5", "6", "7", "8", "9")
