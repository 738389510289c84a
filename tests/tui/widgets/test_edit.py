"""The line editor behaves as people expect of one, with any letters they type."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from fiscal.text import clean
from tui.terminal.cells import fit, letters, width, wrap
from tui.widgets.edit import Editor
from tui.widgets.edit_keys import change, moves

TEXTS = st.text(alphabet=st.sampled_from("ab ç€é漢字e\u0301\u0303👍🇵🇹\u200b\u202e\x1b\x07[red]"), max_size=24)
ANY = st.text(max_size=30)
MOVES = ("left", "right", "home", "end", "word_left", "word_right")
CHANGES = (
    "backspace", "delete", "delete_word", "delete_word_after", "delete_to_end", "cut", "paste_kept", "clear", "undo",
)  # fmt: skip


def pressed(field: Editor, key: str) -> bool:
    """Presses a key that changes the text; whether it is other than before."""
    made = change(field, key)
    assert made is not None, key
    return made()


def editor(text: str = "", limit: int | None = None) -> Editor:
    made = Editor(text, limit)
    made.end()
    return made


def test_typing_over_a_fresh_field_replaces_what_was_there() -> None:
    field = Editor("Leite")
    field.insert("P")
    field.insert("ã")
    assert (field.text, field.cursor) == ("Pã", 2)


def test_moving_first_keeps_what_was_there() -> None:
    field = Editor("Leite")
    field.right()
    field.insert("s")
    assert field.text == "Leites"
    field.home()
    field.insert("3 ")
    assert field.text == "3 Leites"


def test_words_and_selection() -> None:
    field = editor("Leite meio gordo")
    field.word_left(select=True)
    assert field.selected == "gordo"
    field.insert("magro")
    assert field.text == "Leite meio magro"
    field.delete_word()
    field.delete_word()
    assert field.text == "Leite "
    assert field.undo()
    assert field.undo()
    assert field.text == "Leite meio magro"


def test_cut_in_one_field_and_paste_in_another() -> None:
    """The keys that people know; what was cut is there for every field of the session."""
    name, other = editor("Leite meio gordo"), editor("1 L ")
    assert moves(name, "ctrl+left")
    assert moves(name, "shift+end")
    assert pressed(name, "ctrl+x")
    assert name.text == "Leite meio "
    assert not pressed(name, "ctrl+x"), "nothing selected, nothing to cut"
    assert pressed(other, "ctrl+v")
    assert other.text == "1 L gordo"
    assert moves(other, "ctrl+a")
    assert moves(other, "ctrl+c")
    assert pressed(other, "shift+delete")
    assert other.text == ""
    assert pressed(name, "shift+insert")
    assert name.text == "Leite meio 1 L gordo"
    for key, left in (("ctrl+backspace", "Leite meio 1 L "), ("ctrl+u", ""), ("alt+u", "Leite meio 1 L ")):
        assert pressed(name, key)
        assert name.text == left
    moves(name, "home")
    assert pressed(name, "ctrl+delete")
    moves(name, "ctrl+right")
    assert pressed(name, "ctrl+k")
    assert name.text == "meio "


def test_a_letter_with_its_mark_is_one_letter() -> None:
    field = editor("")
    for character in "cafe\u0301":
        field.insert(character)
    assert field.text == "café"
    field.insert("x\u0303")
    field.backspace()
    assert field.text == "café"


def test_the_limit_stops_typing_but_never_cuts_a_paste() -> None:
    field = editor("abc", limit=4)
    assert field.insert("d")
    assert not field.insert("e")
    assert field.paste("um texto\ncolado")
    assert field.text == "abcdum texto colado"


def test_control_characters_do_not_enter() -> None:
    field = editor("")
    assert not field.insert("\x1b")
    field.paste("a\x1b[31m\u202eb\r\nc")
    assert field.text == "a[31mb c"


def test_a_long_text_scrolls_under_the_cursor() -> None:
    field = editor("0123456789abcdef")
    assert field.view(8).text == "9abcdef "
    field.home()
    view = field.view(8)
    assert (view.text, view.cursor) == ("01234567", 0)


def test_numbers_stand_on_the_right_and_secrets_are_stars() -> None:
    assert editor("12,50").view(10, right=True).text == "    12,50 "
    assert editor("ségredo").view(10, mask="*").text == "*******   "


@settings(max_examples=200)
@given(ANY, st.lists(st.sampled_from((*MOVES, *CHANGES, "insert", "paste", "select")) | TEXTS, max_size=30))
def test_whatever_is_done_the_editor_stays_sound(start: str, steps: list[str]) -> None:
    field = Editor(start)
    for step in steps:
        if step in MOVES:
            getattr(field, step)(select=len(step) % 2 == 0)
        elif step in CHANGES:
            getattr(field, step)()
        elif step == "select":
            field.select_all()
        else:
            field.insert(step)
        assert 0 <= field.anchor <= len(field.text)
        assert 0 <= field.cursor <= len(field.text)
        assert clean(field.text) == field.text.strip()
        for cells in (1, 2, 7, 40):
            view = field.view(cells)
            assert width(view.text) == cells
            assert 0 <= view.cursor < cells
            assert 0 <= view.selected[0] <= view.selected[1] <= cells


@settings(max_examples=200)
@given(TEXTS, TEXTS)
def test_undo_brings_back_what_was(start: str, typed: str) -> None:
    field = Editor(start)
    before = field.text
    if field.insert(typed):
        field.undo()
    assert field.text == before


@given(TEXTS)
def test_typing_letter_by_letter_gives_the_text(typed: str) -> None:
    field = editor("")
    for character in typed:
        field.insert(character)
    whole = editor("")
    whole.insert(typed)
    assert field.text == whole.text


@given(ANY, st.integers(0, 40), st.booleans())
def test_fit_gives_exactly_its_cells(text: str, cells: int, right: bool) -> None:
    assert width(fit(text, cells, right=right)) == cells


@given(ANY, st.integers(2, 40))
def test_wrapped_lines_fit_and_lose_nothing(text: str, cells: int) -> None:
    lines = wrap(text, cells)
    assert all(width(line) <= cells for line in lines)
    joined = "".join(lines).replace(" ", "")
    assert unicodedata.normalize("NFC", joined) == unicodedata.normalize("NFC", clean(text).replace(" ", ""))


def test_letters_keep_marks_with_their_base() -> None:
    assert letters("ae\u0301漢") == [("a", 1), ("e\u0301", 1), ("漢", 2)]
