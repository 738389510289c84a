"""Fiscal > Comunicação: what AT has not been told yet, until when it must be, what it answered, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding
from textual.widget import Widget

from models.act_on import act_on
from models.declared import Field, Text
from models.outbox import act, kinds
from models.outbox.listing import COMMUNICATION, OPEN, show_deadline
from models.outbox.pending import Pending, pending, time_left
from models.outbox.tables import Outbox
from tui.screens.base import Keys, WorkScreen, told
from tui.screens.help import help_on_list
from tui.screens.listed import ListScreen
from tui.screens.message import MessageScreen
from tui.widgets.ask_fields import ask_fields
from tui.widgets.dialog import ask
from tui.widgets.list import ListView
from tui.widgets.textview import Line, TextView

if TYPE_CHECKING:
    from integrations.at.deliver import Delivery

OTHERWISE, NEVER = "o", "r"
ENDS = (
    (OTHERWISE, "Comunicado por outro meio"),
    (NEVER, "Não é para comunicar: retirar"),
    ("n", "Deixar estar"),
)
REASON = Field(
    "reason", "Como ou porquê", Text(200), 40, required=True, default="",
    help="No portal, por telefone às 14:30…: fica no registo.",
)  # fmt: skip
CODE = Field(
    "code", "Código da AT", Text(40), 20, default="",
    help="Dado por telefone ou no portal: sai impresso.",
    law="Substitui o papel no transporte (DL 147/2003, art. 5 n.7).",
)  # fmt: skip


def in_short(delivery: Delivery) -> tuple[str, bool]:
    """What the operator is told of an answer while working at something else, and whether it went wrong; mostly nothing."""
    subject = delivery.subject
    if delivery.state == kinds.SENT:
        if delivery.kind == kinds.TRANSPORT and delivery.answer:
            return f"{subject}: código da AT {delivery.answer}.", False
        if delivery.kind == kinds.SERIES and delivery.answer:
            return f"Série {subject}: código de validação {delivery.answer}.", False
        return "", False
    if delivery.state == kinds.WAITING and delivery.kind not in (kinds.TRANSPORT, kinds.SERIES):
        return "", False
    return f"AT, {subject}: {kinds.STATES[delivery.state]}. Veja Fiscal > Comunicação.", True


class CommunicationScreen(ListScreen):
    """Oldest first; what is not told yet, unless another filter is chosen."""

    title_text = "Comunicação à AT"
    KEYS: ClassVar[Keys] = (
        ("Enter", "Ver resposta"),
        ("F5", "Reenviar"),
        ("F6", "Reenviar tudo"),
        ("F8", "Retirar"),
        ("Ctrl+F", "Filtrar"),
        ("F7", "Senhas"),
        ("F1", "Ajuda"),
        ("Esc", "Voltar"),
        ("Ctrl+E", "Exportar"),
    )
    BINDINGS = [  # noqa: RUF012 - Textual's name
        Binding("f5", "retry", show=False),
        Binding("f6", "retry_all", show=False),
        Binding("f7", "passwords", show=False),
        Binding("f8", "retire", show=False),
    ]

    def body(self) -> Iterable[Widget]:
        yield told([], height=3, id="state")
        yield ListView(COMMUNICATION, self.balcao.fetch, noun="comunicações")

    def on_mount(self) -> None:
        view = self.query_one(ListView)
        view.ask(replace(view.question, filters=(("state", OPEN),)))
        view.focus()

    async def on_screen_resume(self) -> None:
        await super().on_screen_resume()
        await self.show_state()

    async def show_state(self) -> None:
        """The lines over the list: how much, until when, and what stands in the way."""
        found = await self.attempt(lambda: (pending(),))
        if found is not None:
            now = self.balcao.clock.now()
            lines: list[str | Line] = [_summed_up(found[0], time_left(found[0].deadline if found[0] else None, now))]
            lines += [Line(f"  ! {text}", "strong") for text in self._in_the_way(found[0])]
            self.query_one("#state", TextView).show(lines)

    def _in_the_way(self, waits: Pending | None) -> list[str]:
        courier = self.balcao.courier
        told = [*(courier.trouble if waits is not None and waits.total else []), *courier.warnings]
        if waits is not None and waits.stopped:
            told.insert(0, f"Parado: {', '.join(waits.stopped)}. Nada segue até se resolver; Enter diz porquê.")
        return told

    async def action_manual(self) -> None:
        """F1: what this list is."""
        await help_on_list(self, COMMUNICATION, self.KEYS)

    def told_by_at(self, subject: str) -> None:
        self.show_again()

    @work(exclusive=True, group="again")
    async def show_again(self) -> None:
        self.query_one(ListView).reload()
        await self.show_state()

    def on_list_view_opened(self, message: ListView.Opened) -> None:
        self.open_row(int(message.id))

    @work
    async def open_row(self, row_id: int) -> None:
        await self.app.push_screen_wait(MessageScreen(row_id))
        self.query_one(ListView).reload()

    def reopen(self, name: str, state: Mapping[str, Any]) -> WorkScreen | None:
        return MessageScreen(int(state["row"])) if name == "message" and "row" in state else None

    @work
    async def action_retry(self) -> None:
        """F5: the message chosen, or all that are marked, at once."""
        view = self.query_one(ListView)
        if view.current is None:
            return
        wanted = view.wanted if view.marks else view.alone
        done = await self.attempt(lambda: act_on(COMMUNICATION.actions[0], COMMUNICATION, wanted, self.acting))
        if done is not None:
            self._sending(done)

    @work
    async def action_retry_all(self) -> None:
        """F6: all that is not told yet."""
        done = await self.attempt(lambda: act.retry_all(self.acting))
        if done is not None:
            self._sending(done)

    def _sending(self, done: int) -> None:
        self.balcao.courier.wake()
        self.say("Nada a reenviar." if not done else f"A enviar: {done}.")
        self.show_again()

    @work
    async def action_retire(self) -> None:
        """F8: told by other means, or not to be told; with the reason, which the audit log keeps."""
        row = self.query_one(ListView).current
        if row is not None and await retire(self, int(row.id)):
            self.show_again()

    @work
    async def action_passwords(self) -> None:
        """F7: passwords for this session only."""
        from tui.screens.integrations import ask_passwords

        if await ask_passwords(self):
            self.show_again()


async def retire(screen: WorkScreen, row_id: int) -> bool:
    """Asks how a message ends and ends it. Whether it did. From a worker."""
    row: Outbox | None = await screen.attempt(lambda: Outbox.get_by_id(row_id))
    if row is None:
        return False
    title = f"{kinds.NAMES[row.kind]} {row.subject}"
    chosen = await ask(screen.app, title, "A AT já sabe, ou não é para saber?", ENDS, default="n")
    if chosen not in (OTHERWISE, NEVER):
        return False
    fields = [REASON, CODE] if chosen == OTHERWISE and row.kind == kinds.TRANSPORT else [REASON]
    values = await ask_fields(screen.app, title, fields, screen.today, {f.name: "" for f in fields})
    if values is None:
        return False
    reason, code = str(values["reason"]), str(values.get("code") or "")

    def end() -> bool:
        if chosen == OTHERWISE:
            act.settle(row_id, reason, screen.acting, code)
        else:
            act.withdraw(row_id, reason, screen.acting)
        return True

    if await screen.attempt(end) is None:
        return False
    screen.balcao.courier.wake()
    screen.say(f"{row.subject}: dado por comunicado." if chosen == OTHERWISE else f"{row.subject}: retirado.")
    return True


def _summed_up(waits: Pending | None, left: str) -> str:
    if waits is None:
        return "  Nada se comunica por serviço web: escolhe-se em Configurações > Integrações."
    if not waits.total:
        return "  Está tudo comunicado."
    wrong = f" ({waits.wrong} com problemas)" if waits.wrong else ""
    said = f"  Por comunicar: {waits.total}{wrong}."
    return said if waits.deadline is None else f"{said} Prazo: {_until(waits)}, {left} ({waits.subject})."


def _until(waits: Pending) -> str:
    assert waits.deadline is not None
    end_of_day = (waits.deadline.hour, waits.deadline.minute) == (23, 59)
    return show_deadline(kinds.INVOICE if end_of_day else kinds.TRANSPORT, waits.deadline)
