"""Lines of text to read and scroll: a document exactly as on paper, the help of a field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual import events
from textual.geometry import Offset
from textual.strip import Strip

from tui.terminal.cells import letters, shown, width
from tui.terminal.spoken import FocusLine, Heard
from tui.widgets.cursor import CursorWidget


class Line(NamedTuple):
    """A line, and how it is shown: ``text``, ``strong`` or ``soft``."""

    text: str
    part: str = "text"


class TextView(CursorWidget, can_focus=True):
    """Read-only lines. Nothing in them is taken as markup; spaces stay where they are."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"text--text", "text--strong", "text--soft"}
    HEARD = Heard.AT_ONCE

    KEYS: ClassVar[dict[str, tuple[str, int]]] = {
        "up": ("line", -1),
        "down": ("line", 1),
        "pageup": ("page", -1),
        "pagedown": ("page", 1),
        "space": ("page", 1),
        "home": ("edge", -1),
        "end": ("edge", 1),
        "left": ("side", -8),
        "right": ("side", 8),
    }

    def __init__(
        self,
        lines: Sequence[str | Line] = (),
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.top = self.left = 0
        self.lines: list[Line] = []
        self.reading: int | None = None
        """The line that a screen reader's user went to; None at the end, where the reading of the whole ends."""
        self.show(lines)

    def show(self, lines: Sequence[str | Line]) -> None:
        """Other lines, from their start."""
        given = (Line(item) if isinstance(item, str) else item for item in lines)
        self.lines = [Line(shown(line.text.rstrip()), line.part) for line in given]
        self.top = self.left = 0
        self.reading = None
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        if event.key in self.KEYS:
            event.stop()
            event.prevent_default()
            self._scroll(*self.KEYS[event.key])
            self._read(*self.KEYS[event.key])

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._scroll("line", 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._scroll("line", -3)

    def on_resize(self) -> None:
        self._scroll("line", 0)

    def place_cursor(self) -> None:
        if self.has_focus:
            self.app.cursor_position = self.content_region.offset

    def _scroll(self, how: str, step: int) -> None:
        before = Offset(self.left, self.top)
        if how == "side":
            longest = max((width(line.text) for line in self.lines), default=0)
            self.left = max(0, min(self.left + step, longest - self.size.width))
        else:
            far = {"line": 1, "page": max(1, self.size.height - 1), "edge": len(self.lines)}[how]
            self.top = max(0, min(self.top + step * far, len(self.lines) - self.size.height))
        if before != Offset(self.left, self.top):
            self.refresh()

    def _read(self, how: str, step: int) -> None:
        """Goes to the next line with words in it, a screenful on, or to an edge."""
        told = self._told()
        if how == "side" or not told:
            return
        now = len(told) if self.reading is None else self.reading
        far = {"line": 1, "page": max(1, self.size.height - 1), "edge": len(told) + 1}[how]
        self.reading = max(0, min(now + step * far, len(told) - 1))

    def _told(self) -> list[str]:
        return [line.text for line in self.lines if any(c.isalnum() for c in line.text)]

    def spoken(self) -> str:
        return "\n".join(line.text for line in self.lines)

    def spoken_focus(self) -> FocusLine:
        told = self._told()
        if self.reading is None:
            return FocusLine((id(self), "end"), "", f"Fim, {len(told)} linhas." if len(told) > 1 else "Fim.")
        return FocusLine((id(self), self.reading), "", told[self.reading])

    def render_line(self, y: int) -> Strip:
        cells, at = self.size.width, self.top + y
        line = self.lines[at] if at < len(self.lines) else Line("")
        style = self.get_component_rich_style(f"text--{line.part}")
        strip = Strip([Segment(_from(line.text, self.left) if self.left else line.text, style)])
        below = y == self.size.height - 1 and at < len(self.lines) - 1
        if below or (y == 0 and self.top):
            mark = Segment("↓" if below else "↑", self.get_component_rich_style("text--soft"))
            return Strip([*strip.adjust_cell_length(cells - 1, style), mark], cells)
        return strip.adjust_cell_length(cells, style)


def _from(text: str, cells: int) -> str:
    """The text without its first ``cells`` cells."""
    rest, skipped = "", 0
    for letter, size in letters(text):
        if skipped >= cells:
            rest += letter
        skipped += size
    return rest
