"""A small back-office to try the widgets in: a form, a list over a real SQLite table, every dialog."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from textual import work
from textual.screen import Screen
from textual.widget import Widget

from fiscal.errors import Refusal
from models.declared import (
    Choice,
    Column,
    Count,
    Day,
    Field,
    Form,
    Key,
    Listing,
    Number,
    Question,
    Row,
    Text,
    Values,
    YesNo,
)  # fmt: skip
from themes.loading import load
from tui.terminal.app import TerminalApp
from tui.widgets.ask_field import ask_field
from tui.widgets.bars import KeyBar, MessageLine, NoticeBar, TitleBar
from tui.widgets.dialog import ask, choose
from tui.widgets.form import FormView
from tui.widgets.help import HelpDialog
from tui.widgets.list import ListView
from tui.widgets.lookup import look_up
from tui.widgets.textview import TextView

Answer = TypeVar("Answer")
TODAY = date(2026, 11, 24)
HOSTILE = (
    "[red]Leite[/red]",
    "[/x] Lda",
    "\x1b[31mCafé\x1b[0m",
    "Pão\u202e\u200b oculto",
    "漢字 massa",
    "[@click=app.quit]x[/]",
)


def price_above_zero(value: Decimal, values: Values) -> None:
    if value <= 0:
        raise Refusal("O preço tem de ser maior do que zero.", rule="price")


def fixed_code(values: Values) -> str:
    return "O código não muda depois do primeiro documento." if values.get("used") else ""


ARTICLE = (
    Field("code", "Código", Text(16, upper=True), 16, required=True, locked=fixed_code, group="Identificação"),
    Field("name", "Designação", Text(60), 46, required=True, help="O nome do artigo, como sai no documento."),
    Field("family", "Família", Text(20), 20),
    Field("barcode", "Código de barras", Text(14), 16),
    Field("price", "Preço sem IVA", Number(6), 14, required=True, check=price_above_zero, group="Preço e imposto"),
    Field(
        "tax",
        "Taxa de IVA",
        Choice((("NOR", "Taxa normal"), ("INT", "Taxa intermédia"), ("RED", "Taxa reduzida"), ("ISE", "Isento"))),
        24,
        default="NOR",
        law="CIVA, art. 18.º: taxas do imposto.",
    ),
    Field("since", "Em vigor desde", Day(), 12),
    Field("stocked", "Movimenta stock", YesNo(), 6, default=True, group="Armazém"),
    Field("least", "Stock mínimo", Number(3, shown_least=0), 14),
    Field("password", "Senha", Text(20, secret=True), 20),
)


class Table:
    """Articles in a real SQLite table, asked by keyset in one database thread. ``delay`` slows every question."""

    def __init__(self, rows: int, names: Iterable[str] = ("Leite meio gordo", "Café moído", "Pão de forma")) -> None:
        self.thread = ThreadPoolExecutor(1)
        self.delay = 0.0
        self.asked: list[str] = []
        self.db = sqlite3.connect(":memory:", check_same_thread=False)
        self.db.execute("CREATE TABLE article (code TEXT PRIMARY KEY, name TEXT, old INTEGER) WITHOUT ROWID")
        named = list(names)
        self.db.executemany(
            "INSERT INTO article VALUES (?, ?, ?)",
            ((f"A{i:06}", f"{named[i % len(named)]} {i}", i % 11 == 5) for i in range(rows)),
        )

    def page(self, question: Question, after: Key | None, limit: int, backwards: bool) -> list[Row]:
        text = question.text
        self.asked.append(text)
        sign, order = ("<", "DESC") if backwards else (">", "ASC")
        found = self.db.execute(
            f"SELECT code, name, old FROM article WHERE name LIKE ? AND (? IS NULL OR code {sign} ?)"
            f" ORDER BY code {order} LIMIT ?",
            (f"%{text}%", after and after[0], after and after[0], limit),
        )
        rows = [Row((code,), (code, name, "UN", "1 234,56"), code, bool(old)) for code, name, old in found]
        return rows[::-1] if backwards else rows

    def count(self, question: Question) -> Count:
        like = (f"%{question.text}%",)
        return Count(self.db.execute("SELECT count(*) FROM article WHERE name LIKE ?", like).fetchone()[0])

    async def fetch(self, question: Callable[[], Answer], /) -> Answer:
        if self.delay:
            await asyncio.sleep(self.delay)
        return await asyncio.get_running_loop().run_in_executor(self.thread, question)

    def listing(self) -> Listing:
        columns = (
            Column("code", "Código", 10),
            Column("name", "Designação", 30, grows=True),
            Column("unit", "Un.", 4),
            Column("price", "Preço", 12, right=True),
        )
        empty = "Nenhum artigo com esse nome. F2 cria um novo."
        return Listing("Artigos", columns, self.page, self.count, lambda: Form("Artigo", ARTICLE, dict, id), empty)


class Bench(Screen[None]):
    """Title, one widget, message, notice, keys; writes down what the widget says."""

    def __init__(self, widget: Widget, title: str, table: Table | None = None) -> None:
        super().__init__()
        self.widget, self.title_text, self.table = widget, title, table
        self.heard: list[Any] = []
        self.answers: list[Any] = []

    def compose(self) -> Iterable[Widget]:
        yield TitleBar(self.title_text, "Mercearia do Largo, Lda", "ANA  terminal 1")
        yield self.widget
        yield MessageLine()
        yield NoticeBar()
        yield KeyBar([("F10", "Gravar"), ("F1", "Ajuda"), ("F4", "Escolher"), ("F2", "Novo"), ("Esc", "Sair")])

    @property
    def line(self) -> MessageLine:
        return self.query_one(MessageLine)

    def on_form_view_refused(self, message: FormView.Refused) -> None:
        self.heard.append(("refused", message.field.name, message.message))
        self.line.refuse(message.message)

    def on_form_view_changed(self, message: FormView.Changed) -> None:
        self.heard.append(("changed", message.name, message.text))

    def on_form_view_submitted(self, message: FormView.Submitted) -> None:
        self.heard.append(("submitted", message.values))

    def on_form_view_help_wanted(self, message: FormView.HelpWanted) -> None:
        self.app.push_screen(HelpDialog(message.field))

    @work
    async def on_form_view_look_up(self, message: FormView.LookUp) -> None:
        if isinstance(message.field.kind, Choice):
            answer = await choose(self.app, message.field.label, message.field.kind.all(), "INT")
        else:
            assert self.table is not None
            answer = await look_up(self.app, self.table.listing(), self.table.fetch, message.text)
        self.answers.append(answer)
        if isinstance(answer, str):
            message.form.put(message.field.name, answer)
            message.form.next_field()

    def on_list_view_opened(self, message: ListView.Opened) -> None:
        self.heard.append(("opened", message.id))

    def on_list_view_new_wanted(self, message: ListView.NewWanted) -> None:
        self.heard.append(("new", message.text))

    @work
    async def key_f6(self) -> None:
        text = "Emitir a fatura FT 2026A/123 a [b]Mercearia[/b], no valor de 1 234,56 €?\nDepois não pode ser alterada."
        self.answers.append(await ask(self.app, "Emitir", text, default="n", irreversible=True))

    @work
    async def key_f7(self) -> None:
        reason = Field("reason", "Motivo", Text(50), 44, required=True, help="Porque se anula, em poucas palavras.")
        self.answers.append(await ask_field(self.app, "Anular documento", reason, lambda: TODAY))


class Demo(TerminalApp[None]):
    def __init__(self, bench: Bench, theme: str = "ansi") -> None:
        super().__init__(load(theme))
        self.bench = bench

    def on_mount(self) -> None:
        self.push_screen(self.bench)


def form_demo(values: Values | None = None, table: Table | None = None, theme: str = "ansi") -> Demo:
    return Demo(Bench(FormView(ARTICLE, lambda: TODAY, values=values), "Artigo", table), theme)


def list_demo(table: Table, theme: str = "ansi") -> Demo:
    return Demo(Bench(ListView(table.listing(), table.fetch), "Artigos", table), theme)


def text_demo(lines: list[str]) -> Demo:
    return Demo(Bench(TextView(lines), "Documento"))
