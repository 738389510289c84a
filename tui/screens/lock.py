"""The locked screen: covers everything until the operator's password is typed, or leaves the terminal to somebody else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from models.declared import Field, Text
from models.people.operators import unlock
from tui.screens.base import Keys, WorkScreen, told
from tui.widgets.dialog import Question
from tui.widgets.form import FormView

FIELDS = (
    Field(
        "password", "Palavra-passe", Text(200, secret=True), 24, required=True, help="A sua. Maiúsculas e minúsculas contam."
    ),
)  # fmt: skip
LEAVING = (("v", "Voltar"), ("o", "Outro operador"), ("s", "Sair"))


class LockScreen(WorkScreen):
    """Nothing of what is beneath is shown, and no key reaches it."""

    title_text = "Bloqueado"
    KEYS: ClassVar[Keys] = (("Enter", "Desbloquear"), ("Esc", "Sair ou outro operador"))

    def body(self) -> Iterable[Widget]:
        lines = [
            "",
            f"  Este posto está bloqueado por {self.acting.operator}.",
            "",
            "  O que estava a escrever está guardado.",
            "",
        ]
        yield told(lines, height=len(lines))
        yield FormView(FIELDS, self.today, submit_at_end=True)

    def on_mount(self) -> None:
        self.query_one(FormView).focus()
        self.say("Escreva a sua palavra-passe para continuar onde estava.")

    async def on_form_view_submitted(self, message: FormView.Submitted) -> None:
        password, acting = str(message.values["password"]), self.acting
        self.query_one(FormView).load({})
        if await self.attempt(lambda: unlock(password, acting), lambda refusal: self._again(refusal.message)):
            self.balcao.unlocked()
            self.app.pop_screen()

    def _again(self, message: str) -> None:
        self.query_one(FormView).focus_field("password", message)

    async def action_leave(self) -> None:
        """Esc: the terminal for somebody else. What was being typed stays for its operator."""
        question = Question(
            "Posto bloqueado", f"O que {self.acting.operator} estava a escrever fica guardado.", LEAVING
        )
        await self.app.push_screen(question, self._left)

    def _left(self, answer: str | None) -> None:
        if answer in ("o", "s"):
            self.app.run_worker(self.balcao.leave_to_another(ending=answer == "s"), group="leave", exclusive=True)

    async def action_go_to(self) -> None:
        """From here one goes nowhere."""

    async def action_manual(self) -> None:
        """There is no help over a locked screen."""

    def on_form_view_refused(self, message: FormView.Refused) -> None:
        self.refuse(message.message)

    def on_form_view_help_wanted(self, message: FormView.HelpWanted) -> None:
        self.say(message.field.help)
