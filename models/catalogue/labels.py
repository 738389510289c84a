"""Weighed labels: 13 digits that begin with 2 and hold an article and its weight or price, by the shop's own mask.

A mask is 13 signs: digits that must be there (the first is 2, the range GS1 leaves to each shop), ``A`` for each digit of
the article's code, ``Q`` for the weight in thousandths (grams of a kilogram), ``P`` for the price in cents, ``X`` for a
digit that is not looked at (a check of the price), and ``C`` at the end for the check digit. ``28AAAAAQQQQQC``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from stdnum import ean

from fiscal.errors import Refusal
from fiscal.text import clean

_MASK = re.compile(r"2[0-9]*[0-9AQPX]*C")


@dataclass(frozen=True, slots=True)
class Label:
    """What a label says. One of quantity (three decimals) and total (euro, with tax) is there."""

    article: str
    quantity: Decimal | None
    total: Decimal | None


def read_masks(text: str) -> tuple[str, ...]:
    """The masks of ``balcao.toml``, separated by spaces. Raises Refusal for one that cannot be read."""
    masks = tuple(clean(text).upper().split())
    for mask in masks:
        measures = [letter for letter in "QP" if letter in mask]
        runs = [run[0] for run in re.findall(r"A+|Q+|P+", mask)]
        if len(mask) != 13 or not _MASK.fullmatch(mask) or "A" not in mask or len(measures) != 1 or len(runs) != 2:
            raise Refusal(
                f"Máscara de etiqueta «{mask[:20]}» inválida: 13 sinais a começar por 2 e a acabar em C, com A no artigo e Q "
                "no peso ou P no preço, por exemplo 28AAAAAQQQQQC.",
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
            article, weight, cents = (_digits(mask, code, letter) for letter in "AQP")
            return Label(
                article,
                Decimal(weight).scaleb(-3) if weight else None,
                Decimal(cents).scaleb(-2) if cents else None,
            )
    return None


def _digits(mask: str, code: str, letter: str) -> str:
    return "".join(digit for sign, digit in zip(mask, code, strict=True) if sign == letter)
