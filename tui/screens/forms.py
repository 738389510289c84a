"""Screens that are a form: what they do when the form reports, each thing said once."""

from __future__ import annotations

from tui.screens.base import WorkScreen
from tui.widgets.form import FormView


class FormScreen(WorkScreen):
    """Shows why a field was refused, and answers F1."""

    def on_form_view_refused(self, message: FormView.Refused) -> None:
        self.refuse(message.message)

    async def on_form_view_help_wanted(self, message: FormView.HelpWanted) -> None:
        from tui.screens.help import help_on  # not needed to sign in

        await help_on(self, message.field)


class GuidedScreen(FormScreen):
    """Also says what each field is for on coming to it, and answers F4 with its options."""

    def on_form_view_entered(self, message: FormView.Entered) -> None:
        self.hint(message.field.help)

    def on_form_view_look_up(self, message: FormView.LookUp) -> None:
        from tui.screens.look_up import choose_for  # lists are not needed to sign in

        choose_for(self, message.form, message.field)
