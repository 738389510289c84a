"""A clerk who does not see: a sale, a customer's card and a credit note, from what is read aloud alone."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pyte
import pytest

from tests.journeys.shop_with_demo import barcodes, copied, documents
from tests.journeys.terminal import Terminal
from tui.menu import MENU

IN_THE_LINE = re.compile(r"\x1b\[\d*[CDK]")
"""All that may be written besides text: cursor left and right, and erasing to the end of the line."""
DRAWN = re.compile("[\u2500-\u259f▸↑↓]")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return copied(tmp_path)


@pytest.fixture
def clerk(home: Path) -> Iterator[Terminal]:
    terminal = Terminal(home, given=("--leitor",))
    yield terminal
    terminal.kill()


def heard(terminal: Terminal) -> list[str]:
    """Every line as it stands on a paper long enough to hold them all."""
    paper = pyte.Screen(80, 600)
    pyte.ByteStream(paper).feed(terminal.stream)
    return [line.rstrip() for line in paper.display[: paper.cursor.y + 1]]


def in_order(lines: list[str], *facts: str) -> None:
    """Each fact is said after the one before it."""
    at = 0
    for fact in facts:
        found = next((n for n in range(at, len(lines)) if fact in lines[n]), None)
        assert found is not None, f"«{fact}» was not said in its turn:\n" + "\n".join(lines[at:])
        at = found + 1


def euro(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02} €"


def only_text(terminal: Terminal) -> None:
    """No frame, no colour, no place on the screen: text, and moves inside the last line."""
    text = terminal.stream.decode()
    assert not DRAWN.search(text)
    assert "\x1b" not in IN_THE_LINE.sub("", text)
    assert "\x9b" not in text


def last_line(terminal: Terminal) -> tuple[str, int]:
    """The line that the cursor is on, and its column."""
    return terminal.shown.split("\n")[terminal.screen.cursor.y], terminal.screen.cursor.x


def test_a_sale_paid_in_cash_is_followed_by_ear(clerk: Terminal, home: Path) -> None:
    clerk.sees("Operador, obrigatório:")
    assert last_line(clerk) == ("Operador, obrigatório:", 23)
    clerk.types("dono")
    clerk.sees("Operador, obrigatório: dono")
    clerk.types("\r")
    clerk.sees("Palavra-passe")
    clerk.types("balcao")
    clerk.sees("******")
    clerk.types("\r")
    clerk.sees("V Vendas")
    clerk.types("v")
    clerk.sees("B Balcão, 1 de 23")
    clerk.types("b")
    clerk.sees("Artigo:")
    codes = barcodes(home)
    for number, code in enumerate(codes, 1):
        clerk.types(f"{code}\r")
        clerk.sees("1 linha" if number == 1 else "2 linhas")
    clerk.types("\r")
    clerk.sees("Numerário, entregue:")
    clerk.types("500")
    clerk.sees("entregue: 500")
    clerk.types("\r")
    clerk.sees("emitida:")
    clerk.listen(0.5)
    number, gross, _ = documents(home)[-1]
    with sqlite3.connect(home / "balcao.db") as base:
        (company,) = base.execute("SELECT name FROM company").fetchone()
        articles = dict(
            base.execute("SELECT b.code, a.description FROM barcode b JOIN article a ON a.id = b.article_id").fetchall()
        )
    lines = heard(clerk)
    in_order(
        lines,
        "Entrada",
        "Modo de ensaio: programa ainda não certificado pela AT",
        company,
        "Operador, obrigatório: dono",
        "Palavra-passe, obrigatório: ******",
        "Menu",
        f"V Vendas, área 1 de {len(MENU)}",
        "B Balcão, 1 de 23",
        "Balcão",
        "Cliente: Consumidor final",
        "Artigo:",
        f"{articles[codes[0]]}, ",
        "1 linha",
        "Artigo:",
        f"{articles[codes[1]]}, ",
        f"Total {euro(gross)}, 2 linhas",
        "Totais e pagamento, Fatura simplificada",
        f"Total {euro(gross)}",
        "Numerário, entregue: 500",
        f"{number} emitida: {euro(gross)}. TROCO {euro(50000 - gross)}",
    )
    assert last_line(clerk) == ("Artigo:", 8)
    only_text(clerk)


def test_a_refused_field_is_said_and_comes_again_with_what_was_typed(clerk: Terminal) -> None:
    clerk.sign_in()
    clerk.types("ec")
    clerk.sees("Clientes")
    clerk.types("\x1bOQ")
    clerk.sees("Código")
    clerk.types("\x1b[B")
    clerk.listen(0.4)
    while "NIF" not in last_line(clerk)[0]:
        clerk.types("\x1b[B")
        clerk.listen(0.4)
    clerk.types("123456780\r")
    clerk.sees("Erro:")
    clerk.listen(0.4)
    lines = heard(clerk)
    in_order(lines, "NIF", "Erro: ", "123456780")
    assert lines[-1].endswith("123456780")
    assert last_line(clerk)[1] == len(lines[-1])
    only_text(clerk)


def test_the_whole_screen_the_place_and_the_totals_are_read_when_asked(clerk: Terminal, home: Path) -> None:
    clerk.sign_in()
    clerk.types("vb")
    clerk.sees("Artigo:")
    clerk.types(f"{barcodes(home)[0]}\r")
    clerk.sees("1 linha")
    clerk.listen(0.4)
    before = len(heard(clerk))
    clerk.types("\x0c")
    clerk.sees("Teclas do leitor")
    clerk.listen(0.4)
    whole = heard(clerk)[before:]
    in_order(
        whole,
        "Balcão. ",
        "Modo de ensaio: programa ainda não certificado pela AT",
        "Cliente: Consumidor final",
        "1 linha",
        "Linha 1: ",
        "Teclas: Enter Acrescentar / pagar, F10 Pagar",
        "Teclas do leitor: Ctrl+L ecrã inteiro, Ctrl+O onde estou, Ctrl+T totais.",
        "Artigo:",
    )
    clerk.types("\x0f")
    clerk.listen(1)
    in_order(
        heard(clerk)[before + len(whole) :],
        "Balcão",
        "1 linha(s) no documento.",
        "Código ou código de barras",
        "Artigo:",
    )
    before = len(heard(clerk))
    clerk.types("\x14")
    clerk.listen(1)
    assert [line.split(" ")[0] for line in heard(clerk)[before:]] == ["Cliente:", "Total", "Artigo:"]
    only_text(clerk)


def test_an_invoice_is_credited_by_ear(clerk: Terminal, home: Path) -> None:
    """From the list of documents: the paper read line by line, one line put to zero, the last question, the number."""
    clerk.sign_in()
    clerk.types("vb")
    clerk.sees("Artigo:")
    first, second = barcodes(home)
    clerk.types(f"{first}\r{second}\r\x1b[21~\r")
    clerk.sees("emitida:")
    invoice, gross, _ = documents(home)[-1]
    clerk.types("\x1b")
    clerk.sees("B Balcão, 1 de 23")
    clerk.types("o")
    clerk.sees(f"{invoice}, Data")
    clerk.types("\r")
    clerk.sees("Fim,")
    clerk.types("\x1b[15~")
    clerk.sees("Motivo, obrigatório: Devolução")
    clerk.types("\r\x1b[B")
    clerk.listen(0.6)
    clerk.types("0")
    clerk.listen(0.4)
    clerk.types("\x1b[21~")
    clerk.sees("S Sim, N Não")
    clerk.listen(0.5)
    clerk.types("s")
    clerk.sees("emitida sobre")
    clerk.listen(0.5)
    note, credited, _ = documents(home)[-1]
    lines = heard(clerk)
    in_order(
        lines,
        f"{invoice} emitida: {euro(gross)}",
        "Documentos",
        f"{invoice}, Data",
        f"Fatura simplificada {invoice}",
        "TOTAL",
        "Fim,",
        "Nota de crédito",
        invoice,
        "Motivo, obrigatório: Devolução",
        "Emitir nota de crédito",
        f"Creditar {euro(credited)} de {invoice}?",
        "S Sim, N Não",
        f"{note} emitida sobre {invoice}.",
    )
    assert note.startswith("NC ")
    assert credited < gross
    only_text(clerk)


def test_the_terminal_is_left_as_it_was_found(home: Path) -> None:
    clerk = Terminal(home, given=("--leitor",))
    clerk.sign_in()
    clerk.types("\x1b")
    clerk.sees("S Sim, N Não")
    clerk.types("s")
    clerk.listen(10)
    assert os.waitpid(clerk.pid, 0) == (clerk.pid, 0)
    assert clerk.stream.endswith(b"\n")
    only_text(clerk)


def test_an_old_terminal_set_so_in_the_file_gets_its_own_letters(home: Path) -> None:
    with (home / "balcao.toml").open("a", encoding="utf-8") as settings:
        settings.write('[ecra]\nleitor = true\ncarateres = "iso-8859-1"\n')
    clerk = Terminal(home, encoding="iso-8859-1")
    try:
        clerk.sees("Operador")
        clerk.types("dono\r")
        clerk.sees("Palavra-passe")
        clerk.types("balcao\r")
        clerk.sees("V Vendas")
        heard = clerk.stream.decode("iso-8859-1")
        assert "programa ainda não certificado pela AT" in heard
        assert "EUR; Último: " in heard
        assert "\x1b" not in IN_THE_LINE.sub("", heard)
    finally:
        clerk.kill()
