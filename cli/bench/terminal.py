"""The ruler: the real program in a pseudo-terminal, the bytes that it answers each key with and the time to the last one."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

QUIET = 0.12
"""Seconds without a byte after which a key has been answered."""
PATIENCE = 20.0
"""Seconds that an answer may take."""
_OF_THE_USER = (
    "NO_COLOR",
    "COLORTERM",
    "COLUMNS",
    "LINES",
    "ESCDELAY",
    "BALCAO_HOME",
    "BALCAO_DATABASE",
    "PYTHONDONTWRITEBYTECODE",
)
"""What would make one machine's figures differ from another's. The last would have our modules, and no library's, compiled
at every start: an installed program comes compiled."""


class Silent(Exception):
    """Nothing could be measured: no pseudo-terminal, or the program wrote nothing where it had to. Says which."""


class Answer(NamedTuple):
    """What a key was answered with. seconds: from the key to the last byte, not to the end of the waiting."""

    data: bytes
    seconds: float


def balcao(home: Path) -> list[str]:
    """The command ``balcao`` of this very Python."""
    return [sys.executable, "-c", "from cli.main import console; console()", "--home", str(home)]


class Program:
    """A program on a terminal of its own: xterm-256color, UTF-8. ``started`` is the time of its start. Raises Silent."""

    def __init__(self, command: Sequence[str], columns: int = 80, rows: int = 24) -> None:
        kept = {k: v for k, v in os.environ.items() if k not in _OF_THE_USER and not k.startswith("TEXTUAL")}
        try:
            self.fd, inner = pty.openpty()
        except OSError as none:
            raise Silent("este sistema não dá pseudo-terminais") from none
        fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=inner,
            stdout=inner,
            stderr=inner,
            env={**kept, "TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"},
            start_new_session=True,
        )
        os.close(inner)

    def until(self, marker: bytes) -> float:
        """Seconds from the start until ``marker`` was written. Raises Silent."""
        seen = b""
        while marker not in seen:
            seen += self._read(PATIENCE)
        return time.perf_counter() - self.started

    def answer(self, keys: bytes, quiet: float = QUIET) -> Answer:
        """Types ``keys`` at once and takes what comes until nothing came for ``quiet`` seconds. Raises Silent."""
        typed = time.perf_counter()
        os.write(self.fd, keys)
        data = self._read(PATIENCE)
        last = time.perf_counter()
        while select.select([self.fd], [], [], quiet)[0]:
            data += self._read(0)
            last = time.perf_counter()
        return Answer(data, last - typed)

    def settle(self, quiet: float) -> bytes:
        """Takes what comes until nothing came for ``quiet`` seconds."""
        data = b""
        while select.select([self.fd], [], [], quiet)[0]:
            data += self._read(0)
        return data

    def _read(self, patience: float) -> bytes:
        if not select.select([self.fd], [], [], patience)[0]:
            raise Silent("o programa não respondeu")
        try:
            data = os.read(self.fd, 65536)
        except OSError as ended:
            raise Silent("o programa acabou") from ended
        if not data:
            raise Silent("o programa acabou")
        return data

    def kill(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self.fd)
