"""Words on the screen are not cut at 80 columns: the hint of every field, the page of keys."""

from __future__ import annotations

from pathlib import Path

from models.home import Home
from tests.tui.screens.test_every_field_explains_itself import ALL
from tui.screens.manual import page
from tui.screens.settings import settings_form
from tui.terminal.cells import width
from tui.terminal.keymap import STANDARD
from tui.widgets.textview import Line


def test_every_hint_fits_the_message_line(tmp_path: Path) -> None:
    # The lines and the payment box are explained on F1 only.
    hinted = [field for where, field in ALL if where != "lines" and field.name != "payments"]
    assert len(hinted) > 70
    assert not {field.help for field in [*hinted, *settings_form(Home(tmp_path)).fields] if width(field.help) > 76}


def test_the_page_of_keys_fits() -> None:
    lines = [line.text if isinstance(line, Line) else line for line in page(STANDARD)]
    assert not [line for line in lines if width(line.rstrip()) > 80 or "…" in line]
