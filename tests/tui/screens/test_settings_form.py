"""The terminal's settings: what the form changes is written, what it does not show is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from models.home import Home
from tui.screens.settings import settings_form

NOBODY: Any = None
"""The settings are the terminal's: who saves them is not asked."""


def test_the_screen_reader_is_switched_on_and_off_beside_what_the_file_has(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.settings_file.write_text('tema = "mono"\n[ecra]\ncarateres = "ascii"\n', encoding="utf-8")
    form = settings_form(home)
    values = form.load(0)
    assert values["ecra.leitor"] is False
    form.save({**values, "ecra.leitor": True}, NOBODY)
    found = home.settings()
    assert found["ecra"] == {"carateres": "ascii", "leitor": True}
    assert found["tema"] == "mono"
    assert form.load(0)["ecra.leitor"] is True
    form.save({**values, "ecra.leitor": False}, NOBODY)
    assert home.settings()["ecra"] == {"carateres": "ascii"}
