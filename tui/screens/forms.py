"""Screens that are a form: what they do when the form reports, each thing said once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fiscal.errors import Refusal
from tui.screens.base import WorkScreen
from tui.widgets.form import FormView


class FormScreen(WorkScreen):
    """Shows why a field was refused, and answers F1."""

    def on_form_view_refused(self, message: FormView.Refused) -> None:
        self.refuse(message.refusal)

    async def on_form_view_help_wanted(self, message: FormView.HelpWanted) -> None:
        from tui.screens.help import help_on  # not needed to sign in

        await help_on(self, message.field)


class GuidedScreen(FormScreen):
    """Also says what each field is for on coming to it, answers F4 with its options, and keeps what is typed in its form."""

    def on_form_view_entered(self, message: FormView.Entered) -> None:
        # Where a refusal leads to its field, it stays in sight: the help of the field is one key away.
        if self.refused is None or self.asked_about(self.refused) != message.field.name:
            self.hint(message.field.help)

    def asked_about(self, refusal: Refusal) -> str:
        """The field of this form that a refusal is about."""
        return (refusal.field or "").replace(".", "_")

    def place(self) -> dict[str, Any]:
        from tui.widgets.places import of_form  # nobody comes back to the sign-in screen

        forms = list(self.query(FormView))
        return of_form(forms[0]) if forms else {}

    def come_back(self, state: Mapping[str, Any]) -> None:
        from tui.widgets.places import to_form

        forms = list(self.query(FormView))
        if forms and "texts" in state:
            to_form(forms[0], state)

    def on_form_view_look_up(self, message: FormView.LookUp) -> None:
        from tui.screens.look_up import choose_for  # lists are not needed to sign in

        choose_for(self, message.form, message.field)
