"""A real pseudo-terminal with the real program in it, its screen read back through pyte."""

from __future__ import annotations

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
from pathlib import Path

import pyte

NOT_FOR_PYTE = re.compile(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p")
"""Sequences that pyte 0.8 prints instead of ignoring."""


class Terminal:
    """The command ``balcao`` on an 80x24 terminal. ``stream`` is every byte that it wrote."""

    def __init__(self, home: Path, columns: int = 80, rows: int = 24, term: str = "xterm-256color") -> None:
        self.screen = pyte.Screen(columns, rows)
        self._pyte = pyte.ByteStream(self.screen)
        self.stream = b""
        command = str(Path(sys.executable).with_name("balcao"))
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM=term, LANG="C.UTF-8")
            os.environ.pop("BALCAO_DATABASE", None)
            os.execv(command, [command, "--home", str(home)])
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def types(self, keys: str) -> None:
        os.write(self.fd, keys.encode())

    def sees(self, text: str, seconds: float = 15) -> str:
        """The screen, once ``text`` is on it."""
        end = time.monotonic() + seconds
        while text not in self.shown:
            if time.monotonic() > end:
                raise AssertionError(f"«{text}» never came up:\n{self.shown}")
            self.listen(0.05)
        return self.shown

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
            self._pyte.feed(NOT_FOR_PYTE.sub(b"", data))

    @property
    def alive(self) -> bool:
        return os.waitpid(self.pid, os.WNOHANG) == (0, 0)

    def kill(self) -> None:
        """SIGKILL: the power goes."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)

    def hang_up(self) -> int:
        """The line drops: the terminal closes. Gives the exit status of the program, which must end by itself."""
        os.close(self.fd)
        end = time.monotonic() + 15
        while time.monotonic() < end:
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                return status
            time.sleep(0.05)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        raise AssertionError("the program went on without its terminal")

    def sign_in(self) -> None:
        self.sees("Operador")
        self.types("dono\r")
        self.types("balcao\r")
        self.sees("Hoje,")
