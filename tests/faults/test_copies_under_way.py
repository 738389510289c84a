"""T9: copies made while another process issues; each is whole, true, and a beginning of the final company."""

from __future__ import annotations

import shutil
from pathlib import Path

from models import db
from models.backup import backup, restore
from models.clock import SystemClock
from models.sales.tables import Document
from models.session import Session
from models.verify import verify
from tests.company import found
from tests.faults.running import acknowledged, judged, start

COPIES = 50
PAUSE = 0.002
"""Seconds between sales. With none, a copy waits long for SQLite's lock, and the till ends up waiting to be read."""


def test_fifty_copies_during_continuous_issue(tmp_path: Path) -> None:
    home = tmp_path / "loja"
    home.mkdir()
    url = f"sqlite:///{home / 'balcao.db'}"
    found(url, home)
    session = Session("ana", clock=SystemClock())
    till = start("issuer", home, url, 1_000_000, PAUSE)
    assert till.stdout is not None
    said = [till.stdout.readline(), till.stdout.readline()]
    db.connect(url)
    for n in range(COPIES):
        backup(tmp_path / f"copia{n}.db", session)
    db.close()
    till.kill()
    said += till.communicate(timeout=120)[0].splitlines()
    told = acknowledged(said)
    judged(url, told[:3] + told[-3:])

    db.connect(url)
    numbers = [row.number for row in Document.select().order_by(Document.sequence)]
    db.close()
    counts = []
    for n in range(COPIES):
        scratch = tmp_path / f"reposta{n}"
        scratch.mkdir()
        there = f"sqlite:///{scratch / 'balcao.db'}"
        restore(tmp_path / f"copia{n}.db", there, session)
        kept = [row.number for row in Document.select().order_by(Document.sequence)]
        assert verify().findings == ()
        db.close()
        assert kept == numbers[: len(kept)], "the copy is no beginning of what was issued"
        counts.append(len(kept))
        shutil.rmtree(scratch)
    assert counts == sorted(counts)
    assert counts[-1] > counts[0], "nothing was issued between the copies"
