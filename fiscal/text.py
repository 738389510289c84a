"""The one place where text is made safe: on entry, and again wherever it is shown, printed or logged."""

from __future__ import annotations

import unicodedata

# Bidirectional controls (U+061C, U+200E/F, U+202A-E, U+2066-9), zero-width characters and the byte order mark:
# they make text read otherwise than it is stored. C0, DEL and C1 (which includes the 8-bit CSI, 0x9B) drive terminals.
_INVISIBLE = frozenset(
    [0x00AD, 0x061C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]
    + [*range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080)]
)
_DROP = dict.fromkeys((*range(0x20), 0x7F, *range(0x80, 0xA0), *_INVISIBLE))
_SPACES = dict.fromkeys((0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0xA0, 0x2028, 0x2029), " ")
_LINE: dict[int, str | None] = {**_DROP, **_SPACES}
_LINES: dict[int, str | None] = {**_LINE, 0x0A: "\n"}


def clean(text: str, limit: int | None = None, *, lines: bool = False) -> str:
    """Visible characters only, composed (NFC), at most ``limit`` of them, without outer spaces.

    Markup such as ``[red]`` and the visible part of an escape sequence stay as typed: they are data.
    lines: keep line breaks (for notes); otherwise every break, tab and no-break space becomes one space.
    """
    if text.isascii() and text.isprintable():
        safe = text.strip()
    else:
        unbroken = text.replace("\r\n", "\n").replace("\r", "\n")
        unbroken = "".join(c for c in unbroken if not 0xD800 <= ord(c) <= 0xDFFF)
        safe = unicodedata.normalize("NFC", unbroken.translate(_LINES if lines else _LINE)).strip()
    return safe if limit is None else safe[:limit].rstrip()


def fold(text: str) -> str:
    """Lower case without accents: what look-ups compare."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))
