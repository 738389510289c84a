"""Stocks > Folhas de stock: Enter shows a sheet, F6 receives a transfer, F2 makes its guide, F8 takes a sheet back."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import ClassVar

from textual import work
from textual.binding import Binding
from textual.widget import Widget

from fiscal.notation import show_day, show_number
from fiscal.rules.lines import MOST
from models.declared import Field, Number
from models.stock.form import SHEETS
from models.stock.guides import guide_of
from models.stock.sheets import (
    KINDS,
    STATES,
    TRANSFER,
    UNDER_WAY,
    lines_of,
    receive,
    sheet_of,
    still_on_the_road,
    undo_sheet,
)
from models.stock.tables import Lot, StockSheet, StockSheetLine, Warehouse
from tui.screens.base import Keys
from tui.screens.help import help_on_list
from tui.screens.history import ReadScreen
from tui.screens.listed import ListScreen
from tui.screens.passing import guide_for
from tui.screens.questions import QuestionScreen
from tui.widgets.dialog import ask
from tui.widgets.list import ListView


class SheetsScreen(ListScreen):
    """The sheets, newest first."""

    title_text = SHEETS.title
    KEYS: ClassVar[Keys] = (
        ("Enter", "Ver"), ("F6", "Receber"), ("F2", "Guia"), ("F8", "Anular"), ("Ctrl+F", "Filtrar"), ("Ctrl+E", "Exportar"),
        ("F1", "Ajuda"), ("Esc", "Voltar"),
    )  # fmt: skip
    BINDINGS: ClassVar = [
        Binding("f6", "receive", show=False), Binding("f8", "undo", show=False),
    ]  # fmt: skip

    def body(self) -> Iterable[Widget]:
        yield ListView(SHEETS, self.balcao.fetch)

    def on_mount(self) -> None:
        self.query_one(ListView).focus()

    async def action_manual(self) -> None:
        """F1: what this list is."""
        await help_on_list(self, SHEETS, self.KEYS)

    def on_list_view_opened(self, message: ListView.Opened) -> None:
        self.open_row(int(message.id))

    @work
    async def open_row(self, sheet_id: int) -> None:
        shown = await self.attempt(lambda: _read(sheet_id))
        if shown is not None:
            await self.app.push_screen_wait(ReadScreen(shown[0], shown[1]))

    @work
    async def action_receive(self) -> None:
        """F6: what arrived of a transfer under way, line by line."""
        row = self.query_one(ListView).current
        if row is None:
            return
        number = str(row.cells[0])
        sent = await self.attempt(lambda: StockSheet.get(StockSheet.number == number))
        if sent is None or sent.kind != TRANSFER or sent.state != UNDER_WAY:
            self.refuse(f"{number} não é uma transferência a caminho: só essas se recebem.")
            return
        left = await self.attempt(lambda: still_on_the_road(sent)) or []
        fields = [_arrived(n, line, rest) for n, (line, rest) in enumerate(left)]
        values = {f"l{n}": rest for n, (_, rest) in enumerate(left)}
        answer = await self.app.push_screen_wait(QuestionScreen(f"Receber {number}", fields, values))
        if answer is None:
            return
        arrived, acting = [answer[f"l{n}"] for n in range(len(left))], self.acting
        done = await self.attempt(lambda: receive(number, arrived, acting))
        if done is not None:
            self.say(f"{done}: recebido de {number}.")
        self.query_one(ListView).reload()

    def on_list_view_new_wanted(self) -> None:
        self.make_guide()

    @work
    async def make_guide(self) -> None:
        """F2: the transport guide of a transfer under way."""
        row = self.query_one(ListView).current
        if row is not None:
            await guide_for(self, str(row.cells[0]))

    @work
    async def action_undo(self) -> None:
        """F8: the goods of a sheet back where they were."""
        row = self.query_one(ListView).current
        if row is None:
            return
        number, acting = str(row.cells[0]), self.acting
        if (
            await ask(self.app, f"Anular {number}?", "A mercadoria volta onde estava.", default="n", irreversible=True)
            != "s"
        ):
            return
        if await self.attempt(lambda: undo_sheet(number, acting)) is not None:
            self.say(f"{number} anulada.")
        self.query_one(ListView).reload()


def _arrived(n: int, line: StockSheetLine, rest: Decimal) -> Field:
    """Asks how much of a line arrived."""
    kind = Number(6, Decimal(0), MOST, shown_least=0)
    told = f"Quanto chegou; a caminho: {show_number(rest, 6, least=0)} {line.unit}."
    return Field(f"l{n}", f"{line.code} {line.description}"[:34], kind, 12, required=True, help=told)


def _read(sheet_id: int) -> tuple[str, list[str]]:
    """A sheet as text: its title and its lines."""
    sheet = sheet_of(str(StockSheet.get_by_id(sheet_id).number))
    where = str(Warehouse.get_by_id(sheet.warehouse_id).name)
    if sheet.to_warehouse_id is not None:
        where += f" para {Warehouse.get_by_id(sheet.to_warehouse_id).name}"
    guide = guide_of(int(sheet.id))
    head = [
        "",
        f"  {KINDS[sheet.kind]} de {show_day(sheet.day)}, {where}",
        f"  {STATES[sheet.state]}; por {sheet.operator} em {show_day(sheet.at.date())} {sheet.at:%H:%M}",
        *([f"  Motivo: {sheet.reason}"] if sheet.reason else []),
        *([f"  Guia: {guide}"] if guide else []),
        "",
    ]
    return str(sheet.number), [*head, *(_line(line) for line in lines_of(sheet))]


def _line(line: StockSheetLine) -> str:
    lot = f"  lote {Lot.get_by_id(line.lot_id).code}" if line.lot_id else ""
    cost = f"  a {show_number(line.cost, 6, least=2)} €" if line.cost is not None else ""
    quantity = show_number(line.quantity, 6, least=0)
    return f"  {line.code:<14} {line.description[:34]:<34} {quantity:>10} {line.unit}{cost}{lot}"
