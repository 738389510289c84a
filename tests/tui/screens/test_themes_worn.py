"""The theme as a user meets it: chosen in the settings, broken in its file, and none at all with NO_COLOR."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from company import OPENING, found
from typing_keys import screen_text, type_text

from models import db
from models.clock import FixedClock
from models.home import Home
from models.opening import session_of
from tests.journeys.terminal import Terminal
from tui.app import BalcaoApp
from tui.screens.settings import SettingsScreen
from tui.terminal.kind import kind_of


@pytest.fixture
def home(tmp_path: Path) -> Home:
    folder = tmp_path / "loja"
    folder.mkdir()
    found(f"sqlite:///{folder / 'balcao.db'}", folder)
    return Home(folder)


async def opened(app: BalcaoApp, pilot) -> None:
    await pilot.pause(0.5)
    app.session = session_of(app.home, "ana", app.clock)
    await app.push_screen(SettingsScreen())
    await pilot.pause(0.3)


def program(home: Home) -> BalcaoApp:
    return BalcaoApp(home, FixedClock(OPENING + timedelta(hours=1)))


async def test_a_theme_is_seen_while_stepping_and_kept_only_when_saved(home: Home) -> None:
    app = program(home)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await type_text(pilot, "<pagedown> ")
        assert app.theme == "claro"  # the second of the list
        await type_text(pilot, "<escape>")
        await pilot.pause(0.3)  # what is typed before the question is dropped
        await type_text(pilot, "s")
        await pilot.pause(0.2)
        assert app.theme == "ansi"
        assert "tema" not in home.settings()

        await app.push_screen(SettingsScreen())
        await type_text(pilot, "<pagedown>fosforo<f10>")
        await pilot.pause(0.2)
        assert (app.theme, home.settings()["tema"]) == ("fosforo", "fosforo")
    db.close()


async def test_the_list_has_the_users_own_with_its_title(home: Home) -> None:
    home.themes.mkdir()
    (home.themes / "meu.toml").write_text('titulo = "Mercearia"\nbase = "claro"\n', encoding="utf-8")
    app = program(home)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await type_text(pilot, "<pagedown><f4>")
        await pilot.pause(0.2)
        assert "meu Mercearia" in screen_text(app)
        await type_text(pilot, "<end><enter>")
        await pilot.pause(0.2)
        assert app.theme == "meu"
    db.close()


async def test_without_colour_where_the_environment_says_so(home: Home) -> None:
    home.save_settings({"tema": "escuro"})
    terminal = kind_of({"TERM": "xterm-256color", "NO_COLOR": "1"})
    app = BalcaoApp(home, FixedClock(OPENING + timedelta(hours=1)), kind=terminal)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        assert app.theme == "mono"
        colours = {
            str(colour)
            for strip in app.screen._compositor.render_strips(app.size)
            for segment in strip
            for colour in ((segment.style.color, segment.style.bgcolor) if segment.style else ())
            if colour is not None and not colour.is_default
        }
        assert not colours
    db.close()


async def test_a_broken_theme_is_told_and_the_program_opens_without_it(home: Home) -> None:
    home.themes.mkdir()
    (home.themes / "meu.toml").write_text(
        'titulo = "Meu"\nbase = "escuro"\n[cores]\ntinta = "azulado"\n', encoding="utf-8"
    )
    home.save_settings({"tema": "meu"})
    app = program(home)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.5)
        assert app.theme == "ansi"
        shown = " ".join(screen_text(app).split())
        assert "! temas/meu.toml: «cores.tinta» «azulado» não é uma cor" in shown
        assert "Operador" in shown
    db.close()


def test_sixteen_colours_are_not_enough_for_a_theme_with_its_own(home: Home) -> None:
    """On a Linux console the theme chosen on another terminal gives way, and is left as it is in the settings."""
    home.save_settings({"tema": "escuro"})
    terminal = Terminal(home.path, term="linux")
    try:
        terminal.sees("Este terminal tem 16 cores: em vez do tema escuro usa-se ansi.")
        assert b"38;5;" not in terminal.stream
        assert b"38;2;" not in terminal.stream
    finally:
        terminal.kill()
    assert home.settings()["tema"] == "escuro"


def test_256_colours_are(home: Home) -> None:
    home.save_settings({"tema": "escuro"})
    terminal = Terminal(home.path, term="xterm-256color")
    try:
        terminal.sees("Operador")
        assert b"48;5;24" in terminal.stream  # the bar, #005f87
    finally:
        terminal.kill()
