"""Notices: what ended by itself is told without taking a key, in order, and a failure stays until it has been seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from company import OPENING, found
from typing_keys import screen_text, type_text

from models import db
from models.clock import FixedClock
from models.home import Home
from models.opening import session_of
from tui import notices
from tui.app import BalcaoApp
from tui.screens.document import DocumentScreen
from tui.screens.main_menu import MenuScreen


@pytest.fixture
async def cashier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Ana at a new invoice, on a program whose notices stand for half a second."""
    monkeypatch.setattr(notices, "LEAST", 0.5)
    monkeypatch.setattr(notices, "PER_LETTER", 0)
    monkeypatch.setattr(notices, "SEEN", 0.3)
    found(f"sqlite:///{tmp_path / 'balcao.db'}", tmp_path)
    app = BalcaoApp(Home(tmp_path), FixedClock(OPENING))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.5)
        app.session = session_of(app.home, "ana", app.clock)
        await app.push_screen(MenuScreen())
        await app.push_screen(DocumentScreen("FT"))
        await pilot.pause(0.3)
        yield pilot
    db.close()


async def test_it_takes_no_key_and_goes_by_itself(cashier) -> None:
    app = cashier.app
    app.tell("FT 2026A/1 impressa.")
    await type_text(cashier, "padaria")
    assert "» FT 2026A/1 impressa." in screen_text(app)
    assert "padaria" in screen_text(app)  # every letter went to the field
    await cashier.pause(0.8)
    assert "impressa" not in screen_text(app)


async def test_several_come_one_after_another(cashier) -> None:
    app = cashier.app
    app.tell("primeira")
    app.tell("segunda")
    await cashier.pause()
    assert "primeira" in screen_text(app)
    assert "segunda" not in screen_text(app)
    await cashier.pause(0.6)
    assert "segunda" in screen_text(app)
    assert "primeira" not in screen_text(app)


async def test_a_refusal_is_never_covered_and_the_notice_comes_after_it(cashier) -> None:
    app = cashier.app
    await type_text(cashier, "<f10>")
    await cashier.pause(0.2)
    assert "! O documento não tem linhas" in screen_text(app)
    app.tell("FT 2026A/1 impressa.")
    await cashier.pause(0.7)
    assert "! O documento não tem linhas" in screen_text(app)
    app.screen.say("")
    await cashier.pause()
    assert "» FT 2026A/1 impressa." in screen_text(app)


async def test_a_failure_stays_until_seen_even_on_the_next_screen(cashier) -> None:
    app = cashier.app
    app.tell("Não se imprimiu: impressora sem papel.", failed=True)
    await type_text(cashier, "x")  # typed before anyone could have read it
    assert "! Não se imprimiu" in screen_text(app)
    await type_text(cashier, "<escape>")
    await cashier.pause(0.2)
    assert isinstance(app.screen, MenuScreen)
    assert "! Não se imprimiu" in screen_text(app)
    await cashier.pause(0.9)
    assert "! Não se imprimiu" in screen_text(app)
    await type_text(cashier, "<down>")
    assert "Não se imprimiu" not in screen_text(app)


async def test_what_went_well_stays_behind_on_the_next_screen(cashier) -> None:
    app = cashier.app
    app.tell("FT 2026A/1 impressa.")
    await type_text(cashier, "<escape>")
    await cashier.pause(0.2)
    assert "impressa" not in screen_text(app)


async def test_a_long_notice_is_read_whole(cashier) -> None:
    app = cashier.app
    app.tell("FT 2026A/1 guardada em " + "/pasta" * 14 + "/FT-2026A-1.pdf")
    await cashier.pause(0.2)
    assert "FT-2026A-1.pdf" in screen_text(app).replace("\n", "").replace(" ", "")


async def test_a_second_attempt_that_works_takes_the_place_of_the_failure(cashier) -> None:
    app = cashier.app
    app.tell("FT 2026A/1 não se imprimiu.", failed=True, about="FT 2026A/1")
    app.tell("FT 2026A/2 impressa.", about="FT 2026A/2")
    app.tell("FT 2026A/1 impressa.", about="FT 2026A/1")
    await cashier.pause()
    assert "FT 2026A/2 impressa." in screen_text(app)
    await cashier.pause(0.6)
    assert "FT 2026A/1 impressa." in screen_text(app)
