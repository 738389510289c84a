"""How a list is drawn: the header with its order, the rows near the screen, the line that says what is asked."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Offset, Region
from textual.strip import Strip

from models.declared import Listing, Question, Row
from models.marks import Marks
from tui.terminal.cells import cut, fit, width
from tui.widgets import list_look
from tui.widgets.columns import laid_out, line
from tui.widgets.list_spoken import SpokenList
from tui.widgets.pager import Pager

SEARCH = "  Procurar: "


class DrawnList(SpokenList):
    """What stands on the screen of a list; ``ListView`` answers the keys."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "list--header",
        "list--row",
        "list--cursor",
        "list--dim",
        "list--marked",
        "list--status",
        "list--filter",
    }

    listing: Listing
    question: Question
    """What is asked now."""
    text: str
    """What is being looked for, as typed."""
    noun: str
    """What is counted."""
    _pager: Pager

    @property
    def current(self) -> Row | None:
        """The row the cursor is on."""
        return self._pager.rows.current

    @property
    def count(self) -> int | None:
        """Rows that match, when known; at most so many as are counted while one types."""
        return None if self._pager.count is None else self._pager.count.rows

    @property
    def marks(self) -> Marks:
        """What is marked; empty (false) for nothing."""
        return self._pager.marks

    @property
    def marked_count(self) -> int | None:
        """How many rows are marked, when known."""
        return self._pager.marked_count

    @property
    def _height(self) -> int:
        """Rows on the screen."""
        return max(1, self.size.height - 2)

    def _refresh_status(self) -> None:
        self.refresh(Region(0, self.size.height - 1, self.size.width, 1))

    def place_cursor(self) -> None:
        if not self.has_focus or not self.size:
            return
        rows = self._pager.rows
        place = Offset(0, 1 + rows.cursor - rows.top)
        if self.text:
            place = Offset(min(self.size.width - 1, len(SEARCH) + width(self._typed())), self.size.height - 1)
        self.app.cursor_position = self.content_region.offset + place

    def render_line(self, y: int) -> Strip:
        cells, style = self.size.width, self.get_component_rich_style
        if y == self.size.height - 1:
            return self._status(cells)
        columns = laid_out(self.listing.columns, cells)
        if y == 0:
            return self._strip(list_look.header(columns, self.question), style("list--header"), cells)
        rows = self._pager.rows
        at = rows.top + y - 1
        if at < len(rows.rows):
            row = rows.rows[at]
            marked = row.id in self._pager.marked
            text = line(columns, row.cells, ("*" if marked else "") + ("×" if row.dim else ""))
            part = "cursor" if at == rows.cursor else "marked" if marked else "dim" if row.dim else "row"
            return self._strip(text, style(f"list--{part}"), cells)
        empty = y == 2 and self._pager.loaded and not rows.rows
        return self._strip("  " + fit(self.listing.empty, cells - 4) if empty else "", style("list--row"), cells)

    def _strip(self, text: str, style: Style, cells: int) -> Strip:
        return Strip([Segment(text, style)]).adjust_cell_length(cells, style)

    def _status(self, cells: int) -> Strip:
        """What is being looked for and filtered on the left, where we are of how many on the right."""
        soft, typed = (self.get_component_rich_style(f"list--{part}") for part in ("status", "filter"))
        place = self._place()
        filters = list_look.filtered(self.listing, self.question)
        left = [Segment(SEARCH, soft), Segment(f"{self._typed()} ", typed)] if self.text else []
        if not left and not filters and self._pager.rows.rows and cells >= 60:
            left = [Segment("  Escreva para procurar.", soft)]
        used = sum(s.cell_length for s in left)
        if filters:
            left.append(Segment("  " + cut(filters, max(0, cells - used - width(place) - 6)), soft))
            used += left[-1].cell_length
        gap = " " * max(1, cells - used - width(place) - 2)
        return Strip([*left, Segment(f"{gap}{place}  ", soft)]).adjust_cell_length(cells, soft)

    def _typed(self) -> str:
        """The end of the filter that fits beside the count."""
        shown, room = self.text, max(1, self.size.width - width(self._place()) - len(SEARCH) - 5)
        while width(shown) > room:
            shown = shown[1:]
        return shown

    def _place(self) -> str:
        count = self._pager.count
        position = self._pager.rows.position(count.rows if count and not count.more else None)
        text = list_look.place(position, count, self.noun, self.marked_count or 0)
        return cut(text, max(0, self.size.width - 4))
