"""F1 to F12 and Shift with them, as every terminal sends them; and the second ways for those that send none."""

from __future__ import annotations

import pytest

from tui.terminal.keys import after_prefix, key_of, with_alt
from tui.terminal.sequences import Splitter

NUMBERS = (11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24)
"""What VT220 and all after it call F1 to F12."""
BEYOND = (25, 26, 28, 29, 31, 32, 33, 34)


def _f(codes: list[str], held: str = "", first: int = 1) -> dict[str, str]:
    return {code: f"{held}f{number}" for number, code in enumerate(codes, first)}


def _tilde(numbers: tuple[int, ...], end: str = "~") -> list[str]:
    return [f"\x1b[{n}{end}" for n in numbers]


SS3 = [f"\x1bO{letter}" for letter in "PQRS"]
TERMINALS = {
    "xterm, tmux, screen, PuTTY Xterm R6": _f(SS3 + _tilde(NUMBERS[4:])),
    "xterm with Shift": _f([f"\x1b[1;2{c}" for c in "PQRS"] + _tilde(NUMBERS[4:], ";2~"), "shift+"),
    "xterm with Ctrl": _f([f"\x1b[1;5{c}" for c in "PQRS"] + _tilde(NUMBERS[4:], ";5~"), "ctrl+"),
    "old xterm with Shift": _f([f"\x1bO2{c}" for c in "PQRS"], "shift+"),
    "PuTTY ESC[n~, rxvt, VT220": _f(_tilde(NUMBERS)),
    "PuTTY and rxvt with Shift": _f(_tilde(BEYOND), "shift+", 3),
    "rxvt with Shift, the last two": _f(["\x1b[23$", "\x1b[24$"], "shift+", 11),
    "rxvt with Ctrl": _f(_tilde(NUMBERS, "^"), "ctrl+"),
    "PuTTY VT400": _f(SS3 + _tilde(NUMBERS[4:])),
    "PuTTY VT100+": _f([f"\x1bO{letter}" for letter in "PQRSTUVWXYZ["]),
    "PuTTY Linux": _f([f"\x1b[[{letter}" for letter in "ABCDE"] + _tilde(NUMBERS[5:])),
    "VT220 with eight-bit controls": _f([f"\x8f{c}" for c in "PQRS"] + [f"\x9b{n}~" for n in NUMBERS[4:]]),
    "others": {
        "\x1b[Z": "shift+tab", "\x1b[1;5D": "ctrl+left", "\x1bOd": "ctrl+left", "\x1b[7~": "home", "\x1b[H": "home",
        "\x1bOH": "home", "\x1b[4~": "end", "\x1b[2~": "insert", "\x1b[3~": "delete", "\x1b[5~": "pageup", "\x1bOA": "up",
        "\x1b[A": "up", "\x1b[a": "shift+up", "\x1b[1;6C": "ctrl+shift+right", "\x1b[1;3B": "alt+down", "\x1bOM": "enter",
        "\x1bOk": "plus", "\x1b\x7f": "ctrl+w", "\x1b\t": "shift+tab", "\x1bu": "alt+u", "\x1bU": "alt+shift+u",
        "\x1bç": "alt+ç", "\x1b": "escape", "\r": "enter", "\x7f": "backspace", "\x12": "ctrl+r", "?": "question_mark",
    },
}  # fmt: skip
SENT = [(name, sent, key) for name, table in TERMINALS.items() for sent, key in table.items()]


def keys(splitter: Splitter, *parts: str) -> list[str]:
    pieces = [piece for part in parts for piece in splitter.feed(part)] + splitter.feed("", final=True)
    named = [key_of(piece) for piece in pieces if isinstance(piece, str)]
    return [key[0] for key in named if key is not None]


@pytest.mark.parametrize(("name", "sent", "key"), SENT)
def test_a_key_is_known_whole_or_split_between_two_reads(name: str, sent: str, key: str) -> None:
    assert keys(Splitter(), sent) == [key]
    for at in range(1, len(sent)):
        assert keys(Splitter(), sent[:at], sent[at:]) == [key], at


@pytest.mark.parametrize(("sent", "key"), _f(_tilde(BEYOND), "shift+").items())
def test_the_linux_console_counts_shift_from_f1(sent: str, key: str) -> None:
    assert key_of(sent, linux=True) == (key, None)


def test_the_upper_row_is_the_function_keys() -> None:
    for number, digit in enumerate("1234567890-=", 1):
        assert after_prefix(digit) == f"f{number}"
        sent = key_of(f"\x1b{digit}")
        assert sent is not None
        assert with_alt(sent[0]) == f"f{number}"
    assert after_prefix("x") is None
    assert with_alt("alt+u") is None


def test_alt_and_a_letter_type_nothing() -> None:
    assert key_of("\x1bx") == ("alt+x", None)
