"""Fiscal > Verificar cadeia: proves that nothing was altered, or says where; and lets issuing go on after a report (C35)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import work
from textual.binding import Binding
from textual.widget import Widget

from models.declared import Field, Text
from models.integrity.block import Block, blocked, check_whole, unblock
from models.verify import Verdict
from models.work import Cancelled, Told
from tui.screens.base import Keys, WorkScreen
from tui.widgets.textview import Line, TextView

REPORT = (
    Field("responsible", "Responsável", Text(100), 40, required=True,
          help="Quem responde pelo parecer, no produtor do programa.",
          law="A emissão só continua depois de o produtor se pronunciar (DL 28/2019, 11.º n.2 c)."),
    Field("report", "Parecer", Text(1000), 60, required=True,
          help="O que se passou e o que foi feito, ou onde está escrito. Fica no registo de auditoria."),
)  # fmt: skip


class VerifyScreen(WorkScreen):
    title_text = "Verificar cadeia"
    KEYS: ClassVar[Keys] = (("↑↓", "Percorrer"), ("Esc", "Voltar"))
    BINDINGS = [Binding("f8", "unblock", show=False)]  # noqa: RUF012

    def body(self) -> Iterable[Widget]:
        yield TextView(["", "  A verificar assinaturas, números, totais e registos…"])

    def on_mount(self) -> None:
        self.query_one(TextView).focus()
        self.check()

    @work
    async def check(self) -> None:
        acting = self.acting

        def verb(told: Told, cancelled: Cancelled) -> tuple[Verdict, Block | None]:
            return check_whole(acting, told, cancelled), blocked()

        done = await self.run_long("Verificar cadeia", verb, "registos")
        if done is None:
            self.query_one(TextView).show(["", "  A verificação não chegou ao fim."])
            return
        verdict, stopped = done
        self.query_one(TextView).show([*_told(verdict), *_stopped(stopped)])
        self.keys((*self.KEYS[:1], ("F8", "Desbloquear"), *self.KEYS[1:]) if stopped else self.KEYS)

    async def action_unblock(self) -> None:
        self.lift()

    @work
    async def lift(self) -> None:
        """F8: the producer's report, and issuing goes on."""
        from tui.screens.questions import QuestionScreen

        if await self.attempt(blocked) is None:
            self.refuse("A emissão não está bloqueada.")
            return
        values = await self.app.push_screen_wait(QuestionScreen("Parecer do produtor", REPORT, {}))
        if values is None:
            return
        acting = self.acting

        def verb() -> bool:
            unblock(str(values["responsible"]), str(values["report"]), acting)
            return True

        if await self.attempt(verb):
            self.say("A emissão está desbloqueada.")
            self.keys(self.KEYS)


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


def _stopped(found: Block | None) -> list[str | Line]:
    if found is None:
        return []
    return [
        "",
        Line(f"  Emissão bloqueada desde {found.since:%d-%m-%Y %H:%M}.", "strong"),
        "  Depois do parecer do produtor, um administrador desbloqueia com F8.",
    ]
