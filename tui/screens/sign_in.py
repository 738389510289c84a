"""Who is there: operator and password (C16)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from fiscal.text import clean
from models.declared import Field, Text
from models.opening import session_of
from tui.screens.base import Keys, told
from tui.screens.forms import FormScreen
from tui.widgets.form import FormView

if TYPE_CHECKING:
    from models.people.tables import Operator

FIELDS = (
    Field(
        "code",
        "Operador",
        Text(30),
        20,
        required=True,
        help="O seu código, por exemplo ana.",
        law="Cada operador entra com o seu código e a sua palavra-passe (Despacho 8632/2014, 3.1.1).",
    ),
    Field(
        "password",
        "Palavra-passe",
        Text(200, secret=True),
        24,
        required=True,
        help="Maiúsculas e minúsculas contam.",
        law="Nem o administrador a pode ver (Despacho 8632/2014, 3.1.1).",
    ),
)


class SignInScreen(FormScreen):
    """Operator and password; the first sign-in goes on to a change of password."""

    title_text = "Entrada"
    NOTICE_ALOUD = True
    KEYS: ClassVar[Keys] = (("Enter", "Seguinte"), ("F10", "Entrar"), ("F1", "Ajuda"), ("Esc", "Sair"))

    def __init__(self, code: str = "") -> None:
        """code: the operator to propose."""
        super().__init__()
        self._code = code

    def body(self) -> Iterable[Widget]:
        yield told(_banner(self.balcao.company), height=9)
        yield FormView(FIELDS, self.today, submit_at_end=True)

    def on_mount(self) -> None:
        form = self.query_one(FormView)
        form.focus()
        if self._code:
            form.load({"code": self._code})
        hint = str(self.balcao.home.settings().get("demonstracao") or "")
        self.say(clean(hint) or "Escreva o seu código de operador e a palavra-passe.")

    async def on_form_view_submitted(self, message: FormView.Submitted) -> None:
        from models.people.operators import sign_in  # what is not needed to show the first screen

        code, password = str(message.values["code"]), str(message.values["password"])
        acting = session_of(self.balcao.home, clean(code).lower() or "?", self.balcao.clock)
        operator: Operator | None = await self.attempt(
            lambda: sign_in(code, password, acting), lambda refusal: self._again(refusal.message)
        )
        if operator is None:
            return
        self.balcao.session = acting
        self.query_one(FormView).load({})
        if operator.must_change:
            from tui.screens.password import PasswordScreen

            await self.app.push_screen(PasswordScreen(first=True))
        else:
            from tui.screens.main_menu import MenuScreen

            await self.app.push_screen(MenuScreen())

    def _again(self, message: str) -> None:
        form = self.query_one(FormView)
        form.put("password", "")
        form.focus_field("password", message)

    async def action_leave(self) -> None:
        self.app.exit(0)


def _banner(company: str) -> list[str]:
    return [
        "",
        "     █▄▄ ▄▀█ █   █▀▀ ▄▀█ █▀█",
        "     █▄█ █▀█ █▄▄ █▄▄ █▀█ █▄█   faturação ao balcão e ao teclado",
        "",
        f"     {clean(company, 70)}",
    ]
