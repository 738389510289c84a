"""Bar codes as modules: EAN-13 and EAN-8 (ISO/IEC 15420), Code 128 (ISO/IEC 15417)."""

from __future__ import annotations

import re

_LEFT = ("0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011")
"""Digits of the left half with odd parity; the right half is their complement, and even parity that read backwards."""
_PARITY = ("OOOOOO", "OOEOEE", "OOEEOE", "OOEEEO", "OEOOEE", "OEEOOE", "OEEEOO", "OEOEOE", "OEOEEO", "OEEOEO")
"""Of the six digits on the left, by the first digit, which is not drawn."""
_WIDTHS = [
    "212222",
    "222122",
    "222221",
    "121223",
    "121322",
    "131222",
    "122213",
    "122312",
    "132212",
    "221213",
    "221312",
    "231212",
    "112232",
    "122132",
    "122231",
    "113222",
    "123122",
    "123221",
    "223211",
    "221132",
    "221231",
    "213212",
    "223112",
    "312131",
    "311222",
    "321122",
    "321221",
    "312212",
    "322112",
    "322211",
    "212123",
    "212321",
    "232121",
    "111323",
    "131123",
    "131321",
    "112313",
    "132113",
    "132311",
    "211313",
    "231113",
    "231311",
    "112133",
    "112331",
    "132131",
    "113123",
    "113321",
    "133121",
    "313121",
    "211331",
    "231131",
    "213113",
    "213311",
    "213131",
    "311123",
    "311321",
    "331121",
    "312113",
    "312311",
    "332111",
    "314111",
    "221411",
    "431111",
    "111224",
    "111422",
    "121124",
    "121421",
    "141122",
    "141221",
    "112214",
    "112412",
    "122114",
    "122411",
    "142112",
    "142211",
    "241211",
    "221114",
    "413111",
    "241112",
    "134111",
    "111242",
    "121142",
    "121241",
    "114212",
    "124112",
    "124211",
    "411212",
    "421112",
    "421211",
    "212141",
    "214121",
    "412121",
    "111143",
    "111341",
    "131141",
    "114113",
    "114311",
    "411113",
    "411311",
    "113141",
    "114131",
    "311141",
    "411131",
    "211412",
    "211214",
    "211232",
]
_STOP = "2331112"
_TO_C, _TO_B, _START_B, _START_C = 99, 100, 104, 105
_PRINTABLE = re.compile(r"[ -~]+")
QUIET = 11
"""Modules of white on each side that readers need (EAN-13: 11 on the left)."""


def modules(text: str) -> str:
    """A code as ones (dark) and noughts: EAN where it is one with its right check digit, else Code 128.

    Empty for what no bar code holds: nothing, or letters beyond ASCII.
    """
    if text.isascii() and text.isdigit() and len(text) in (8, 13) and _check_digit(text[:-1]) == text[-1]:
        return _ean13(text) if len(text) == 13 else _ean8(text)
    return _code128(text) if _PRINTABLE.fullmatch(text) else ""


def _check_digit(digits: str) -> str:
    """GS1 General Specifications, 7.9: weights 3 and 1 from the right."""
    total = sum(int(digit) * (3 if n % 2 == 0 else 1) for n, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def _right(digit: str) -> str:
    return _LEFT[int(digit)].translate(str.maketrans("01", "10"))


def _ean13(text: str) -> str:
    left = "".join(
        _LEFT[int(digit)] if parity == "O" else _right(digit)[::-1]
        for digit, parity in zip(text[1:7], _PARITY[int(text[0])], strict=True)
    )
    return f"101{left}01010{''.join(map(_right, text[7:]))}101"


def _ean8(text: str) -> str:
    left = "".join(_LEFT[int(digit)] for digit in text[:4])
    return f"101{left}01010{''.join(map(_right, text[4:]))}101"


def _code128(text: str) -> str:
    """Pairs of digits in set C where that is shorter: four or more at an end, six or more between letters."""
    values: list[int] = []
    at, in_pairs = 0, False
    while at < len(text):
        digits = len(re.match(r"[0-9]*", text[at:])[0])  # type: ignore[index]
        least = 4 if at == 0 or at + digits == len(text) else 6
        if digits >= least or (in_pairs and digits >= 2):
            if digits % 2 and not in_pairs and values:
                values.append(ord(text[at]) - 32)
                at, digits = at + 1, digits - 1
            if not in_pairs:
                values.append(_TO_C if values else _START_C)
                in_pairs = True
            end = at + digits - digits % 2
            values += [int(text[n : n + 2]) for n in range(at, end, 2)]
            at = end
        else:
            if in_pairs or not values:
                values.append(_TO_B if values else _START_B)
                in_pairs = False
            values.append(ord(text[at]) - 32)
            at += 1
    values.append((values[0] + sum(n * value for n, value in enumerate(values) if n)) % 103)
    return "".join(map(_bars, (_WIDTHS[value] for value in values))) + _bars(_STOP)


def _bars(widths: str) -> str:
    return "".join(("1", "0")[n % 2] * int(width) for n, width in enumerate(widths))
