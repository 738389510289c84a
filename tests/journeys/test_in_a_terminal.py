"""The program in a real pseudo-terminal: a sale read off the screen, and drafts that survive kill -9 and a dropped line."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.demo.build import build
from models.home import Home
from tests.journeys.terminal import Terminal


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small demonstration company."""
    home = tmp_path_factory.mktemp("demo") / "loja"
    build(Home(home), documents=8, articles=20, customers=4, seed=3, told=lambda text: None)
    return home


@pytest.fixture
def home(demo: Path, tmp_path: Path) -> Path:
    shutil.copytree(demo, tmp_path / "loja")
    return tmp_path / "loja"


def _barcodes(home: Path) -> list[str]:
    """Bar codes of two articles that count by the unit."""
    with sqlite3.connect(home / "balcao.db") as base:
        rows = base.execute(
            "SELECT min(code) FROM barcode WHERE quantity = 1000000 GROUP BY article_id ORDER BY 1 LIMIT 2"
        )
        return [row[0] for row in rows]


def _documents(home: Path) -> list[tuple[str, int]]:
    with sqlite3.connect(home / "balcao.db") as base:
        return base.execute("SELECT number, gross FROM document ORDER BY id").fetchall()


def test_a_sale_read_off_a_real_terminal(home: Path) -> None:
    """Scan, scan, pay, print: two bursts, F10, Enter; the paper's total is the screen's and the database's."""
    before = _documents(home)
    till = Terminal(home)
    try:
        till.sign_in()
        assert "Modo de ensaio: programa ainda não certificado pela AT" in till.shown
        till.types("vb")
        till.sees("Leia o código de barras")
        first, second = _barcodes(home)
        till.types(f"{first}\r{second}\r\x1b[21~\r")
        shown = till.sees("emitida:")
        assert till.alive
    finally:
        till.kill()
    ((number, gross),) = _documents(home)[len(before) :]
    assert f"{number} emitida: {gross // 100},{gross % 100:02} €" in shown


def _killed(till: Terminal) -> None:
    till.kill()


def _hung_up(till: Terminal) -> None:
    till.hang_up()


@pytest.mark.parametrize("end", [_killed, _hung_up], ids=["kill -9", "dropped line"])
def test_a_draft_survives(end: Callable[[Terminal], None], home: Path) -> None:
    """Customer and two lines typed, then the power or the line goes: all of it is there at the next sign-in."""
    first, second = _barcodes(home)
    till = Terminal(home)
    till.sign_in()
    till.types("vf")
    till.sees("Condição")
    till.types("501964843\r")
    till.sees("501964843")
    till.types("\r\r\r\r\r")
    till.sees("Artigo ▸")
    till.types(f"3*{first}\r")
    till.sees("1 linha")
    till.types(f"{second}\r")
    shown = till.sees("2 linhas")
    total = shown.split("TOTAL")[1].split("€")[0].strip()
    till.listen(0.6)
    end(till)

    again = Terminal(home)
    try:
        again.sees("Operador")
        again.types("dono\rbalcao\r")
        shown = again.sees("Retomado onde estava: Fatura")
        assert f"TOTAL {total} €" in shown
        assert "501964843" in shown
    finally:
        again.kill()


def test_bytes_of_an_old_terminal_do_not_end_the_program(home: Path) -> None:
    """A Latin-1 «ç», broken UTF-8, unknown sequences and a paste of several lines; the program goes on."""
    till = Terminal(home)
    try:
        till.sign_in()
        till.types("sa")
        till.sees("Artigos")
        import os

        os.write(till.fd, "maçã".encode("latin-1"))
        till.sees("maçã")
        os.write(till.fd, b"\x15\xff\xfe\x80\xc3\x28")
        os.write(till.fd, b"\x1b[200~uma\nduas\nlinhas\x1b[201~")
        till.sees("uma duas linhas")
        assert till.alive
    finally:
        till.kill()
