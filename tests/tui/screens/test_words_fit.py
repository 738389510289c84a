"""Words on the screen are not cut at 80 columns: the hint of every field, the page of keys."""

from __future__ import annotations

import gc
import importlib
import pkgutil
from pathlib import Path

import models
import tui
from models.declared import Field
from models.home import Home
from models.sales.header import header_fields
from tui.screens.manual import page
from tui.screens.settings import settings_form
from tui.terminal.cells import width
from tui.terminal.keymap import STANDARD
from tui.widgets.textview import Line


def test_every_hint_fits_the_message_line(tmp_path: Path) -> None:
    for package in (models, tui):
        for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            importlib.import_module(module.name)
    made = [*(header_fields(kind) for kind in ("FT", "FS", "FR", "ND")), settings_form(Home(tmp_path)).fields]
    fields = [thing for thing in gc.get_objects() if isinstance(thing, Field)]
    assert made
    assert len(fields) > 40
    assert not {field.help for field in fields if width(field.help) > 76}


def test_the_page_of_keys_fits() -> None:
    lines = [line.text if isinstance(line, Line) else line for line in page(STANDARD)]
    assert not [line for line in lines if width(line.rstrip()) > 80 or "…" in line]
