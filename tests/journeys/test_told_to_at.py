"""A morning at the counter with AT at the other end of the line: what is sold is told, and what goes wrong is shown."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from models import db
from models.clock import SystemClock
from models.home import Home
from models.opening import open_company, session_of
from models.outbox.choose import choose
from models.people.tables import Operator
from models.sales.draft import Draft, DraftCustomer, DraftLine, DraftTransport
from models.sales.find import document
from models.sales.issue import issue
from models.series.series import create_series
from tests.at_server import identity, troubles
from tests.at_server.configured import configure
from tests.at_server.server import AtServer, schemas
from tests.company import NIF, PASSWORD, found
from tests.journeys.shop_with_demo import Watching, _NoClock
from tui import courier
from tui.app import BalcaoApp
from tui.screens.paper import after_issue


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> identity.Identity:
    return identity.make(tmp_path_factory.mktemp("at"))


@pytest.fixture
def server(world: identity.Identity) -> Iterator[AtServer]:
    with AtServer(world, schemas(None), lambda: dt.datetime.now(dt.UTC)) as running:
        yield running


@pytest.fixture
def shop(tmp_path: Path, server: AtServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lojinha, which tells AT of its invoices by web service."""
    monkeypatch.setattr(courier, "EVERY", 0.1)
    home = tmp_path / "loja"
    home.mkdir()
    found(f"sqlite:///{home / 'balcao.db'}", home)
    open_company(Home(home), SystemClock())
    with db.writing():
        Operator.update(must_change=False).execute()
    choose({"faturas": "servico"}, session_of(Home(home), "ana", SystemClock()))
    db.close()
    configure(home, server, NIF)
    return home


@asynccontextmanager
async def open_shop(home: Path) -> AsyncIterator[Watching]:
    app = BalcaoApp(Home(home), SystemClock())
    async with app.run_test(size=(80, 24)) as pilot:
        ana = Watching(pilot, _NoClock())  # type: ignore[arg-type]
        await ana.sees("Operador")
        await ana.types(f"ana<enter>{PASSWORD}<enter>")
        await ana.sees("Hoje,")
        yield ana
    db.close()


async def test_sold_at_the_counter_and_told_by_itself(shop: Path, server: AtServer) -> None:
    async with open_shop(shop) as ana:
        await ana.sees("AT 0")
        server.down()
        await ana.types("vb")
        await ana.types("CAFE<enter><enter><enter>")
        await ana.sees("AT 1")
        await ana.types("<escape>:comunica<enter>")
        shown = await ana.sees("FS 2026A/1")
        assert "Por comunicar: 1." in shown
        await ana.types("<enter>")
        assert "nada foi enviado" in await ana.sees("Tentativas          1")
        await ana.types("<escape>")
        server.up()
        await ana.types("<f6>")
        await ana.sees("Está tudo comunicado.", patience=200)
        assert (NIF, "Invoice", "FS 2026A/1") in server.documents.known


async def test_a_wrong_password_is_shown_and_put_right(shop: Path, server: AtServer) -> None:
    configure(shop, server, NIF, password="trocada")
    async with open_shop(shop) as ana:
        await ana.types("vb")
        await ana.types("CAFE<enter><enter><enter>")
        await ana.sees("AT, FS 2026A/1: parado. Veja Fiscal > Comunicação.", patience=200)
        await ana.types("<escape>:comunica<enter>")
        await ana.sees("Parado: faturas.")
        await ana.types("<f5>")
        await ana.sees("parado")
        assert server.gate.wrong_passwords == 1, "the same password is not sent again"
        configure(shop, server, NIF)
        os.utime(shop / "at" / "at.toml")
        await ana.types("<f5>")
        await ana.sees("Está tudo comunicado.", patience=200)


async def test_what_was_told_otherwise_is_taken_off_the_queue(shop: Path, server: AtServer) -> None:
    async with open_shop(shop) as ana:
        server.troubles.append(troubles.says("-7", "Valores"))
        await ana.types("vb")
        await ana.types("CAFE<enter><enter><enter>")
        await ana.sees("AT, FS 2026A/1: a corrigir.", patience=200)
        await ana.types("<escape>:comunica<enter>")
        await ana.sees("a corrigir")
        await ana.types("<f8>")
        await ana.sees("Comunicado por outro meio")
        await ana.types("o")
        await ana.sees("Como ou porquê")
        await ana.types("no portal<f10>")
        await ana.sees("Está tudo comunicado.", patience=200)


async def test_the_first_paper_of_a_guide_waits_for_its_code(shop: Path, server: AtServer) -> None:
    open_company(Home(shop), SystemClock())
    choose({"transporte": "servico", "series": "servico"}, session_of(Home(shop), "ana", SystemClock()))
    db.close()
    Home(shop).save_settings({"papel": "A4"})

    def slowly(at: AtServer, handler: Any, body: bytes) -> None:
        time.sleep(1)
        handler.reply(*at.answer("transporte", handler.sent_headers(), body))

    async with open_shop(shop) as ana:
        app: BalcaoApp = ana.pilot.app  # type: ignore[assignment]
        today = app.clock.now()
        await app.fetch(lambda: create_series({"type": "GT", "name": "B", "starts_on": today.date()}, app.acting))
        await ana.sees("Série GT B: código de validação CCCCCCC1.", patience=200)
        server.troubles.append(slowly)
        leaves = DraftTransport(starts_at=today + dt.timedelta(hours=3))
        padaria = DraftCustomer(code="PADARIA")
        draft = Draft("GT", [DraftLine("CAFE")], customer=padaria, transport=leaves, series="B")
        number = await app.fetch(lambda: issue(draft, app.acting))
        with app._context():  # its timers are the program's
            await after_issue(app.screen, number)  # type: ignore[arg-type]
        for _ in range(200):
            await ana.pilot.pause(0.05)
            if list((shop / "pdf").glob("*.pdf")):
                break
        assert len(list((shop / "pdf").glob("*.pdf"))) == 1
        assert (await app.fetch(lambda: document(number))).at_code == "000000001"
