"""Letters that the terminal cannot show, as others that it can: frames and marks in ASCII, € as EUR, ł as l."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rich.cells import cell_len

_LOOKS = {
    "─": "-", "━": "=", "═": "=", "│": "|", "┃": "|", "║": "|",
    "█": "#", "▀": '"', "▄": "_", "▌": "#", "▐": "#", "░": ".", "▒": ":", "▓": "#",
    "↑": "^", "↓": "v", "←": "<", "→": ">", "▲": "^", "▼": "v", "▸": ">", "▶": ">", "◀": "<", "►": ">", "◄": "<",
    "…": "~", "—": "-", "–": "-", "‑": "-", "·": ".", "•": "*", "×": "x", "÷": "/", "✓": "v", "✗": "x",
    "«": '"', "»": '"', "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "´": "'",
    "º": "o", "ª": "a", "°": "o", "€": "E", "£": "L", "¢": "c", "§": "S", "±": "+", "µ": "u",
    "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "s", "æ": "e", "Æ": "E", "œ": "o", "Œ": "O",
    "ð": "d", "þ": "p", "ı": "i", "\u00a0": " ", "\u202f": " ",
}  # fmt: skip
_CORNERS = frozenset("┌┐└┘├┤┬┴┼╭╮╰╯╔╗╚╝╠╣╦╩╬")
_WORDS = {"€": "EUR", "½": "1/2", "¼": "1/4", "¾": "3/4", "™": "TM", "…": "..."}
"""Signs that take several letters: exchanged in texts, before they are measured."""


class Letters:
    """What a terminal of one encoding shows. ``encoding``: a codec's name."""

    def __init__(self, encoding: str = "utf-8") -> None:
        self.encoding = encoding
        self.all = encoding in ("utf-8", "utf8")
        """Whether every letter can be shown."""
        self._signs = [(sign, word) for sign, word in _WORDS.items() if not self.shows(sign)]
        self.drawn = lru_cache(4096)(self._drawn)

    def shows(self, text: str) -> bool:
        """Whether the terminal has every letter of ``text``."""
        if self.all:
            return True
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            return False
        return True

    def spelled(self, text: str) -> str:
        """A text with the signs that the terminal lacks spelled out (``12,00 EUR``), to be measured after."""
        if self._signs and not text.isascii():
            for sign, word in self._signs:
                text = text.replace(sign, word)
        return text

    def _drawn(self, letter: str) -> str:
        """A letter (with its marks), or what stands for it in as many cells."""
        if self.shows(letter):
            return letter
        composed = unicodedata.normalize("NFC", letter)
        if self.shows(composed):
            return composed
        if letter in _CORNERS:
            return "+"
        base = _LOOKS.get(composed) or _LOOKS.get(composed[0]) or unicodedata.normalize("NFKD", composed)[0]
        base = _LOOKS.get(base, base)
        cells = cell_len(letter)
        return base if self.shows(base) and cell_len(base) == cells else "?" * cells


shown = Letters()
"""What this process's terminal shows. There is one terminal to a process, so this is said once, at start."""


def use(encoding: str) -> None:
    """Say what the terminal shows, before the first screen is drawn."""
    global shown
    shown = Letters(encoding)
