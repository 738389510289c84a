"""Writes text with the characters that a font or a code page has: accents are dropped rather than letters lost."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

# What a receipt printer has no sign for, said with what it has. Also used where a font lacks the letter.
_INSTEAD = {
    "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "―": "-", "−": "-",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "″": '"', "‘": "'", "’": "'", "‚": "'", "‹": "'", "›": "'", "′": "'",
    "…": "...", "•": "*", "·": ".", "™": "TM", "€": "EUR", "№": "nº", "×": "x", "⁄": "/", "∕": "/", "‰": "o/oo",
    "Œ": "OE", "œ": "oe", "Æ": "AE", "æ": "ae", "ß": "ss", "ẞ": "SS", "Ø": "O", "ø": "o", "Ł": "L", "ł": "l",
    "Đ": "D", "đ": "d", "Ð": "D", "ð": "d", "Þ": "Th", "þ": "th", "Ħ": "H", "ħ": "h", "ı": "i", "ŋ": "n", "Ŋ": "N",
    "Ŧ": "T", "ŧ": "t", "ĸ": "k", "Ə": "E", "ə": "e",
}  # fmt: skip


def spelled(text: str, known: Callable[[str], bool]) -> str:
    """``text`` with only characters that ``known`` accepts; a character without any near one becomes ``?``."""
    if text.isascii():
        return text
    return "".join(c if known(c) else _near(c, known) for c in text)


def _near(character: str, known: Callable[[str], bool]) -> str:
    instead = _INSTEAD.get(character)
    if instead is not None:
        return spelled(instead, known)
    if character.isspace():
        return " "
    parts = unicodedata.normalize("NFKD", character)
    if unicodedata.combining(character):
        return ""
    plain = "".join(c for c in parts if not unicodedata.combining(c))
    if plain == character or not plain:
        return "?"
    return spelled(plain, known)
