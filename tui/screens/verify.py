"""Fiscal > Verificar cadeia: proves that nothing was altered, or says where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import work
from textual.widget import Widget

from models.verify import Verdict, verify
from tui.screens.base import Keys, WorkScreen
from tui.widgets.textview import Line, TextView


class VerifyScreen(WorkScreen):
    title_text = "Verificar cadeia"
    KEYS: ClassVar[Keys] = (("↑↓", "Percorrer"), ("Esc", "Voltar"))

    def body(self) -> Iterable[Widget]:
        yield TextView(["", "  A verificar assinaturas, números, totais e registos…"])

    def on_mount(self) -> None:
        self.query_one(TextView).focus()
        self.check()

    @work
    async def check(self) -> None:
        verdict = await self.run_long("Verificar cadeia", verify, "registos")
        said = _told(verdict) if verdict is not None else ["", "  A verificação não chegou ao fim."]
        self.query_one(TextView).show(said)


def _told(verdict: Verdict) -> list[str | Line]:
    lines: list[str | Line] = [
        "",
        f"  {verdict.documents} documentos e {verdict.audited} linhas de auditoria verificados.",
        "",
    ]
    if not verdict.findings:
        return [*lines, Line("  Está tudo certo: nada foi alterado.", "strong")]
    lines.append(Line(f"  {len(verdict.findings)} problema(s). Não emita; fale com quem dá assistência.", "strong"))
    return [*lines, "", *(f"  ! {f.place}: {f.message}" for f in verdict.findings)]
