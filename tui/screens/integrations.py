"""Entidade > Configurações > Integrações: other people's systems, how each stands, its settings and a trial of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding
from textual.widget import Widget

from fiscal.notation import show_day
from integrations.declared import NOT_YET, Announced, Integration, announced, integrations
from models.declared import Column, Count, Field, Form, Key, Listing, Question, Row, Text, Values
from models.work import Cancelled, Told
from tui.screens.base import Keys, WorkScreen
from tui.screens.records import RecordScreen
from tui.terminal.cells import wrap
from tui.widgets.ask_fields import ask_fields
from tui.widgets.dialog import ask
from tui.widgets.list import ListView
from tui.widgets.textview import Line, TextView

if TYPE_CHECKING:
    from tui.app import BalcaoApp


class IntegrationsScreen(WorkScreen):
    title_text = "Integrações"
    opened_as = "integrations"
    KEYS: ClassVar[Keys] = (("Enter", "Configurar"), ("F5", "Experimentar"), ("Esc", "Voltar"))
    BINDINGS = [Binding("f5", "trial", show=False)]  # noqa: RUF012 - Textual's name

    def body(self) -> Iterable[Widget]:
        yield ListView(_listing(self.balcao), self.balcao.fetch)

    def on_mount(self) -> None:
        self.query_one(ListView).focus()

    def on_list_view_opened(self, message: ListView.Opened) -> None:
        if (coming := _coming(int(message.id))) is not None:
            self.refuse(f"{coming.name} {NOT_YET.lower()} neste programa. Há de: {coming.lacks}")
        else:
            self.open_row(int(message.id))

    def on_list_view_moved(self, message: ListView.Moved) -> None:
        """What the one under the cursor does not do yet."""
        place = int(message.row.id) if message.row is not None else 0
        coming = _coming(place)
        lacks = coming.lacks if coming is not None else integrations()[place].lacks
        self.hint(f"Ainda não: {lacks}" if lacks else "Grátis e para todos. Enter configura, F5 experimenta.")

    @work
    async def open_row(self, place: int) -> None:
        await self.app.push_screen_wait(IntegrationScreen(place))
        self.query_one(ListView).reload()

    def action_trial(self) -> None:
        """F5: tries the one chosen."""
        row = self.query_one(ListView).current
        if row is not None and (coming := _coming(int(row.id))) is not None:
            self.refuse(f"{coming.name} {NOT_YET.lower()} neste programa: não há o que experimentar.")
        elif row is not None:
            self.app.push_screen(TrialScreen(integrations()[int(row.id)]))

    def reopen(self, name: str, state: Mapping[str, Any]) -> WorkScreen | None:
        return IntegrationScreen(int(state.get("key") or 0)) if name == "integration" else None

    async def action_leave(self) -> None:
        self.dismiss(None)


def _coming(place: int) -> Announced | None:
    """The one in that place of the list, where it is still to come."""
    at = place - len(integrations())
    return announced()[at] if at >= 0 else None


def _listing(app: BalcaoApp) -> Listing:
    """The integrations as a list made in memory."""

    def page(question: Question, after: Key | None, limit: int, backwards: bool) -> list[Row]:
        there = [(one.name, one.state(app.home), one.about) for one in integrations()]
        coming = [(one.name, NOT_YET, one.about) for one in announced()]
        rows = [
            Row((n,), cells, n, n >= len(there))
            for n, cells in enumerate([*there, *coming])
            if question.text.casefold() in cells[0].casefold()
        ]
        beyond = [row for row in rows if after is None or (row.key < after if backwards else row.key > after)]
        return beyond[-limit:] if backwards else beyond[:limit]

    columns = (
        Column("name", "Integração", 22),
        Column("state", "Estado", 20),
        Column("about", "Para quê", 20, grows=True),
    )
    return Listing("Integrações", columns, page, lambda question: Count(len(page(question, None, 100, False))))


class IntegrationScreen(RecordScreen):
    """The settings of one. Passwords that are not to be kept are known until the operator leaves."""

    opened_as = "integration"

    def __init__(self, place: int) -> None:
        self._integration: Integration = integrations()[place]
        super().__init__(Form(self._integration.name, (), lambda _: {}, lambda *_: None), place)

    async def prepare(self, app: BalcaoApp, state: Mapping[str, Any]) -> None:
        """They are always there."""

    def body(self) -> Iterable[Widget]:
        self._form = self._integration.form(self.balcao.home)
        return super().body()

    def saved(self, key: Any, values: Values) -> None:
        courier = self.balcao.courier
        courier.passwords.update(key)
        courier.wake()
        self.run_worker(self._ask_about_month(values))

    async def _ask_about_month(self, values: Values) -> None:
        """Where documents pass to the web service, those of this month that came before may be told too."""
        from models.outbox.act import queue_since
        from models.outbox.modes import BY_SERVICE, key

        first = self.today().replace(day=1)
        now_told = [
            service
            for service in ("faturas", "transporte")
            if values.get(key(service)) == BY_SERVICE != self._loaded[key(service)]
        ]
        if now_told:
            text = (
                f"Comunicar também o que já emitiu desde {show_day(first)}? Diga não se já o comunicou de outra forma."
            )
            if await ask(self.app, "Documentos deste mês", text, default="n") == "s":
                queued = await self.attempt(lambda: (queue_since(first, self.acting),))
                if queued is not None:
                    self.balcao.tell(f"Postos na fila para a AT: {queued[0]}.")
                self.balcao.courier.wake()
        self.dismiss(True)


class TrialScreen(WorkScreen):
    """What works and what does not, as it is tried."""

    KEYS: ClassVar[Keys] = (("↑↓", "Percorrer"), ("Esc", "Voltar"))

    def __init__(self, integration: Integration) -> None:
        super().__init__()
        self._integration = integration
        self.title_text = f"Experimentar: {integration.name}"

    def body(self) -> Iterable[Widget]:
        yield TextView(["", "  A experimentar…"])

    def on_mount(self) -> None:
        self.query_one(TextView).focus()
        self.try_out()

    @work
    async def try_out(self) -> None:
        width = min(90, self.app.size.width - 6)
        lines: list[str | Line] = [""]

        def job(told: Told, cancelled: Cancelled) -> list[tuple[bool, str]]:
            found = []
            for one in self._integration.trial(self.balcao.home):
                found.append(one)
                told(len(found), 0)
                if cancelled():
                    break
            return found

        found = await self.run_long("Experimentar", job)
        for right, text in found or ():
            first, *rest = wrap(text, width)
            lines += [
                Line(f"  {'✓' if right else '!'} {first}", "text" if right else "strong"),
                *(f"    {more}" for more in rest),
            ]
        if found is None:
            lines.append("  Não se chegou ao fim.")
        self.query_one(TextView).show(lines)


async def ask_passwords(screen: WorkScreen) -> bool:
    """Asks for AT's passwords, for this session only; empty ones stay as they are. Whether any was given. From a worker."""
    from integrations.at.config import PASSWORDS
    from models.outbox import kinds
    from models.outbox.act import retry_all

    fields = [
        Field(variable, f"Senha de {service.value}", Text(100, secret=True), 20, default="",
              help="Do subutilizador, só até sair; vazio: fica como está.")
        for service, variable in PASSWORDS.items()
    ]  # fmt: skip
    values = await ask_fields(
        screen.app, "Senhas da AT, só nesta sessão", fields, screen.today, {f.name: "" for f in fields}
    )
    given = {name: str(value) for name, value in (values or {}).items() if value}
    if given:
        screen.balcao.courier.passwords.update(given)
        await screen.attempt(lambda: retry_all(screen.acting, states=(kinds.STOPPED,)))
        screen.balcao.courier.wake()
    return bool(given)
