"""A shop whose terminal swallows F10: its operator finds that out, chooses another key, and sells with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.shop_with_demo import copied
from tests.journeys.terminal import Terminal


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return copied(tmp_path)


def test_what_the_terminal_sends_is_shown_and_what_it_does(home: Path) -> None:
    (home / "teclas.toml").write_text('emitir = "f7"\nartigo = "alt+t"\n', encoding="utf-8")
    terminal = Terminal(home, given=("keys", "--try"))
    try:
        terminal.sees("Esc duas vezes")
        terminal.types("\x1b[18~")
        terminal.sees("Esc [ 1 8 ~             F7            avançar, emitir, gravar (emitir)")
        terminal.types("\x1b[21~")
        terminal.sees("F10           nada: a ação dela tem outra tecla")
        terminal.types("ç")
        terminal.sees("c3 a7                   ç             escreve «ç»")
        terminal.types("\x1b")
        terminal.sees("Escape        voltar")
        terminal.types("\x1b")
        assert terminal.ends() == 0
    finally:
        if not terminal.ended:
            terminal.kill()


def test_the_key_chosen_is_the_one_shown_and_the_one_that_works(home: Path) -> None:
    (home / "teclas.toml").write_text('emitir = "alt+e"\najuda = "f10"\n', encoding="utf-8")
    terminal = Terminal(home)
    try:
        terminal.sign_in()
        terminal.types("vf")
        shown = terminal.sees("Alt+E Emitir")
        assert "F10 Ajuda" in terminal.shown or "F1 Ajuda" not in shown
        terminal.types("\x1b[21~")  # F10, which is now the help
        terminal.sees("O que é")
        terminal.types("\x1b")
        terminal.listen(0.5)
        terminal.types("\x1be")
        terminal.sees("O documento não tem linhas")
        terminal.types("\x1bOP")  # F1 does nothing any more
        terminal.listen(0.5)
        assert "O que é" not in terminal.shown
    finally:
        terminal.kill()


def test_a_wrong_file_does_not_keep_the_program_from_opening(home: Path) -> None:
    (home / "teclas.toml").write_text('emitir = "f8"\n', encoding="utf-8")
    terminal = Terminal(home)
    try:
        terminal.sees("teclas.toml: «emitir» «f8» já é de apagar_linha")
        terminal.sign_in()
        terminal.types("vf")
        terminal.sees("F10 Emitir")
    finally:
        terminal.kill()
