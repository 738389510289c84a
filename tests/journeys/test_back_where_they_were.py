"""A dropped line loses nothing: the real program, killed or hung up in the middle of typing, and the next sign-in."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.shop_with_demo import barcodes, copied, documents
from tests.journeys.terminal import Terminal


def killed(till: Terminal) -> None:
    till.kill()


def hung_up(till: Terminal) -> None:
    status = till.hang_up()
    assert os.waitstatus_to_exitcode(status) == 129


ends = pytest.mark.parametrize("end", [killed, hung_up], ids=["kill -9", "dropped line"])
PAUSE = 1.0
"""Seconds: longer than the pause after which a place is kept."""


def signed_in_again(home: Path) -> Terminal:
    again = Terminal(home)
    again.sees("Operador")
    again.types("dono\rbalcao\r")
    return again


@ends
def test_half_a_document_and_half_a_cell(end: Callable[[Terminal], None], home: Path) -> None:
    """Two lines; in the first line's description two letters more, not accepted: all there, and typing goes on."""
    first, second = barcodes(home)
    till = Terminal(home)
    till.sign_in()
    till.types("vf")
    till.sees("Condição")
    till.types("501964843\r\r\r\r\r\r")
    till.sees("Artigo ▸")
    till.types(f"3*{first}\r{second}\r")
    till.sees("2 linhas")
    till.types("\x1b[A\x1b[A\x1b[C99")
    till.listen(PAUSE)
    place = till.screen.cursor.y, till.screen.cursor.x
    row = till.screen.display[place[0]].rstrip()
    assert "99" in row
    end(till)

    again = signed_in_again(home)
    try:
        shown = again.sees("Retomado onde estava: Fatura.")
        assert "501964843" in shown
        assert "2 linhas" in shown
        again.listen(0.5)
        assert (again.screen.cursor.y, again.screen.cursor.x) == place
        assert again.screen.display[place[0]].rstrip() == row
        again.types("\x1b")
        again.listen(0.3)
        again.types("\x1b[B\x1b[B")
        again.listen(0.3)
        again.types("\x1b")
        again.sees("Hoje,")
    finally:
        again.kill()


@ends
def test_a_half_typed_customer_card(end: Callable[[Terminal], None], home: Path) -> None:
    """Over the list of customers: the card, its field and what was typed come back, and can be saved."""
    till = Terminal(home)
    till.sign_in()
    till.types("ec")
    till.sees("clientes")
    till.types("\x1bOQ")
    till.sees("Código postal")
    till.types("NOVO\r\r501964843\rPadaria da Esq")
    till.sees("Padaria da Esq")
    till.listen(PAUSE)
    place = till.screen.cursor.y, till.screen.cursor.x
    end(till)

    again = signed_in_again(home)
    try:
        shown = again.sees("Retomado onde estava: Cliente")
        assert "501964843" in shown
        assert "Padaria da Esq" in shown
        again.listen(0.5)
        assert (again.screen.cursor.y, again.screen.cursor.x) == place
        again.types("uina\x1b[21~")
        again.sees("clientes")
        with sqlite3.connect(home / "balcao.db") as base:
            names = base.execute("SELECT name FROM customer WHERE code = 'NOVO'").fetchall()
        assert names == [("Padaria da Esquina",)]
    finally:
        again.kill()


@ends
def test_a_list_with_a_filter(end: Callable[[Terminal], None], home: Path) -> None:
    till = Terminal(home)
    till.sign_in()
    till.types("sa")
    till.sees("20 artigos")
    till.types("a\x1b[B\x1b[B\x1b[B")
    till.sees("Procurar: a")
    till.listen(PAUSE)
    kept = till.screen.display[2:23]
    end(till)

    again = signed_in_again(home)
    try:
        again.sees("Retomado onde estava: Artigos")
        again.sees("Procurar: a")
        again.listen(0.5)
        assert again.screen.display[2:22] == kept[:20]
        again.types("\r")
        again.sees("Designação")
    finally:
        again.kill()


@ends
def test_the_till_in_the_middle_of_an_article(end: Callable[[Terminal], None], home: Path) -> None:
    (first,) = barcodes(home, 1)
    till = Terminal(home)
    till.sign_in()
    till.types("vb")
    till.sees("Leia o código de barras")
    till.types(f"{first}\r3*56")
    till.sees("3*56")
    till.listen(PAUSE)
    end(till)

    again = signed_in_again(home)
    try:
        again.sees("Retomado onde estava: Balcão")
        assert "Artigo ▸ 3*56" in again.shown
        again.types(f"\x15{first}\r\x1b[21~\r")
        again.sees("emitida:")
    finally:
        again.kill()


def test_after_a_normal_sign_out_one_begins_at_the_menu(home: Path) -> None:
    till = Terminal(home)
    till.sign_in()
    till.types("sa")
    till.sees("20 artigos")
    till.listen(PAUSE)
    till.types("\x1b")
    till.sees("Hoje,")
    till.listen(0.3)
    till.types("\x1b")
    till.listen(0.3)
    till.types("\x1b")
    till.sees("Sair do Balcão?")
    till.types("s")
    till.listen(3)
    till.hang_up()
    again = signed_in_again(home)
    try:
        again.sees("Hoje,")
        again.listen(0.5)
        assert "Retomado" not in again.shown
    finally:
        again.kill()


def test_the_same_operator_on_two_lines(home: Path) -> None:
    """The second is told, begins its own invoice, and sees the first one's draft as being elsewhere."""
    (first,) = barcodes(home, 1)
    one, two = Terminal(home), Terminal(home)
    try:
        one.sign_in()
        one.types("vf")
        one.sees("Condição")
        one.types("\r" * 6)
        one.types(f"{first}\r")
        one.sees("1 linha")
        two.sign_in()
        two.sees("Também entrou noutra sessão")
        two.types("vf")
        shown = two.sees("Aqui começa outro: o seu rascunho está aberto noutra")
        assert "1 linha" not in shown
        two.types("\x1b")
        two.sees("Hoje,")
        two.types("vp")
        two.sees("noutra sessão")
        two.types("\r")
        two.sees("está a ser escrito noutra sessão sua")
        one.kill()
        two.types("\r")
        two.sees("1 linha")
    finally:
        for line in (one, two):
            if not line.ended:
                line.kill()


def test_the_system_asks_the_program_to_end(home: Path) -> None:
    """SIGTERM, as a machine that goes down sends it: the terminal is put in order, and the place is kept."""
    till = Terminal(home)
    till.sign_in()
    till.types("sa")
    till.sees("20 artigos")
    till.types("pão")
    till.sees("Procurar: pão")
    os.kill(till.pid, signal.SIGTERM)
    till.listen(3)
    assert b"\x1b[?1049l" in till.stream, "the screen of before is back"
    assert os.waitstatus_to_exitcode(till.hang_up()) == 143
    again = signed_in_again(home)
    try:
        again.sees("Retomado onde estava: Artigos")
        again.sees("Procurar: pão")
    finally:
        again.kill()


def test_a_line_that_drops_while_a_sale_is_being_issued(home: Path) -> None:
    """Whatever was under way is there whole or not at all; the base proves it, and no process is left."""
    (first,) = barcodes(home, 1)
    for wait in (0.0, 0.02, 0.05, 0.1, 0.3):
        before = len(documents(home))
        till = Terminal(home)
        till.sees("Operador")
        till.types("dono\rbalcao\r")
        till.sees(" dono")
        till.listen(1.5)
        if "Balcão" not in till.shown.split("\n")[0]:
            till.types("vb")
        till.sees("Artigo ▸")
        till.types(f"\x15{first}\r")
        till.sees("1 linha")
        till.types("\x1b[21~\r")
        till.listen(wait)
        hung_up(till)
        assert len(documents(home)) - before in (0, 1)
    done = subprocess.run(
        [str(Path(sys.executable).with_name("balcao")), "verify", "--home", str(home)], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout.decode()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return copied(tmp_path)
