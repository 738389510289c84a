"""Killed at each step from the question to the receipt: one invoice, one reference, one receipt, and money that adds up."""

from __future__ import annotations

import threading
import time
from decimal import Decimal
from pathlib import Path

import pytest

from models import db
from models.references.tables import PaymentReference
from models.sales.find import document
from models.sales.owed import open_of
from models.sales.tables import Document
from models.verify import verify
from tests.company import found
from tests.faults.payer import STEPS
from tests.faults.running import start
from tests.paypay_server.server import PayPayServer


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'loja' / 'balcao.db'}"


def test_killed_at_each_step(tmp_path: Path, url: str) -> None:
    home = tmp_path / "loja"
    home.mkdir()
    found(url, home)
    with PayPayServer() as server:
        for step in STEPS:
            post = start("payer", home, url, server.address, step)
            assert post.stdout is not None
            said = ""
            while said != f"{step}\n":
                said = post.stdout.readline()
                assert said, f"it ended before «{step}»: {post.communicate()}"
                if said == "issued\n":  # the customer pays as soon as there is a paper
                    server.pay(next(iter(server.payments)))
            post.kill()
            post.communicate()
        last = start("payer", home, url, server.address, "")
        told, trouble = last.communicate()
        assert last.returncode == 0, trouble
        receipt = told.splitlines()[-1]
        payments = list(server.payments)
    db.connect(url)
    references = list(PaymentReference.select())
    assert len(payments) == 1, "what was taken before the kill was found again"
    assert [(row.state, row.number, row.receipt) for row in references] == [("paid", "FT 2026A/1", receipt)]
    assert sorted(row.type for row in Document.select()) == ["FT", "RG"]
    paid_by = document("FT 2026A/1").pay_by
    assert paid_by is not None
    assert paid_by.reference == references[0].reference
    assert open_of("FT 2026A/1") == Decimal(0)
    assert verify().findings == ()
    db.close()


def test_two_posts_ask_for_the_same_draft_at_once(tmp_path: Path) -> None:
    """The same draft finished from two places: one invoice, with one of the references; the other is kept as spare."""
    home = tmp_path / "loja"
    home.mkdir()
    url = f"sqlite:///{home / 'balcao.db'}"
    found(url, home)
    with PayPayServer() as server:
        posts = [start("payer", home, url, server.address, "issued") for _ in range(2)]
        seen: list[str] = []

        def watch(place: int) -> None:
            stdout = posts[place].stdout
            assert stdout is not None
            while (said := stdout.readline()) and said != "issued\n":
                time.sleep(0)
            seen.append(said)

        watchers = [threading.Thread(target=watch, args=(n,)) for n in range(2)]
        for watcher in watchers:
            watcher.start()
        for watcher in watchers:
            watcher.join()
        for post in posts:
            post.kill()
            post.communicate()
    db.connect(url)
    assert seen == ["issued\n"] * 2
    assert Document.select().count() == 1
    assert [row.state for row in PaymentReference.select()] == ["open"]
    db.close()
