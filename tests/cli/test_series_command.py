"""balcao series: a new year from the command line, with the sheet that goes to the portal and comes back filled in."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run


def test_a_new_year_by_commands(run: Run, tmp_path: Path) -> None:
    said = run("series", "new-year", "2027", "--dry-run")
    assert said.code == 0
    assert said.out.splitlines()[0] == "FT Fatura: 2027A (a seguir a 2026A)"
    assert said.out.splitlines()[-1] == "20 série(s) por criar; com --dry-run não se criou nada."
    assert run("series", "new-year", "2027").out.splitlines()[-2].startswith("20 série(s) criada(s)")
    assert run("series", "new-year", "2027").out == "As séries de 2027 já estão criadas.\n"
    sheet = tmp_path / "folha.csv"
    assert run("series", "sheet", "--output", str(sheet)).code == 0
    lines = sheet.read_text(encoding="utf-8-sig").splitlines()
    assert lines[1] == "FS;Fatura simplificada;SI;2027A;Normal;1;01-01-2027;"
    filled = [lines[0], *(f"{row}CODE27{row[:2]}" for row in lines[1:4]), *lines[4:]]
    sheet.write_text("\n".join(filled), encoding="utf-8")
    assert run("series", "code", "--file", str(sheet)).out == "3 código(s) escrito(s).\n"
    listed = [json.loads(row) for row in run("series", "list", "--json").out.splitlines()]
    assert [r["validation_code"] for r in listed if r["type"] == "FS"] == ["CDF7T5HD", "CODE27FS"]


def test_one_code_and_the_end_of_a_series(run: Run) -> None:
    run("series", "new-year", "2027", "--name", "LOJA27")
    assert run("series", "code", "ft", "loja27", "ABCD2345").code == 0
    assert run("series", "finish", "FT", "2026A").out == "A série FT 2026A está fechada; o último número é 0.\n"
    listed = [row.split() for row in run("series", "list").out.splitlines()]
    assert ["FT", "2026A", "CSDF7T5H", "0", "2026-01-01", "fechada"] in listed
    assert ["FT", "LOJA27", "ABCD2345", "0", "2027-01-01", "em", "uso"] in listed


def test_what_is_wrong_is_said(run: Run, tmp_path: Path) -> None:
    said = run("series", "code", "FT", "2030Z", "ABCD2345")
    assert (said.code, "Não há série FT 2030Z" in said.err) == (1, True)
    assert run("series", "code", "FT").code == 2
    assert run("series", "code", "--file", str(tmp_path / "nada.csv")).code == 2
    wrong = tmp_path / "outra.csv"
    wrong.write_text("a;b\n1;2\n", encoding="utf-8")
    assert "colunas Tipo, Série" in run("series", "code", "--file", str(wrong)).err
    wrong.write_text("Tipo;Série;Código de validação\nXX;2027A;ABCD2345\n", encoding="utf-8")
    assert "[linha 2.name]" in run("series", "code", "--file", str(wrong)).err
    assert run("series", "new-year", "27").code == 1
    assert "já existe" in run("series", "new-year", "2027", "--name", "2026A").err


def test_the_calendar_of_obligations(run: Run) -> None:
    listed = [json.loads(row) for row in run("calendar", "--json").out.splitlines()]
    assert all({"key", "due", "days_left", "state", "what", "where", "source"} == set(item) for item in listed)
    key = next(item["key"] for item in listed if item["key"].startswith("faturas"))
    marked = [json.loads(row) for row in run("calendar", "--json", "--done", key).out.splitlines()]
    assert [item["state"] for item in marked if item["key"] == key] == ["done"]
    assert run("calendar", "--undone", key, "--vat", "trimestral").code == 0
    said = run("calendar", "--done", "jantar")
    assert (said.code, "não é uma obrigação próxima" in said.err) == (1, True)
