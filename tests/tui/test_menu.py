"""The menu: every entry opens its screen, and no two share a letter."""

from __future__ import annotations

from pathlib import Path

import pytest
from company import OPENING, found
from textual.screen import Screen

from models import db
from models.clock import FixedClock
from models.home import Home
from models.opening import session_of
from tui.app import BalcaoApp
from tui.menu import MENU, opened


@pytest.fixture
async def app(tmp_path: Path):
    found(f"sqlite:///{tmp_path / 'balcao.db'}", tmp_path)
    app = BalcaoApp(Home(tmp_path), FixedClock(OPENING))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.1)
        app.session = session_of(app.home, "ana", app.clock)
        yield app
    db.close()


async def test_every_entry_of_the_menu_opens_its_screen(app: BalcaoApp) -> None:
    for area in MENU:
        for entry in area.entries:
            screen = opened(entry)
            await app.push_screen(screen)
            assert isinstance(screen, Screen)
            assert screen.is_mounted, area.letter + entry.letter
            while len(app.screen_stack) > 2:  # some ask something first
                app.pop_screen()


def test_letters_are_given_once() -> None:
    for area in MENU:
        letters = [entry.letter for entry in area.entries]
        assert len(letters) == len(set(letters)), area.name
