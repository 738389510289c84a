"""What a list says to a screen reader: the row chosen, what is being looked for, where one is of how many."""

from __future__ import annotations

from models.declared import Listing, Row
from tui.terminal.spoken import FocusLine, Heard
from tui.widgets.cursor import CursorWidget
from tui.widgets.pager import Pager


class SpokenList(CursorWidget):
    """The spoken side of ListView."""

    HEARD = Heard.ASKED

    listing: Listing
    text: str
    noun: str
    _pager: Pager

    def _place(self) -> str:
        """``3 de 200 artigos``, as the list shows it."""
        raise TypeError(f"{type(self).__name__} does not say where it is")

    def spoken(self) -> str:
        """The row chosen; other rows are heard by going to them."""
        row = self._pager.rows.current
        if row is None:
            return self.listing.empty
        return ". ".join(part for part in (_told(row, self.listing), self._which()) if part)

    def spoken_focus(self) -> FocusLine | None:
        ready = self._pager.loaded and not self._pager.waits
        if not self.text:
            return FocusLine((id(self),), "", self.spoken()) if ready else None
        row, found = self._pager.rows.current, self.listing.empty
        if not ready or self._pager.count is None:
            found = ""
        elif row is not None:
            found = ", ".join(part for part in (self._which(), _told(row, self.listing)) if part)
        return FocusLine((id(self), "filter"), "Procurar: ", self.text, len(self.text), found)

    def spoken_help(self) -> str:
        row = self._pager.rows.current
        named = zip(self.listing.columns, row.cells, strict=False) if row is not None else ()
        cells = [f"{c.label}: {text}" if c.label else text for c, text in named if text]
        return "\n".join([*cells, f"{self._place()}. Escreva para procurar.".lstrip(". ")])

    def _which(self) -> str:
        return self._place().removesuffix(f" {self.noun}")


def _told(row: Row, listing: Listing) -> str:
    """The cells, each after its column's name, save for the first and for names, which speak for themselves."""
    told = []
    for n, (column, text) in enumerate(zip(listing.columns, row.cells, strict=False)):
        if text:
            told.append(text if n == 0 or column.grows or not column.label else f"{column.label} {text}")
    return ", ".join([*told, "sem efeito"] if row.dim else told)
