"""Splitting what a terminal sends: letters, whole escape sequences and pastes, wherever the line cut them.

Sequences are taken whole by the grammar of ECMA-48 (CSI, SS3, and the strings OSC, DCS, APC, PM and SOS), known or not:
nothing of one is ever typed into a field. What its sender never finished is dropped, and what follows it is read.
"""

from __future__ import annotations

import re
from typing import NamedTuple

PASTE_BEGINS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"
LONGEST_PASTE = 1 << 20
"""Letters kept of a paste: one that is longer is longer than any field takes, and is refused there."""
LONGEST_SEQUENCE = 4096
"""Characters kept of a sequence whose end has not come; its end is waited for all the same."""

_PIECE = re.compile(
    r"\x1b\[M[\x20-\U0010ffff]{3}"  # the mouse of terminals without mode 1006
    r"|\x1b\[\[[A-E]"  # F1 to F5 of the Linux console
    r"|\x1b\[[0-9]+\$"  # Shift in rxvt, whose end is no end by the standard
    r"|\x1b\[[ -?]*[@-~]"  # CSI
    r"|\x1bO[0-9;]*[A-Za-z\[]"  # SS3
    r"|\x1b[P\]_^X][^\x00-\x1f\x9c]*(?:\x07|\x1b\\|\x9c)"  # the strings
    r"|(?P<broken>\x1b(?:\[[ -?]*|O[0-9;]*|[P\]_^X][^\x00-\x1f\x9c]*))"  # what follows is no part of it
    r"|\x1b[\t\x21-\U0010ffff]"  # Alt and a letter
    r"|[^\x1b]"
    r"|\x1b",
    re.DOTALL,
)
_UNFINISHED = re.compile(
    r"\x1b(?:|\[(?![0-9]+\$\Z)[ -?]*|\[\[|\[M[\x20-\U0010ffff]{0,2}|O[0-9;]*|[P\]_^X][^\x00-\x1f\x9c]*\x1b?)\Z"
)


class Pasted(NamedTuple):
    """What stood between the marks of a bracketed paste."""

    text: str


Piece = str | Pasted
"""A letter or control character, an escape sequence (it begins with ESC and is longer), or a paste."""


class Splitter:
    """Cuts text into pieces. ``rest`` is the start of a sequence whose end has not come."""

    def __init__(self) -> None:
        self.rest = ""
        self._paste: list[str] | None = None
        self._pasted = 0

    @property
    def pasting(self) -> bool:
        """Whether a paste has begun whose end has not come."""
        return self._paste is not None

    def feed(self, text: str, *, final: bool = False) -> list[Piece]:
        """The pieces complete with ``text``.

        final: nothing more came for a while. A lone ESC is then the key, a paste is given as far as it came, and the
        start of anything else is dropped.
        """
        # Also the forms of CSI and SS3 in one character, from a VT220 set to them.
        text = self.rest + text.replace("\x9b", "\x1b[").replace("\x8f", "\x1bO")
        self.rest = ""
        pieces: list[Piece] = []
        while text or (final and self.pasting):
            text = (self._more_pasted if self.pasting else self._split)(text, pieces, final)
        return pieces

    def _split(self, text: str, pieces: list[Piece], final: bool) -> str:
        """Takes pieces off the text as far as the start of a paste; gives what is left."""
        before, paste, after = text.partition(PASTE_BEGINS)
        unfinished = _UNFINISHED.search(before)
        start = unfinished[0] if unfinished else ""
        before = before.removesuffix(start)
        pieces.extend(found[0] for found in _PIECE.finditer(before) if found["broken"] is None)
        if start and not (final or paste):
            self.rest = start
            if len(start) > LONGEST_SEQUENCE:
                self.rest = start[:2] + ("?" if start[1] == "[" else "")
        elif len(start) == 1 or (len(start) == 2 and start[1] != "["):
            pieces.append(start)
        if paste:
            self._paste, self._pasted = [], 0
        return after

    def _more_pasted(self, text: str, pieces: list[Piece], final: bool) -> str:
        """Takes what is pasted off the text; gives what is left after its end."""
        assert self._paste is not None
        inside, end, after = text.partition(PASTE_ENDS)
        if not end and not final:
            cut = next((n for n in range(len(PASTE_ENDS) - 1, 0, -1) if inside.endswith(PASTE_ENDS[:n])), 0)
            inside, self.rest = inside[: len(inside) - cut], inside[len(inside) - cut :]
        if self._pasted <= LONGEST_PASTE:
            self._paste.append(inside)
            self._pasted += len(inside)
        if end or final:
            pieces.append(Pasted("".join(self._paste)[: LONGEST_PASTE + 1]))
            self._paste = None
        return after
