"""Entidade > Cópias de segurança: a verified copy in a file (C17)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.widget import Widget

from fiscal.errors import Refusal
from models.backup import backup
from models.declared import Field, Text
from models.integrity.copies import Copies, copies
from models.work import Cancelled, Told
from tui.screens.base import Keys, told
from tui.screens.forms import FormScreen
from tui.widgets.form import FormView
from tui.widgets.textview import Line, TextView

FILE = Field(
    "file", "Ficheiro", Text(200), 60, required=True,
    help="Onde guardar, de preferência noutro disco. A chave de assinatura não vai.",
    law="Política de cópias obrigatória, guardadas noutro sítio (Despacho 8632/2014, 3.1.2; DL 28/2019, 27.º).",
)  # fmt: skip


class BackupScreen(FormScreen):
    title_text = "Cópias de segurança"
    KEYS: ClassVar[Keys] = (("F10", "Guardar cópia"), ("F1", "Ajuda"), ("Esc", "Voltar"))

    def body(self) -> Iterable[Widget]:
        yield told(
            ["", "  A cópia faz-se com o programa a trabalhar e é verificada logo a seguir."], height=7, id="copies"
        )
        yield FormView((FILE,), self.today, submit_at_end=True)

    def on_mount(self) -> None:
        form = self.query_one(FormView)
        name = f"balcao-{self.balcao.clock.now():%Y%m%d-%H%M%S}.db"
        form.load({"file": str(self.balcao.home.path / "copias" / name)})
        form.focus()
        self.show_copies()

    @work
    async def show_copies(self) -> None:
        found = await self.attempt(copies)
        if found is not None:
            self.query_one("#copies", TextView).show(_history(found))

    def on_form_view_submitted(self, message: FormView.Submitted) -> None:
        self.save(Path(str(message.values["file"])).expanduser())

    @work
    async def save(self, path: Path) -> None:
        def verb(told: Told, cancelled: Cancelled) -> bool:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise Refusal(
                    f"Não se consegue criar a pasta {path.parent}: {error.strerror}.", rule="backup"
                ) from error
            backup(path, self.acting, told, cancelled)
            return True

        if await self.run_long("Cópia de segurança", verb, "MB"):
            self.show_copies()
            self.balcao.tell(f"Cópia guardada e verificada em {path}. Guarde também a pasta keys, em lugar seguro.")


def _history(found: Copies) -> list[str | Line]:
    def day(at: datetime | None) -> str:
        return f"{at:%d-%m-%Y %H:%M}" if at is not None else "nenhuma"

    restored = f", a última em {day(found.restored)}" if found.restored else ""
    return [
        "",
        "  A cópia faz-se com o programa a trabalhar e é verificada logo a seguir.",
        "",
        f"  Última cópia: {day(found.last)}. Noutro disco: {day(found.elsewhere)}.",
        f"  Reposições de cópias: {found.restores}{restored}.",
    ]
