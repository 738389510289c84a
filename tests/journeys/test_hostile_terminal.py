"""The real program on a real terminal that types ahead, sends rubbish, is cut off or is killed: nothing is lost."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.home import Home
from tests.journeys.shop_with_demo import barcodes, copied
from tests.journeys.terminal import Terminal

LFLAG = 3


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return copied(tmp_path)


@pytest.fixture
def till(home: Path) -> Iterator[Terminal]:
    """The program with the owner signed in."""
    made = Terminal(home)
    made.sign_in()
    yield made
    try:
        made.kill()
    except (ProcessLookupError, ChildProcessError, OSError):
        return


def _kept(home: Path) -> list[tuple[str, int]]:
    """Article and quantity of the lines of the drafts in the database."""
    with sqlite3.connect(home / "balcao.db") as base:
        drafts = [json.loads(row[0]) for row in base.execute("SELECT content FROM draft")]
    return [(line["code"], int(float(line["quantity"]))) for draft in drafts for line in draft["lines"]]


def test_three_hundred_keys_in_one_write_reach_the_screen_that_was_still_opening(till: Terminal, home: Path) -> None:
    """The till is opened, an article read, and «+ Enter» typed 150 times, all before anything is on the screen."""
    (code,) = barcodes(home, 1)
    till.types(f"vb{code}\r" + "+\r" * 150)
    till.sees("151 × ", 30)
    till.listen(0.3)
    assert [quantity for _, quantity in _kept(home)] == [151]


def test_twenty_scans_arrive_in_order_while_a_dialog_opens_and_closes(till: Terminal, home: Path) -> None:
    """Twenty codes in one write, a list opened (F4) and left (F12) in their midst; then one more, digit by digit."""
    first, second = barcodes(home)
    scans = f"{first}\r{second}\r"
    till.types("vb" + scans * 5 + "\x1b[14~\x1b[24~" + scans * 5)
    till.sees("20 linhas")
    for byte in f"{first}\r".encode():
        till.sends(bytes([byte]))
    till.sees("21 linhas")
    till.listen(0.3)
    assert [quantity for _, quantity in _kept(home)] == [1] * 21


def test_a_scan_on_a_real_line_does_not_touch_a_quantity(till: Terminal, home: Path) -> None:
    first, second = barcodes(home)
    till.types(f"vb{first}\r")
    till.sees("1 linha")
    till.types("\x1b[A")
    till.listen(0.3)
    till.types(f"{second}\r")
    till.sees("posto como artigo")
    till.listen(0.3)
    assert [quantity for _, quantity in _kept(home)] == [1, 1]


def test_rubbish_does_not_end_the_program_nor_touch_the_draft(till: Terminal, home: Path) -> None:
    """Bytes of no encoding, sequences of no terminal, cut anywhere, a megabyte pasted: the draft and the keys go on."""
    (code,) = barcodes(home, 1)
    till.types(f"vb{code}\r")
    till.sees("1 linha")
    chance = random.Random(7)
    unbound = b"\x00\x02\x1c\x1d\x1e\x1f"
    sequences = [
        b"\x1b[99;99Z", b"\x1b[?62;9;c", b"\x1b]52;c;cGF1bA==\x07", b"\x1bP1$r0m\x1b\\", b"\x1b_Gi=1;OK\x1b\\", b"\x1b[12;40R",
        b"\x1b[27;5;13~", b"\x1b[<0;1;1M", b"\x1b[<0;1;1m", b"\x1b[I", b"\x1b[O", b"\x1b[99999999999u", b"\x1b[?2026;2$y",
    ]  # fmt: skip
    for _ in range(60):
        letters = bytes(chance.choice(range(0x80, 0x100)) for _ in range(chance.randrange(12)))
        data = letters + chance.choice(sequences) + bytes([chance.choice(unbound)])
        at = chance.randrange(len(data))
        till.sends(data[:at])
        till.sends(data[at:])
    till.types("\x15" + "\x1b[200~" + "17\n" * 350_000 + "\x1b[201~")
    till.sees("Nada mudou", 30)
    till.types(f"{code}\r")
    till.sees("2 × ")
    till.listen(0.3)
    assert till.alive
    assert [quantity for _, quantity in _kept(home)] == [2]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_with_the_terminal_as_it_was(number: int, till: Terminal, home: Path) -> None:
    (code,) = barcodes(home, 1)
    till.types(f"vb{code}\r")
    till.sees("1 linha")
    assert not termios.tcgetattr(till.fd)[LFLAG] & (termios.ECHO | termios.ICANON)
    till.types("+\r")
    till.listen(0.05)
    assert os.waitstatus_to_exitcode(till.ended_by(number)) == 128 + number
    assert termios.tcgetattr(till.fd) == till.stty
    assert till.stream.rindex(b"\x1b[?1049l") > till.stream.rindex(b"\x1b[?1049h")
    assert [quantity for _, quantity in _kept(home)] == [2]


def test_a_fault_of_ours_is_a_sentence_and_the_terminal_is_as_it_was(till: Terminal, home: Path) -> None:
    """Somebody takes a table away under the running program, which nothing foresees."""
    till.types("vb")
    till.sees("Leia o código de barras")
    with sqlite3.connect(home / "balcao.db") as base:
        base.execute("ALTER TABLE barcode RENAME TO taken")
    till.types("17\r")
    assert os.waitstatus_to_exitcode(till.ends()) == 1
    assert termios.tcgetattr(till.fd) == till.stty
    assert b"Traceback" not in till.stream
    assert "Erro inesperado" in till.stream.decode()
    assert "no such table" in (home / "erro.log").read_text()


def test_a_line_that_is_cut_loses_no_key_that_was_read(till: Terminal, home: Path) -> None:
    (code,) = barcodes(home, 1)
    till.types(f"vb{code}\r")
    till.sees("1 linha")
    till.types("+\r" * 30)
    till.listen(0.1)
    assert os.waitstatus_to_exitcode(till.hang_up()) == 128 + signal.SIGHUP
    assert [quantity for _, quantity in _kept(home)] == [31]


def test_nothing_typed_is_echoed_by_the_line_too(till: Terminal) -> None:
    """What was typed before the program was ready is on the screen once."""
    till.types("vb")
    till.sees("Leia o código de barras")
    till.types("zebra")
    till.sees("zebra")
    till.listen(0.3)
    assert till.shown.count("zebra") == 1


def test_what_is_typed_before_the_program_listens_is_not_lost(home: Path) -> None:
    """Name and password typed while the program is still loading, on a line that still echoes."""
    till = Terminal(home)
    try:
        till.types("dono\rbalcao\r")
        assert "balcao\n" not in till.sees("Hoje,")
    finally:
        till.kill()


@pytest.mark.parametrize("mouse", [True, False])
def test_the_mouse_tells_of_clicks_only_or_of_nothing(mouse: bool, home: Path) -> None:
    settings = Home(home)
    settings.save_settings({**settings.settings(), "ecra": {"rato": mouse, "esc": 60}})
    till = Terminal(home)
    try:
        till.sees("Operador")
        till.listen(0.2)
        assert (b"\x1b[?1000h" in till.stream) is mouse
        assert b"\x1b[?1003h" not in till.stream
    finally:
        till.kill()


@pytest.mark.parametrize("term", ["vt100", "vt220", "linux"])
def test_an_old_terminal_is_asked_nothing_that_it_would_print(term: str, home: Path) -> None:
    till = Terminal(home, term=term)
    try:
        till.sees("Operador")
        till.listen(0.2)
        for asked in (b"$p", b"\x1b[>", b"\x1b]", b"\x1b[?1003", b"\x1b[?1004", b"\x1b[?2004", b"\x1b[?1049"):
            assert asked not in till.stream
    finally:
        till.kill()
