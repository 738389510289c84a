"""Fiscal > Histórico: the documents of the program before this one; and Fiscal > Importar SAF-T, where they come in."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, BinaryIO, ClassVar, TypeVar

from textual import work
from textual.binding import Binding
from textual.widget import Widget

from fiscal.errors import Refusal
from fiscal.text import clean
from models.declared import Column, Count, Field, Key, Listing, Question, Row, Text
from models.history.listing import HISTORY, readable
from models.history.outcome import KINDS, Outcome, counted, told, undone
from models.history.tables import HistoryBatch
from models.work import Cancelled, Told
from tui.screens.base import Keys, WorkScreen
from tui.screens.help import help_on_list
from tui.screens.listed import ListScreen
from tui.widgets.dialog import ask
from tui.widgets.list import ListView
from tui.widgets.textview import Line, TextView

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")
FILE = Field(
    "file", "Ficheiro", Text(300), 60, required=True,
    help="O .xml do programa anterior (1.01 a 1.04); primeiro só se mostra.",
)  # fmt: skip


class HistoryScreen(ListScreen):
    """Imported documents, newest first."""

    title_text = HISTORY.title
    KEYS: ClassVar[Keys] = (
        ("Enter", "Ver"), ("F5", "Nota de crédito"), ("Ctrl+F", "Filtrar"), ("F1", "Ajuda"), ("Esc", "Voltar"),
        ("Ctrl+O", "Ordenar"), ("Ins", "Marcar"), ("Ctrl+E", "Exportar"),
    )  # fmt: skip
    BINDINGS = [Binding("f5", "credit", show=False)]  # noqa: RUF012 - Textual's name

    def body(self) -> Iterable[Widget]:
        yield ListView(HISTORY, self.balcao.fetch)

    def on_mount(self) -> None:
        self.query_one(ListView).focus()

    async def action_manual(self) -> None:
        await help_on_list(self, HISTORY, self.KEYS)

    def on_list_view_opened(self, message: ListView.Opened) -> None:
        self.open_row(str(message.row.cells[0]))

    @work
    async def open_row(self, number: str) -> None:
        found = await self.attempt(lambda: readable(number))
        if found is not None:
            await self.app.push_screen(ReadScreen(number, ["", *found]))

    @work
    async def action_credit(self) -> None:
        """F5: a credit note on the document chosen."""
        from tui.screens.credit import CreditScreen

        row = self.query_one(ListView).current
        if row is not None:
            number = await self.app.push_screen_wait(CreditScreen(row.cells[0]))
            if number:
                self.say(f"{number} emitida sobre {row.cells[0]}.")


class ReadScreen(WorkScreen):
    """Lines to read. Gives True where ``go_on`` names what F10 does and it was pressed."""

    KEYS: ClassVar[Keys] = (("↑↓", "Percorrer"), ("Esc", "Voltar"))
    BINDINGS = [Binding("f10", "go_on", show=False)]  # noqa: RUF012 - Textual's name

    def __init__(self, title: str, lines: Iterable[str], go_on: str = "") -> None:
        super().__init__()
        self.title_text = title
        self._lines = [part for line in lines for part in _wrapped(line)]
        self._go_on = go_on

    def body(self) -> Iterable[Widget]:
        yield TextView(self._lines)

    def on_mount(self) -> None:
        self.query_one(TextView).focus()
        if self._go_on:
            self.keys((("F10", self._go_on), *self.KEYS))

    def action_go_on(self) -> None:
        if self._go_on:
            self.dismiss(True)

    async def action_leave(self) -> None:
        self.dismiss(False)


def _wrapped(line: str) -> list[str | Line]:
    safe = "  " + line.rstrip()
    if len(safe) <= 78:
        return [safe]
    return list(wrap(safe, 78, subsequent_indent="      ", drop_whitespace=True))


def _batches() -> Listing:
    """The imports, newest first: there are never many."""

    def rows(text: str) -> list[Row]:
        found = [
            Row((n,), (str(b.id), b.name, f"{b.starts_on:%d-%m-%Y}", f"{b.ends_on:%d-%m-%Y}", _counted(b), _state(b)), b.id,
                dim=b.undone_at is not None)
            for n, b in enumerate(HistoryBatch.select().order_by(HistoryBatch.id.desc()))
        ]  # fmt: skip
        return [row for row in found if text.casefold() in " ".join(row.cells).casefold()]

    def page(question: Question, after: Key | None, limit: int, backwards: bool) -> list[Row]:
        found = rows(question.text)
        if backwards:
            return [r for r in found if after is None or r.key < after][-limit:]
        return [r for r in found if after is None or r.key > after][:limit]

    return Listing(
        "Importar SAF-T",
        (
            Column("id", "N.º", 4, right=True),
            Column("name", "Ficheiro", 20, grows=True),
            Column("starts", "De", 10),
            Column("ends", "Até", 10),
            Column("documents", "Documentos", 10, right=True),
            Column("state", "Estado", 8),
        ),
        page,
        lambda question: Count(len(rows(question.text))),
        empty="Nada importado. F2 traz o SAF-T do programa anterior.",
    )


def _counted(batch: HistoryBatch) -> str:
    return str(json.loads(batch.counts).get("new", {}).get("documents", 0))


def _state(batch: HistoryBatch) -> str:
    return "ANULADA" if batch.undone_at is not None else ""


class ImportSaftScreen(ListScreen):
    """The imports: F2 brings a file in after a look at it, F8 takes one back."""

    title_text = "Importar SAF-T"
    KEYS: ClassVar[Keys] = (("F2", "Importar"), ("Enter", "Ver"), ("F8", "Anular"), ("Esc", "Voltar"))
    BINDINGS = [Binding("f8", "undo", show=False)]  # noqa: RUF012 - Textual's name

    def body(self) -> Iterable[Widget]:
        yield ListView(_batches(), self.balcao.fetch)

    def on_mount(self) -> None:
        self.query_one(ListView).focus()

    def on_list_view_opened(self, message: ListView.Opened) -> None:
        self.open_row(int(message.id))

    def on_list_view_new_wanted(self, message: ListView.NewWanted) -> None:
        self.bring()

    @work
    async def open_row(self, batch_id: int) -> None:
        batch = await self.attempt(lambda: HistoryBatch.get_by_id(batch_id))
        if batch is not None:
            await self.app.push_screen(ReadScreen(f"Importação {batch.id}", ["", *_kept(batch)]))

    @work
    async def bring(self) -> None:
        """F2: which file, what it would bring, and in it comes."""
        from tui.screens.questions import QuestionScreen

        values = await self.app.push_screen_wait(QuestionScreen(self.title_text, (FILE,), {}))
        if values is None:
            return
        path = Path(str(values["file"])).expanduser()
        acting = self.acting

        def look(said: Told, cancelled: Cancelled) -> tuple[Outcome, list[str]]:
            from models.history.importing import import_saft
            from models.history.preview import findings

            def both(stream: BinaryIO, size: int) -> tuple[Outcome, list[str]]:
                out = import_saft(stream, path.name, acting, only_look=True, total=size, told=said, cancelled=cancelled)
                current = out.release == "1.04_01" and not out.same
                return out, findings(stream, acting, total=size, told=said, cancelled=cancelled) if current else []

            return _opened(path, both)

        looked = await self.run_long("A ler o SAF-T", look, "MB")
        if looked is None:
            return
        outcome, found = looked
        remarks = [*map(str, outcome.remarks), ""] if outcome.remarks else []
        lines = ["", *told(outcome, would=True), "", *remarks, *found]
        wanted = "Importar" if outcome.changes and not outcome.same else ""
        if await self.app.push_screen_wait(ReadScreen(path.name, lines, wanted)):
            await self._import(path)

    async def _import(self, path: Path) -> None:
        acting = self.acting

        def verb(said: Told, cancelled: Cancelled) -> Outcome:
            from models.history.importing import import_saft

            return _opened(
                path,
                lambda stream, size: import_saft(stream, path.name, acting, total=size, told=said, cancelled=cancelled),
            )

        done = await self.run_long("A importar o SAF-T", verb, "MB")
        if done is not None:
            new = ", ".join(f"{name} {done.new[kind]}" for kind, name in KINDS.items() if done.new[kind])
            self.say(f"Importação {done.batch}: {new}." if done.batch else "Não havia nada de novo: nada mudou.")
        self.query_one(ListView).reload()

    @work
    async def action_undo(self) -> None:
        from models.history.undo import undo_import

        row = self.query_one(ListView).current
        if row is None:
            return
        batch_id, acting = int(row.id), self.acting
        what = f"{row.cells[1]}: saem {row.cells[4]} documentos e as fichas que ela criou e ninguém usa."
        if await ask(self.app, "Anular a importação?", what, default="n", irreversible=True) != "s":
            return
        gone = await self.attempt(lambda: undo_import(batch_id, acting))
        if gone is not None:
            self.say(undone(batch_id, gone))
        self.query_one(ListView).reload()


def _opened(path: Path, act: Callable[[BinaryIO, int], Result]) -> Result:
    """Does something with a file. Raises Refusal where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return act(stream, path.stat().st_size)
    except OSError as error:
        what = "não existe" if isinstance(error, FileNotFoundError) else "não se consegue ler"
        raise Refusal(
            f"{clean(path.name, 40)} {what}: confirme o nome e a pasta.", field="file", rule="saft"
        ) from error


def _kept(batch: HistoryBatch) -> list[str]:
    """What is remembered of an import."""
    counts = json.loads(batch.counts)
    lines = [
        f"{batch.name}, de {batch.starts_on:%d-%m-%Y} a {batch.ends_on:%d-%m-%Y}",
        f"Importado em {batch.at:%d-%m-%Y %H:%M} por {batch.operator}",
    ]
    if batch.undone_at is not None:
        lines.append(f"ANULADA em {batch.undone_at:%d-%m-%Y %H:%M}")
    for kind, name in KINDS.items():
        lines.append(counted(name, *(counts.get(part, {}).get(kind, 0) for part in ("new", "had", "refused"))))
    return [*lines, "", *counts.get("remarks", [])]
