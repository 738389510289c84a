"""F1 over any screen."""

from __future__ import annotations

from textual.screen import Screen

from models.declared import Field
from tui.widgets.help import FIELD_KEYS, HelpDialog, KeysOf


async def help_on(screen: Screen[object], field: Field, keys: KeysOf = FIELD_KEYS) -> None:
    """Shows what a field means, how it is typed, what the law says of it, and the keys that work there."""
    await screen.app.push_screen(HelpDialog(field, keys))
