"""A file or a character device as printer."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from hardware import DeviceError, open_device
from hardware.file import FileDevice


def test_a_file_holds_the_last_job_and_nothing_else_lies_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "talão São João.bin"
    device = open_device(str(path))
    device.send(b"primeiro, mais comprido")
    device.send(b"segundo\x00\xff")
    assert path.read_bytes() == b"segundo\x00\xff"
    assert list(tmp_path.iterdir()) == [path]
    open_device(f"file://{tmp_path}/tal%C3%A3o.bin").send(b"x")
    assert (tmp_path / "talão.bin").read_bytes() == b"x"


def test_a_link_keeps_pointing_to_its_file(tmp_path: Path) -> None:
    target, link = tmp_path / "a.bin", tmp_path / "b.bin"
    link.symlink_to(target)
    open_device(str(link)).send(b"job")
    assert link.is_symlink()
    assert target.read_bytes() == b"job"


def test_a_character_device_is_written_to_as_it_stands() -> None:
    open_device("/dev/null").send(b"x" * 100_000)
    assert not Path("/dev/null").is_file()
    with pytest.raises(DeviceError, match=r"/dev/full não cabe no disco: liberte espaço\."):
        open_device("/dev/full").send(b"x")


def test_a_pipe_with_a_reader_gets_all_and_without_one_says_so(tmp_path: Path) -> None:
    pipe = tmp_path / "fila"
    os.mkfifo(pipe)
    with pytest.raises(DeviceError, match="não tem quem o leia"):
        open_device(str(pipe)).send(b"x")
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_bytes()))
    keep = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    reader.start()
    try:
        open_device(str(pipe)).send(b"y" * 300_000)
    finally:
        os.close(keep)
    reader.join(timeout=5)
    assert received == [b"y" * 300_000]


def test_a_pipe_that_nobody_empties_is_given_up(tmp_path: Path) -> None:
    pipe = tmp_path / "fila"
    os.mkfifo(pipe)
    keep = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with pytest.raises(DeviceError, match="não aceita dados: veja se está ligada, com papel"):
            FileDevice(pipe, write_seconds=0.2).send(b"z" * 1_000_000)
    finally:
        os.close(keep)


def test_what_cannot_be_written_says_why(tmp_path: Path) -> None:
    with pytest.raises(DeviceError, match="não existe: veja o caminho"):
        open_device(str(tmp_path / "nada" / "x.bin")).send(b"x")
    with pytest.raises(DeviceError, match="não é um ficheiro nem uma impressora"):
        open_device(str(tmp_path)).send(b"x")
    (tmp_path / "ficheiro").write_text("x")
    with pytest.raises(DeviceError, match="não existe: veja o caminho"):
        open_device(str(tmp_path / "ficheiro" / "x.bin")).send(b"x")
