"""How far long work is: a bar, how many of how many, and the time that is left."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from tui.terminal.cells import fit
from tui.terminal.spoken import Spoken
from tui.widgets.frame import Dialog

CELLS = 56


class ProgressView(Spoken, Widget):
    """A bar and the words under it. In one colour too: what is done is reversed, and says its percentage."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"progress--done", "progress--left", "progress--text"}

    def __init__(self) -> None:
        super().__init__()
        self._done = self._total = 0
        self._text = ""

    def show(self, done: int, total: int, text: str) -> None:
        """total: 0 where it is not known; then there is no bar, only the words."""
        if (done, total, text) != (self._done, self._total, self._text):
            self._done, self._total, self._text = done, total, text
            self.refresh()

    def spoken(self) -> str:
        """Each tenth of the way, once."""
        return f"{self._done * 10 // self._total * 10} %" if self._total else self._text

    def render_line(self, y: int) -> Strip:
        cells, style = self.size.width, self.get_component_rich_style
        if y == 1 or not self._total:
            return Strip([Segment(fit(self._text if y == 1 else "", cells), style("progress--text"))], cells)
        part = min(self._done, self._total) / self._total
        bar = f"{int(part * 100)} %".center(cells)
        at = round(cells * part)
        return Strip([Segment(bar[:at], style("progress--done")), Segment(bar[at:], style("progress--left"))], cells)


class ProgressDialog(Dialog):
    """Shown while work goes on. It takes no key: Esc reaches the work by ``TypeAhead.interrupt``, the rest waits."""

    CLOSING = ()

    def __init__(self, title: str) -> None:
        self.view = ProgressView()
        super().__init__(title, self.view, hint="Esc interrompe", cells=CELLS)

    def on_key(self, event: events.Key) -> None:
        event.stop()
