"""A printer on the network: real sockets, and what the operator reads when it does not answer."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from hardware import DeviceError, open_device
from hardware.device import Pace
from hardware.tcp import TcpDevice


class Listener:
    """A printer that reads whole jobs, one connection each."""

    def __init__(self) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.server.getsockname()[1]
        self.jobs: list[bytes] = []
        self.greeting = b""
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.arrived = threading.Condition()

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self.server.accept()
            except OSError:
                return
            with connection:
                connection.sendall(self.greeting)
                job = b""
                while part := connection.recv(65536):
                    job += part
            with self.arrived:
                self.jobs.append(job)
                self.arrived.notify_all()

    def wait_for(self, count: int) -> list[bytes]:
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.jobs) >= count, timeout=5)
        return self.jobs


@pytest.fixture
def printer() -> Iterator[Listener]:
    listener = Listener()
    listener.thread.start()
    yield listener
    listener.server.close()


def test_each_job_arrives_whole_on_its_own_connection(printer: Listener) -> None:
    device = open_device(f"tcp://127.0.0.1:{printer.port}")
    first, second = bytes(range(256)) * 500, b"\x1b@segundo"
    device.send(first)
    device.send(second)
    assert printer.wait_for(2) == [first, second]


def test_status_bytes_from_the_printer_do_not_cut_the_job(printer: Listener) -> None:
    printer.greeting = b"\x14\x00\x00\x0f"
    job = b"x" * 200_000
    open_device(f"tcp://127.0.0.1:{printer.port}").send(job)
    assert printer.wait_for(1) == [job]


def test_a_slow_printer_is_fed_in_chunks(printer: Listener) -> None:
    device = TcpDevice("127.0.0.1", printer.port, Pace(chunk=100, pause=0.01))
    start = time.monotonic()
    device.send(b"y" * 1000)
    assert time.monotonic() - start >= 0.09, "nine pauses between ten chunks"
    assert printer.wait_for(1) == [b"y" * 1000]


def test_a_refused_connection_says_what_to_check() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(DeviceError) as refused:
        open_device(f"tcp://127.0.0.1:{port}").send(b"x")
    assert refused.value.message == (
        f"A impressora 127.0.0.1:{port} recusa a ligação: veja o número da porta e se outro programa a está a usar."
    )


def test_a_printer_that_never_reads_is_given_up_after_the_time_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        device = TcpDevice("127.0.0.1", server.getsockname()[1], write_seconds=0.3)
        start = time.monotonic()
        with pytest.raises(DeviceError, match="deixou de aceitar dados: veja se tem papel"):
            device.send(b"z" * 50_000_000)
        assert time.monotonic() - start < 5


def test_a_printer_that_does_not_answer_is_given_up_after_the_time_out() -> None:
    """A listener whose queue is full drops further connections without a word."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        address = server.getsockname()
        waiting = [socket.socket() for _ in range(3)]
        for connection in waiting:
            connection.setblocking(False)
            connection.connect_ex(address)
        start = time.monotonic()
        with pytest.raises(DeviceError, match="não responde: veja se está ligada e na mesma rede"):
            TcpDevice(*address, connect_seconds=0.3).send(b"x")
        assert time.monotonic() - start < 2
        for connection in waiting:
            connection.close()


def test_a_printer_that_hangs_up_is_told_apart() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hang_up() -> None:
            connection, _ = server.accept()
            connection.close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        with pytest.raises(DeviceError, match="cortou a ligação a meio"):
            TcpDevice("127.0.0.1", server.getsockname()[1], Pace(1000, 0.01)).send(b"x" * 100_000)
        thread.join()


def test_an_unknown_name_says_so() -> None:
    with pytest.raises(DeviceError, match=r"nada com o nome impressora\.invalid: veja o endereço"):
        open_device("tcp://impressora.invalid").send(b"x")


def test_a_printer_that_closes_without_reading_everything_is_an_error_although_all_was_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def read_a_little() -> None:
            connection, _ = server.accept()
            connection.recv(10)
            time.sleep(0.1)
            connection.close()

        thread = threading.Thread(target=read_a_little)
        thread.start()
        with pytest.raises(DeviceError, match="veja se está ligada e o que ficou impresso"):
            TcpDevice(*server.getsockname()).send(b"x" * 1000)
        thread.join()


def test_a_printer_that_keeps_the_connection_open_is_left_after_a_moment() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        start = time.monotonic()
        TcpDevice(*server.getsockname()).send(b"x" * 1000)
        assert 0.4 < time.monotonic() - start < 2
        connection, _ = server.accept()
        with connection:
            assert connection.recv(2000) == b"x" * 1000
