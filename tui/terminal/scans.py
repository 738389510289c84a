"""Telling a scan from typing: eight digits or more with a right check digit, faster than fingers, and then Enter or Tab.

Through a network a scan arrives in one read, and over a serial line in several close together. A person's first digit
is handed on at once; only digits that follow one another faster than anybody types are kept until it is clear.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual import events

from tui.entry.barcode import is_barcode
from tui.terminal.sequences import Pasted, Piece

GAP = 0.03
"""Seconds between two digits of a scan at most: readers send them every 1 to 16 ms, quick typists every 60."""
LONGEST = 14
_ENDS = {"\r": "enter", "\n": "enter", "\t": "tab"}


class Scanned(events.Event, bubble=True):
    """A bar code was read by a scanner, or pasted. Who does not handle it gets its digits and its end as keys.

    code: its digits. end: the key that followed, ``enter`` or ``tab``, or empty (only of a paste). typed: digits of the
    code, 0 or 1, that were handed on as a key before it was seen to be a scan: to be taken back where it is refused.
    """

    def __init__(self, code: str, end: str = "enter", typed: int = 0) -> None:
        super().__init__()
        self.code, self.end, self.typed = code, end, typed


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan among the pieces of what was sent."""

    code: str
    end: str
    typed: int = 0


class Scans:
    """Finds the scans in what arrives. ``held`` are digits that may be the start of one."""

    def __init__(self) -> None:
        self.held = ""
        self._typed = ""
        self._last = float("-inf")
        self._before = ""

    def feed(self, pieces: list[Piece], now: float) -> list[Piece | Scan]:
        """What may be handed on after one read, in order. now: seconds, of a clock that never goes back."""
        out: list[Piece | Scan] = []
        if now - self._last > GAP:
            out += self.late()
            self._before = ""
        self._last = now
        for at, piece in enumerate(pieces):
            if isinstance(piece, Pasted):
                out += [*self.late(), _pasted(piece)]
            elif len(piece) == 1 and "0" <= piece <= "9":
                out += self._digit(piece, alone=len(pieces) == at + 1)
            elif piece in _ENDS and is_barcode(code := self._typed + self.held):
                out.append(Scan(code, _ENDS[piece], len(self._typed)))
                self._forget()
                self._before = piece
            elif piece == "\n" and self._before == "\r" and out and isinstance(out[-1], Scan):
                # A reader set to CR LF: one end, not two.
                self._before = piece
            else:
                out += [*self.late(), piece]
                self._before = piece
        return out

    def late(self) -> list[Piece | Scan]:
        """The digits held, since nothing followed them: they were typed."""
        digits: list[Piece | Scan] = [*self.held]
        self._forget()
        return digits

    def _forget(self) -> None:
        self._before = (self._typed + self.held)[-1:]
        self.held = self._typed = ""

    def _digit(self, digit: str, *, alone: bool) -> list[Piece | Scan]:
        """alone: nothing came after it in the same read."""
        if self._before in (",", ".") or self._before.isdigit():
            # The rest of a longer number.
            self._before = digit
            return [digit]
        if not self._typed and not self.held and alone:
            self._typed = digit
            return [digit]
        self.held += digit
        return self.late() if len(self._typed + self.held) > LONGEST else []


def _pasted(piece: Pasted) -> Piece | Scan:
    text = piece.text.strip()
    return Scan(text, "enter" if piece.text.endswith(("\r", "\n")) else "") if is_barcode(text) else piece
