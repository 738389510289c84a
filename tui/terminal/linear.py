"""A terminal that only grows: lines one after the other, and the last one edited in place with the fewest bytes.

Nothing is placed by row or column, nothing has colour: what a screen reader or a Braille line reads is what was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from textual.drivers.linux_driver import LinuxDriver

from fiscal.text import clean
from tui.terminal.cells import cut, letters, visible, width, wrap
from tui.terminal.driver import TerminalDriver
from tui.terminal.letters import Letters
from tui.terminal.spoken import FocusLine

LEAST_VALUE = 10
"""Cells that a long label leaves to what is typed, on a narrow terminal or a Braille line."""
_WORDS = {"↑↓": "setas", "←→": "setas", "↑": "seta acima", "↓": "seta abaixo", "▸": "", "×": "x", " ·": ",", "…": "..."}
_DRAWN = re.compile("[\u2500-\u257f]")
_PAINTED = re.compile("[\u2580-\u259f]")
"""Block elements: a row with one of them is a drawing (the banner, a code)."""


@cache
def _letters_of(encoding: str) -> Letters:
    return Letters(encoding)


def encodable(text: str, encoding: str) -> str:
    """The text in letters of an encoding: without its accent, or spelt otherwise, where a letter is not in it."""
    of = _letters_of(encoding)
    return "".join(of.drawn(letter) for letter in of.spelled(_DRAWN.sub("?", _PAINTED.sub("?", text))))


def plain(text: str, encoding: str = "utf-8") -> str:
    """A line as it is read aloud: no frames, no drawings, columns as pauses; empty where nothing is left to say."""
    if _PAINTED.search(text):
        return ""
    for sign, word in _WORDS.items():
        text = text.replace(sign, word)
    text = visible(_DRAWN.sub(" ", text)).strip()
    text = re.sub(r"(?<=[.:;,!?]) {2,}", " ", text)
    text = clean(re.sub(r" {2,}", "; ", text))
    return encodable(text, encoding) if any(c.isalnum() for c in text) else ""


def _shortened(text: str, cells: int) -> str:
    """At most so many cells, with dots that every terminal has."""
    return text if width(text) <= cells else cut(text, max(0, cells - 2)).replace("…", "...")


class LinearDriver(TerminalDriver):
    """A terminal left as it was found: of all that Textual writes (other screen, colours, modes) only the bell passes."""

    def write(self, data: str) -> None:
        if data == "\a":
            self.tell(data)

    def tell(self, data: str) -> None:
        """Write what the reader has to say."""
        LinuxDriver.write(self, data)

    def stop_application_mode(self) -> None:
        self.tell("\r\n")
        super().stop_application_mode()


class LinearWriter:
    """Writes lines at the end, and keeps the last one in step with what is typed.

    write: takes the bytes as text. columns: gives the terminal's width now.
    """

    def __init__(self, write: Callable[[str], None], columns: Callable[[], int], encoding: str = "utf-8") -> None:
        self._write, self._columns, self._encoding = write, columns, encoding
        self._shown: list[tuple[str, int]] = []
        """The letters on the last row."""
        self._at = 0
        """Letters before the cursor."""
        self._clear = True
        """Whether the last row is still empty."""

    @property
    def _room(self) -> int:
        """Cells of a row: the last column stays free, since terminals differ in what they do there."""
        return max(20, self._columns()) - 1

    def line(self, text: str) -> bool:
        """A line of its own, broken between words where it must be. False if there was nothing to say."""
        said = plain(text, self._encoding)
        if said:
            self._rows(wrap(said, self._room))
        return bool(said)

    def focus(self, line: FocusLine) -> None:
        """The line of the focus, as a new one."""
        if line.cursor is None:
            self.line(line.whole)
            return
        text, cursor = self._edited(line)
        self._rows([text])
        self._send(self._move(cursor))

    def more(self, text: str) -> None:
        """What came later for the line of the focus (how many rows there are): after what stands there."""
        said = encodable(visible(text), self._encoding)
        if sum(cells for _, cells in self._shown) + width(said) > self._room:
            self._rows([said.lstrip("., ")])
            return
        self._send(self._move(len(self._shown)) + said)
        self._shown += letters(said)
        self._at = len(self._shown)

    def edit(self, line: FocusLine) -> None:
        """The line of the focus as it is now, over the one that stands there."""
        text, cursor = self._edited(line)
        new, old = letters(text), self._shown
        same = next((n for n, (a, b) in enumerate(zip(new, old, strict=False)) if a != b), min(len(new), len(old)))
        written = ""
        if new != old:
            written = self._move(same) + "".join(letter for letter, _ in new[same:])
            if sum(cells for _, cells in old) > sum(cells for _, cells in new):
                written += "\x1b[K"
            self._shown, self._at = new, len(new)
        self._send(written + self._move(cursor))

    def _rows(self, rows: list[str]) -> None:
        self._send(("" if self._clear else "\r\n") + "\r\n".join(rows))
        self._shown = letters(rows[-1])
        self._at, self._clear = len(self._shown), False

    def _edited(self, line: FocusLine) -> tuple[str, int]:
        """A line being edited as it stands on one row, and the letters before the cursor."""
        label = _shortened(encodable(line.label, self._encoding), self._room - LEAST_VALUE)
        before = encodable(line.text[: line.cursor], self._encoding)
        text = before + encodable(line.text[line.cursor :], self._encoding)
        room = self._room - width(label)
        at, half = width(before), room // 2
        start = 0 if at < room else (at - room) // half * half + half
        seen, cells, cursor, column = "", 0, 0, 0
        for letter, size in letters(text):
            if column >= start and cells + size <= room:
                seen, cells = seen + letter, cells + size
                cursor += column < at
            column += size
        after = plain(line.after, self._encoding)
        rest = f". {after}" if after else ""
        return label + seen + _shortened(rest, room - cells), len(letters(label)) + cursor

    def _move(self, to: int) -> str:
        """What brings the cursor before a letter of the last row."""
        cells = sum(size for _, size in self._shown[min(to, self._at) : max(to, self._at)])
        back, self._at = to < self._at, to
        if not cells:
            return ""
        if not back:
            return f"\x1b[{cells}C" if cells > 1 else "\x1b[C"
        if to == 0:
            return "\r"
        return "\b" * cells if cells <= 3 else f"\x1b[{cells}D"

    def _send(self, data: str) -> None:
        if data:
            self._write(data)
