"""The terminal that only grows, judged by a terminal: what stands on the last line, and where the cursor is."""

from __future__ import annotations

import re

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.terminal.linear import LinearWriter, plain
from tui.terminal.spoken import FocusLine

ALLOWED = re.compile(r"\x1b\[\d*[CDK]|\x1b")
"""Moves inside the line and erasing its end; any other escape is left over as a bare one."""


class Paper:
    """A writer and the terminal that it writes to."""

    def __init__(self, columns: int = 80, encoding: str = "utf-8") -> None:
        self.written = ""
        self.screen = pyte.Screen(columns, 60)
        self._stream = pyte.Stream(self.screen)
        self.writer = LinearWriter(self._take, lambda: columns, encoding)

    def _take(self, data: str) -> None:
        self.written += data
        self._stream.feed(data)

    def bytes_of(self, act: object) -> str:
        """What the next act writes."""
        before = len(self.written)
        act()  # type: ignore[operator]
        return self.written[before:]

    @property
    def last(self) -> str:
        return str(self.screen.display[self.screen.cursor.y]).rstrip()

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self.screen.display[: self.screen.cursor.y + 1]]


def field(text: str, cursor: int | None = None, after: str = "") -> FocusLine:
    return FocusLine((1, "name"), "Nome: ", text, len(text) if cursor is None else cursor, after)


def test_lines_follow_one_another_and_the_first_begins_at_once() -> None:
    paper = Paper()
    paper.writer.line("Menu")
    paper.writer.line("Vendas")
    assert paper.written == "Menu\r\nVendas"


def test_a_letter_typed_is_one_byte_and_one_rubbed_out_a_few() -> None:
    paper = Paper()
    paper.writer.focus(field("An"))
    assert paper.bytes_of(lambda: paper.writer.edit(field("Ana"))) == "a"
    assert paper.bytes_of(lambda: paper.writer.edit(field("An"))) == "\b\x1b[K"
    assert paper.last == "Nome: An"
    assert paper.screen.cursor.x == 8


def test_the_cursor_stands_at_the_very_letter() -> None:
    paper = Paper()
    paper.writer.focus(field("Lisboa"))
    assert paper.bytes_of(lambda: paper.writer.edit(field("Lisboa", 0))) == "\x1b[6D"
    assert paper.screen.cursor.x == 6
    paper.writer.edit(field("Lisboa", 1))
    assert paper.screen.cursor.x == 7
    paper.writer.edit(field("LXisboa", 2))
    assert (paper.last, paper.screen.cursor.x) == ("Nome: LXisboa", 8)


def test_what_a_search_found_stands_after_what_is_typed() -> None:
    paper = Paper()
    paper.writer.focus(field("lei", after="2 de 6, Leite meio gordo"))
    assert paper.last == "Nome: lei. 2 de 6, Leite meio gordo"
    assert paper.screen.cursor.x == 9


def test_what_comes_later_is_added_to_the_line() -> None:
    paper = Paper(40)
    paper.writer.focus(FocusLine((1,), "", "17, Leite meio gordo"))
    assert paper.bytes_of(lambda: paper.writer.more(". 1 de 200")) == ". 1 de 200"
    assert paper.last == "17, Leite meio gordo. 1 de 200"
    paper.writer.more(". três marcados")
    assert paper.lines == ["17, Leite meio gordo. 1 de 200", "três marcados"]


def test_on_a_narrow_terminal_the_label_gives_way_to_what_is_typed() -> None:
    paper = Paper(40)
    line = FocusLine((1, "means"), "Referência Multibanco, entregue: ", "1234,56", 7)
    paper.writer.focus(line)
    assert paper.last == "Referência Multibanco, ent...1234,56"
    paper.writer.edit(FocusLine((1, "means"), line.label, "1234,567890", 11))
    assert paper.last.endswith("567890")
    assert paper.screen.cursor.y == 0


def test_a_long_line_is_broken_between_words() -> None:
    paper = Paper(40)
    paper.writer.line("O documento não tem linhas: escreva primeiro um artigo.")
    assert paper.lines == ["O documento não tem linhas: escreva", "primeiro um artigo."]


@pytest.mark.parametrize(
    ("painted", "said"),
    [
        ("  Hoje, 24-11-2026:  3 documento(s)", "Hoje, 24-11-2026: 3 documento(s)"),
        ("TOTAL                 12,34 €", "TOTAL; 12,34 €"),
        ("────────────", ""),
        ("     █▄█ █▀█   faturação ao balcão", ""),
        ("Totais e pagamento · Fatura", "Totais e pagamento, Fatura"),
        ("↑↓ escolhe outro meio", "setas escolhe outro meio"),
        ("\x1b[31mCafé", "[31mCafé"),
    ],
)
def test_a_painted_row_as_it_is_read_aloud(painted: str, said: str) -> None:
    assert plain(painted) == said


def test_letters_that_the_terminal_lacks_are_spelt() -> None:
    assert plain("Falta 1,50 € em «Pão»…", "iso-8859-1") == "Falta 1,50 EUR em «Pão»..."
    assert plain("Falta 1,50 € em «Pão»", "ascii") == 'Falta 1,50 EUR em "Pao"'


TEXTS = st.text(st.sampled_from("abcç ã€漢.0"), max_size=120)


@given(st.lists(st.tuples(TEXTS, st.integers(0, 120)), min_size=1, max_size=8), st.sampled_from([40, 80, 132]))
def test_whatever_is_typed_stays_on_one_row_with_the_cursor_in_sight(
    edits: list[tuple[str, int]], columns: int
) -> None:
    paper = Paper(columns)
    paper.writer.line("Antes")
    paper.writer.focus(field(""))
    for text, cursor in edits:
        paper.writer.edit(field(text, min(cursor, len(text))))
        assert paper.screen.cursor.y == 1
        assert paper.last.startswith("Nome:")
        assert 6 <= paper.screen.cursor.x < columns
    assert paper.screen.display[0].rstrip() == "Antes"
    assert set(ALLOWED.sub("", paper.written)).isdisjoint({"\x1b", "\x9b"})
    short = edits[-1][0]
    if len(short) < 30 and "漢" not in short:
        x = paper.screen.cursor.x
        assert paper.screen.display[1][6:x] == short[: min(edits[-1][1], len(short))]
