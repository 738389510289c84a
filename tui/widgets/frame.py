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
from tui.widgets.bars import key_map
from tui.widgets.styled import StyledOnce


class Frame(Spoken, Widget):
    """A thin box around its children: the title in a bar over it, a hint of keys in its lower edge."""

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
            return Strip([Segment(fit(f" {self.title}", cells), self.get_component_rich_style("frame--title"))], cells)
        if y == self.size.height - 1:
            return self._lower_edge(key_map(self).words(self.hint))
        return Strip([Segment("│", line), Segment(" " * (cells - 2), self.rich_style), Segment("│", line)], cells)

    def _lower_edge(self, hint: str) -> Strip:
        cells, line = self.size.width, self.get_component_rich_style("frame--line")
        shown = fit(hint, min(width(hint), max(0, cells - 6)))
        if not shown.strip():
            return Strip([Segment("└" + "─" * (cells - 2) + "┘", line)], cells)
        words = Segment(f" {shown} ", self.get_component_rich_style("frame--hint"))
        return Strip([Segment("└─", line), words, Segment("─" * (cells - width(shown) - 5) + "┘", line)], cells)


class Dialog(ModalScreen[Any], StyledOnce[Any]):
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
