"""The payment box as one widget: what is to pay, by which means, what is missing, the change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from fiscal.errors import Refusal
from fiscal.notation import show_euro, show_number
from fiscal.rounding import ZERO
from tui.entry.payment import PaymentBox
from tui.terminal.cells import fit, width
from tui.terminal.scans import Scanned
from tui.terminal.spoken import FocusLine, Heard
from tui.widgets.cursor import CursorWidget
from tui.widgets.edit import Editor
from tui.widgets.edit_drawn import drawn
from tui.widgets.received import NotTaken, take_back, too_long
from tui.widgets.totals import big
from tui.widgets.typed import typed_into

PROMPT = "Entregue ▸ "
LEFT = 38


class PayView(CursorWidget, can_focus=True):
    """summary: lines on the left (totals per rate, due date). required: whether it must be paid now."""

    takes_alt_digits = True
    """Alt and a digit is a means of payment here, not a function key."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "pay--soft",
        "pay--strong",
        "pay--cursor",
        "pay--cell",
        "pay--selected",
        "pay--rule",
    }
    HEARD = Heard.AT_ONCE
    TOTALS: ClassVar[bool] = True

    class Complete(Message):
        """Paid, or left to be paid later: the document can be issued."""

    class Refused(Message):
        def __init__(self, message: str) -> None:
            super().__init__()
            self.message = message

    class Noted(Message):
        def __init__(self, message: str) -> None:
            super().__init__()
            self.message = message

    class HelpWanted(Message):
        """F1 or ``?``."""

    def __init__(self, box: PaymentBox, summary: Sequence[str], *, required: bool) -> None:
        super().__init__()
        self.box = box
        self._summary = summary
        self._required = required
        self._editor = Editor(limit=20)

    def on_key(self, event: events.Key) -> None:
        if self._answered(event):
            event.stop()
            event.prevent_default()
            self.refresh()
            self.place_cursor()

    def _answered(self, event: events.Key) -> bool:
        key = event.key
        if key in ("enter", "ctrl+j"):
            self._enter()
        elif key == "f10":
            self._finish()
        elif key in ("up", "down"):
            self.box.select(self.box.selected + (-1 if key == "up" else 1))
        elif key == "f8":
            self._try(lambda: self.box.take_back(self.box.means[self.box.selected].code))
        elif key == "alt+u":
            self._try(self.box.undo)
        elif key.startswith("alt+") and key[4:].isdigit() and key[4:] != "0":
            self._pay(lambda: self.box.press(int(key[4:]), self._editor.text))
        elif key == "f1" or event.character == "?":
            self.post_message(self.HelpWanted())
        elif typed_into(self._editor, event):
            pass
        else:
            return False
        return True

    def _enter(self) -> None:
        if (not self._editor.text.strip() and not self._required and not self.box.paid) or self.box.complete:
            self.post_message(self.Complete())
        else:
            self._pay(lambda: self.box.enter(self._editor.text))

    def _finish(self) -> None:
        """F10: pays what is missing in the means chosen, or issues unpaid where that is allowed."""
        if self.box.complete or (not self._required and not self.box.paid):
            self.post_message(self.Complete())
        else:
            self._pay(lambda: self.box.enter(self._editor.text))

    def _pay(self, verb: Callable[[], str]) -> None:
        if self._try(verb):
            self._editor.set("")
            if self.box.complete:
                self.post_message(self.Complete())

    def _try(self, verb: Callable[[], str]) -> bool:
        try:
            self.post_message(self.Noted(verb()))
        except Refusal as refusal:
            self.post_message(self.Refused(refusal.message))
            return False
        return True

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        if refusal := too_long(event.text):
            self.post_message(NotTaken(refusal))
        elif self._editor.paste(event.text):
            self.refresh()
            self.place_cursor()

    def on_scanned(self, event: Scanned) -> None:
        """A bar code is no amount and pays nothing."""
        event.stop()
        take_back(self._editor, event)
        self.post_message(
            NotTaken(f"{event.code} é um código de barras, não um valor. Esc volta às linhas para o ler.")
        )
        self.refresh()
        self.place_cursor()

    def place_cursor(self) -> None:
        if self.has_focus and self.size:
            view = self._editor.view(14)
            place = Offset(LEFT + len(PROMPT) + 2 + view.cursor, self._entry_row)
            self.app.cursor_position = self.content_region.offset + place

    @property
    def _entry_row(self) -> int:
        return len(self.box.means) + 6

    def spoken(self) -> str:
        return f"Total {show_euro(self.box.total)}"

    def spoken_in_full(self) -> str:
        paid = [f"{m.name} {show_euro(self.box.amount(m.code))}" for m in self.box.means if self.box.amount(m.code)]
        missing = self.box.foreseen(self._editor.text)
        rest = f"{'Troco' if missing < ZERO else 'Falta'} {show_euro(abs(missing))}"
        return "\n".join([*self._summary, *paid, rest])

    def spoken_focus(self) -> FocusLine:
        at = self.box.selected
        return FocusLine(
            (id(self), at), f"{self.box.means[at].name}, entregue: ", self._editor.text, self._editor.cursor
        )

    def spoken_help(self) -> str:
        means = ", ".join(f"{n} {m.name}" for n, m in enumerate(self.box.means, 1))
        return f"Meio {self.box.selected + 1} de {len(self.box.means)}: {means}.\nAlt e o número paga logo nesse meio."

    def render_line(self, y: int) -> Strip:
        rule = self.get_component_rich_style("pay--rule")
        soft = self.get_component_rich_style("pay--soft")
        left = self._summary[y - 1] if 0 <= y - 1 < len(self._summary) else ""
        padded = left + " " * max(0, LEFT - 3 - width(left))
        segments = [Segment(f"  {padded}", soft), Segment("│", rule), *self._right(y)]
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)

    def _right(self, y: int) -> list[Segment]:
        style = self.get_component_rich_style
        room = self.size.width - LEFT - 2
        if y < 4:
            figure = big(show_euro(self.box.total))[y - 1] if y else ""
            return [Segment(" " * max(0, room - width(figure)) + figure, style("pay--strong"))]
        means, at = self.box.means, y - 5
        if 0 <= at < len(means):
            paid = self.box.amount(means[at].code)
            chosen = at == self.box.selected
            text = f" {'▸' if chosen else ' '}{at + 1} {means[at].code:<3}{fit(means[at].name, 22)}"
            amount = show_number(paid) if paid else ""
            return [
                Segment(
                    text + fit(amount, max(0, room - width(text)), right=True),
                    style("pay--cursor" if chosen else "pay--soft"),
                )
            ]
        if y == self._entry_row:
            view = self._editor.view(14)
            entry = drawn(view, 14, style("pay--cell"), style("pay--selected"))
            return [Segment(f"  {PROMPT}", style("pay--strong")), *entry]
        if y == self._entry_row + 2:
            missing = self.box.foreseen(self._editor.text)
            label = "Troco" if missing < ZERO else "Falta"
            return [
                Segment(f"  {label:<9}", style("pay--soft")),
                Segment(show_euro(abs(missing)), style("pay--strong")),
            ]
        return []
