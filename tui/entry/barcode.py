"""Recognising a bar code by its size and check digit: over a network a scan has no timing to tell it by."""

from __future__ import annotations

_SIZES = (8, 12, 13, 14)
"""EAN-8, UPC-A, EAN-13, GTIN-14 (GS1 General Specifications, 7.9: check digit modulo 10, weights 3 and 1)."""


def is_barcode(text: str) -> bool:
    """Whether ``text`` is exactly the digits of a GTIN with a right check digit. All zeros are none."""
    if len(text) not in _SIZES or not (text.isascii() and text.isdigit()) or not text.strip("0"):
        return False
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(text)))
    return weighted % 10 == 0
