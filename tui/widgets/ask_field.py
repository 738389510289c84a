"""Questions answered by typing in a frame; the one of a single declared field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from textual.app import App

from models.declared import Field
from tui.widgets.bars import MessageLine
from tui.widgets.form import FormView
from tui.widgets.frame import Dialog
from tui.widgets.help import HelpDialog
from tui.widgets.received import NotTaken, Told


class FormDialog(Dialog):
    """A form in a frame with a line that says why something was refused. Each kind says what it gives."""

    form: FormView
    said: MessageLine

    def on_form_view_refused(self, message: FormView.Refused) -> None:
        self.said.refuse(message.message)

    def on_not_taken(self, message: NotTaken) -> None:
        self.app.bell()
        self.said.refuse(message.text)

    def on_told(self, message: Told) -> None:
        self.said.say(message.text)

    def on_form_view_help_wanted(self, message: FormView.HelpWanted) -> None:
        self.app.push_screen(HelpDialog(message.field))


class AskField(FormDialog):
    """Asks for one field. Gives ``(value,)`` with the value as the field's kind reads it, or None for Esc."""

    def __init__(self, title: str, field: Field, today: Callable[[], date], *, value: Any = None) -> None:
        self.form = FormView([field], today, values=None if value is None else {field.name: value}, submit_at_end=True)
        self.said = MessageLine(field.help or field.kind.hint)
        super().__init__(title, self.form, self.said, cells=64)
        self._field_name = field.name

    def on_form_view_submitted(self, message: FormView.Submitted) -> None:
        self.dismiss((message.values[self._field_name],))

    def on_form_view_changed(self) -> None:
        self.said.say("")


async def ask_field(
    app: App[Any], title: str, field: Field, today: Callable[[], date], *, value: Any = None
) -> tuple[Any] | None:
    """Ask for one field: ``(value,)``, since a value may be empty; None for Esc. To be called from a worker."""
    answer: tuple[Any] | None = await app.push_screen_wait(AskField(title, field, today, value=value))
    return answer
