"""What may become what: quotes, orders, guides and invoices (Despacho 8632/2014, 1.3; CIVA art. 29 n.19)."""

from __future__ import annotations

from decimal import Decimal

from fiscal.doctypes import TYPES
from fiscal.errors import Refusal
from fiscal.notation import show_quantity

_SALE = ("FT", "FR", "FS")
INTO: dict[str, tuple[str, ...]] = {
    "OR": ("NE", "PF", "FO", "GR", "GT", *_SALE),
    "PF": ("NE", "GR", "GT", *_SALE),
    "NE": ("PF", "FO", "GR", "GT", "GC", *_SALE),
    "FO": ("GR", "GT", *_SALE),
    "CM": _SALE,
    "OU": ("NE", "GR", "GT", *_SALE),
    "FC": _SALE,
    "GR": (*_SALE, "GD"),
    "GT": ("GT", "GR", "FO", *_SALE, "GD"),
    "GC": ("FC", *_SALE, "GD"),
}
"""For each type, the types that may be born from it, the usual one first. What is not here gives birth to nothing."""


def check_source(number: str, type_code: str, status: str, into: str, *, global_guide: bool) -> None:
    """Whether a document may be the source of one of type ``into``. Raises Refusal, field ``origin``."""
    if status == "A":
        raise Refusal(f"{number} está anulado: não pode dar origem a outro documento.", field="origin", rule="C6")
    allowed = INTO.get(type_code, ())
    if into == "GT" and type_code == "GT" and not global_guide:
        allowed = tuple(code for code in allowed if code != "GT")
    if into not in allowed:
        names = ", ".join(TYPES[code].name.lower() for code in allowed)
        able = f"pode dar: {names}" if names else "não dá origem a outros documentos"
        raise Refusal(
            f"{number} não pode passar a {TYPES[into].name.lower()}: {able}.", field="origin", rule="conversion"
        )


def check_taken(number: str, line: int, code: str, *, quantity: Decimal, left: Decimal) -> None:
    """No more is taken of a line than is left of it. Raises Refusal, field ``quantity``."""
    if left <= 0:
        raise Refusal(
            f"A linha {line} de {number} ({code}) já foi toda passada a outros documentos.",
            field="origin",
            rule="conversion",
        )
    if quantity > left:
        raise Refusal(
            f"De {code} em {number} só falta passar {show_quantity(left)}: pediu {show_quantity(quantity)}.",
            field="quantity",
            rule="conversion",
        )
