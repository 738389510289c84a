"""Weighed labels: 13 digits that begin with 2 and hold an article and its weight, its price or its pieces, by a mask.

A mask is 13 signs: digits that must be there (the first is 2), ``A`` for each digit of the article's code, ``Q`` for the
weight in thousandths (grams of a kilogram), ``P`` for the price in cents, ``U`` for pieces, ``X`` for a digit that is not
looked at (a check of the price, in other countries), and ``C`` at the end for the check digit. ``28AAAAAQQQQQC``.

In Portugal (GS1 Portugal, norm for products of variable weight, 2.00, 2014) shops number their own goods in 26 (price) and
28 (weight); producers' goods have numbers given by GS1 Portugal in 27 (price), 29 (weight) and 25 (pieces). The value has no
check digit of its own. The other prefixes from 20 to 24 are each shop's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from stdnum import ean

from fiscal.errors import Refusal
from fiscal.text import clean

GS1_PORTUGAL = "25AAAAAUUUUUC 26AAAAAPPPPPC 27AAAAAPPPPPC 28AAAAAQQQQQC 29AAAAAQQQQQC"
"""The masks of a shop that says nothing else."""
_MASK = re.compile(r"2[0-9]*[0-9AQPUX]*C")


@dataclass(frozen=True, slots=True)
class Label:
    """What a label says. One of quantity (three decimals) and total (euro, with tax) is there."""

    article: str
    """Digits of the article: its code or one of its bar codes, with or without the zeros before."""
    quantity: Decimal | None
    total: Decimal | None
    prefix: str = ""
    """Digits that the label began with: with the article's they are a bar code too, where 27123 is not 28123."""


def read_masks(text: str) -> tuple[str, ...]:
    """The masks of ``balcao.toml``, separated by spaces. Raises Refusal for one that cannot be read."""
    masks = tuple(clean(text).upper().split())
    for mask in masks:
        measures = [letter for letter in "QPU" if letter in mask]
        runs = [run[0] for run in re.findall(r"A+|Q+|P+|U+", mask)]
        if len(mask) != 13 or not _MASK.fullmatch(mask) or "A" not in mask or len(measures) != 1 or len(runs) != 2:
            raise Refusal(
                f"Máscara de etiqueta «{mask[:20]}» inválida: 13 sinais a começar por 2 e a acabar em C, com A no artigo e Q "
                "no peso, P no preço ou U nas unidades, por exemplo 28AAAAAQQQQQC.",
                field="etiquetas",
                rule="settings",
            )
    return masks


def read_label(code: str, masks: Sequence[str]) -> Label | None:
    """What a label says by the first mask that fits; None for what is no label, or has a wrong check digit."""
    if len(code) != 13 or not (code.isascii() and code.isdigit()) or not ean.is_valid(code):
        return None
    for mask in masks:
        if all(sign == digit for sign, digit in zip(mask, code, strict=True) if sign.isdigit()):
            article, weight, cents, pieces = (_digits(mask, code, letter) for letter in "AQPU")
            quantity = Decimal(weight).scaleb(-3) if weight else Decimal(pieces) if pieces else None
            total = Decimal(cents).scaleb(-2) if cents else None
            return Label(article, quantity, total, code[: mask.index("A")] if mask[: mask.index("A")].isdigit() else "")
    return None


def _digits(mask: str, code: str, letter: str) -> str:
    return "".join(digit for sign, digit in zip(mask, code, strict=True) if sign == letter)
