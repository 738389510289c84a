"""F4: a list in a frame; the row chosen goes into the field."""

from __future__ import annotations

from typing import Any, NamedTuple

from textual.app import App

from models.declared import Listing
from tui.widgets.frame import Dialog
from tui.widgets.list import ListView
from tui.widgets.pager import Fetch
from tui.widgets.received import NotTaken


class NewWanted(NamedTuple):
    """What LookUp gives when the operator wants a record that is not there (F2)."""

    text: str
    """What was typed looking for it."""


class LookUp(Dialog):
    """Gives the id of the row chosen, NewWanted for F2 (if the list has a form), or None for Esc.

    text: what was typed in the field, the first filter.
    """

    def __init__(self, listing: Listing, fetch: Fetch, text: str = "") -> None:
        self.list = ListView(listing, fetch, text=text)
        keys = "Enter escolhe   F2 cria   Esc fecha" if listing.form else "Enter escolhe   Esc fecha"
        super().__init__(listing.title, self.list, hint=keys, cells=76, rows=13)
        self._creates = listing.form is not None

    def on_not_taken(self, message: NotTaken) -> None:
        self.app.bell()
        self.frame.hint = message.text
        self.frame.refresh()

    def on_list_view_opened(self, message: ListView.Opened) -> None:
        self.dismiss(message.id)

    def on_list_view_new_wanted(self, message: ListView.NewWanted) -> None:
        if self._creates:
            self.dismiss(NewWanted(message.text))


async def look_up(app: App[Any], listing: Listing, fetch: Fetch, text: str = "") -> Any:
    """Let a row be chosen: its id, NewWanted, or None for Esc. To be called from a worker."""
    return await app.push_screen_wait(LookUp(listing, fetch, text))
