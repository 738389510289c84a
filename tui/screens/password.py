"""Changes the operator's own password: by wish, and by duty at the first sign-in (C16)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from models.declared import Field, Text
from models.people.operators import SHORTEST, change_password
from tui.screens.base import Keys, told
from tui.screens.forms import FormScreen
from tui.widgets.form import FormView

_LAW = "A palavra-passe muda-se na primeira entrada e depois de reposta (Despacho 8632/2014, 3.1.1)."
FIELDS = (
    Field("old", "Palavra-passe atual", Text(200, secret=True), 24, required=True, help="A que usou para entrar.", law=_LAW),
    Field("new", "Palavra-passe nova", Text(200, secret=True), 24, required=True,
          help=f"Pelo menos {SHORTEST} caracteres, diferente da atual.", law=_LAW),
    Field("again", "Outra vez a nova", Text(200, secret=True), 24, required=True, help="Para ter a certeza.", law=_LAW),
)  # fmt: skip


class PasswordScreen(FormScreen):
    """first: the operator may not go on without changing it."""

    title_text = "Mudar a palavra-passe"
    KEYS: ClassVar[Keys] = (("Enter", "Seguinte"), ("F10", "Mudar"), ("F1", "Ajuda"), ("Esc", "Voltar"))

    def __init__(self, *, first: bool = False) -> None:
        super().__init__()
        self._first = first

    def body(self) -> Iterable[Widget]:
        why = "  É a sua primeira entrada: escolha uma palavra-passe só sua." if self._first else ""
        yield told(["", why, ""], height=3)
        yield FormView(FIELDS, self.today, submit_at_end=True)

    def on_mount(self) -> None:
        self.query_one(FormView).focus()

    async def on_form_view_submitted(self, message: FormView.Submitted) -> None:
        v, form = message.values, self.query_one(FormView)
        done = await self.attempt(
            lambda: change_password(self.acting.operator, v["old"], v["new"], v["again"], self.acting),
            lambda refusal: form.focus_field(refusal.field or "old", refusal.message),
        )
        if done is None:
            return
        if self._first:
            from tui.screens.main_menu import MenuScreen

            # Not awaited: the switch waits for this very handler to end.
            self.app.switch_screen(MenuScreen("Palavra-passe mudada."))
        else:
            self.app.pop_screen()

    async def action_leave(self) -> None:
        if self._first:
            self.balcao.session = None
        self.app.pop_screen()
