"""A device takes bytes. It knows nothing of documents."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


class Device(Protocol):
    """Somewhere that bytes go: a printer, a cash drawer's cable, a file."""

    def send(self, data: bytes) -> None:
        """Sends one whole job and lets the device go, so that others may use it. Raises DeviceError."""
        ...


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a device may be fed. Printers with small buffers lose what comes too quickly."""

    chunk: int = 0
    """Bytes at once; 0: 4096."""
    pause: float = 0.0
    """Seconds between chunks."""

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """The data in chunks, waiting between one and the next."""
        size = self.chunk or 4096
        for at in range(0, len(data), size):
            if at and self.pause:
                time.sleep(self.pause)
            yield data[at : at + size]
