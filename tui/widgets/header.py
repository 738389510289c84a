"""The head of a document: its declared fields in rows, as many on a row as fit."""

from __future__ import annotations

from collections.abc import Sequence

from textual.message import Message

from models.declared import Field
from tui.terminal.cells import width
from tui.terminal.scans import Scanned
from tui.widgets.form import FormView
from tui.widgets.form_layout import Layout, Slot
from tui.widgets.received import take_back

GAP = 2


def flowing(fields: Sequence[Field], cells: int) -> Layout:
    """Fields one after the other; labels keep their own width."""
    slots: list[Slot] = []
    x, y = 1, 0
    for index, field in enumerate(fields):
        label = width(field.label)
        needed = label + 4 + field.width
        if x > 1 and x + needed > cells:
            x, y = 1, y + 1
        value = min(field.width, max(1, cells - x - label - 5))
        slots.append(Slot(index, y, x, label, x + label + 4, value))
        x += needed + GAP
    return Layout(tuple(slots), (), y + 1)


class HeaderForm(FormView):
    """A form in rows; going on from its last field leaves it."""

    class LeftBelow(Message):
        """The last field was accepted: on to the lines."""

    @property
    def _layout(self) -> Layout:
        cells = self.size.width
        if self._layout_of[0] != cells:
            self._layout_of = (cells, flowing(self.state.fields, cells))
        return self._layout_of[1]

    def rows(self, cells: int) -> int:
        """How many rows the fields take in ``cells`` columns."""
        return flowing(self.state.fields, cells).height

    def on_scanned(self, event: Scanned) -> None:
        """Left to the screen: a scan in the head is an article of the lines."""
        event.prevent_default()
        if self.state.changed(take_back(self.state.editor, event)):
            event.typed = 0
            self._changed()

    def _leave(self, step: int) -> None:
        at_end = self.state.at == len(self.state.fields) - 1
        if step > 0 and at_end and not self._refused():
            self._redraw()
            self.post_message(self.LeftBelow())
        else:
            super()._leave(step)
