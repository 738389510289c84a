"""What the operator sees of integrity: the first screen, the verification and its report, leaving (C17, C18, C35)."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from company import OPENING, found, line
from typing_keys import screen_text, type_text

from models import db
from models.clock import FixedClock
from models.home import Home
from models.integrity.seal import close_sealed
from models.opening import open_company, session_of
from models.sales.draft import Draft
from models.sales.issue import issue
from tui.app import BalcaoApp
from tui.screens.backup import BackupScreen
from tui.screens.main_menu import MenuScreen


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Lojinha with one invoice of 24 November, closed."""
    folder = tmp_path / "loja"
    folder.mkdir()
    found(f"sqlite:///{folder / 'balcao.db'}", folder)
    home = Home(folder)
    open_company(home, FixedClock(OPENING))
    issue(Draft("FT", [line("CAFE")]), session_of(home, "ana", FixedClock(OPENING)))
    close_sealed()
    return home


def tamper(home: Home) -> None:
    with sqlite3.connect(home.path / "balcao.db") as stranger:
        stranger.execute("DROP TRIGGER frozen_document_update")
        stranger.execute("DROP TRIGGER frozen_document_change")
        stranger.execute("UPDATE document SET notes = 'outra coisa'")
    stranger.close()


def program(home: Home, **later: float) -> BalcaoApp:
    return BalcaoApp(home, FixedClock(OPENING + timedelta(**later)))


async def signed_in(app: BalcaoApp, pilot) -> None:
    await pilot.pause(0.5)
    app.session = session_of(app.home, "ana", app.clock)
    await app.push_screen(MenuScreen())
    await pilot.pause(0.5)


async def test_two_working_days_without_a_copy_are_told_on_the_first_screen(home: Home) -> None:
    app = program(home, days=2)
    async with app.run_test(size=(80, 24)) as pilot:
        await signed_in(app, pilot)
        assert "! Ainda sem cópia de segurança" in screen_text(app)
        await app.push_screen(BackupScreen())
        await pilot.pause(0.3)
        assert "Última cópia: nenhuma. Noutro disco: nenhuma." in screen_text(app)
        await type_text(pilot, "<f10>")
        await pilot.pause(1)
        assert "Última cópia: 26-11-2026 10:00." in screen_text(app)
        assert "Reposições de cópias: 0." in screen_text(app)
        await type_text(pilot, "<escape>")
        await pilot.pause(0.5)
        assert "cópia de segurança" not in screen_text(app)
    db.close()


async def test_a_tampered_base_is_blocked_and_the_report_lets_it_go_on(home: Home) -> None:
    tamper(home)
    app = program(home, hours=1)
    async with app.run_test(size=(80, 24)) as pilot:
        await signed_in(app, pilot)
        assert "! Emissão bloqueada desde 24-11 11:00" in screen_text(app)
        assert "! Base de dados alterada fora do Balcão" in screen_text(app)
        await type_text(pilot, "fv")
        await pilot.pause(1)
        text = screen_text(app)
        assert "! FT 2026A/1: o conteúdo foi alterado depois da emissão." in text
        assert "F8 Desbloquear" in text
        await type_text(pilot, "<f8>")
        await pilot.pause(0.3)
        await type_text(pilot, "Rita Sá<enter>curto<f10>")
        await pilot.pause(0.3)
        assert "Falta o parecer do produtor" in screen_text(app)
        await type_text(pilot, "<f8>")
        await pilot.pause(0.3)
        await type_text(pilot, "Rita Sá<enter>Uma nota mexida por engano<f10>")
        await pilot.pause(0.3)
        assert "A emissão está desbloqueada." in screen_text(app)
        await type_text(pilot, "<escape>")
        await pilot.pause(0.5)
        assert "bloqueada" not in screen_text(app)
    db.close()


async def test_a_change_during_the_day_is_told_on_leaving(home: Home) -> None:
    app = program(home, hours=1)
    async with app.run_test(size=(80, 24)) as pilot:
        await signed_in(app, pilot)
        tamper(home)
        await type_text(pilot, "<escape>")
        await pilot.pause(0.3)
        await type_text(pilot, "s")
        await pilot.pause(0.5)
        text = screen_text(app)
        assert "Alterado fora do Balcão" in text
        assert "bloqueada" in text
        assert app.is_running
        await type_text(pilot, "s")
        await pilot.pause(0.5)
    assert app.return_code == 0
    db.close()


async def test_nothing_is_asked_on_leaving_where_nothing_was_changed(home: Home) -> None:
    app = program(home, hours=1)
    async with app.run_test(size=(80, 24)) as pilot:
        await signed_in(app, pilot)
        await type_text(pilot, "<escape>")
        await pilot.pause(0.3)
        await type_text(pilot, "s")
        await pilot.pause(0.5)
    assert app.return_code == 0
    assert (home.path / "balcao.db.selo").exists()
    db.close()
