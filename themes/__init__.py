"""How it looks: one file of values for each theme, and the structure that all share."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
STYLESHEET = FOLDER / "base.tcss"
DOCUMENT = FOLDER / "document.tcss"
DEFAULT = "ansi"
WITHOUT_COLOUR = "mono"
