"""The one function that makes text safe: what it drops, what it keeps, and that nothing gets past it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fiscal.text import clean, fold


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("\x1b[31mVermelho\x1b[0m", "[31mVermelho[0m"),  # the visible part stays as typed
        ("\x9b31mC1", "31mC1"),  # the 8-bit CSI
        ("a\x00b\x07c\x08d\x7fe", "abcde"),
        ("\x1b]0;título\x07fim", "]0;títulofim"),
        ("ficha\u202egnp.exe", "fichagnp.exe"),  # right-to-left override
        ("a\u2066b\u2069c\u200ed\u061ce", "abcde"),
        ("zero\u200b\u200c\u200d\u2060\ufeffwidth", "zerowidth"),
        ("soft\u00adhyphen", "softhyphen"),
        ("[red]Zé[/red]", "[red]Zé[/red]"),
        ("[/x] Lda", "[/x] Lda"),
        ("<b>&amp;</b> %s {0} $HOME", "<b>&amp;</b> %s {0} $HOME"),
        ("Joa\u0303o", "João"),
        ("linha 1\r\nlinha 2\tfim", "linha 1 linha 2 fim"),
        ("\u00a0Rua\u00a0A\u2028", "Rua A"),
        ("a\ud800b\udfffc", "abc"),
        ("  fora  ", "fora"),
        ("café €", "café €"),
        ("", ""),
    ],
)
def test_by_example(typed: str, seen: str) -> None:
    assert clean(typed) == seen


def test_notes_keep_their_lines() -> None:
    assert clean("um\r\ndois\rtrês\x0bquatro\x1b", lines=True) == "um\ndois\ntrês quatro"


def test_a_limit_cuts_characters_and_leaves_no_space_at_the_end() -> None:
    assert clean("Rua das Flores", 8) == "Rua das"
    assert clean("e\u0301" * 5, 3) == "ééé"


def drives_a_terminal(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs") or 0xE0000 <= ord(character) < 0xE0080


EVERYTHING = st.text(st.characters(codec=None, exclude_categories=()))


@given(EVERYTHING)
@example("\u0344")  # its composed form is longer
@example("\u2028\u0085\u00a0")
@example("A\u030a \u212b")
@example(" \u0301")  # a mark that would sit on a space taken off
@example("e\u200d\u0301")  # a zero-width joiner between a letter and its mark
@example("\ud800\u0301")
def test_the_result_is_safe_and_cleaning_again_changes_nothing(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert not any(drives_a_terminal(c) for c in cleaned)
    assert not any(
        c in "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
        for c in cleaned
    )
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert cleaned == cleaned.strip()


@given(EVERYTHING)
def test_what_is_shown_is_printable(text: str) -> None:
    """Python calls printable what shows; other spaces, private and unassigned code points are not."""
    assert clean(text).isprintable()


@given(EVERYTHING)
def test_notes_hold_line_breaks_and_nothing_else_that_moves_the_cursor(text: str) -> None:
    cleaned = clean(text, lines=True)
    assert clean(cleaned, lines=True) == cleaned
    assert not any(drives_a_terminal(c) for c in cleaned if c != "\n")


@given(EVERYTHING, st.integers(0, 40))
def test_a_limit_is_never_exceeded(text: str, limit: int) -> None:
    cut = clean(text, limit)
    assert len(cut) <= limit
    assert clean(cut, limit) == cut


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_plain_text_stays_as_typed(text: str) -> None:
    assert clean(text) == text.strip()


def test_folding_forgets_case_and_accents() -> None:
    assert fold("Ação ÇÉÃ ½ ﬁo") == "acao cea 1⁄2 fio"
    assert fold("STRASSE") == fold("straße")
