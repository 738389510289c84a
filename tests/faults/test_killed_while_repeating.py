"""Killed at any moment while avenças are issued: each period has its document once, and the next run goes on."""

from __future__ import annotations

import random
import time
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from models import db
from models.clock import SystemClock
from models.home import Home
from models.opening import session_of
from models.sales.draft import Draft, DraftCustomer, DraftLine
from models.sales.issue import issue
from models.sales.recurring import due_documents, repeat_document
from models.sales.tables import Document
from models.verify import verify
from tests.company import found
from tests.faults.running import start

KEPT, KILLS = 80, 6


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'loja' / 'balcao.db'}"


def test_killed_while_it_repeats(tmp_path: Path, url: str) -> None:
    home = tmp_path / "loja"
    home.mkdir()
    found(url, home)
    db.connect(url)
    session = session_of(Home(home), "ana", SystemClock())
    line = DraftLine("CAFE", quantity=Decimal(1))
    sold = issue(Draft("FT", [line], customer=DraftCustomer(code="PADARIA"), prices_include_tax=True), session)
    today = session.clock.now().date()
    for _ in range(KEPT):
        repeat_document(sold, 12, today - timedelta(days=1), session)
    chance = random.Random(11)
    for _ in range(KILLS):
        repeater = start("repeater", home, url)
        assert repeater.stdout is not None
        assert repeater.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.02, 0.15))
        repeater.kill()
        repeater.communicate()
    before = Document.select().count() - 1
    assert len(due_documents(today)) == KEPT - before
    out, err = start("repeater", home, url).communicate(timeout=120)
    assert (out, err) == ("ready\ndone\n", "")
    assert due_documents(today) == []
    assert Document.select().count() == 1 + KEPT
    assert verify().findings == ()
    db.close()
