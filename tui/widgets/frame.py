"""A box with a title over the screen, and the dialogs that live in one: nothing beneath is dimmed or repainted."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget

from tui.terminal.cells import fit, width
from tui.terminal.spoken import Heard, Spoken


class Frame(Spoken, Widget):
    """A thin box around its children, the title in its upper edge, a hint of keys in its lower one."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"frame--line", "frame--title", "frame--hint"}
    HEARD = Heard.ASKED

    def __init__(self, title: str, *content: Widget, hint: str = "") -> None:
        super().__init__(*content)
        self.title, self.hint = title, hint

    def spoken(self) -> str:
        return f"{self.title}\n{self.hint}"

    def render_line(self, y: int) -> Strip:
        cells, line = self.size.width, self.get_component_rich_style("frame--line")
        if y == 0:
            return self._edge("┌", "┐", self.title, "frame--title")
        if y == self.size.height - 1:
            return self._edge("└", "┘", self.hint, "frame--hint")
        return Strip([Segment("│", line), Segment(" " * (cells - 2), self.rich_style), Segment("│", line)], cells)

    def _edge(self, left: str, right: str, text: str, part: str) -> Strip:
        cells, line = self.size.width, self.get_component_rich_style("frame--line")
        shown = fit(text, min(width(text), max(0, cells - 6)))
        if not shown.strip():
            return Strip([Segment(left + "─" * (cells - 2) + right, line)], cells)
        rest = "─" * (cells - width(shown) - 5)
        words = Segment(f" {shown} ", self.get_component_rich_style(part))
        return Strip([Segment(f"{left}─", line), words, Segment(rest + right, line)], cells)


class Dialog(ModalScreen[Any]):
    """A frame over the screen beneath. Esc or F12 gives None; every other key stays in here."""

    CLOSING: ClassVar[tuple[str, ...]] = ("escape", "f12")

    def __init__(self, title: str, *content: Widget, hint: str = "", cells: int = 60, rows: int | None = None) -> None:
        """cells, rows: outer size of the frame; without ``rows`` it is as high as its content."""
        super().__init__()
        self.frame = Frame(title, *content, hint=hint)
        self.frame.styles.width = cells
        if rows is not None:
            self.frame.styles.height = rows

    def compose(self) -> ComposeResult:
        yield self.frame

    def spoken_title(self) -> str:
        """What a screen reader says when the dialog opens."""
        return self.frame.title

    def on_key(self, event: events.Key) -> None:
        event.stop()
        if event.key in self.CLOSING:
            self.dismiss(None)
