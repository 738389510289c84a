"""What this terminal sends for each key pressed, and what Balcão makes of it: for who looks for a key that never arrives."""

from __future__ import annotations

import os
import select
import sys
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager

from textual import events

from tui.terminal.decoding import Decoder
from tui.terminal.driver import SPLIT_WAIT
from tui.terminal.keymap import ACTIONS, KeyMap, label_of
from tui.terminal.keys import key_of
from tui.terminal.sequences import Splitter

INTRODUCTION = (
    "Carregue nas teclas, uma a uma; Esc duas vezes para sair.\nUma tecla sem linha nova não chega ao programa."
)
_FIXED = {
    "enter": "aceitar e seguir",
    "tab": "aceitar e seguir",
    "escape": "voltar",
    "shift+tab": "campo anterior",
    "backspace": "apagar a letra anterior",
    "ctrl+h": "apagar a letra anterior",
    "ctrl+j": "aceitar e seguir",
}


def understood(key: events.Key, keys: KeyMap) -> str:
    """What a key does here: the action, in the words of the key map, or the letter that it writes."""
    standard = keys.standard(key.key)
    if not standard:
        return "nada: a ação dela tem outra tecla"
    if key.is_printable and key.character:
        return f"escreve «{key.character}»"
    action = next((action for action in ACTIONS if standard in action.keys), None)
    return f"{action.about} ({action.name})" if action else _FIXED.get(standard, "sem ação própria")


class Reader:
    """Bytes of the terminal as lines to show. ``done`` once Esc came twice in a row."""

    def __init__(self, keys: KeyMap) -> None:
        self._keys = keys
        self._decoder, self._splitter = Decoder(), Splitter()
        self._last = ""
        self.done = False

    @property
    def waiting(self) -> bool:
        """Whether the start of a key has come, and not yet its end."""
        return bool(self._splitter.rest or self._decoder.rest)

    def lines(self, data: bytes) -> Iterator[str]:
        """data: what was read at once; empty when nothing more came of a key begun."""
        final = not data
        pieces = self._splitter.feed(self._decoder.feed(data, final=final), final=final)
        linux = os.environ.get("TERM", "").startswith("linux")
        known = [key_of(piece, linux=linux) for piece in pieces if isinstance(piece, str)]
        found = [events.Key(*key) for key in known if key is not None]
        if data and not found and not self.waiting:
            yield f"{_bytes(data):<24}não se percebe: esta tecla não serve"
        for event in found:
            sent = _bytes(data) if event is found[0] and data else ""
            name = event.character if event.is_printable and event.character else label_of(event.key)
            yield f"{sent:<24}{name:<14}{understood(event, self._keys)}"
            self.done = self.done or (event.key == self._last == "escape")
            self._last = event.key


def _bytes(data: bytes) -> str:
    return " ".join("Esc" if byte == 0x1B else chr(byte) if 0x20 < byte < 0x7F else f"{byte:02x}" for byte in data)


def try_keys(keys: KeyMap) -> None:
    """Shows each key pressed until Esc Esc, or until the line is closed."""
    fd = sys.stdin.fileno()
    reader = Reader(keys)
    with _raw(fd):
        _say(*INTRODUCTION.split("\n"))
        while not reader.done:
            if reader.waiting and not select.select([fd], [], [], SPLIT_WAIT)[0]:
                data = b""
            elif not (data := os.read(fd, 64)):
                return
            _say(*reader.lines(data))


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\r\n" for line in lines))
    sys.stdout.flush()


@contextmanager
def _raw(fd: int) -> Iterator[None]:
    """Keys one by one, as they come and unseen; the terminal as it was, whatever happens."""
    before = termios.tcgetattr(fd)
    tty.setraw(fd)
    try:
        yield
    finally:
        termios.tcsetattr(fd, termios.TCSADRAIN, before)
