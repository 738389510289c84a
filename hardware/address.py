"""From the address in the configuration to the device: tcp://, serial:// or a file."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from fiscal.errors import Refusal
from fiscal.text import clean
from hardware.device import Device, Pace
from hardware.file import FileDevice
from hardware.serial_port import SerialDevice, SerialSettings
from hardware.tcp import TcpDevice

RAW_PORT = 9100
_EXAMPLES = "tcp://192.168.1.50:9100, serial:///dev/ttyUSB0?baud=9600, /dev/usb/lp0 ou file:///pasta/talao.bin"
_PARITIES, _FLOWS = ("N", "E", "O"), ("none", "rtscts", "xonxoff")


def open_device(address: str, *, chunk: int = 0, pause: float = 0.0) -> Device:
    """The device at ``address``; nothing is opened before ``send``.

    ``tcp://host[:port]``, ``serial:///dev/ttyUSB0[?baud=&bits=&parity=&stop=&flow=]``, ``file:///path`` or a path.
    chunk, pause: bytes at once and seconds between chunks (see Pace). Raises Refusal for an address not understood.
    """
    typed = clean(address)
    if not typed or typed != address.strip():
        raise _refused(typed, "está vazio" if not typed else "tem caracteres que não se veem")
    pace = Pace(chunk, pause)
    if "://" not in typed:
        return FileDevice(Path(typed).expanduser(), pace)
    scheme, _, rest = typed.partition("://")
    if scheme == "tcp":
        return _tcp(typed, pace)
    if scheme == "serial":
        return _serial(typed, rest, pace)
    if scheme == "file":
        if not rest.startswith("/"):
            raise _refused(typed, "tem de ter três barras depois de «file:»")
        return FileDevice(Path(unquote(rest)), pace)
    raise _refused(typed, f"começa por «{scheme[:12]}», que não é uma ligação conhecida")


def _refused(address: str, what: str) -> Refusal:
    return Refusal(
        f"O endereço da impressora «{address[:60]}» {what}. Use, por exemplo, {_EXAMPLES}.",
        field="printer",
        rule="printer",
    )


def _tcp(address: str, pace: Pace) -> Device:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise _refused(address, "tem um nome ou uma porta que não se percebe") from None
    if not host:
        raise _refused(address, "não diz em que máquina está a impressora")
    if parts.username or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise _refused(address, "tem mais do que máquina e porta")
    if port == 0:
        raise _refused(address, "tem a porta 0, que não existe")
    return TcpDevice(host, port or RAW_PORT, pace)


def _serial(address: str, rest: str, pace: Pace) -> Device:
    port, _, query = rest.partition("?")
    if not port.strip("/"):
        raise _refused(address, "não diz qual é a porta")
    given = dict(parse_qsl(query, keep_blank_values=True))
    for key in given:
        if key not in ("baud", "bits", "parity", "stop", "flow"):
            raise _refused(address, f"tem «{key[:12]}», que não é baud, bits, parity, stop nem flow")
    parity, flow = given.get("parity", "N").upper(), given.get("flow", "none").lower()
    if parity not in _PARITIES or flow not in _FLOWS:
        raise _refused(address, "tem de ter parity N, E ou O, e flow none, rtscts ou xonxoff")
    settings = SerialSettings(
        baud=_number(address, given, "baud", 9600, range(50, 4_000_001)),
        bits=_number(address, given, "bits", 8, range(7, 9)),
        parity=parity,
        stop=_number(address, given, "stop", 1, range(1, 3)),
        flow=flow,
    )
    return SerialDevice(unquote(port), settings, pace)


def _number(address: str, given: dict[str, str], key: str, default: int, allowed: range) -> int:
    text = given.get(key, str(default))
    if not (text.isascii() and text.isdigit() and int(text) in allowed):
        raise _refused(address, f"tem {key}={text[:12]}: tem de ser entre {allowed.start} e {allowed.stop - 1}")
    return int(text)
