"""A file of rows is what other programs expect: types kept, no formula let in, whole or not there at all."""

from __future__ import annotations

import csv
import io
import json
import re
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from company import Lojinha, line, refusal
from hypothesis import given
from hypothesis import strategies as st

from models.catalogue.form import ARTICLES
from models.declared import Exported, Question
from models.marks import Marks
from models.sales.listing import DOCUMENTS
from reports.export import PAGE, SHEET_ROWS, harmless, pages_of, to_file, write

COLUMNS = (
    Exported("name", "Nome"),
    Exported("amount", "Valor", "number"),
    Exported("price", "Preço", "number", places=None),
    Exported("day", "Dia", "day"),
    Exported("at", "Hora", "moment"),
    Exported("sold", "Vendido", "flag"),
    Exported("codes", "Códigos", "texts"),
)
ROW = (
    "Café «Central»; Lda", Decimal("-1234.5"), Decimal("0.501600"), date(2026, 11, 24), datetime(2026, 11, 24, 9, 5),
    True, ["560", "6*561"],
)  # fmt: skip
EMPTY = ("", Decimal(0), Decimal(20), None, None, False, [])


def written(kind: str, *rows: tuple[Any, ...]) -> str:
    file = io.StringIO(newline="")
    assert write(kind, file, COLUMNS, [rows]) == len(rows)
    return file.getvalue()


def sheet(path: Path) -> str:
    with zipfile.ZipFile(path) as book:
        return book.read("xl/worksheets/sheet1.xml").decode()


def test_csv_is_what_a_portuguese_spreadsheet_opens(tmp_path: Path) -> None:
    path = tmp_path / "linhas.csv"
    assert to_file("csv", path, COLUMNS, [[ROW, EMPTY]], total=2) == 2
    assert (
        path.read_bytes()
        == (
            "\ufeffNome;Valor;Preço;Dia;Hora;Vendido;Códigos\r\n"
            '"Café «Central»; Lda";-1234,50;0,5016;24-11-2026;24-11-2026 09:05:00;Sim;560 6*561\r\n'
            ";0,00;20;;;Não;\r\n"
        ).encode()
    )


def test_json_keeps_types_and_no_amount_is_a_float() -> None:
    first = {
        "name": "Café «Central»; Lda", "amount": "-1234.50", "price": "0.5016", "day": "2026-11-24",
        "at": "2026-11-24T09:05:00", "sold": True, "codes": ["560", "6*561"],
    }  # fmt: skip
    second = {"name": "", "amount": "0.00", "price": "20", "day": None, "at": None, "sold": False, "codes": []}
    assert json.loads(written("json", ROW, EMPTY)) == [first, second]
    assert [json.loads(row) for row in written("jsonl", ROW, EMPTY).splitlines()] == [first, second]
    assert written("json") == "[]\n"
    assert written("jsonl") == ""


def test_excel_has_numbers_and_dates_as_what_they_are(tmp_path: Path) -> None:
    path = tmp_path / "linhas.xlsx"
    to_file("xlsx", path, COLUMNS, [[ROW, EMPTY]], total=2)
    cells = sheet(path)
    assert re.search(r'<c r="B2" s="\d+"><v>-1234\.5</v></c>', cells)
    assert re.search(r'<c r="C2" s="\d+"><v>0\.5016</v></c>', cells)
    assert re.search(r'<c r="D2" s="\d+"><v>46350</v></c>', cells), "days since 30-12-1899"
    assert re.search(r'<c r="E2" s="\d+"><v>46350\.378\d+</v></c>', cells), "09:05 is 0,378 of a day"
    assert "Café «Central»; Lda" in cells
    assert 'state="frozen"' in cells
    with zipfile.ZipFile(path) as book:
        assert "dd-mm-yyyy" in book.read("xl/styles.xml").decode()


@pytest.mark.parametrize("text", ["=1+1", "+351 912", "-2", "@SUM(A1)", "\t=1", "\r=1", " =cmd|' /C calc'!A0"])
def test_a_text_is_never_a_formula(text: str, tmp_path: Path) -> None:
    row = next(csv.reader(written("csv", (text, *EMPTY[1:])).splitlines()[1:], delimiter=";"))
    assert row[0].startswith("'")
    path = tmp_path / "x.xlsx"
    to_file("xlsx", path, COLUMNS, [[(text, *EMPTY[1:])]], total=1)
    assert "<f>" not in sheet(path)
    assert "<is>" in sheet(path)


@given(st.text())
def test_nothing_written_to_csv_begins_like_a_formula(text: str) -> None:
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert "\x1b" not in harmless(text)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20), max_size=5))
def test_csv_is_read_back_row_by_row(names: list[str]) -> None:
    text = written("csv", *[(name, *EMPTY[1:]) for name in names])
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert [row[0] for row in rows[1:]] == [harmless(name) for name in names]


def test_what_is_cancelled_or_fails_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "exportacoes" / "x.csv"
    said: list[tuple[int, int]] = []
    stopped = refusal(
        lambda: to_file(
            "csv", path, COLUMNS, [[ROW], [ROW], [ROW]], total=3, told=lambda *n: said.append(n),
            cancelled=lambda: len(said) == 2,
        )
    )  # fmt: skip
    assert said == [(1, 3), (2, 3)]
    assert "interrompida" in stopped.message
    assert list(path.parent.iterdir()) == []
    (tmp_path / "ficheiro").write_text("")
    blocked = refusal(lambda: to_file("csv", tmp_path / "ficheiro" / "x.csv", COLUMNS, [], total=0))
    assert blocked.message.endswith("a pasta é um ficheiro.")


def test_more_rows_than_a_sheet_holds_are_refused_at_once(tmp_path: Path) -> None:
    told = refusal(lambda: to_file("xlsx", tmp_path / "x.xlsx", COLUMNS, [], total=SHEET_ROWS + 1))
    assert "CSV" in told.message
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx"])
def test_many_rows_take_no_more_memory_than_few(kind: str, tmp_path: Path) -> None:
    def pages(count: int) -> Iterator[list[tuple[Any, ...]]]:
        for _ in range(count):
            yield [ROW] * PAGE

    to_file(kind, tmp_path / "aquecer", COLUMNS, pages(1), total=PAGE)
    tracemalloc.start()
    to_file(kind, tmp_path / "muitas", COLUMNS, pages(20), total=20 * PAGE)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4_000_000


def test_a_list_is_exported_as_filtered_marked_and_sorted(company: Lojinha) -> None:
    company.issue("FT", line("CAFE"))
    company.issue("FS", line("LEITE", "2"))
    company.issue("FS", line("VINHO"))
    numbers = lambda question: [row[0] for page in pages_of(DOCUMENTS, question) for row in page]  # noqa: E731
    assert numbers(Question(filters=(("type", "FS"),), sort="gross", descending=True)) == ["FS 2026A/2", "FS 2026A/1"]
    assert numbers(Question(sort="id")) == ["FT 2026A/1", "FS 2026A/1", "FS 2026A/2"]
    marks = Marks().all_of(Question(filters=(("type", "FS"),)))
    assert numbers(Question(sort="gross", marked=marks)) == ["FS 2026A/1", "FS 2026A/2"]


def test_the_pages_of_a_list_end_with_its_rows(company: Lojinha, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.export.PAGE", 3)
    found = [len(page) for page in pages_of(ARTICLES, Question(sort="id"))]
    assert (sum(found), max(found)) == (7, 3)
    assert [len(page) for page in pages_of(ARTICLES, Question(), most=4)] == [3, 1]
