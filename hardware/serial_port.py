"""A printer on a serial port (RS-232, USB adapter, Bluetooth /dev/rfcomm), through pyserial."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import Any

from hardware.device import Pace
from hardware.errors import DeviceError

WRITE_SECONDS = 5.0
"""Without the printer taking anything for so long, it is taken to have stopped."""
_POLL_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class SerialSettings:
    """As set on the printer, usually by switches."""

    baud: int = 9600
    bits: int = 8
    parity: str = "N"
    """N, E or O."""
    stop: int = 1
    flow: str = "none"
    """``none``, ``rtscts`` or ``xonxoff``. DSR/DTR is never used: three-wire cables do not have it."""


class SerialDevice:
    """Opens the port for each job and closes it after the last byte has left."""

    def __init__(
        self,
        port: str,
        settings: SerialSettings | None = None,
        pace: Pace | None = None,
        *,
        write_seconds: float = WRITE_SECONDS,
    ) -> None:
        self.port = port
        self.settings = settings or SerialSettings()
        self._pace = pace or Pace()
        self._write_seconds = write_seconds

    def send(self, data: bytes) -> None:
        import serial

        set_up = self.settings
        try:
            line = serial.Serial(
                self.port,
                baudrate=set_up.baud,
                bytesize=set_up.bits,
                parity=set_up.parity,
                stopbits=set_up.stop,
                rtscts=set_up.flow == "rtscts",
                xonxoff=set_up.flow == "xonxoff",
                dsrdtr=False,
                write_timeout=self._write_seconds,
            )
        except (OSError, ValueError) as error:
            raise DeviceError(
                f"A porta {self.port} não abre ({_reason(error)}): veja o cabo, o nome da porta e se este utilizador a "
                "pode usar.",
                nothing_sent=True,
            ) from error
        with line:
            try:
                for piece in self._pace.pieces(data):
                    line.write(piece)
                    self._drain(line)
            except OSError as error:
                line.reset_output_buffer()
                raise DeviceError(
                    f"A impressora em {self.port} deixou de aceitar dados: veja se está ligada, com papel e a tampa "
                    "fechada."
                ) from error

    def _drain(self, line: Any) -> None:
        """Waits until all has left, which flush() would do without any limit of time."""
        left = line.out_waiting
        patience = time.monotonic() + self._write_seconds
        while left:
            time.sleep(_POLL_SECONDS)
            now_left = line.out_waiting
            if now_left < left:
                patience = time.monotonic() + self._write_seconds
            elif time.monotonic() > patience:
                raise TimeoutError
            left = now_left


def _reason(error: Exception) -> str:
    return os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
