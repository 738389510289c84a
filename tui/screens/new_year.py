"""Fiscal > Ano novo: all the series of a year in one go, and then their codes."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import ClassVar

from textual import work
from textual.widget import Widget

from models.declared import Field, Number, Text, Values
from models.series.new_year import NewSeries, make_new_year, plan_new_year, without_code
from tui.screens.base import Keys, told
from tui.screens.forms import GuidedScreen
from tui.widgets.dialog import ask
from tui.widgets.form import FormView
from tui.widgets.textview import Line, TextView

FIELDS = (
    Field("year", "Ano", Number(0, Decimal(2000), Decimal(2999)), 6, required=True,
          help="O ano das novas séries; em dezembro, o que vem."),
    Field("name", "Nome da série", Text(35), 20,
          help="Vazio: os nomes de agora com o ano mudado, 2026A passa a 2027A.",
          law="Não se repete no mesmo tipo, nem depois de fechada (Despacho 8632/2014, 1.8)."),
)  # fmt: skip
INTRO = (
    "",
    "  Cria de uma vez a série do ano novo de cada tipo em uso, de número 1, e pede os",
    "  códigos. As antigas continuam abertas até 31 de dezembro.",
    "",
)


class NewYearScreen(GuidedScreen):
    title_text = "Ano novo"
    KEYS: ClassVar[Keys] = (("Enter", "Seguinte"), ("F10", "Criar séries"), ("F1", "Ajuda"), ("Esc", "Voltar"))

    def body(self) -> Iterable[Widget]:
        yield told(INTRO, height=len(INTRO))
        yield FormView(FIELDS, self.today, submit_at_end=True)
        yield TextView([], id="plan")

    def on_mount(self) -> None:
        today, form = self.today(), self.query_one(FormView)
        form.styles.height = len(FIELDS) + 1
        form.load({"year": Decimal(today.year + (today.month >= 7)), "name": ""})
        form.focus()

    def on_form_view_submitted(self, message: FormView.Submitted) -> None:
        self.make(message.values)

    @work
    async def make(self, values: Values) -> None:
        year, name, form = int(values["year"]), str(values["name"] or ""), self.query_one(FormView)
        planned = await self.attempt(
            lambda: plan_new_year(year, name),
            lambda refusal: form.focus_field(refusal.field or "year", refusal.message),
        )
        if planned is None:
            return
        self.query_one("#plan", TextView).show(_plan(year, planned))
        if not planned:
            self.say(f"As séries de {year} já estão criadas.")
        else:
            if await ask(self.app, "Ano novo", f"Criar {len(planned)} série(s) de {year}?", irreversible=True) != "s":
                return
            if await self.attempt(lambda: make_new_year(year, self.acting, name)) is None:
                return
        if await self.attempt(without_code):
            from tui.screens.codes import CodesScreen

            written = await self.app.push_screen_wait(CodesScreen())
            self.say(
                f"{written} código(s) escrito(s)." if written else "Os códigos ficam para depois: Fiscal > Códigos."
            )


def _plan(year: int, planned: list[NewSeries]) -> list[str | Line]:
    if not planned:
        return ["", f"  As séries de {year} já estão criadas."]
    head: list[str | Line] = [Line(f"  Séries de {year}", "strong")]
    return [*head, *(f"  {new.what}: {new.name}  (a seguir a {new.follows})" for new in planned)]
