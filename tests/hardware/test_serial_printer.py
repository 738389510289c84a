"""A printer on a serial port, with a real pseudo-terminal as the port."""

from __future__ import annotations

import os
import pty
import threading
import time
import tty
from collections.abc import Iterator

import pytest

from hardware import DeviceError, open_device
from hardware.serial_port import SerialDevice


@pytest.fixture
def wire() -> Iterator[tuple[int, str]]:
    """The printer's end, and the name of the port."""
    printer, port = pty.openpty()
    tty.setraw(printer)
    yield printer, os.ttyname(port)
    os.close(printer)
    os.close(port)


def test_every_byte_arrives_as_it_is(wire: tuple[int, str]) -> None:
    printer, port = wire
    job = bytes(range(256)) * 40
    received = bytearray()

    def read() -> None:
        while len(received) < len(job):
            received.extend(os.read(printer, 4096))

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    open_device(f"serial://{port}?baud=19200&flow=none", chunk=512, pause=0.001).send(job)
    reader.join(timeout=5)
    assert bytes(received) == job


def test_a_printer_that_takes_nothing_is_given_up(wire: tuple[int, str]) -> None:
    _, port = wire
    start = time.monotonic()
    with pytest.raises(DeviceError) as stopped:
        SerialDevice(port, write_seconds=0.3).send(b"x" * 1_000_000)
    assert time.monotonic() - start < 3
    assert stopped.value.message == (
        f"A impressora em {port} deixou de aceitar dados: veja se está ligada, com papel e a tampa fechada."
    )


def test_a_port_that_does_not_exist_says_what_to_check() -> None:
    with pytest.raises(DeviceError, match=r"A porta /dev/ttyNENHUMA não abre .*veja o cabo, o nome da porta"):
        open_device("serial:///dev/ttyNENHUMA").send(b"x")
