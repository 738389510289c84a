"""A real pseudo-terminal with the real program in it, its screen read back through pyte."""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Sequence
from pathlib import Path

import pyte

NOT_FOR_PYTE = re.compile(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p")
"""Sequences that pyte 0.8 prints instead of ignoring."""


class Terminal:
    """The command ``balcao`` on an 80x24 terminal. ``stream`` is every byte that it wrote.

    lang: the locale that the program is told of; encoding: of what the terminal shows and sends. command: what
    runs on the terminal instead (a line to another machine with the program at its end). given: a command
    of ``balcao`` and its options; none opens the program.
    """

    def __init__(
        self,
        home: Path,
        columns: int = 80,
        rows: int = 24,
        term: str = "xterm-256color",
        lang: str = "C.UTF-8",
        encoding: str = "utf-8",
        command: Sequence[str] | None = None,
        given: tuple[str, ...] = (),
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._pyte = pyte.Stream(self.screen)
        self._encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self.stream = b""
        self.ended = False
        command = command or [str(Path(sys.executable).with_name("balcao")), "--home", str(home), *given]
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            for name in ("BALCAO_DATABASE", "LC_ALL", "LC_CTYPE", "COLORTERM", "NO_COLOR", "COLUMNS", "LINES"):
                os.environ.pop(name, None)
            os.environ.update(TERM=term, LANG=lang)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execv(command[0], list(command))
        self.stty = termios.tcgetattr(self.fd)
        """How the terminal was set before the program."""

    def types(self, keys: str) -> None:
        self.sends(keys.encode(self._encoding))

    def sends(self, data: bytes) -> None:
        """Bytes as a terminal sends them, in as many writes as the line takes."""
        while data:
            if select.select([], [self.fd], [], 0.05)[1]:
                data = data[os.write(self.fd, data[:4095]) :]
            self.listen(0)

    def sees(self, text: str, seconds: float = 15) -> str:
        """The screen, once ``text`` is on it."""
        self.sees_any(text, seconds=seconds)
        return self.shown

    def sees_any(self, *texts: str, seconds: float = 15) -> str:
        """Which of these comes up."""
        end = time.monotonic() + seconds
        while (found := next((text for text in texts if text in self.shown), None)) is None:
            if time.monotonic() > end:
                raise AssertionError(f"«{'», «'.join(texts)}» never came up:\n{self.shown}")
            self.listen(0.05)
        return found

    @property
    def shown(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    def listen(self, seconds: float) -> None:
        """Takes in what the program writes for a while."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and select.select([self.fd], [], [], left)[0]:
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                return
            if not data:
                return
            self.stream += data
            self._pyte.feed(self._decoder.decode(NOT_FOR_PYTE.sub(b"", data)))

    def settled(self, quiet: float = 0.25) -> None:
        """Takes in what the program writes until it has written nothing for ``quiet`` seconds."""
        written = -1
        while written != len(self.stream):
            written = len(self.stream)
            self.listen(quiet)

    @property
    def alive(self) -> bool:
        if not self.ended:
            self.ended = os.waitpid(self.pid, os.WNOHANG) != (0, 0)
        return not self.ended

    def kill(self) -> None:
        """SIGKILL: the power goes."""
        self.ended = True
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)

    def hang_up(self) -> int:
        """The line drops: the terminal closes. Gives the exit status of the program, which must end by itself."""
        self.ended = True
        os.close(self.fd)
        return self._end()

    def ended_by(self, number: int) -> int:
        """The exit status of the program after a signal."""
        os.kill(self.pid, number)
        return self.ends()

    def ends(self) -> int:
        """The exit status of the program, which is ending by itself."""
        return self._end(listening=True)

    def _end(self, *, listening: bool = False) -> int:
        self.ended = True
        end = time.monotonic() + 15
        while time.monotonic() < end:
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                return status
            if listening:
                self.listen(0.05)
            else:
                time.sleep(0.05)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        raise AssertionError("the program went on without its terminal")

    def sign_in(self) -> None:
        self.sees("Operador")
        self.types("dono\r")
        self.types("balcao\r")
        self.sees("Hoje,")
