"""A sale on every kind of terminal and in every kind of locale: all that is shown can be read, in its own letters."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.journeys.shop_with_demo import barcodes, copied, documents
from tests.journeys.terminal import Terminal

F10 = "\x1b[21~"
NOTICE = "Modo de ensaio: programa ainda não certificado pela AT"
LOCALES = [
    ("pt_PT.UTF-8", "utf-8", "Balcão", NOTICE, "─", "€"),
    ("pt_PT.ISO-8859-1", "iso-8859-1", "Balcão", NOTICE, "-", "EUR"),
    ("pt_PT.ISO-8859-15@euro", "iso-8859-15", "Balcão", NOTICE, "-", "€"),
    ("C", "ascii", "Balcao", NOTICE.replace("ã", "a"), "-", "EUR"),
]
COLOUR = re.compile(rb"\x1b\[[0-9;]*(?<![0-9])(?:3[0-7]|4[0-7]|9[0-7]|10[0-7]|[34]8;[25])[0-9;]*m")


@pytest.mark.parametrize(("lang", "encoding", "title", "notice", "rule", "euro"), LOCALES)
@pytest.mark.parametrize("term", ["xterm", "linux", "vt220"])
def test_a_sale_in_every_locale(
    tmp_path: Path, term: str, lang: str, encoding: str, title: str, notice: str, rule: str, euro: str
) -> None:
    till = Terminal(copied(tmp_path), term=term, lang=lang, encoding=encoding)
    try:
        shown = _sells(till, tmp_path / "loja")
    finally:
        till.kill()
    first, second, *_ = shown.splitlines()
    assert title in first
    assert notice in second
    assert second.startswith(rule * 4)
    assert euro in shown
    till.stream.decode(encoding)


@pytest.mark.parametrize("term", ["xterm-256color", "xterm", "vt100", "screen", "tmux-256color", "putty-256color"])
def test_a_sale_on_every_terminal(tmp_path: Path, term: str) -> None:
    till = Terminal(copied(tmp_path), term=term)
    try:
        shown = _sells(till, tmp_path / "loja")
    finally:
        till.kill()
    assert NOTICE in shown
    assert bool(COLOUR.search(till.stream)) is (term != "vt100")


def _sells(till: Terminal, home: Path) -> str:
    """Signs in, sells two articles for cash; gives the screen with the document's number."""
    before = len(documents(home))
    first, second = barcodes(home)
    till.sign_in()
    till.types("vb")
    till.sees("escreva o c")
    till.types(f"{first}\r{second}\r{F10}\r")
    shown = till.sees("emitida:")
    assert len(documents(home)) == before + 1
    return shown
