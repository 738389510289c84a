"""T3: the disk fills up; the operator is told so, nothing is half written, and the next number follows once there is room."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from models import db
from models.backup import backup, copy_database
from models.clock import SystemClock
from models.failures import StorageFailure
from models.session import Session
from tests.company import found
from tests.faults.running import CHECKOUT, acknowledged, judged, python


def _issue(home: Path, count: int, *, room: int | None = None) -> list[str]:
    """What a till says that issues ``count`` documents while no file may grow beyond ``room`` bytes."""

    def limit() -> None:
        assert room is not None
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    run = subprocess.run(
        python("issuer", home, f"sqlite:///{home / 'balcao.db'}", count),
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=60,
        preexec_fn=limit if room is not None else None,
    )
    assert "Traceback" not in run.stderr, run.stderr
    return run.stdout.splitlines()


def test_a_file_that_may_not_grow_stops_the_till_with_a_plain_word(tmp_path: Path) -> None:
    """The write-ahead log hits the limit in the middle of a day: what was acknowledged stays, the rest is refused."""
    url = f"sqlite:///{tmp_path / 'balcao.db'}"
    found(url, tmp_path)
    said = _issue(tmp_path, 60, room=(tmp_path / "balcao.db").stat().st_size + 40_000)
    numbers = acknowledged(said)
    refused = [line for line in said if line.startswith("error")]
    assert refused, "the limit was never reached: the test proves nothing"
    assert all("disco" in line for line in refused), refused[:3]
    assert judged(url, numbers).documents == len(numbers)

    after = acknowledged(_issue(tmp_path, 1))
    assert after == [f"FS 2026A/{len(numbers) + 1}"]
    judged(url, [*numbers, *after])


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of six megabytes."""
    folder = tmp_path / "disco"
    folder.mkdir()
    mounted = os.geteuid() == 0 and shutil.which("mount") is not None
    if mounted:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder)], capture_output=True)
        mounted = done.returncode == 0
    if not mounted:
        pytest.skip("a small disk can only be mounted as root")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_told_and_mended(small_disk: Path, tmp_path: Path) -> None:
    """Everything is archived on another disk, so that the shop may go on selling (C24), until nothing fits any more."""
    url = f"sqlite:///{small_disk / 'balcao.db'}"
    found(url, small_disk)
    db.connect(url)
    backup(tmp_path / "arquivo.db", Session("ana", clock=SystemClock()))
    db.close()
    filler = small_disk / "outras coisas"
    free = os.statvfs(small_disk)
    filler.write_bytes(b"x" * (free.f_bavail * free.f_frsize - 60_000))
    said = _issue(small_disk, 80)
    numbers = acknowledged(said)
    refused = [line for line in said if line.startswith("error")]
    assert refused, "the disk never filled up: the test proves nothing"
    assert all("O disco está cheio: nada foi gravado." in line for line in refused), refused[:3]

    db.connect(url)
    try:
        with pytest.raises(StorageFailure):
            copy_database(small_disk / "copia.db")
    finally:
        db.close()
    assert not (small_disk / "copia.db").exists(), "a truncated copy stands under its final name"

    filler.unlink()
    after = acknowledged(_issue(small_disk, 1))
    assert after == [f"FS 2026A/{len(numbers) + 1}"]
    judged(url, [*numbers, *after])
