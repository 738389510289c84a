"""Widths in terminal cells: the one place that measures, cuts and pads text for the screen.

Signs that the terminal lacks are spelled out here (``€`` as ``EUR``), before anything is measured.
"""

from __future__ import annotations

from rich.cells import cell_len, split_graphemes

from fiscal.text import clean
from tui.terminal import letters as terminal


def width(text: str) -> int:
    """Cells that ``text`` takes: wide letters two, combining marks none."""
    return len(text) if text.isascii() else cell_len(terminal.shown.spelled(text))


def visible(text: str) -> str:
    """Only what may stand on the screen, spaces kept where they are (``clean`` takes the outer ones)."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(" " if c.isspace() else clean(c) for c in text)


def shown(text: str) -> str:
    """A text as this terminal can show it, its spaces kept: for what is read and never stored."""
    return terminal.shown.spelled(visible(text))


def letters(text: str) -> list[tuple[str, int]]:
    """The text as what a reader calls letters (a base with its marks), each with its cells."""
    if text.isascii():
        return [(c, 1) for c in text]
    spans, _ = split_graphemes(text)
    return [(text[start:end], cells) for start, end, cells in spans]


def cut(text: str, cells: int) -> str:
    """As much of ``text`` as fits in ``cells``, ending in ``…`` where something was left out."""
    text = terminal.shown.spelled(text)
    if width(text) <= cells:
        return text
    kept, used = [], 0
    for letter, size in letters(text):
        if used + size > cells - 1:
            break
        kept.append(letter)
        used += size
    return ("".join(kept) + "…") if cells > 0 else ""


def fit(text: str, cells: int, *, right: bool = False) -> str:
    """Exactly ``cells`` cells: cleaned, cut with ``…``, padded on the other side of where it stands.

    This is how text from outside gets on the screen: never as markup, never with control characters.
    """
    shown = cut(clean(text), cells)
    padding = " " * (cells - width(shown))
    return padding + shown if right else shown + padding


def wrap(text: str, cells: int) -> list[str]:
    """The words of ``text`` in lines of at most ``cells`` cells; a word too long is broken."""
    lines: list[str] = []
    line = ""
    for typed in terminal.shown.spelled(clean(text)).split(" "):
        word = typed
        if line and width(line) + 1 + width(word) <= cells:
            line = f"{line} {word}"
            continue
        if line:
            lines.append(line)
        while width(word) > cells:
            head = _head(word, cells)
            lines.append(head)
            word = word[len(head) :]
        line = word
    return [*lines, line] if line or not lines else lines


def _head(word: str, cells: int) -> str:
    """The longest beginning of ``word`` that fits, at least one letter."""
    head, used = "", 0
    for letter, size in letters(word):
        if head and used + size > cells:
            break
        head, used = head + letter, used + size
    return head
