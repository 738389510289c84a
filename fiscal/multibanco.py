"""Multibanco references: the two check digits over entity, reference and amount, and how people read them."""

from __future__ import annotations

import re
from decimal import Decimal

from fiscal.errors import Refusal

LEAST, MOST = Decimal("1.00"), Decimal("999999.99")
"""Euro; the amount takes eight digits of the number that is checked."""
_ENTITY = re.compile(r"[0-9]{5}")
_REFERENCE = re.compile(r"[0-9]{9}")


def check_digits(entity: str, base: str, amount: Decimal) -> str:
    """The two digits that end a reference. base: its first seven; amount: euro."""
    number = int(f"{entity}{base}{int(amount * 100):08}")
    return f"{98 - 3 * number % 97:02}"


def built(entity: str, base: str, amount: Decimal) -> str:
    """The whole reference of nine digits. Raises Refusal for what cannot be one."""
    check_entity(entity)
    if not re.fullmatch(r"[0-9]{7}", base):
        raise Refusal("A referência faz-se de sete algarismos e dois de controlo.", field="reference", rule="reference")
    check_amount(amount)
    return base + check_digits(entity, base, amount)


def fits(entity: str, reference: str, amount: Decimal) -> bool:
    """Whether the check digits are those of the amount.

    False is no proof of an error: references checked at the moment of payment do not follow this rule.
    """
    return bool(_REFERENCE.fullmatch(reference)) and reference[7:] == check_digits(entity, reference[:7], amount)


def check_entity(entity: str) -> None:
    if not _ENTITY.fullmatch(entity):
        raise Refusal("A entidade tem cinco algarismos, por exemplo 12345.", field="entity", rule="reference")


def check_reference(reference: str) -> None:
    if not _REFERENCE.fullmatch(reference):
        raise Refusal("A referência tem nove algarismos, por exemplo 123 456 789.", field="reference", rule="reference")


def check_amount(amount: Decimal) -> None:
    if not LEAST <= amount <= MOST:
        raise Refusal(
            "Uma referência Multibanco vai de 1,00 € a 999 999,99 €.", field="payment_reference", rule="reference"
        )


def spelled(reference: str) -> str:
    """``123 456 789``; what is no Multibanco number stays as it is."""
    return f"{reference[:3]} {reference[3:6]} {reference[6:]}" if _REFERENCE.fullmatch(reference) else reference
