"""Small forms asked over a screen: a few declared fields, answered or given up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.widget import Widget

from models.declared import Field, Values
from tui.screens.base import Keys, WorkScreen
from tui.screens.forms import GuidedScreen
from tui.widgets.form import FormView


class QuestionScreen(GuidedScreen):
    """Gives the values, or None for Esc."""

    KEYS: ClassVar[Keys] = (
        ("Enter", "Seguinte"),
        ("F10", "Aceitar"),
        ("F4", "Opções"),
        ("F1", "Ajuda"),
        ("Esc", "Voltar"),
    )

    def __init__(self, title: str, fields: Sequence[Field], values: Values) -> None:
        super().__init__()
        self.title_text = title
        self._fields = fields
        self._values = values

    def body(self) -> Iterable[Widget]:
        yield FormView(self._fields, self.today, values=self._values, submit_at_end=True)

    def on_mount(self) -> None:
        self.query_one(FormView).focus()

    def on_form_view_submitted(self, message: FormView.Submitted) -> None:
        self.dismiss(message.values)

    async def action_leave(self) -> None:
        self.dismiss(None)


async def fill_in(screen: WorkScreen, title: str, fields: Sequence[Field], values: Values) -> Values | None:
    """Asks for a few fields. To be called from a worker."""
    found: Values | None = await screen.app.push_screen_wait(QuestionScreen(title, fields, values))
    return found
