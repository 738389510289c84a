"""The line editor: text, cursor, selection and undo of one field, without a screen."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from fiscal.text import clean
from tui.terminal.cells import letters, visible

UNDO_DEPTH = 100


class Clipboard:
    """What was last cut or copied in the program: one for all fields and screens of the session."""

    text = ""


@dataclass(frozen=True, slots=True)
class View:
    """What of the text is seen in a field of so many cells."""

    text: str
    """Padded to the field's width."""
    cursor: int
    """Cell of the cursor, from the field's left edge."""
    selected: tuple[int, int]
    """Cells selected, from and to (exclusive); equal when nothing is."""


class Editor:
    """One line of text being edited.

    ``cursor`` and ``anchor`` are positions in ``text``, always between two letters (a letter with its
    combining marks is never split). What is between them is selected; typing replaces it.
    """

    __slots__ = ("_done", "_scroll", "anchor", "cursor", "limit", "text")

    def __init__(self, text: str = "", limit: int | None = None) -> None:
        """limit: characters beyond which typing is refused (a paste is kept whole, for the check to refuse)."""
        self.limit = limit
        self.set(text)

    def set(self, text: str) -> None:
        """Start over with ``text``, all of it selected: what is typed next replaces it."""
        self.text = unicodedata.normalize("NFC", visible(text))
        self.anchor, self.cursor = 0, len(self.text)
        self._scroll = 0
        self._done: list[tuple[str, int, int]] = []

    @property
    def selection(self) -> tuple[int, int]:
        """Start and end of what is selected."""
        return min(self.anchor, self.cursor), max(self.anchor, self.cursor)

    @property
    def selected(self) -> str:
        start, end = self.selection
        return self.text[start:end]

    def select_all(self) -> None:
        self.anchor, self.cursor = 0, len(self.text)

    # Changes. Each gives whether the text is other than before.

    def insert(self, text: str) -> bool:
        """Type ``text`` over the selection. False when nothing of it may enter (invisible, or over the limit)."""
        typed = visible(text)
        start, end = self.selection
        if not typed or (self.limit is not None and len(self.text) - (end - start) + len(typed) > self.limit):
            return False
        self._replace(start, end, typed)
        return True

    def paste(self, text: str) -> bool:
        """Insert what was pasted, made one line. Never cut: the field's check says when it is too long."""
        typed = clean(text)
        if not typed:
            return False
        self._replace(*self.selection, typed)
        return True

    def backspace(self) -> bool:
        """Delete the selection, or the letter before the cursor."""
        return self._delete(self._before(self.cursor), self.cursor)

    def delete(self) -> bool:
        """Delete the selection, or the letter under the cursor."""
        return self._delete(self.cursor, self._after(self.cursor))

    def delete_word(self) -> bool:
        """Delete the selection, or back to the start of the word."""
        return self._delete(self._word_before(self.cursor), self.cursor)

    def delete_word_after(self) -> bool:
        """Delete the selection, or up to the start of the next word."""
        return self._delete(self.cursor, self._word_after(self.cursor))

    def delete_to_end(self) -> bool:
        """Delete from the cursor to the end."""
        self.anchor = self.cursor
        return self._delete(self.cursor, len(self.text))

    def copy(self) -> None:
        """Keep the selection (all, if nothing is selected) for a later paste."""
        Clipboard.text = self.selected or self.text

    def cut(self) -> bool:
        """Keep the selection for a later paste, and delete it. False when nothing is selected."""
        if not self.selected:
            return False
        self.copy()
        return self.backspace()

    def paste_kept(self) -> bool:
        """Insert what was last cut or copied."""
        return self.paste(Clipboard.text)

    def clear(self) -> bool:
        """Delete everything."""
        if not self.text:
            return False
        self._replace(0, len(self.text), "")
        return True

    def undo(self) -> bool:
        """Back to before the last change."""
        if not self._done:
            return False
        self.text, self.anchor, self.cursor = self._done.pop()
        return True

    # Moves. ``select`` keeps the other end of the selection where it is.

    def left(self, *, select: bool = False) -> None:
        start, end = self.selection
        self._go(start if start != end and not select else self._before(self.cursor), select)

    def right(self, *, select: bool = False) -> None:
        start, end = self.selection
        self._go(end if start != end and not select else self._after(self.cursor), select)

    def home(self, *, select: bool = False) -> None:
        self._go(0, select)

    def end(self, *, select: bool = False) -> None:
        self._go(len(self.text), select)

    def word_left(self, *, select: bool = False) -> None:
        self._go(self._word_before(self.cursor), select)

    def word_right(self, *, select: bool = False) -> None:
        self._go(self._word_after(self.cursor), select)

    def put_cursor(self, cell: int, *, right_in: int | None = None) -> None:
        """Put the cursor on the letter at ``cell`` of the last view (a mouse click).

        right_in: the field's width, where its text stands on the right.
        """
        column = cell + self._scroll
        if right_in is not None:
            column -= max(0, right_in - 1 - sum(size for _, size in letters(self.text)))
        at = 0
        for letter, size in letters(self.text):
            if column < size:
                break
            column, at = column - size, at + len(letter)
        self._go(at, False)

    def view(self, cells: int, *, right: bool = False, mask: str = "") -> View:
        """The part of the text around the cursor that fits in ``cells``, scrolled as little as possible.

        right: the text stands on the right, one cell left free for the cursor. mask: shown for every letter.
        """
        shown = [(mask, 1) for _ in letters(self.text)] if mask else letters(self.text)
        total = sum(size for _, size in shown)
        start, end = (self._column(at, shown) for at in self.selection)
        cursor = self._column(self.cursor, shown)
        if total < cells:
            self._scroll = 0
        else:
            self._scroll = min(max(self._scroll, cursor - cells + 1), cursor, total - cells + 1)
        indent = cells - 1 - total if right and total < cells else 0
        text, column = [" " * indent], 0
        for letter, size in shown:
            left, column = column - self._scroll, column + size
            if left >= 0 and left + size <= cells:
                text.append(letter)
            elif -size < left < cells:
                text.append(" " * (min(left + size, cells) - max(left, 0)))
        used = indent + max(0, min(total - self._scroll, cells))
        line = "".join(text) + " " * (cells - used)
        edge = (max(0, min(c - self._scroll + indent, cells)) for c in (start, end))
        return View(line, max(0, min(cursor - self._scroll + indent, cells - 1)), (next(edge), next(edge)))

    def _column(self, position: int, shown: list[tuple[str, int]]) -> int:
        """Cells before ``position`` in the text."""
        at = column = 0
        for (letter, _), (_, size) in zip(letters(self.text), shown, strict=True):
            if at >= position:
                break
            at, column = at + len(letter), column + size
        return column

    def _replace(self, start: int, end: int, typed: str) -> None:
        self._done.append((self.text, self.anchor, self.cursor))
        del self._done[:-UNDO_DEPTH]
        left = unicodedata.normalize("NFC", self.text[:start] + typed)
        self.text = unicodedata.normalize("NFC", left + self.text[end:])
        self._go(self._boundary(len(left)), False)

    def _delete(self, start: int, end: int) -> bool:
        if self.anchor != self.cursor:
            start, end = self.selection
        if start == end:
            return False
        self._replace(start, end, "")
        return True

    def _go(self, position: int, select: bool) -> None:
        self.cursor = position
        if not select:
            self.anchor = position

    def _before(self, position: int) -> int:
        return max((at for at in self._boundaries() if at < position), default=0)

    def _after(self, position: int) -> int:
        return min((at for at in self._boundaries() if at > position), default=len(self.text))

    def _boundary(self, position: int) -> int:
        """``position``, or the next place between two letters."""
        return min((at for at in self._boundaries() if at >= position), default=len(self.text))

    def _boundaries(self) -> list[int]:
        places, at = [0], 0
        for letter, _ in letters(self.text):
            at += len(letter)
            places.append(at)
        return places

    def _word_after(self, position: int) -> int:
        at = position
        while at < len(self.text) and not self.text[at].isspace():
            at += 1
        while at < len(self.text) and self.text[at].isspace():
            at += 1
        return at

    def _word_before(self, position: int) -> int:
        at = position
        while at and self.text[at - 1].isspace():
            at -= 1
        while at and not self.text[at - 1].isspace():
            at -= 1
        return at
