"""What a terminal can do and show, from what its environment says."""

from __future__ import annotations

import pytest

from tui.terminal.kind import TRUECOLOR, given_environment, kind_of, locale_encoding
from tui.terminal.letters import Letters


@pytest.mark.parametrize(
    ("term", "colours"),
    [
        ("xterm-256color", 256),
        ("xterm", 16),
        ("linux", 16),
        ("vt100", 0),
        ("vt220", 0),
        ("screen", 16),
        ("tmux-256color", 256),
        ("putty-256color", 256),
        ("xterm-mono", 0),
        ("never-heard-of", 16),
    ],
)
def test_colours_by_name(term: str, colours: int) -> None:
    assert kind_of({"TERM": term}).colours == colours
    assert kind_of({"TERM": term, "NO_COLOR": "1"}).colours == 0


def test_colorterm_is_believed_except_of_a_terminal_without_colour() -> None:
    assert kind_of({"TERM": "xterm-256color", "COLORTERM": "truecolor"}).colours == TRUECOLOR
    assert kind_of({"TERM": "vt100", "COLORTERM": "truecolor"}).colours == 0


@pytest.mark.parametrize("term", ["screen", "screen-256color", "vt100"])
def test_terminals_that_erase_only_to_the_end_of_the_row(term: str) -> None:
    assert not kind_of({"TERM": term}).ech
    assert not kind_of({"TERM": term}).bce


@pytest.mark.parametrize(
    ("environment", "encoding"),
    [
        ({}, "ascii"),
        ({"LANG": "C"}, "ascii"),
        ({"LANG": "POSIX"}, "ascii"),
        ({"LANG": "C.UTF-8"}, "utf-8"),
        ({"LANG": "pt_PT.UTF-8"}, "utf-8"),
        ({"LANG": "pt_PT.utf8"}, "utf-8"),
        ({"LC_CTYPE": "UTF-8"}, "utf-8"),
        ({"LANG": "pt_PT.ISO-8859-1"}, "iso-8859-1"),
        ({"LANG": "pt_PT"}, "iso-8859-1"),
        ({"LANG": "pt_PT@euro"}, "iso-8859-15"),
        ({"LANG": "pt_PT.ISO-8859-15@euro"}, "iso-8859-15"),
        ({"LANG": "pt_PT.UTF-8", "LC_ALL": "C"}, "ascii"),
        ({"LANG": "pt_PT.UTF-8", "LC_CTYPE": "pt_PT.ISO-8859-1"}, "iso-8859-1"),
        ({"LANG": "ja_JP.eucJP"}, "ascii"),
    ],
)
def test_letters_by_locale(environment: dict[str, str], encoding: str) -> None:
    assert locale_encoding(environment) == encoding


def test_the_setting_wins_over_the_locale() -> None:
    assert kind_of({"TERM": "xterm", "LANG": "C"}, "utf-8").encoding == "utf-8"


def test_an_environment_that_python_did_not_touch_is_taken_as_it_is() -> None:
    environment = {"LANG": "pt_PT.UTF-8"}
    assert given_environment(environment) is environment


FRAMES = "─│┌┐└┘├┤┬┴┼"
MARKS = "↑↓▸▲▼…█▀▄×·—–•"


@pytest.mark.parametrize("encoding", ["ascii", "iso-8859-1", "iso-8859-15"])
def test_every_letter_is_drawn_as_one_that_the_terminal_has(encoding: str) -> None:
    letters = Letters(encoding)
    for letter in FRAMES + MARKS + "çãõéêíóôúàÇÃÕÉÊÍÓÔÚÀºª«»€ßłŁøæœ本語":
        letters.drawn(letter).encode(encoding)


def test_ascii_keeps_portuguese_legible() -> None:
    letters = Letters("ascii")
    drawn = "".join(letters.drawn(letter) for letter in "Não há «ação» à 2.ª via: coração, pôr, útil…")
    assert drawn == 'Nao ha "acao" a 2.a via: coracao, por, util~'
    assert "".join(letters.drawn(letter) for letter in "┌─┐│└┘▸↑↓") == "+-+|++>^v"
    assert letters.drawn("語") == "??"


def test_the_euro_is_spelled_where_there_is_none() -> None:
    assert Letters("ascii").spelled("12,00 €") == "12,00 EUR"
    assert Letters("iso-8859-1").spelled("12,00 €") == "12,00 EUR"
    assert Letters("iso-8859-15").spelled("12,00 €") == "12,00 €"
    assert Letters("utf-8").spelled("12,00 €") == "12,00 €"


def test_latin_1_keeps_what_it_has() -> None:
    letters = Letters("iso-8859-1")
    assert "".join(letters.drawn(letter) for letter in "ação «2.ª» 3×4 ─ ł") == "ação «2.ª» 3×4 - l"
