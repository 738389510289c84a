"""The set-up assistant: ten questions, then the company exists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from models.company.form import SETUP_FIELDS
from models.company.setup import set_up
from models.opening import open_company, session_of
from tui.screens.base import Keys, told
from tui.screens.forms import GuidedScreen
from tui.widgets.form import FormView

WELCOME = (
    "",
    "  Bem-vindo. Dez respostas e a empresa fica pronta; F1 explica cada uma.",
    "  Depois peça à AT os códigos das séries a usar: ao entrar, o programa pede-os.",
    "",
)


class SetUpScreen(GuidedScreen):
    title_text = "Configurar a empresa"
    NOTICE_ALOUD = True
    KEYS: ClassVar[Keys] = (
        ("Enter", "Seguinte"),
        ("F10", "Criar a empresa"),
        ("F1", "Ajuda"),
        ("F4", "Opções"),
        ("Esc", "Sair"),
    )

    def body(self) -> Iterable[Widget]:
        yield told(WELCOME, height=len(WELCOME))
        yield FormView(SETUP_FIELDS, self.today)

    def on_mount(self) -> None:
        self.query_one(FormView).focus()

    async def on_form_view_submitted(self, message: FormView.Submitted) -> None:
        values, form, app = message.values, self.query_one(FormView), self.balcao

        def make() -> str:
            open_company(app.home, app.clock, create=True)
            return set_up(values, session_of(app.home, str(values["operator"]).lower(), app.clock))

        if await self.attempt(make, lambda refusal: form.focus_field(refusal.field or "nif", refusal.message)) is None:
            return
        app.company = str(values["name"])
        from tui.screens.sign_in import SignInScreen

        # Not awaited: the switch waits for this very handler to end.
        self.app.switch_screen(SignInScreen(str(values["operator"]).lower()))

    async def action_leave(self) -> None:
        self.app.exit(0)
