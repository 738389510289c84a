"""How a form is drawn: labels and marks, the values of the fields, the one being edited."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip

from fiscal.text import clean
from models.declared import Field, Text
from tui.terminal.cells import fit, width
from tui.widgets.edit import View
from tui.widgets.edit_drawn import drawn
from tui.widgets.form_layout import Heading, Layout, Slot
from tui.widgets.form_spoken import SpokenForm

LEAST_AREA = 10
"""Cells in which the value of a field is shown, at least, while another is edited."""


class DrawnForm(SpokenForm):
    """The drawn side of FormView."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "form--label",
        "form--group",
        "form--rule",
        "form--mark",
        "form--error",
        "form--value",
        "form--locked",
        "form--active",
        "form--selected",
    }

    top: int

    @property
    def _layout(self) -> Layout:
        raise TypeError(f"{type(self).__name__} does not say where its fields are")

    def _view(self, slot: Slot) -> View:
        f = self.state.field
        return self.state.editor.view(slot.value, right=f.kind.right, mask="*" if self._secret(f) else "")

    @staticmethod
    def _secret(f: Field) -> bool:
        return isinstance(f.kind, Text) and f.kind.secret

    def render_line(self, y: int) -> Strip:
        base = self.rich_style
        segments: list[Segment] = []
        at = 0
        for item in self._layout.line(y + self.top):
            segments.append(Segment(" " * (item.x - at), base))
            segments += self._heading(item) if isinstance(item, Heading) else self._slot(item)
            at = item.end if isinstance(item, Heading) else item.value_x + item.value
        strip = Strip(segments, at)
        if more := self._more(y):
            strip = Strip([*strip.adjust_cell_length(self.size.width - 1, base), Segment(more, base)])
        return strip.adjust_cell_length(self.size.width, base)

    def _more(self, y: int) -> str:
        """A mark at the right edge where fields are hidden above or below."""
        if y == 0 and self.top > 0:
            return "↑"
        if y == self.size.height - 1 and self.top + self.size.height < self._layout.height:
            return "↓"
        return ""

    def _heading(self, heading: Heading) -> list[Segment]:
        title = fit(heading.text, min(len(heading.text), heading.end - heading.x))
        rule = " " + "─" * (heading.end - heading.x - len(title) - 1)
        style = self.get_component_rich_style
        return [Segment(title, style("form--group")), Segment(rule, style("form--rule"))]

    def _slot(self, slot: Slot) -> list[Segment]:
        style = self.get_component_rich_style
        f = self.state.fields[slot.index]
        error = f.name in self.state.errors
        locked = self.state.locked(slot.index)
        mark = "!" if error else "=" if locked else "*" if f.required else " "
        label = Segment(fit(f.label, slot.label), style("form--label"))
        parts = [label, Segment(f"  {mark} ", style("form--error" if error else "form--mark"))]
        if slot.index == self.state.at and self.has_focus:
            return parts + self._edited(slot)
        text = self.state.texts[f.name]
        if self._secret(f):
            text = "*" * len(text)
        room = slot.value - 1
        if not f.kind.right:  # as long as what stands in it: passing a field writes no more than that
            room = min(room, max(width(clean(text)), LEAST_AREA))
        value = Segment(fit(text, room, right=f.kind.right) + " ", style("form--locked" if locked else "form--value"))
        return [*parts, value, Segment(" " * (slot.value - room - 1), self.rich_style)]

    def _edited(self, slot: Slot) -> list[Segment]:
        style = self.get_component_rich_style
        return drawn(self._view(slot), slot.value, style("form--active"), style("form--selected"))
