"""Compras > Documentos de compra: Enter shows one with what is left of it, F8 cancels it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import work
from textual.binding import Binding
from textual.widget import Widget

from fiscal.errors import NeedsConfirmation, Refusal
from fiscal.notation import show_euro, show_price
from fiscal.rounding import cents
from models.declared import Choice, Field, Text
from models.purchases.landed import BY_VALUE, WAYS, goods_of, planned, share_landed
from models.purchases.listing import PURCHASES, REASON, told
from models.purchases.record import cancel_purchase
from tui.screens.base import Keys
from tui.screens.help import help_on_list
from tui.screens.history import ReadScreen
from tui.screens.listed import ListScreen
from tui.widgets.ask_fields import ask_fields
from tui.widgets.dialog import ask
from tui.widgets.list import ListView

SHARING = (
    Field("over", "Pela mercadoria de", Text(400, upper=True), 40, required=True,
          help="Receções ou faturas que a trouxeram: RM 2026/1, RM 2026/2."),
    Field("way", "Por", Choice(WAYS), 14, default=BY_VALUE, required=True, help="O valor de cada linha, ou a quantidade."),
)  # fmt: skip


class PurchasesScreen(ListScreen):
    """The purchases, newest first."""

    title_text = PURCHASES.title
    KEYS: ClassVar[Keys] = (
        ("Enter", "Ver"), ("F6", "Repartir"), ("F8", "Anular"), ("Ctrl+F", "Filtrar"), ("Ctrl+O", "Ordenar"),
        ("Ctrl+E", "Exportar"), ("F1", "Ajuda"), ("Esc", "Voltar"),
    )  # fmt: skip
    BINDINGS: ClassVar = [Binding("f6", "share", show=False), Binding("f8", "cancel", show=False)]

    def body(self) -> Iterable[Widget]:
        yield ListView(PURCHASES, self.balcao.fetch)

    def on_mount(self) -> None:
        self.query_one(ListView).focus()

    async def action_manual(self) -> None:
        """F1: what this list is."""
        await help_on_list(self, PURCHASES, self.KEYS)

    def on_list_view_opened(self, message: ListView.Opened) -> None:
        self.open_row(str(message.row.cells[0]))

    @work
    async def open_row(self, number: str) -> None:
        lines = await self.attempt(lambda: told(number))
        if lines is not None:
            await self.app.push_screen_wait(ReadScreen(number, lines))

    @work
    async def action_share(self) -> None:
        """F6: what an invoice of freight or customs cost, shared over the goods that it brought; shown before it is done."""
        row = self.query_one(ListView).current
        if row is None:
            return
        number, answer = str(row.cells[0]), {"over": "", "way": BY_VALUE}
        while True:
            asked = await ask_fields(self.app, f"Repartir {number}", SHARING, self.today, answer)
            if asked is None:
                return
            answer = {"over": str(asked["over"]), "way": str(asked["way"])}
            over, way = answer["over"], answer["way"]
            parts = await self.attempt(lambda: planned(number, goods_of(over), way))  # noqa: B023 - awaited here
            if parts is None:
                return
            shown = [f"{part.code}  +{show_euro(cents(part.amount))}, {show_price(part.each)} cada" for part in parts]
            more = [f"… e mais {len(shown) - 10}"] if len(shown) > 10 else []
            if await ask(self.app, "Repartir assim?", "\n".join([*shown[:10], *more]), default="n") == "s":
                break
        acting, lines = self.acting, [(part.number, part.line) for part in parts]
        if await self.attempt(lambda: share_landed(number, lines, way, acting)) is not None:
            self.say(f"{number} repartida por {len(lines)} linha(s): o custo da mercadoria já o leva.")

    @work
    async def action_cancel(self) -> None:
        """F8: a purchase taken back, with its goods and what it cost."""
        row = self.query_one(ListView).current
        if row is None:
            return
        number = str(row.cells[0])
        values = await ask_fields(self.app, f"Anular {number}", (REASON,), self.today, {"reason": ""})
        if values is not None:
            await self._cancel(number, str(values["reason"]), frozenset())

    async def _cancel(self, number: str, reason: str, confirmed: frozenset[str]) -> None:
        acting = self.acting
        try:
            await self.balcao.act(lambda: cancel_purchase(number, reason, acting, confirmed=confirmed))
        except NeedsConfirmation as warning:
            if await ask(self.app, "Confirma?", warning.message, default="n", irreversible=True) == "s":
                await self._cancel(number, reason, confirmed | {warning.key})
        except Refusal as refusal:
            self.refuse(refusal)
        else:
            self.say(f"{number} anulado.")
            self.query_one(ListView).reload()
