"""The QR code as modules, drawn the same way on every paper (AT, "Especificações técnicas código QR" v1.0)."""

from __future__ import annotations

VERSION_AT_LEAST = 9
SIDE_MM = 30
"""The code without its margin is at least this wide."""
MODULE_MM = 0.57
"""The size of one module in AT's examples (version 9: 30,2 mm; version 17: 48 mm)."""
QUIET_MM = 2.5
"""White margin on every side."""

_DIGITS = "0123456789"
_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VERSION_8_BITS = 154 * 8

Matrix = tuple[tuple[bool, ...], ...]


def matrix(message: str) -> Matrix:
    """Rows of modules, dark is True, without the white margin: byte mode, level M, version 9 or above.

    Raises ValueError when the message does not fit a QR code (over 2 331 bytes).
    """
    import segno

    code = segno.make_qr(message, error="m", mode="byte", boost_error=False)
    if version(len(code.matrix)) < VERSION_AT_LEAST:
        code = segno.make_qr(message, error="m", mode="byte", boost_error=False, version=VERSION_AT_LEAST)
    return tuple(tuple(module == 1 for module in row) for row in code.matrix)


def version(side: int) -> int:
    """The QR version whose side has that many modules (version 1 has 21, each next 4 more)."""
    return (side - 17) // 4


def may_come_out_small(message: str) -> bool:
    """Whether an encoder that we do not control, such as a printer's own, might choose a version below 9.

    Printers take the message and no version, and may pack digits and capitals tighter than byte mode does; only what
    exceeds version 8 at level M (1 232 bits) even when packed perfectly is safe with them.
    """
    bits = sum(10 / 3 if c in _DIGITS else 5.5 if c in _CAPITALS else 8.0 for c in message)
    return bits <= _VERSION_8_BITS
