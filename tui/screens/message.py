"""One message to AT, whole: its deadline, its attempts, the exact answer, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding
from textual.widget import Widget

from fiscal.notation import show_day
from models.outbox import act, kinds
from models.outbox.listing import show_deadline
from models.outbox.pending import time_left
from models.outbox.tables import Outbox
from tui.screens.base import Keys, WorkScreen
from tui.terminal.cells import wrap
from tui.widgets.textview import Line, TextView

if TYPE_CHECKING:
    from tui.app import BalcaoApp

WHAT_TO_DO = {
    kinds.WAITING: "Segue sozinho, com o programa aberto ou com «balcao at send». F5 envia já.",
    kinds.FIX: (
        "Resolva o que a resposta diz e reenvie com F5. Se o documento está errado, anule-o em Vendas > Documentos e reenvie: "
        "vai como anulado. F8 retira-o da fila, se não for para comunicar."
    ),
    kinds.CONFLICT: (
        "Veja no Portal das Finanças o que a AT tem com este número e compare. Se for o mesmo, F8 dá-o por comunicado; se não "
        "for, fale com o contabilista antes de mais."
    ),
    kinds.STOPPED: (
        "Neste serviço nada mais segue até alguém agir. Corrija o que a resposta diz: a senha e os ficheiros são em Entidade > "
        "Configurações, F6 Integrações. Depois F5 reenvia. A mesma senha não volta a ser enviada."
    ),
}
BY_TELEPHONE = (
    "Se a mercadoria tem de sair e a AT não responde:",
    "1. Comunique pelo telefone da AT (o número está no Portal das Finanças, Documentos de transporte): ela dá um código.",
    "2. Aqui, F8 e «Comunicado por outro meio»: escreva o código, que passa a sair no documento.",
    "3. Até ao 5.º dia útil seguinte, complete os dados no Portal das Finanças.",
    "Sem código nenhum, a guia acompanha a mercadoria em papel, em três exemplares.",
)
"""DL 147/2003 (fiscal.md, 7.7)."""


class MessageScreen(WorkScreen):
    title_text = "Comunicação"
    opened_as = "message"
    KEYS: ClassVar[Keys] = (("↑↓", "Percorrer"), ("F5", "Reenviar"), ("F8", "Retirar"), ("Esc", "Voltar"))
    BINDINGS = [  # noqa: RUF012 - Textual's name
        Binding("f5", "retry", show=False),
        Binding("f8", "retire", show=False),
    ]

    def __init__(self, row_id: int) -> None:
        super().__init__()
        self._row_id = row_id
        self._subject = ""

    def body(self) -> Iterable[Widget]:
        yield TextView()

    async def on_mount(self) -> None:
        self.query_one(TextView).focus()
        await self._show()

    async def _show(self) -> None:
        row: Outbox | None = await self.attempt(lambda: Outbox.get_by_id(self._row_id))
        if row is not None:
            self._subject = str(row.subject)
            width = min(90, self.app.size.width - 4)
            self.query_one(TextView).show(lines_of(row, self.balcao.clock.now(), width))

    def place(self) -> dict[str, Any]:
        return {"row": self._row_id}

    async def prepare(self, app: BalcaoApp, state: Mapping[str, Any]) -> None:
        await app.fetch(lambda: Outbox.get_by_id(self._row_id))

    def told_by_at(self, subject: str) -> None:
        if subject == self._subject:
            self.show_again()

    @work(exclusive=True)
    async def show_again(self) -> None:
        await self._show()

    @work
    async def action_retry(self) -> None:
        """F5: at once."""

        def again() -> bool:
            act.retry(self._row_id, self.acting)
            return True

        if await self.attempt(again):
            self.balcao.courier.wake()
            self.say("A enviar.")
            await self._show()

    @work
    async def action_retire(self) -> None:
        """F8: told by other means, or not to be told."""
        from tui.screens.communication import retire

        if await retire(self, self._row_id):
            await self._show()

    async def action_leave(self) -> None:
        self.dismiss(None)


def lines_of(row: Outbox, now: datetime, width: int) -> list[str | Line]:
    """All that is known of a message, as lines of at most ``width`` cells."""
    left = time_left(row.deadline, now)
    facts = [
        ("Estado", kinds.STATES[row.state]),
        ("Na fila desde", _moment(row.created_at)),
        ("Prazo legal", f"{show_deadline(row.kind, row.deadline)}  ({left})" if row.deadline else "nenhum"),
        ("Tentativas", str(row.attempts)),
        ("Próxima tentativa", _moment(row.next_at) if row.state == kinds.WAITING and row.next_at else ""),
        ("Resposta em", _moment(row.answered_at) if row.answered_at else ""),
        ("Código da resposta", row.code),
        ("Dado pela AT", row.answer),
    ]
    lines: list[str | Line] = ["", Line(f"  {kinds.NAMES[row.kind]}  {row.subject}", "strong"), ""]
    lines += [f"  {label:<20}{value}" for label, value in facts if value]
    lines += ["", Line("  Resposta", "strong")]
    lines += [f"  {text}" for text in wrap(row.message or "Ainda não foi enviado.", width)]
    if row.state in WHAT_TO_DO:
        lines += ["", Line("  O que fazer", "strong"), *(f"  {text}" for text in wrap(WHAT_TO_DO[row.state], width))]
    if row.kind == kinds.TRANSPORT and row.state in kinds.OPEN:
        first, *steps = BY_TELEPHONE
        lines += ["", Line(f"  {first}", "strong")]
        lines += [f"  {text}" for step in steps for text in wrap(step, width)]
    return lines


def _moment(at: datetime) -> str:
    return f"{show_day(at.date())} {at:%H:%M}"
