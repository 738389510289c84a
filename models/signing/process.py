"""A signer that is another program: the text on its standard input, the signature in base64 on its standard output."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import time
from contextlib import suppress

from fiscal.text import clean
from models.signing.external import LONGEST_ANSWER, refused


class Process:
    """Starts the command for each signature; no shell.

    patience: seconds, after which the command and what it started are ended.
    """

    def __init__(self, command: list[str], patience: float) -> None:
        self._command = command
        self._patience = patience
        self.name = f"o programa «{command[0] if command else ''}»"

    def ask(self, text: bytes) -> bytes:
        try:
            started = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
                cwd="/",
            )
        except (OSError, ValueError) as error:
            raise refused(self.name, f"não arranca ({getattr(error, 'strerror', None) or error})") from error
        with started:
            try:
                return self._talk(started, text)
            except BaseException:
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(started.pid, signal.SIGKILL)
                raise

    def _talk(self, started: subprocess.Popen[bytes], text: bytes) -> bytes:
        deadline = time.monotonic() + self._patience
        assert started.stdin is not None
        with suppress(BrokenPipeError):  # it may have ended without reading: its exit code tells more
            started.stdin.write(text)  # a few hundred bytes: they fit the pipe
        with suppress(BrokenPipeError):
            started.stdin.close()
        said, complained = self._read(started, deadline)
        try:
            code = started.wait(timeout=max(0.01, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            raise refused(self.name, f"não acabou em {self._patience} s") from None
        if code:
            reason = clean(complained.decode("utf-8", errors="replace"), 120)
            raise refused(self.name, f"saiu com o código {code}" + (f" e disse: {reason}" if reason else ""))
        return said

    def _read(self, started: subprocess.Popen[bytes], deadline: float) -> tuple[bytes, bytes]:
        """Standard output and error until both end, no more than a few thousand bytes of each."""
        assert started.stdout is not None
        assert started.stderr is not None
        parts: dict[int, bytes] = {started.stdout.fileno(): b"", started.stderr.fileno(): b""}
        with selectors.DefaultSelector() as waiting:
            for descriptor in parts:
                waiting.register(descriptor, selectors.EVENT_READ)
            while waiting.get_map():
                left = deadline - time.monotonic()
                ready = waiting.select(left) if left > 0 else []
                if not ready:
                    raise refused(self.name, f"não respondeu em {self._patience} s")
                for key, _ in ready:
                    part = os.read(key.fd, LONGEST_ANSWER)
                    if not part:
                        waiting.unregister(key.fd)
                    parts[key.fd] += part
                    if len(parts[key.fd]) > LONGEST_ANSWER:
                        raise refused(self.name, "respondeu com texto a mais")
        return parts[started.stdout.fileno()], parts[started.stderr.fileno()]
