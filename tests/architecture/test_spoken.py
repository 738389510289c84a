"""Every widget that can be focused says where the focus is: or whoever listens would hear nothing there."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

from textual.screen import Screen
from textual.widget import Widget

import tui.screens
import tui.widgets
from tui.terminal.spoken import Spoken


def our_widgets() -> Iterator[type[Widget]]:
    """The widgets declared in tui/, screens left out."""
    for package in (tui.widgets, tui.screens):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    left = [Widget]
    while left:
        for made in left.pop().__subclasses__():
            left.append(made)
            if made.__module__.startswith("tui.") and not issubclass(made, Screen):
                yield made


def test_what_is_drawn_is_also_said() -> None:
    drawn = [made for made in our_widgets() if "render_line" in vars(made)]
    assert len(drawn) > 8
    assert not [made.__name__ for made in drawn if not issubclass(made, Spoken)]
    assert not [made.__name__ for made in drawn if made.spoken is Spoken.spoken]  # type: ignore[attr-defined]


def test_what_can_be_focused_says_where_the_focus_is() -> None:
    focusable = [made for made in our_widgets() if made.can_focus]
    assert len(focusable) > 5
    assert not [made.__name__ for made in focusable if made.spoken_focus is Spoken.spoken_focus]  # type: ignore[attr-defined]
