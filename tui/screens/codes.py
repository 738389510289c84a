"""Fiscal > Códigos das séries: AT's validation codes typed one after another; also what the first day begins with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding
from textual.widget import Widget

from fiscal.doctypes import TYPES, document_type
from fiscal.notation import show_day
from fiscal.numbering import check_validation_code
from models.declared import Field, Text
from models.series.codes import set_codes
from models.series.new_year import SHEET, sheet, without_code
from models.series.tables import Series
from tui.screens.base import Keys, told
from tui.screens.forms import GuidedScreen
from tui.widgets.form import FormView

FIRST_DAY = (
    "",
    "  Falta uma coisa para vender: o código que a AT dá a cada série, no Portal",
    "  das Finanças, Comunicação de Séries. Escreva só os dos documentos que vai",
    "  usar (ao balcão: FS e NC) e F10. Sem código, os outros não se emitem.",
    "",
)
LATER = (
    "",
    "  Os códigos que a AT deu, um em cada campo; os vazios ficam para depois. F11",
    "  faz a folha do que escrever no Portal das Finanças para os pedir.",
    "",
)


class CodesScreen(GuidedScreen):
    """A field for each open series without a code. Gives how many were written, or None."""

    title_text = "Códigos das séries"
    KEYS: ClassVar[Keys] = (
        ("Enter", "Seguinte"), ("F10", "Gravar"), ("F11", "Folha para o Portal"), ("F1", "Ajuda"), ("Esc", "Voltar"),
    )  # fmt: skip
    BINDINGS = [Binding("f11", "sheet", show=False)]  # noqa: RUF012

    def __init__(self, *, first_day: bool = False) -> None:
        super().__init__()
        self._intro = FIRST_DAY if first_day else LATER
        self.busy = True

    def body(self) -> Iterable[Widget]:
        yield told(self._intro, height=len(self._intro))

    async def on_mount(self) -> None:
        rows = await self.attempt(without_code)
        self.busy = False
        if not rows:
            self.say("Todas as séries abertas têm código de validação.")
            return
        form = FormView([_field(row) for row in rows], self.today)
        await self.mount(form, after="#told")
        form.focus()

    async def on_form_view_submitted(self, message: FormView.Submitted) -> None:
        form = self.query_one(FormView)
        codes = {int(name.partition(".")[2]): str(value or "") for name, value in message.values.items()}
        written = await self.attempt(
            lambda: set_codes(codes, self.acting),
            lambda refusal: form.focus_field(refusal.field or "", refusal.message),
        )
        if written is None:
            return
        if not written:
            self.refuse("Escreva pelo menos um código, ou Esc para os escrever mais tarde.")
            return
        self.dismiss(written)

    async def action_sheet(self) -> None:
        """F11: what Portal das Finanças asks for, as a CSV file in the home."""
        from reports.export import to_file

        path = self.balcao.home.path / "exportacoes" / f"series_{self.today():%Y-%m-%d}.csv"

        def make() -> int:
            rows = sheet()
            return to_file("csv", path, SHEET, [rows], total=len(rows))

        done = await self.attempt(make)
        if done is not None:
            self.say(f"{done} série(s) em {path}")

    async def action_leave(self) -> None:
        self.dismiss(None)


def _field(row: Series) -> Field:
    kind = document_type(row.type)
    return Field(
        f"code.{row.id}", f"{row.type} {row.name}", Text(64, upper=True), 20,
        check=lambda value, _: check_validation_code(value),
        help=f"{TYPES[row.type].name}; classe {kind.at_class}, desde {show_day(row.starts_on)}.",
        law="O código faz parte do ATCUD de cada documento; sem ele não se emite (Portaria 195/2020).",
    )  # fmt: skip
