"""The variants of a model: in what they differ, typed as a few lists of values; all of them made in one go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from textual import work
from textual.widget import Widget

from models.catalogue.variants import Variant, axes_of, make_variants, planned, read_axis
from models.declared import Field, Text, Values
from tui.screens.base import Keys, told
from tui.screens.forms import GuidedScreen
from tui.terminal.cells import fit
from tui.widgets.dialog import ask
from tui.widgets.form import FormView
from tui.widgets.textview import Line, TextView

FIELDS = (
    Field("axis1", "Diferem em", Text(300), 56, required=True, check=lambda text, _: read_axis(text, "axis1"),
          help="O nome e os valores: Cor: Azul, Preto."),
    Field("axis2", "e em", Text(300), 56, default="", check=lambda text, _: read_axis(text, "axis2"),
          help="Outra coisa, se houver: Tamanho: S, M, L."),
    Field("axis3", "e em", Text(300), 56, default="", check=lambda text, _: read_axis(text, "axis3"),
          help="E uma terceira, se houver."),
)  # fmt: skip
INTRO = (
    "",
    "  Cada combinação fica um artigo, com código, preço e stock seus. O modelo só",
    "  as representa: já não se vende. As que já existem ficam como estão.",
    "",
)


class VariantsScreen(GuidedScreen):
    """Gives how many variants were made, or None."""

    opened_as = "variants"
    KEYS: ClassVar[Keys] = (("Enter", "Seguinte"), ("F10", "Criar variantes"), ("F1", "Ajuda"), ("Esc", "Voltar"))

    def __init__(self, article_id: int, code: str) -> None:
        super().__init__()
        self._article, self._code = article_id, code
        self.title_text = f"Variantes de {code}"
        self.busy = True

    def body(self) -> Iterable[Widget]:
        yield told(INTRO, height=len(INTRO))
        yield FormView(FIELDS, self.today, submit_at_end=True)
        yield TextView([], id="plan")

    async def on_mount(self) -> None:
        form = self.query_one(FormView)
        form.styles.height = len(FIELDS) + 1
        had = await self.attempt(lambda: axes_of(self._article)) or []
        form.load({f"axis{n}": f"{name}: {', '.join(values)}" for n, (name, values) in enumerate(had, 1)})
        form.focus()
        self.busy = False

    def place(self) -> dict[str, Any]:
        return {**super().place(), "article": self._article, "code": self._code}

    def on_form_view_submitted(self, message: FormView.Submitted) -> None:
        self.make(message.values)

    @work
    async def make(self, values: Values) -> None:
        """Shows what would be made, asks, and makes it."""
        axes = [axis for f in FIELDS if (axis := read_axis(str(values[f.name] or ""), f.name)) is not None]
        form, article, acting = self.query_one(FormView), self._article, self.acting
        found = await self.attempt(
            lambda: planned(article, axes), lambda refusal: form.focus_field(refusal.field or "axis1", refusal.message)
        )
        if found is None:
            return
        self.query_one("#plan", TextView).show(_told(found))
        new = sum(not variant.exists for variant in found)
        if new and await ask(self.app, "Criar variantes?", f"{new} artigos de {self._code}.", default="n") != "s":
            return
        made = await self.attempt(
            lambda: make_variants(article, axes, acting),
            lambda refusal: form.focus_field(refusal.field or "axis1", refusal.message),
        )
        if made is not None:
            self.dismiss(len(made))

    async def action_leave(self) -> None:
        self.dismiss(None)


def _told(found: Sequence[Variant]) -> list[str | Line]:
    head = Line(f"  {fit('Código', 24)} {fit('Designação', 38)}", "strong")
    rows = [f"  {fit(v.code, 24)} {fit(v.description, 38)}{'  já existe' if v.exists else ''}" for v in found]
    return ["", head, *rows]
