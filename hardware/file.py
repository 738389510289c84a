"""A file, or a device that is written like one: /dev/usb/lp0, /dev/rfcomm0, a named pipe."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import select
import stat
from pathlib import Path

from hardware.device import Pace
from hardware.errors import DeviceError

WRITE_SECONDS = 5.0


class FileDevice:
    """A plain file holds the last job, whole or not at all; a character device or pipe is written to as it stands."""

    def __init__(self, path: Path, pace: Pace | None = None, *, write_seconds: float = WRITE_SECONDS) -> None:
        self.path = path
        self._pace = pace or Pace()
        self._write_seconds = write_seconds

    def send(self, data: bytes) -> None:
        try:
            mode = self.path.stat().st_mode
        except FileNotFoundError:
            mode = stat.S_IFREG
        except OSError as error:
            raise DeviceError(self._why(error), nothing_sent=True) from error
        try:
            if stat.S_ISREG(mode):
                self._replace(data)
            elif stat.S_ISCHR(mode) or stat.S_ISFIFO(mode):
                self._feed(data)
            else:
                raise DeviceError(f"{self.path} não é um ficheiro nem uma impressora: veja o caminho.")
        except OSError as error:
            raise DeviceError(self._why(error), nothing_sent=stat.S_ISREG(mode)) from error

    def _replace(self, data: bytes) -> None:
        """Written beside and then renamed: whoever reads the file never sees half a job."""
        target = Path(os.path.realpath(self.path))
        beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
        try:
            with beside.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(target)
        except OSError:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise

    def _feed(self, data: bytes) -> None:
        """Never blocks for good: a printer without paper takes nothing, and a pipe may have no reader."""
        handle = os.open(self.path, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
        try:
            for piece in self._pace.pieces(data):
                rest = memoryview(piece)
                while rest:
                    if not select.select([], [handle], [], self._write_seconds)[1]:
                        raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
                    with contextlib.suppress(BlockingIOError):
                        rest = rest[os.write(handle, rest) :]
        finally:
            os.close(handle)

    def _why(self, error: OSError) -> str:
        if isinstance(error, TimeoutError):
            return f"A impressora em {self.path} não aceita dados: veja se está ligada, com papel e a tampa fechada."
        reasons = {
            errno.ENOENT: "não existe: veja o caminho e se o cabo está ligado",
            errno.ENOTDIR: "não existe: veja o caminho",
            errno.EACCES: "está vedado a este utilizador: peça permissão de escrita",
            errno.EPERM: "está vedado a este utilizador: peça permissão de escrita",
            errno.EROFS: "está num disco só de leitura: escolha outro caminho",
            errno.ENOSPC: "não cabe no disco: liberte espaço",
            errno.ENXIO: "não tem quem o leia: ligue primeiro a impressora ou o programa do outro lado",
            errno.ENODEV: "não tem aparelho ligado: veja o cabo",
            errno.EPIPE: "foi fechado do outro lado a meio: veja o que ficou impresso",
            errno.EBUSY: "está a ser usado por outro programa: espere e tente de novo",
        }
        reason = reasons.get(error.errno or 0, f"não se consegue escrever ({error.strerror or error}): veja o caminho")
        return f"{self.path} {reason}."
