"""Our output and Textual's own, side by side in real terminals: after every key both show the same, cell by cell."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.journeys.shop_with_demo import barcodes, copied
from tests.journeys.terminal import Terminal
from tests.tui.terminal.pyte_screen import look

DOWN, UP, END, HOME, PAGE_DOWN, ESC = "\x1b[B", "\x1b[A", "\x1b[F", "\x1b[H", "\x1b[6~", "\x1b"
F1, F4, F10, CTRL_L = "\x1bOP", "\x1bOS", "\x1b[21~", "\x0c"


def _day(home: Path) -> list[str]:
    """A walk through the screens: the till and a sale, an invoice with look-up and help, lists, cards, papers."""
    first, second = barcodes(home)
    return [
        *["v", "b", f"{first}\r", "3*.\r", UP, "\t", "1", "2", ESC, f"{second}\r", F10, ESC, F10, "\r", CTRL_L, ESC],
        *["v", "f", "\t", F4, DOWN, DOWN, ESC, F1, ESC, "\r", "\r", f"{second}\r", "ar", "\x7f", "\x7f", ESC],
        *["s", "a", DOWN, DOWN, DOWN, PAGE_DOWN, END, HOME, "m", "a", "\x7f", "\x7f", "\r", "\t", "x", "y", "\t"],
        *[
            DOWN,
            UP,
            ESC,
            ESC,
            "v",
            "o",
            DOWN,
            "\r",
            PAGE_DOWN,
            ESC,
            ESC,
            ":",
            "serie",
            ESC,
            "?",
            PAGE_DOWN,
            ESC,
            "n",
            "c",
        ],
    ]


@pytest.mark.parametrize(
    ("term", "columns", "rows"),
    [("xterm-256color", 80, 24), ("linux", 80, 24), ("screen-256color", 120, 40), ("vt100", 80, 24)],
)
def test_both_outputs_show_the_same_after_every_key(tmp_path: Path, term: str, columns: int, rows: int) -> None:
    ours = _opened(tmp_path / "ours", "diferencas", term, columns, rows)
    stock = _opened(tmp_path / "stock", "completa", term, columns, rows)
    try:
        for terminal in (ours, stock):
            terminal.sign_in()
        before = len(ours.stream), len(stock.stream)
        for number, key in enumerate(_day(tmp_path / "ours" / "loja")):
            for terminal in (ours, stock):
                terminal.types(key)
            for terminal in (ours, stock):
                terminal.settled(0.1)
            _same(ours, stock, term, f"after key {number}, {key!r}")
        written = len(ours.stream) - before[0], len(stock.stream) - before[1]
        assert written[0] * 5 < written[1]
    finally:
        ours.kill()
        stock.kill()


def _opened(folder: Path, output: str, term: str, columns: int, rows: int) -> Terminal:
    folder.mkdir()
    home = copied(folder)
    with (home / "balcao.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'\n[ecra]\nsaida = "{output}"\n')
    return Terminal(home, columns, rows, term)


def _same(ours: Terminal, stock: Terminal, term: str, when: str) -> None:
    """Both show the same, at the latest when the slower one has answered."""
    end = time.monotonic() + 10
    while (_looks(ours, term), _cursor(ours)) != (_looks(stock, term), _cursor(stock)) and time.monotonic() < end:
        ours.listen(0.1)
        stock.listen(0.1)
    assert ours.shown.splitlines()[1:] == stock.shown.splitlines()[1:], when
    assert _cursor(ours) == _cursor(stock), when
    assert _looks(ours, term) == _looks(stock, term), when


def _looks(terminal: Terminal, term: str) -> list[list[object]]:
    """Every cell but those of the clock."""
    screen, coloured = terminal.screen, term != "vt100"
    widths = [screen.columns - 6, *[screen.columns] * (screen.lines - 1)]
    return [[look(screen.buffer[y][x], coloured) for x in range(cells)] for y, cells in enumerate(widths)]


def _cursor(terminal: Terminal) -> tuple[int, int]:
    return terminal.screen.cursor.x, terminal.screen.cursor.y
