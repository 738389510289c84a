"""Killed at any moment while it tells AT: nothing is lost, nothing is told twice, nothing stays in the air."""

from __future__ import annotations

import datetime as dt
import random
import time
from pathlib import Path

import pytest

from integrations.at.authority import open_authority
from integrations.at.deliver import deliver, lease, ready
from models import db
from models.clock import FixedClock, SystemClock, utc_now
from models.home import Home
from models.opening import session_of
from models.outbox.choose import choose
from models.outbox.tables import Outbox
from models.sales.draft import Draft, DraftLine
from models.sales.issue import issue
from models.session import Session
from tests.at_server import identity
from tests.at_server.configured import configure
from tests.at_server.server import AtServer, schemas
from tests.company import NIF, found
from tests.faults.running import start

SOLD, KILLS = 60, 10


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'loja' / 'balcao.db'}"


def test_killed_while_it_tells(tmp_path: Path, url: str) -> None:
    home = tmp_path / "loja"
    home.mkdir()
    found(url, home)
    db.connect(url)
    session = session_of(Home(home), "ana", SystemClock())
    choose({"faturas": "servico"}, session)
    numbers = [issue(Draft("FS", [DraftLine("CAFE")], prices_include_tax=True), session) for _ in range(SOLD)]
    with AtServer(identity.make(tmp_path), schemas(None), lambda: dt.datetime.now(dt.UTC)) as server:
        configure(home, server, NIF)
        chance = random.Random(7)
        for _ in range(KILLS):
            sender = start("sender", home, url)
            assert sender.stdout is not None
            assert sender.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0.1, 0.5))
            sender.kill()
            sender.communicate()
        cut_off = Outbox.select().where(Outbox.state == "waiting", Outbox.attempts > 0).count()
        later = Session("ana", "caixa9", FixedClock(dt.datetime.now().replace(microsecond=0) + dt.timedelta(hours=1)))
        authority = open_authority(home, utc_now)
        services, _ = ready(authority.client.configuration)
        list(deliver(authority, later, services, lease(authority.client.configuration)))
        authority.client.close()
        assert {row.state for row in Outbox.select()} == {"sent"}
        assert {number for _, _, number in server.documents.known} == set(numbers)
        already = Outbox.select().where(Outbox.code == "-10").count()
        assert already <= cut_off <= KILLS, "only what was cut off is asked again"
    db.close()
