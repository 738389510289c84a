"""What reaches a widget from outside as a whole, a scan or a paste: what is refused, and how it is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from textual import events
from textual.message import Message

from fiscal.errors import Refusal
from fiscal.text import clean
from models.declared import Day, Field, Text
from tui.terminal.scans import Scanned
from tui.widgets.cursor import CursorWidget
from tui.widgets.edit import Editor
from tui.widgets.form_state import FormState

LONGEST = 2000
"""Letters that a paste into one line may have: more than any field takes."""


class Told(Message):
    """A notice for the message line."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class NotTaken(Told):
    """Something was not taken or not done, and why: a refusal for the message line."""


def too_long(text: str) -> str:
    """Why a paste is not taken into a field; empty if it is short enough."""
    if len(text) <= LONGEST:
        return ""
    return f"Colou um texto com mais de {LONGEST} letras: nada mudou. Cole só o que o campo leva."


def several_lines(text: str) -> str:
    """What is told when lines pasted become one; empty for a single line."""
    count = len(text.strip().splitlines())
    return f"Colou {count} linhas num campo de uma: ficaram juntas, com espaços." if count > 1 else ""


def take_back(editor: Editor, event: Scanned) -> bool:
    """Undo the digit of a scan that was typed before it was seen to be one; gives whether there was one."""
    typed = bool(event.typed) and editor.text[: editor.cursor].endswith(event.code[0])
    return typed and editor.undo()


def takes_scan(field: Field, code: str, today: date) -> bool:
    """Whether a bar code may be typed into a field: only into text, or where eight digits are a date."""
    if isinstance(field.kind, Text):
        return True
    if isinstance(field.kind, Day) and len(code) == 8:
        try:
            return field.kind.parse(code, today) is not None
        except Refusal:
            return False
    return False


class ReceivingForm(CursorWidget):
    """A form taking pastes and scans into its field being edited."""

    state: FormState

    def _change(self, change: Callable[[], bool]) -> None:
        raise TypeError(f"{type(self).__name__} does not say how its text changes")

    def _changed(self) -> None:
        raise TypeError(f"{type(self).__name__} does not say what follows a change")

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        if refusal := too_long(event.text):
            self.post_message(NotTaken(refusal))
            return
        self._change(lambda: self.state.paste(event.text))
        if told := several_lines(event.text):
            self.post_message(Told(told))

    def on_scanned(self, event: Scanned) -> None:
        """A bar code never lands in a number or a date: the field keeps its text."""
        field = self.state.field
        if takes_scan(field, event.code, self.state.today()):
            return
        event.stop()
        if self.state.changed(take_back(self.state.editor, event)):
            self._changed()
        self.post_message(
            NotTaken(f"{clean(event.code)} é um código de barras e não serve em «{field.label}»: nada mudou.")
        )
