"""How it looks: one file per theme, and the structure that all share."""

from __future__ import annotations

from pathlib import Path

from textual.theme import Theme

from themes import ansi, contraste, mono

STYLESHEET = Path(__file__).with_name("base.tcss")
DOCUMENT = Path(__file__).with_name("document.tcss")
DEFAULT = ansi.THEME.name
COLOURLESS = mono.THEME.name
"""For terminals without colour, and for NO_COLOR."""
ALL: dict[str, Theme] = {made.name: made for made in (ansi.THEME, contraste.THEME, mono.THEME)}
