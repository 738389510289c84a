"""The one place where text is made safe: on entry, and again wherever it is shown, printed or logged."""

from __future__ import annotations

import unicodedata

# Not printable, so dropped: C0, DEL and C1 (with the 8-bit CSI, 0x9B), which drive terminals; bidirectional controls,
# zero-width characters and the byte order mark, which make text read otherwise than it is stored; lone surrogates,
# private and unassigned code points, for which no screen and no printer has a sign.
_SPACES = dict.fromkeys(
    (0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000),
    " ",
)
_LINES = {**_SPACES, 0x0A: "\n"}


def clean(text: str, limit: int | None = None, *, lines: bool = False) -> str:
    """Visible characters only, composed (NFC), at most ``limit`` of them, without outer spaces.

    Markup such as ``[red]`` and the visible part of an escape sequence stay as typed: they are data.
    lines: keep line breaks (for notes); otherwise every break, tab and other space becomes one space.
    """
    if text.isascii() and text.isprintable():
        safe = text.strip()
    else:
        unbroken = text.replace("\r\n", "\n").replace("\r", "\n").translate(_LINES if lines else _SPACES)
        seen = "".join(c for c in unbroken if c.isprintable() or c == "\n")
        safe = unicodedata.normalize("NFC", seen).strip()
    return safe if limit is None else safe[:limit].rstrip()


def fold(text: str) -> str:
    """Lower case without accents: what look-ups compare."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))
