"""Fiscal > Inventário: the file of what there was in stock at the end of the year, for AT."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.widget import Widget

from models.declared import Choice, Day, Field, Text, Values
from tui.screens.base import Keys, told
from tui.screens.forms import GuidedScreen
from tui.widgets.dialog import ask
from tui.widgets.form import FormView

FIELDS = (
    Field("day", "Data", Day(), 12, required=True, help="O último dia do exercício.",
          law="Comunica-se até 31 de janeiro (DL 198/2012, 3.º-A)."),
    Field("version", "Versão", Choice((("2_01", "2_01, com valores"), ("1_02", "1_02, sem valores"))), 24, default="2_01",
          required=True, help="2_01 leva o valor de cada artigo; 1_02 só quantidades.",
          law="Portaria 126/2019: com inventário permanente, os valores do exercício de 2026 são obrigatórios."),
    Field("kind", "Ficheiro em", Choice((("xml", "XML"), ("csv", "CSV"))), 12, default="xml", required=True,
          help="XML diz também que não há existências; CSV não."),
    Field("costs", "Custos", Text(300), 50, default="",
          help="Vazio: o custo médio. Senão um CSV: colunas Código e Custo, sem IVA."),
    Field("file", "Ficheiro", Text(300), 50, default="", help="Vazio: inventario_data.xml na pasta da empresa."),
)  # fmt: skip


class InventoryScreen(GuidedScreen):
    title_text = "Inventário"
    KEYS: ClassVar[Keys] = (("F10", "Exportar"), ("F4", "Opções"), ("F1", "Ajuda"), ("Esc", "Voltar"))

    def body(self) -> Iterable[Widget]:
        yield told(
            ["", "  As existências no fim do dia, pelos movimentos de stock. Entrega-se no e-Fatura.", ""], height=3
        )
        yield FormView(FIELDS, self.today, submit_at_end=True)

    def on_mount(self) -> None:
        form = self.query_one(FormView)
        form.load({**form.values, "day": date(self.today().year - 1, 12, 31)})
        form.focus()

    def on_form_view_submitted(self, message: FormView.Submitted) -> None:
        self.make(message.values)

    @work
    async def make(self, values: Values) -> None:
        from reports.inventory import write_inventory

        day, kind, costs, form = (
            values["day"],
            str(values["kind"]),
            str(values["costs"] or ""),
            self.query_one(FormView),
        )
        if day > self.today():
            form.focus_field("day", "Esse dia ainda não acabou: o inventário faz-se depois.")
            self.refuse("Esse dia ainda não acabou: o inventário faz-se depois.")
            return
        given, home = str(values["file"] or ""), self.balcao.home.path / "exportacoes"
        path = Path(given).expanduser() if given else home / f"inventario_{day}.{kind}"
        if (
            path.exists()
            and await ask(self.app, "Inventário", f"{path.name} já existe. Substituir?", default="n") != "s"
        ):
            return
        count = await self.attempt(
            lambda: write_inventory(
                path, day, version="1_02" if values["version"] == "1_02" else "2_01", kind=kind,
                costs=Path(costs).expanduser() if costs else None,
            ),
            lambda refusal: form.focus_field(refusal.field or "day", refusal.message),
        )  # fmt: skip
        if count is not None:
            self.say(f"{count} artigo(s) em {path}" if count else f"Sem existências (NoStock): {path}")
