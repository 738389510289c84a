"""balcao bench: what it prints is right, it can be sent, and the user's company is not touched."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.bench.figures import Figure, Section, median, part
from cli.bench.table import section
from tests.cli.command import Said, balcao

Run = Callable[..., Said]


def test_the_list_names_every_benchmark(run: Run) -> None:
    said = run("bench", "--list")
    assert said.code == 0
    assert [line.split()[0] for line in said.out.splitlines()] == [
        "start",
        "keys",
        "lookup",
        "issue",
        "lists",
        "memory",
        "saft-export",
        "saft-check",
        "stock",
        "accounts",
        "references",
    ]


def test_bad_use_is_refused_before_anything_is_measured(run: Run, tmp_path: Path) -> None:
    unknown = run("bench", "issue", "velocidade")
    assert (unknown.code, unknown.out) == (2, "")
    assert (
        "«velocidade»: escolha entre start, keys, lookup, issue, lists, memory, saft-export, saft-check, stock, "
        "accounts, references" in unknown.err
    )
    nowhere = run("bench", "issue", "--output", str(tmp_path / "não há" / "bench.txt"))
    assert (nowhere.code, nowhere.out) == (2, "")
    assert "não existe" in nowhere.err
    folder = run("bench", "issue", "--output", str(tmp_path))
    assert folder.code == 2
    assert "é uma pasta" in folder.err


def test_figures_to_send_without_touching_the_company(home: Path, tmp_path: Path) -> None:
    """Run on a home that has a company, with its database named: neither is read nor written."""
    file, base = tmp_path / "bench.json", home / "balcao.db"
    before = base.read_bytes()
    arguments = ("bench", "issue", "--format", "json", "--output", str(file))
    ran = balcao(*arguments, BALCAO_HOME=str(home), BALCAO_DATABASE=f"sqlite:///{base}")
    assert (ran.returncode, ran.stderr) == (0, b"")
    found = json.loads(file.read_text(encoding="utf-8"))
    assert json.loads(ran.stdout) == found
    assert found["machine"]["SQLite"] == sqlite3.sqlite_version
    (row,) = found["figures"]
    assert (row["benchmark"], row["unit"], row["bar"], row["bar_of_ratio"]) == ("issue", "ms", 5, True)
    assert 0 < row["beside"] < row["figure"] <= row["high"]
    assert row["ratio"] == pytest.approx(row["figure"] / row["beside"])
    assert row["met"] is (row["ratio"] <= 5)
    assert base.read_bytes() == before


def test_the_median_and_the_95th_percentile() -> None:
    assert median([9, 1, 5]) == 5
    assert part(range(100), 0.95) == 95
    assert part([7], 0.95) == 7
    with pytest.raises(ValueError, match="no figures"):
        median([])


def test_a_row_keeps_its_bars_or_does_not() -> None:
    assert Figure("x", "B", 20, bar=20).met is True
    assert Figure("x", "B", 21, bar=20).met is False
    assert Figure("x", "ms", 30, beside=20, bar=1.5, of_ratio=True).met is True
    assert Figure("x", "ms", 31, beside=20, bar=1.5, of_ratio=True).met is False
    assert Figure("x", "ms", 5, 61, bar=20, high_bar=60).met is False
    assert Figure("x", "ms", 5, 61).met is None
    assert Figure("x", "ms", None, bar=20, note="não há").met is None


def test_the_table_fits_in_80_columns_and_speaks_portuguese() -> None:
    rows = [
        Figure("diálogo: F4 clientes, fechar", "B", 843, 2401, 25302, 1000),
        Figure("código", "ms", 0.8123, 12.44, 0.0091, 5, high_bar=20),
        Figure("emitir com dez linhas", "ms", 2.5, None, 0.5, 5, of_ratio=True),
        Figure("memória de uma sessão", "MB", 130.4, None, 32.1, 120),
        Figure("outra", "ms", None, note="este sistema não tem /proc"),
    ]
    shown = section(Section("Título", "chão", rows)).splitlines()
    assert shown[1] == "Título (ao lado: chão)"
    assert [line.split() for line in shown[3:]] == [
        ["diálogo:", "F4", "clientes,", "fechar", "843/2401", "B", "25302", "B", "0,03x", "≤", "1000", "cumpre"],
        ["código", "0,81/12,4", "ms", "0,009", "ms", "89x", "≤", "5/20", "cumpre"],
        ["emitir", "com", "dez", "linhas", "2,50", "ms", "0,50", "ms", "5,00x", "≤", "5x", "cumpre"],
        ["memória", "de", "uma", "sessão", "130", "MB", "32", "MB", "4,06x", "≤", "120", "não", "cumpre"],
        ["outra", "não", "medido:", "este", "sistema", "não", "tem", "/proc"],
    ]
    assert max(map(len, shown)) <= 80
