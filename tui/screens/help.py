"""F1 over any screen."""

from __future__ import annotations

from textual.screen import Screen

from models.declared import Field, Listing
from tui.widgets.help import FIELD_KEYS, HelpDialog, KeysOf, ListingHelp


async def help_on(screen: Screen[object], field: Field, keys: KeysOf = FIELD_KEYS) -> None:
    """Shows what a field means, how it is typed, what the law says of it, and the keys that work there."""
    await screen.app.push_screen(HelpDialog(field, keys))


async def help_on_list(screen: Screen[object], listing: Listing, keys: KeysOf) -> None:
    """Shows what a list holds, how it is searched, and the keys of its screen."""
    await screen.app.push_screen(ListingHelp(listing, keys))
