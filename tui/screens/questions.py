"""Small forms asked over a screen: a few declared fields, answered or given up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from textual.widget import Widget

from models.declared import Field, Values
from tui.screens.base import Keys
from tui.screens.forms import GuidedScreen
from tui.widgets.form import FormView
from tui.widgets.places import of_form, to_form


class QuestionScreen(GuidedScreen):
    """Gives the values, or None for Esc."""

    KEYS: ClassVar[Keys] = (
        ("Enter", "Seguinte"),
        ("F10", "Aceitar"),
        ("F4", "Opções"),
        ("F1", "Ajuda"),
        ("Esc", "Voltar"),
    )

    def __init__(
        self, title: str, fields: Sequence[Field], values: Values, opened_as: str = "", field: str = ""
    ) -> None:
        """opened_as: the name under which the screen beneath asks again after a dropped line; empty: it does not.

        field: where the cursor begins; empty: in the first one.
        """
        super().__init__()
        self.opened_as = opened_as
        self.title_text = title
        self._fields = fields
        self._values = values
        self._field = field

    def body(self) -> Iterable[Widget]:
        yield FormView(self._fields, self.today, values=self._values, submit_at_end=True)

    def on_mount(self) -> None:
        self.query_one(FormView).focus_field(self._field or self._fields[0].name)

    def place(self) -> dict[str, Any]:
        return of_form(self.query_one(FormView))

    def come_back(self, state: Mapping[str, Any]) -> None:
        to_form(self.query_one(FormView), state)

    def on_form_view_submitted(self, message: FormView.Submitted) -> None:
        self.dismiss(message.values)

    async def action_leave(self) -> None:
        self.dismiss(None)
