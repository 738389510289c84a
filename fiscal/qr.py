"""The message of the QR code (AT, "Especificações técnicas código QR" v1.0; Portaria 195/2020, 6.º)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from fiscal.amounts import RateAmounts
from fiscal.rounding import ZERO
from fiscal.tables import REGIONS

_SPACES = "IJK"
_FIELDS = {"ISE": (2, None), "RED": (3, 4), "INT": (5, 6), "NOR": (7, 8)}


def qr_message(
    *,
    issuer_nif: str,
    customer_nif: str,
    customer_country: str,
    type_code: str,
    status: str,
    day: date,
    number: str,
    atcud: str,
    rates: Sequence[RateAmounts],
    tax: Decimal,
    gross: Decimal,
    printed_hash: str,
    certificate: str,
    stamp_duty: Decimal = ZERO,
    withheld: Decimal = ZERO,
    extra: str = "",
) -> str:
    """``A:...*B:...`` in table order; money in euro with two decimals; optional fields only where there is something.

    The fiscal spaces really used fill I, J and K in the order PT, PT-AC, PT-MA; without any rate I1 is ``0``.
    extra: field S, such as ``NU;0.80``.
    """
    parts = [
        f"A:{issuer_nif}", f"B:{customer_nif}", f"C:{customer_country}", f"D:{type_code}", f"E:{status}",
        f"F:{day:%Y%m%d}", f"G:{number}", f"H:{atcud}",
    ]  # fmt: skip
    used = [region for region in REGIONS if any(r.region == region for r in rates)]
    if not used:
        parts.append("I1:0")
    for letter, region in zip(_SPACES, used, strict=False):
        parts.append(f"{letter}1:{region}")
        parts += _space(letter, [r for r in rates if r.region == region])
    not_subject = sum((r.base for r in rates if r.tax_type == "NS"), ZERO)
    if not_subject:
        parts.append(f"L:{not_subject:.2f}")
    if stamp_duty:
        parts.append(f"M:{stamp_duty:.2f}")
    parts += [f"N:{tax:.2f}", f"O:{gross:.2f}"]
    if withheld:
        parts.append(f"P:{withheld:.2f}")
    parts += [f"Q:{printed_hash}", f"R:{certificate}"]
    if extra:
        parts.append(f"S:{extra.replace('*', ' ')[:65]}")
    return "*".join(parts)


def _space(letter: str, rates: Sequence[RateAmounts]) -> list[str]:
    """Fields 2 to 8 of one fiscal space."""
    parts = []
    for tax_code, (base_at, tax_at) in _FIELDS.items():
        those = [r for r in rates if r.tax_type != "NS" and r.tax_code == tax_code]
        if not those:
            continue
        base = sum((r.base for r in those), ZERO)
        parts.append(f"{letter}{base_at}:{base:.2f}")
        if tax_at is not None:
            parts.append(f"{letter}{tax_at}:{sum((r.tax for r in those), ZERO):.2f}")
    return parts
