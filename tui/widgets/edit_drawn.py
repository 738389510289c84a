"""A line being edited, as it is drawn: its text, with what is selected told apart."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.widgets.edit import View


def drawn(view: View, cells: int, active: Style, selected: Style) -> list[Segment]:
    """Exactly ``cells`` of a view, in one style or two."""
    line, (start, end) = Strip([Segment(view.text, active)], cells), view.selected
    chosen = Segment(line.crop(start, end).text, selected)
    return [*line.crop(0, start), *([chosen] if start < end else []), *line.crop(end, cells)]
