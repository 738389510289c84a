"""Long work: nothing is shown of a quick one; a long one says how far it is, keeps typed keys for later, stops at Esc."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from company import OPENING, found
from typing_keys import keys_of, screen_text

from models import db
from models.clock import FixedClock
from models.home import Home
from models.opening import session_of
from models.work import going_on, how_far
from tui import progress
from tui.app import BalcaoApp
from tui.screens.backup import BackupScreen
from tui.screens.main_menu import MenuScreen


@pytest.fixture
async def pilot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(progress, "APPEARS", 0.1)
    monkeypatch.setattr(progress, "EVERY", 0.05)
    found(f"sqlite:///{tmp_path / 'balcao.db'}", tmp_path)
    app = BalcaoApp(Home(tmp_path), FixedClock(OPENING))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.5)
        app.session = session_of(app.home, "ana", app.clock)
        await app.push_screen(MenuScreen())
        await app.push_screen(BackupScreen())
        await pilot.pause(0.3)
        yield pilot
    db.close()


class Work:
    """Forty steps, of which it does thirty and then waits to be let go on, looking whether it is to stop."""

    def __init__(self, total: int = 40) -> None:
        self.total, self.go, self.outcome = total, threading.Event(), ""

    def job(self, told, cancelled) -> str:
        for done in range(30):
            going_on(done + 1, self.total, told, cancelled)
        try:
            while not self.go.wait(0.01):
                going_on(30, self.total, told, cancelled)
        except Exception as stopped:
            self.outcome = type(stopped).__name__
            raise
        self.outcome = "done"
        return "feito"

    def begin(self, screen) -> None:
        screen.run_worker(screen.run_long("Exportar", self.job, "documentos"))


def post(app, typed: str) -> None:
    for event in keys_of(typed):
        event.set_sender(app)
        app.post_message(event)


async def test_how_far_it_is_and_what_is_typed_goes_where_it_was_meant_for(pilot) -> None:
    app, work = pilot.app, Work()
    work.begin(app.screen)
    await pilot.pause(0.5)
    shown = screen_text(app)
    assert "Exportar" in shown
    assert "75 %" in shown
    assert "30 de 40 documentos" in shown
    assert "Esc interrompe" in shown
    post(app, "xpto")
    await pilot.pause(0.2)
    work.go.set()
    await pilot.pause(0.3)
    await app.typeahead.settled()
    assert work.outcome == "done"
    assert "Esc interrompe" not in screen_text(app)
    assert "Ficheiro" in screen_text(app)
    assert "xpto" in screen_text(app)  # typed while it worked, and in the field now


async def test_esc_stops_it_at_once_though_other_keys_wait(pilot) -> None:
    app, work = pilot.app, Work()
    work.begin(app.screen)
    await pilot.pause(0.4)
    post(app, "abc<escape>")
    await pilot.pause(0.5)
    assert work.outcome == "Stopped"
    assert isinstance(app.screen, BackupScreen)
    assert "Interrompido: não ficou nada feito." in screen_text(app)


async def test_an_unknown_total_tells_what_is_done(pilot) -> None:
    app, work = pilot.app, Work(total=0)
    work.begin(app.screen)
    await pilot.pause(0.4)
    assert "30 documentos, há" in screen_text(app)
    assert "%" not in screen_text(app)
    work.go.set()
    await pilot.pause(0.3)


async def test_a_quick_one_shows_nothing_and_a_refusal_is_told(pilot) -> None:
    app = pilot.app
    seen = []
    original = app.push_screen
    app.push_screen = lambda *given, **named: (seen.append(given), original(*given, **named))[1]
    target = app.home.path / "copia.db"
    app.screen.save(target)
    await pilot.pause(0.4)
    assert target.exists()
    assert "» Cópia guardada e verificada" in screen_text(app)
    app.screen.save(target)
    await pilot.pause(0.3)
    assert "! copia.db já existe: escolha outro nome." in screen_text(app)
    assert seen == []


async def test_leaving_the_program_ends_the_work(pilot) -> None:
    app, work = pilot.app, Work()
    work.begin(app.screen)
    await pilot.pause(0.4)
    app.exit(0)
    for _ in range(100):
        if work.outcome:
            break
        await pilot.pause(0.05)
    assert work.outcome == "Stopped"


@pytest.mark.parametrize(
    ("done", "total", "elapsed", "said"),
    [
        (30, 40, 6.0, "30 de 40, faltam 2 s"),  # 5 a second
        (1, 3, 0.4, "1 de 3"),  # too early to tell
        (0, 40, 5.0, "0 de 40"),
        (40, 40, 5.0, "40 de 40"),
        (39, 40, 39.0, "39 de 40, falta 1 s"),
        (100, 1000, 60.0, "100 de 1000, faltam 9 min"),  # 540 s
        (10, 1000, 120.0, "10 de 1000, faltam 3 h 18 min"),  # 11 880 s
        (12, 0, 7.0, "12, há 7 s"),
        (0, 0, 90.0, "há 2 min"),
    ],
)
def test_the_words(done: int, total: int, elapsed: float, said: str) -> None:
    assert how_far(done, total, elapsed) == said
