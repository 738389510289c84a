"""Addresses of printers: read strictly, refused with what is wrong and how it should be."""

from __future__ import annotations

from pathlib import Path

import pytest

from fiscal.errors import Refusal
from hardware import open_device
from hardware.file import FileDevice
from hardware.serial_port import SerialDevice, SerialSettings
from hardware.tcp import TcpDevice


@pytest.mark.parametrize(
    ("address", "host", "port"),
    [
        ("tcp://192.168.1.50", "192.168.1.50", 9100),
        ("tcp://impressora.loja:9101", "impressora.loja", 9101),
        ("tcp://[::1]:9100/", "::1", 9100),
    ],
)
def test_network(address: str, host: str, port: int) -> None:
    device = open_device(address)
    assert isinstance(device, TcpDevice)
    assert (device.host, device.port) == (host, port)


def test_serial() -> None:
    device = open_device("serial:///dev/ttyUSB0?baud=19200&bits=7&parity=e&stop=2&flow=rtscts")
    assert isinstance(device, SerialDevice)
    assert device.port == "/dev/ttyUSB0"
    assert device.settings == SerialSettings(19200, 7, "E", 2, "rtscts")
    device = open_device("serial:///dev/rfcomm0")
    assert isinstance(device, SerialDevice)
    assert device.settings == SerialSettings(9600, 8, "N", 1, "none")


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/dev/usb/lp0", "/dev/usb/lp0"),
        ("talao.bin", "talao.bin"),
        ("file:///var/tal%C3%A3o.bin", "/var/talão.bin"),
    ],
)
def test_files(address: str, path: str) -> None:
    device = open_device(address)
    assert isinstance(device, FileDevice)
    assert device.path == Path(path)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("", "está vazio"),
        ("   ", "está vazio"),
        ("tcp://", "não diz em que máquina"),
        ("tcp://a:0", "porta 0"),
        ("tcp://a:99999", "porta que não se percebe"),
        ("tcp://a:abc", "porta que não se percebe"),
        ("tcp://[::1", "não se percebe"),
        ("tcp://a:9100/fila", "mais do que máquina e porta"),
        ("http://a", "começa por «http», que não é uma ligação conhecida"),
        ("serial://", "não diz qual é a porta"),
        ("serial:///dev/ttyS0?baud=rapido", "baud=rapido: tem de ser entre 50 e 4000000"),
        ("serial:///dev/ttyS0?bits=9", "bits=9: tem de ser entre 7 e 8"),
        ("serial:///dev/ttyS0?parity=X", "parity N, E ou O"),
        ("serial:///dev/ttyS0?velocidade=9600", "tem «velocidade», que não é baud"),
        ("file://talao.bin", "três barras"),
        ("/dev/usb/lp0\x1b[2J", "caracteres que não se veem"),
        ("tcp://a\u202e", "caracteres que não se veem"),
    ],
)
def test_what_is_not_an_address_is_refused(address: str, why: str) -> None:
    with pytest.raises(Refusal) as refused:
        open_device(address)
    assert why in refused.value.message
    assert "tcp://192.168.1.50:9100" in refused.value.message
    assert refused.value.field == "printer"
    assert refused.value.message.isprintable()
