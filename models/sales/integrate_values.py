"""Amounts of another program's SAF-T, read strictly: what is no number, or too large, is refused with its line."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from fiscal.errors import Refusal
from fiscal.rounding import ZERO, cents, micro
from fiscal.text import clean
from fiscal.xmltree import Node


def number_in(node: Node, name: str) -> Decimal:
    """An element's value to the millionth, zero where there is none. Raises Refusal, field ``file``."""
    text = node.get(name)
    try:
        value = micro(Decimal(text)) if text else ZERO
    except InvalidOperation:
        value = Decimal(-1)
    if not 0 <= value < 10**10:
        raise Refusal(
            f"Linha {node.line}: {name} com o valor «{clean(text, 30)}» não se aceita.", field="file", rule="C32"
        )
    return value


def total_in(node: Node, name: str) -> Decimal:
    """One of a document's totals, in euro and cents; zero where there is none."""
    totals = node.first("DocumentTotals")
    return cents(number_in(totals, name)) if totals is not None else ZERO
