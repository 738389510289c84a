"""F1 over any screen."""

from __future__ import annotations

from textual.screen import Screen

from models.declared import Field
from tui.widgets.help import HelpDialog


async def help_on(screen: Screen[object], field: Field) -> None:
    """Shows what a field means, how it is typed, and what the law says of it."""
    await screen.app.push_screen(HelpDialog(field))
