"""A question of a few declared fields in a frame, such as what a list is to be filtered by."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from textual.app import App

from models.declared import YES_NO, Choice, Field, Values, YesNo
from tui.widgets.ask_field import FormDialog
from tui.widgets.bars import MessageLine
from tui.widgets.dialog import choose
from tui.widgets.form import FormView


class AskFields(FormDialog):
    """Gives the values of the fields, or None for Esc."""

    def __init__(
        self, title: str, fields: Sequence[Field], today: Callable[[], date], values: Mapping[str, Any]
    ) -> None:
        self.form = FormView(list(fields), today, values=dict(values), submit_at_end=True)
        self.form.styles.height = len(fields)
        self.said = MessageLine("")
        super().__init__(title, self.form, self.said, hint="F10 aceita   F4 opções   Esc fecha", cells=66)

    def on_form_view_submitted(self, message: FormView.Submitted) -> None:
        self.dismiss(message.values)

    def on_form_view_entered(self, message: FormView.Entered) -> None:
        self.said.say(message.field.help or message.field.kind.hint)

    def on_form_view_look_up(self, message: FormView.LookUp) -> None:
        self.run_worker(self._choose(message.field), group="look-up", exclusive=True)

    async def _choose(self, field: Field) -> None:
        """F4: the options of a field."""
        kind = field.kind
        if isinstance(kind, Choice | YesNo):
            options = YES_NO if isinstance(kind, YesNo) else kind.all()
            code = await choose(self.app, field.label, options, str(self.form.values.get(field.name) or ""))
            if code is not None:
                self.form.put(field.name, code == "S" if isinstance(kind, YesNo) else code)
                self.form.next_field()
        else:
            self.said.say(kind.hint)


async def ask_fields(
    app: App[Any], title: str, fields: Sequence[Field], today: Callable[[], date], values: Mapping[str, Any]
) -> Values | None:
    """Ask for a few fields; None for Esc. To be called from a worker."""
    answer: Values | None = await app.push_screen_wait(AskFields(title, fields, today, values))
    return answer
