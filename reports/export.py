"""Rows and typed columns into a file that other programs read: CSV, Excel or JSON, a page at a time, in constant memory."""

from __future__ import annotations

import csv
import errno
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, Protocol, TextIO

from fiscal.errors import Refusal
from fiscal.notation import show_day
from fiscal.rounding import rounded
from fiscal.text import clean
from models.declared import Exported, Listing, Question
from models.work import Cancelled, Told, never, to_nobody

KINDS = {"csv": "CSV (folha de cálculo)", "xlsx": "Excel", "json": "JSON"}
"""What a file may be, by its ending. ``jsonl`` too, for scripts: one object on each line."""
PAGE = 1000
SHEET_ROWS = 1_048_575
"""Rows that fit in a sheet of Excel, under the header."""
_REASONS = {
    errno.ENOSPC: "o disco está cheio",
    errno.EACCES: "não tem permissão para escrever aí",
    errno.EROFS: "o disco só deixa ler",
    errno.ENOENT: "essa pasta não existe",
    errno.EEXIST: "a pasta é um ficheiro",
    errno.ENOTDIR: "a pasta é um ficheiro",
    errno.EISDIR: "já existe uma pasta com esse nome",
}
_LONGEST = 32_767
"""Characters that fit in a cell of Excel."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Record = Sequence[Any]


class Writer(Protocol):
    """Writes rows to an open file."""

    def row(self, record: Record) -> None: ...

    def end(self) -> None: ...


def pages_of(listing: Listing, question: Question, most: int | None = None) -> Iterator[list[tuple[Any, ...]]]:
    """The typed rows of a list, in the question's order: no more than a page of them is ever in memory.

    most: no more rows than this.
    """
    if listing.source is None:
        raise Refusal("Esta lista não se exporta.", rule="export")
    after, left = None, most
    while left is None or left > 0:
        limit = PAGE if left is None else min(PAGE, left)
        records, after = listing.source.records(question, after, limit)
        yield records
        if after is None:
            return
        left = None if left is None else left - len(records)


def to_file(
    kind: str,
    path: Path,
    columns: Sequence[Exported],
    pages: Iterable[Sequence[Record]],
    *,
    total: int,
    told: Told = to_nobody,
    cancelled: Cancelled = never,
) -> int:
    """Writes a file, whole or not at all; gives the number of rows.

    told and cancelled are called between pages. Raises Refusal when it was cancelled, when there are too many rows for
    the kind of file, and when the disk refuses.
    """
    if kind == "xlsx" and total > SHEET_ROWS:
        raise Refusal(
            f"São {total} linhas e uma folha de Excel só leva {SHEET_ROWS}: filtre menos, ou escolha CSV.",
            rule="export",
        )
    unfinished = path.with_name(f"{path.name}.parcial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _open(kind, unfinished) as file:
            done = write(kind, file, columns, pages, total=total, told=told, cancelled=cancelled)
        unfinished.replace(path)
    except OSError as error:
        raise Refusal(f"Não se conseguiu gravar {path}: {reason(error)}.", rule="export") from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return done


def reason(error: OSError) -> str:
    """Why a file could not be written."""
    return _REASONS.get(error.errno or 0, error.strerror or str(error))


def write(
    kind: str,
    file: IO[Any],
    columns: Sequence[Exported],
    pages: Iterable[Sequence[Record]],
    *,
    total: int = 0,
    told: Told = to_nobody,
    cancelled: Cancelled = never,
) -> int:
    """Writes to an open file: of bytes for ``xlsx``, of text for the others. See ``to_file``."""
    done = 0
    with tempfile.TemporaryDirectory(prefix="balcao-") as scratch:
        writer = _WRITERS[kind](file, columns, scratch)
        for page in pages:
            if cancelled():
                raise Refusal("Exportação interrompida: não ficou nenhum ficheiro.", rule="cancelled")
            for record in page:
                writer.row(record)
            done += len(page)
            told(done, total)
        writer.end()
    return done


@contextmanager
def _open(kind: str, path: Path) -> Iterator[IO[Any]]:
    if kind == "xlsx":
        with path.open("wb") as binary:
            yield binary
    else:
        # The mark at the beginning tells spreadsheets that it is UTF-8; JSON must not have one.
        encoding = "utf-8-sig" if kind == "csv" else "utf-8"
        with path.open("w", encoding=encoding, newline="") as text:
            yield text


class CsvWriter:
    """Columns apart by semicolons, decimal comma, dates as 24-11-2026: what a Portuguese spreadsheet opens at once."""

    def __init__(self, file: TextIO, columns: Sequence[Exported], scratch: str) -> None:
        self._columns = columns
        self._rows = csv.writer(file, delimiter=";", lineterminator="\r\n")
        self._rows.writerow([c.label for c in columns])

    def row(self, record: Record) -> None:
        self._rows.writerow([_as_text(c, value) for c, value in zip(self._columns, record, strict=True)])

    def end(self) -> None:
        """Nothing more to write."""


def _as_text(column: Exported, value: Any) -> str:
    if value is None:
        return ""
    if column.kind == "number":
        return _digits(value, column.places).replace(".", ",")
    if column.kind == "day":
        return show_day(value)
    if column.kind == "moment":
        return f"{value:%d-%m-%Y %H:%M:%S}"
    if column.kind == "flag":
        return "Sim" if value else "Não"
    return harmless(" ".join(value) if column.kind == "texts" else str(value))


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: one that begins like one gets an apostrophe before it."""
    shown = clean(text)
    return f"'{shown}" if text.startswith(_FORMULA) or shown.startswith(_FORMULA) else shown


def _digits(value: Any, places: int | None) -> str:
    number = Decimal(value)
    if places is not None:
        return f"{rounded(number, Decimal(1).scaleb(-places)):f}"
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class XlsxWriter:
    """One sheet: the header frozen, numbers and dates as what they are, no text ever taken for a formula."""

    def __init__(self, file: IO[bytes], columns: Sequence[Exported], scratch: str) -> None:
        import xlsxwriter

        self._columns = columns
        self._book = xlsxwriter.Workbook(file, {"constant_memory": True, "tmpdir": scratch})
        self._sheet = self._book.add_worksheet()
        head = self._book.add_format({"bold": True, "bottom": 1})
        shapes = {
            "day": "dd-mm-yyyy",
            "moment": "dd-mm-yyyy hh:mm:ss",
            "2": "#,##0.00",
            "None": "#,##0.######",
        }
        formats = {name: self._book.add_format({"num_format": shape}) for name, shape in shapes.items()}
        self._formats = [formats.get(str(c.places) if c.kind == "number" else c.kind) for c in columns]
        for at, column in enumerate(columns):
            self._sheet.set_column(at, at, max(column.width, len(column.label) + 2))
            self._sheet.write_string(0, at, column.label, head)
        self._sheet.freeze_panes(1, 0)
        self._at = 0

    def row(self, record: Record) -> None:
        self._at += 1
        for at, (column, value) in enumerate(zip(self._columns, record, strict=True)):
            if value is None or value == "":
                continue
            if column.kind == "number":
                self._sheet.write_number(self._at, at, float(value), self._formats[at])
            elif column.kind in ("day", "moment"):
                self._sheet.write_datetime(self._at, at, value, self._formats[at])
            elif column.kind == "flag":
                self._sheet.write_string(self._at, at, "Sim" if value else "Não")
            else:
                text = " ".join(value) if column.kind == "texts" else str(value)
                self._sheet.write_string(self._at, at, clean(text)[:_LONGEST])

    def end(self) -> None:
        self._book.close()


class JsonLines:
    """One object on each line: dates as 2026-11-24, amounts as text, so that no reader makes floats of them."""

    def __init__(self, file: TextIO, columns: Sequence[Exported], scratch: str) -> None:
        self._columns, self._file = columns, file

    def row(self, record: Record) -> None:
        self._file.write(self._object(record) + "\n")

    def end(self) -> None:
        """Nothing more to write."""

    def _object(self, record: Record) -> str:
        values = {c.name: as_plain(c, value) for c, value in zip(self._columns, record, strict=True)}
        return json.dumps(values, ensure_ascii=False)


class JsonArray(JsonLines):
    """One array of all the objects, each on a line of its own."""

    def __init__(self, file: TextIO, columns: Sequence[Exported], scratch: str) -> None:
        super().__init__(file, columns, scratch)
        self._before = "[\n"

    def row(self, record: Record) -> None:
        self._file.write(self._before + self._object(record))
        self._before = ",\n"

    def end(self) -> None:
        self._file.write("\n]\n" if self._before == ",\n" else "[]\n")


def as_plain(column: Exported, value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, Decimal):
        return _digits(value, column.places)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value


_WRITERS: dict[str, Callable[[Any, Sequence[Exported], str], Writer]] = {
    "csv": CsvWriter,
    "xlsx": XlsxWriter,
    "json": JsonArray,
    "jsonl": JsonLines,
}
