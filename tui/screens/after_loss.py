"""Fiscal > Depois de uma perda: a copy was put back and documents are on paper only; the series to go on in, step by step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import work
from textual.binding import Binding
from textual.widget import Widget

from fiscal.errors import Refusal
from fiscal.notation import show_day
from models.series.after_loss import Replaced, begin_after_loss, plan_after_loss
from models.series.new_year import without_code
from models.series.tables import Series
from models.session import Session
from tui.screens.base import Keys, WorkScreen
from tui.widgets.dialog import ask
from tui.widgets.textview import Line, TextView

WHY = (
    "  Use só se repôs uma cópia e há documentos em papel que já não estão aqui. Esses",
    "  números não podem voltar a sair (Despacho 8632/2014, 2.5). F10 faz de uma vez:",
    "   1. fecha as séries em uso, que ficam como estão;",
    "   2. abre, para cada uma, a que continua, de número 1;",
    "   3. abre uma série de recuperação para os duplicados que só há em papel.",
    "  Depois pede os códigos da AT. Cada duplicado volta a escrever-se numa fatura",
    "  igual: F3, Recupera, com o número e a data do papel. As séries antigas",
    "  terminam-se no Portal das Finanças: aqui não se sabe que número tiveram.",
)
Lines = list[str | Line]


class AfterLossScreen(WorkScreen):
    """Shows what would be done, does it once after a yes, and leads to the codes."""

    title_text = "Depois de uma perda"
    KEYS: ClassVar[Keys] = (
        ("F10", "Fechar e abrir séries"), ("F7", "Escrever códigos"), ("↑↓", "Ler"), ("F1", "Ajuda"), ("Esc", "Voltar"),
    )  # fmt: skip
    BINDINGS: ClassVar = [Binding("f10", "begin", show=False), Binding("f7", "codes", show=False)]

    def body(self) -> Iterable[Widget]:
        yield TextView(["", *WHY], id="plan")

    def on_mount(self) -> None:
        self.query_one(TextView).focus()
        self.look()

    @work
    async def look(self) -> None:
        """What this database knows, and what would be done."""
        acting = self.acting
        lines = await self.attempt(lambda: _plan(acting))
        if lines is not None:
            self.query_one(TextView).show(["", *WHY, "", *lines])

    @work
    async def action_begin(self) -> None:
        """F10: once, after a yes."""
        acting = self.acting
        planned = await self.attempt(lambda: plan_after_loss(acting))
        if planned is None:
            return
        what = f"Fechar {len(planned)} série(s) e abrir as que continuam? Não se desfaz."
        if await ask(self.app, self.title_text, what, default="n", irreversible=True) != "s":
            return
        done = await self.attempt(lambda: begin_after_loss(acting))
        if done is None:
            return
        head: Lines = [Line("  Feito. As séries novas:", "strong")]
        self.query_one(TextView).show(["", *head, *(_said(one) for one in done)])
        await self._codes(f"{len(done)} série(s) fechada(s).")

    @work
    async def action_codes(self) -> None:
        """F7: the codes of the series that have none."""
        await self._codes("")

    async def _codes(self, done: str) -> None:
        if not await self.attempt(without_code):
            self.say(f"{done} Todas as séries abertas têm código.".strip())
            return
        from tui.screens.codes import CodesScreen

        written = await self.app.push_screen_wait(CodesScreen())
        told = f"{written} código(s) escrito(s)." if written else "Faltam códigos: F7, ou Fiscal > Códigos das séries."
        self.say(f"{done} {told}".strip())


def _plan(session: Session) -> Lines:
    """The last document that is known of each series in use, and what comes in its place."""
    try:
        planned = plan_after_loss(session)
    except Refusal as nothing:
        return [f"  {nothing.message}"]
    lines: Lines = [Line("  O que esta base conhece, e o que seria feito", "strong")]
    for one in planned:
        known = Series.get(Series.type == one.type, Series.name == one.closed)
        last = (
            f"até ao n.º {known.last_number} de {show_day(known.last_date)}" if known.last_number else "sem documentos"
        )
        lines += [f"  {one.type} {one.closed}, {last}", _said(one)]
    return lines


def _said(one: Replaced) -> str:
    recovery = f"; duplicados em {one.recovery}" if one.recovery else ""
    return f"     fecha {one.type} {one.closed}, continua em {one.name}{recovery}"
