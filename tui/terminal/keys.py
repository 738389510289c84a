"""The names of keys: what every terminal sends for them, and the second ways to the function keys.

Encodings of xterm, rxvt, PuTTY in its modes "ESC[n~", Linux, Xterm R6, VT400 and VT100+, the Linux console, VT220, tmux and
screen (which hand on those of xterm). Names are Textual's.
"""

from __future__ import annotations

import re
from functools import lru_cache

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.keys import KEY_NAME_REPLACEMENTS, _character_to_key

_CSI = re.compile(r"\x1b\[([0-9]{0,3})(?:;([0-9]{1,3}))?([~^$@A-Za-z])")
_SS3 = re.compile(r"\x1bO([0-9]{0,3})(?:;([0-9]{1,3}))?([A-Za-z\[])")

_NUMBERED = {
    1: "home", 2: "insert", 3: "delete", 4: "end", 5: "pageup", 6: "pagedown", 7: "home", 8: "end",
    11: "f1", 12: "f2", 13: "f3", 14: "f4", 15: "f5", 17: "f6", 18: "f7", 19: "f8", 20: "f9", 21: "f10", 23: "f11", 24: "f12",
}  # fmt: skip
_LETTERED = {"A": "up", "B": "down", "C": "right", "D": "left", "H": "home", "F": "end"}
_FIRST_FOUR = {"P": "f1", "Q": "f2", "R": "f3", "S": "f4"}
_VT100_PLUS = dict(zip("TUVWXYZ[", (f"f{n}" for n in range(5, 13)), strict=True))
_LINUX = {f"\x1b[[{'ABCDE'[n]}": f"f{n + 1}" for n in range(5)}
_KEYPAD = {"M": "\r", "I": "\t", "j": "*", "k": "+", "l": ",", "m": "-", "n": ".", "o": "/"} | {
    chr(ord("p") + n): str(n) for n in range(10)
}
_ENDS = {"~": 1, "$": 2, "^": 5, "@": 6}
"""What the end of a numbered key says of Shift and Ctrl (rxvt), counted as xterm counts."""

_BEYOND = (25, 26, 28, 29, 31, 32, 33, 34)
"""What VT220 called F13 to F20."""
_SHIFTED_LINUX = dict(zip(_BEYOND, range(1, 9), strict=True))
_SHIFTED = dict(zip(_BEYOND, range(3, 11), strict=True))
"""Which Shift+F they are: from F1 on the Linux console; from F3 in PuTTY and rxvt, whose Shift+F1 and F2 are F11 and F12."""


@lru_cache(maxsize=512)
def key_of(sequence: str, *, linux: bool = False) -> tuple[str, str | None] | None:
    """Name and character of the key that a letter or sequence stands for; None for what is no key of ours.

    linux: the Linux console sent it, whose Shift+F keys are counted in their own way.
    """
    if len(sequence) == 1:
        return _plain(sequence)
    if sequence in _LINUX:
        name = _LINUX[sequence]
    elif found := _CSI.fullmatch(sequence):
        name = _csi(found[1], found[2], found[3], linux=linux)
    elif found := _SS3.fullmatch(sequence):
        if found[3] in _KEYPAD and not found[1]:
            return _plain(_KEYPAD[found[3]])
        name = _ss3(found[1], found[2], found[3])
    elif len(sequence) == 2:
        name = _alt(sequence[1])
    else:
        name = ""
    return (name, None) if name else None


def _plain(character: str) -> tuple[str, str]:
    named = ANSI_SEQUENCES_KEYS.get(character)
    if isinstance(named, tuple):
        return str(named[0].value), character
    return _name(character), character


def _name(character: str) -> str:
    if character.isalnum():
        return character
    try:
        name = _character_to_key(character)
    except ValueError:
        return character
    return KEY_NAME_REPLACEMENTS.get(name, name)


def _alt(character: str) -> str:
    if character in "\t\x7f":
        # Shift+Tab of the Linux console; Alt+Backspace.
        return "shift+tab" if character == "\t" else "ctrl+w"
    return f"alt+shift+{character.lower()}" if character.isupper() else f"alt+{_name(character)}"


def _csi(number: str, modifier: str | None, end: str, *, linux: bool) -> str:
    if end in _ENDS and number:
        code = int(number)
        shifted = (_SHIFTED_LINUX if linux else _SHIFTED).get(code)
        name, held = (f"f{shifted}", 2) if shifted else (_NUMBERED.get(code, ""), _ENDS[end])
        return _modified(name, int(modifier or held))
    if end in _FIRST_FOUR and modifier:
        return _modified(_FIRST_FOUR[end], int(modifier))
    if end in "abcd" and not number:
        return _modified(_LETTERED[end.upper()], 2)
    if end in _LETTERED:
        return _modified(_LETTERED[end], int(modifier or number or 1))
    return "shift+tab" if end == "Z" and number in ("", "1") else ""


def _ss3(number: str, modifier: str | None, end: str) -> str:
    if end in "abcd":
        return _modified(_LETTERED[end.upper()], 5)
    name = _FIRST_FOUR.get(end) or _LETTERED.get(end) or _VT100_PLUS.get(end, "")
    return _modified(name, int(modifier or number or 1))


def _modified(name: str, modifier: int) -> str:
    """``name`` with the keys held, in xterm's way of counting: 1 and Shift 1, Alt 2, Ctrl 4 added."""
    if not name or not 1 <= modifier <= 16:
        return ""
    bits = modifier - 1
    held = [key for bit, key in ((2, "alt"), (4, "ctrl"), (1, "shift")) if bits & bit]
    return "+".join([*held, name])


PREFIX = "ctrl+r"
"""Then a digit: a function key, for keyboards and programs that have or pass none. It waits as long as one likes."""
_ROW = dict(zip("1234567890-=", (f"f{n}" for n in range(1, 13)), strict=True)) | {"'": "f11", "«": "f12"}
"""The upper row of the keyboard: 1 is F1, 0 is F10, and the two beside it F11 and F12 (on a Portuguese one ' and «)."""
_ALT_ROW = {f"alt+{_name(character)}": key for character, key in _ROW.items()}


def after_prefix(character: str | None) -> str | None:
    """The function key that ``character`` means after Ctrl+R; None if none."""
    return _ROW.get(character or "")


def with_alt(key: str) -> str | None:
    """The function key that Alt with a digit means (also Esc and the digit, sent together); None if none."""
    return _ALT_ROW.get(key)
