"""Breaks text into lines of a given width, at spaces where it can, inside a word where it must."""

from __future__ import annotations

from collections.abc import Callable

Measure = Callable[[str], float]


def wrap(text: str, width: float, measure: Measure) -> list[str]:
    """``text`` in lines that ``measure`` finds no wider than ``width``; an empty text gives no line."""
    if measure(text) <= width:
        return [text] if text else []
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if measure(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _broken(word, width, measure)
        lines += full
    if line:
        lines.append(line)
    return lines


def _broken(word: str, width: float, measure: Measure) -> list[str]:
    """A word in pieces that fit; a single character always counts as fitting."""
    if measure(word) <= width:
        return [word]
    pieces = []
    piece = ""
    for character in word:
        if piece and measure(piece + character) > width:
            pieces.append(piece)
            piece = ""
        piece += character
    return [*pieces, piece]
