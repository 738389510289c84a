"""The menu: every entry opens its screen, and no two share a letter."""

from __future__ import annotations

from pathlib import Path

import pytest
from company import found
from textual.screen import Screen

from models import db
from tui.menu import MENU, Entry, opened


@pytest.mark.parametrize("entry", [pytest.param(e, id=area.letter + e.letter) for area in MENU for e in area.entries])
def test_every_entry_of_the_menu_opens_its_screen(entry: Entry, tmp_path: Path) -> None:
    found(f"sqlite:///{tmp_path / 'balcao.db'}", tmp_path)
    assert isinstance(opened(entry), Screen)
    db.close()


def test_letters_are_given_once() -> None:
    for area in MENU:
        letters = [entry.letter for entry in area.entries]
        assert len(letters) == len(set(letters)), area.name
