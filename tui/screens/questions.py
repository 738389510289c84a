"""Small forms asked over a screen: a few declared fields, answered or given up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.widget import Widget

from fiscal.errors import Refusal
from models.declared import Field, Values
from tui.screens.base import Keys
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

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        values: Values,
        opened_as: str = "",
        field: str = "",
        why: Refusal | None = None,
    ) -> None:
        """opened_as: the name under which the screen beneath asks again after a dropped line; empty: it does not.

        field: where the cursor begins; empty: in the first one. why: the refusal that leads here, which is shown.
        """
        super().__init__()
        self.opened_as = opened_as
        self.title_text = title
        self._fields = fields
        self._values = values
        self._field = field
        self._why = why

    def body(self) -> Iterable[Widget]:
        yield FormView(self._fields, self.today, values=self._values, submit_at_end=True)

    def on_mount(self) -> None:
        self.query_one(FormView).focus_field(self._field or self._fields[0].name)
        if self._why is not None:
            self.call_after_refresh(self.refuse, self._why)

    def asked_about(self, refusal: Refusal) -> str:
        return self._field if refusal is self._why else super().asked_about(refusal)

    def on_form_view_submitted(self, message: FormView.Submitted) -> None:
        self.dismiss(message.values)

    async def action_leave(self) -> None:
        self.dismiss(None)
