"""What a list says to a screen reader: the row chosen, what is being looked for, where one is of how many."""

from __future__ import annotations

from models.declared import Listing, Row
from tui.terminal.spoken import FocusLine
from tui.widgets.cursor import CursorWidget
from tui.widgets.pager import Pager


class SpokenList(CursorWidget):
    """The spoken side of ListView."""

    listing: Listing
    text: str
    noun: str
    _pager: Pager

    def spoken(self) -> str:
        """The row chosen; other rows are heard by going to them."""
        row = self._pager.rows.current
        return self._row_told(row) + self._place() if row is not None else self.listing.empty

    def spoken_focus(self) -> FocusLine | None:
        ready = self._pager.loaded and self._pager.text == self.text.strip() and not self._pager.waits
        if self.text:
            after = f". {self.spoken()}" if ready else ""
            return FocusLine((id(self), "filter"), "Procurar: ", self.text, len(self.text), after)
        return FocusLine((id(self),), "", self.spoken()) if ready else None

    def spoken_help(self) -> str:
        row = self._pager.rows.current
        named = zip(self.listing.columns, row.cells, strict=False) if row is not None else ()
        cells = [f"{c.label}: {text}" for c, text in named if text]
        return "\n".join([*cells, f"{self._place().lstrip('. ')} {self.noun}. Escreva para procurar."])

    def _row_told(self, row: Row) -> str:
        """The cells, each after its column's name, save for the first and for names, which speak for themselves."""
        told = []
        for n, (column, text) in enumerate(zip(self.listing.columns, row.cells, strict=False)):
            if text:
                told.append(text if n == 0 or column.grows or not column.label else f"{column.label} {text}")
        return ", ".join([*told, "sem efeito"] if row.dim else told)

    def _place(self) -> str:
        count = self._pager.count
        position = self._pager.rows.position(count)
        if count is None:
            return f". {position}" if position else ""
        return f". {position} de {count}" if position is not None else f". {count} ao todo"
