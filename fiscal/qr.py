"""The message of the QR code (AT, "Especificações técnicas código QR" v1.0; Portaria 195/2020, 6.º)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from fiscal.amounts import RateAmounts
from fiscal.rounding import ZERO
from fiscal.rules.schemes import check_spaces
from fiscal.stamp import STAMP_DUTY
from fiscal.tables import REGIONS

_SPACES = "IJK"
_EXEMPT = 2
_FIELDS = {("ISE",): (2, None), ("RED",): (3, 4), ("INT",): (5, 6), ("NOR", "OUT"): (7, 8)}
"""Another rate of a Member State has no fields of its own: it goes with the normal one (decision 29)."""


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
    withheld: Decimal = ZERO,
    extra: str = "",
) -> str:
    """``A:...*B:...`` in table order; money in euro with two decimals; optional fields only where there is something.

    The fiscal spaces really used fill I, J and K in the order PT, PT-AC, PT-MA, other countries; without any rate I1 is
    ``0``. What is subject to stamp duty has its base in field 2, its tax in M. Raises Refusal for more than three spaces.
    extra: field S, such as ``NU;0.80``.
    """
    parts = [
        f"A:{issuer_nif}", f"B:{customer_nif}", f"C:{customer_country}", f"D:{type_code}", f"E:{status}",
        f"F:{day:%Y%m%d}", f"G:{number}", f"H:{atcud}",
    ]  # fmt: skip
    spaces = {r.region for r in rates}
    used = [*(r for r in REGIONS if r in spaces), *sorted(spaces.difference(REGIONS))]
    check_spaces(used)
    if not used:
        parts.append("I1:0")
    for letter, region in zip(_SPACES, used, strict=False):
        parts.append(f"{letter}1:{region}")
        parts += _space(letter, [r for r in rates if r.region == region])
    not_subject = sum((r.base for r in rates if r.tax_type == "NS"), ZERO)
    if not_subject:
        parts.append(f"L:{not_subject:.2f}")
    stamp_duty = sum((r.tax for r in rates if r.tax_type == STAMP_DUTY), ZERO)
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
    for tax_codes, (base_at, tax_at) in _FIELDS.items():
        those = [r for r in rates if r.tax_type == "IVA" and r.tax_code in tax_codes]
        if base_at == _EXEMPT:
            those += [r for r in rates if r.tax_type == STAMP_DUTY]
        if not those:
            continue
        base = sum((r.base for r in those), ZERO)
        parts.append(f"{letter}{base_at}:{base:.2f}")
        if tax_at is not None:
            parts.append(f"{letter}{tax_at}:{sum((r.tax for r in those), ZERO):.2f}")
    return parts
