"""What is written in AT's encoding: nothing that is not in it, nothing invisible, and nothing that becomes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiscal.saft.encoding import text
from fiscal.text import clean


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Pão de Ló à moda de Ovar, 3 €", "Pão de Ló à moda de Ovar, 3 €"),
        ("«Café» – “bica” … Œuvre™", "«Café» – “bica” … Œuvre™"),
        ("Łódź Sp. z o.o.", "Lódz Sp. z o.o."),
        ("Şekerbank Türk Anonim Şirketi ığ", "Sekerbank Türk Anonim Sirketi ig"),
        ("Николай Щербаков", "Nikolay Shcherbakov"),
        ("Київ", "Kiyiv"),
        ("Αθήνα", "Athina"),
        ("tubo ⌀ 10 ≤ 12 ″", 'tubo Ø 10 <= 12 "'),
        ("−5 °C → 0 °C", "-5 °C -> 0 °C"),
        ("⅓ de ﬁambre, № 2, H₂O", "1/3 de fiambre, No 2, H2O"),
        ("a\u0301gua", "água"),
        ("北京 Lda", "?? Lda"),
        ("bolo 🎂", "bolo ?"),
        ("linha 1\r\nlinha 2\tfim", "linha 1 linha 2 fim"),
        ("\x1b[31mvermelho\x00\x85", "[31mvermelho"),
        ("a\u200b\u202e\ufeffb", "ab"),
        ("\u0301\u0302", "?"),
        ("\u00a0 \u2003", ""),
        ("", ""),
    ],
)
def test_letters_are_kept_or_become_their_neighbours(typed: str, written: str) -> None:
    assert text(typed, 60) == written


def test_the_limit_counts_what_is_written_and_leaves_no_space_at_the_end() -> None:
    assert text("Щукин", 5) == "Shchu"
    assert text("Rua do Cais", 7) == "Rua do"


@given(st.text(max_size=80), st.integers(1, 100))
def test_whatever_is_typed_can_be_written_and_read_back(typed: str, limit: int) -> None:
    written = text(typed, limit)
    assert written.encode("cp1252").decode("cp1252") == written
    assert len(written) <= limit
    assert written == written.strip()
    assert all(letter.isprintable() for letter in written)


@given(st.text(max_size=80))
def test_what_can_be_seen_is_never_written_as_nothing(typed: str) -> None:
    assert bool(text(typed, 1000)) == bool(clean(typed))


@given(st.text(st.characters(codec="cp1252", exclude_categories=("C",)), max_size=60))
def test_what_is_in_the_encoding_stays_as_it_is(typed: str) -> None:
    assert text(typed, 60) == clean(typed, 60)
