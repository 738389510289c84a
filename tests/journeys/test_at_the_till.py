"""Balcão, the till: four keys a sale, typed ahead or not, with a real network printer on the other side."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp

from models.home import Home
from tests.journeys.shop_with_demo import barcodes, copied, documents, signed_in
from tests.printing.roll import Roll, print_job


class Printer:
    """A receipt printer on a TCP port: keeps every job."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.jobs: list[bytes] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                data = b""
                while piece := connection.recv(65536):
                    data += piece
            self.jobs.append(data)

    def off(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)


@pytest.fixture
def printer() -> Iterator[Printer]:
    made = Printer()
    yield made
    made.off()


def _connected(tmp_path: Path, port: int) -> Path:
    home = copied(tmp_path)
    Home(home).save_settings({"impressora": f"tcp://127.0.0.1:{port}", "papel": "talão", "perfil": "generic-80"})
    return home


def _qr(roll: Roll) -> str:
    (code,) = zxingcpp.read_barcodes(roll.drawn(), formats=zxingcpp.BarcodeFormat.QRCode)
    return code.text


async def test_a_standard_sale_takes_four_keys(tmp_path: Path, printer: Printer) -> None:
    """Scan, scan, pay, print: two scans are one burst each, then F10 and Enter (design §6)."""
    home = _connected(tmp_path, printer.port)
    before = len(documents(home))
    first, second = barcodes(home)
    keys = [f"{first}<enter>", f"{second}<enter>", "<f10>", "<enter>"]
    assert len(keys) == 4
    async with signed_in(home) as cashier:
        await cashier.types("vb")
        await cashier.sees("Leia o código de barras")
        for key in keys:
            await cashier.types(key)
        await cashier.sees("impressa")
    ((number, gross, qr),) = documents(home)[before:]
    assert len(printer.jobs) == 1
    roll = print_job(printer.jobs[0])
    assert f"Fatura simplificada {number}" in roll.text
    assert "Original" in roll.text
    assert "Modo de ensaio" in roll.text
    assert f"{gross // 100},{gross % 100:02} €" in roll.text
    assert _qr(roll) == qr


async def test_three_sales_typed_ahead_are_three_sales(tmp_path: Path, printer: Printer) -> None:
    """All keys of three sales in one burst: none is lost, none lands on the wrong screen."""
    home = _connected(tmp_path, printer.port)
    before = len(documents(home))
    first, second = barcodes(home)
    sale = f"{first}<enter>{second}<enter>{first}<enter><f10><enter>"
    async with signed_in(home) as cashier:
        await cashier.types("vb")
        await cashier.bursts(sale * 3)
        for _ in range(100):
            await cashier.pilot.pause(0.05)
            if len(printer.jobs) == 3:
                break
    made = documents(home)[before:]
    assert len(made) == 3
    assert len({gross for _, gross, _ in made}) == 1
    assert sorted(_qr(print_job(job)) for job in printer.jobs) == sorted(qr for _, _, qr in made)


async def test_a_printer_that_is_off_loses_nothing(tmp_path: Path) -> None:
    """The document is issued all the same; the message says what to do; the next print is still the original."""
    gone = Printer()
    gone.off()
    home = _connected(tmp_path, gone.port)
    before = len(documents(home))
    (code,) = barcodes(home, 1)
    async with signed_in(home) as cashier:
        await cashier.types("vb")
        await cashier.types(f"{code}<enter><f10><enter>")
        shown = await cashier.sees("está emitida mas não se imprimiu")
        assert "F11" in shown
        back = Printer()
        settings = Home(home).settings()
        Home(home).save_settings({**settings, "impressora": f"tcp://127.0.0.1:{back.port}"})
        await cashier.types("<f11>")
        await cashier.sees("Imprimir")
        await cashier.types("t")
        await cashier.sees("impressa")
        await cashier.types("<f11>")
        await cashier.sees("PDF A4")
        await cashier.types("t")
        for _ in range(100):
            await cashier.pilot.pause(0.05)
            if len(back.jobs) == 2:
                break
        back.off()
    assert len(documents(home)) == before + 1
    assert "Original" in print_job(back.jobs[0]).text
    assert "2.ª via" in print_job(back.jobs[1]).text
