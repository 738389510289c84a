"""The user's own keys: what teclas.toml may say, what it may not, and that pressing and reading agree."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.terminal.keymap import ACTIONS, STANDARD, BadKeys, KeyMap, label_of, read, rows, warnings

CHECKOUT = Path(__file__).resolve().parents[3]


def kept(folder: Path, text: str) -> KeyMap:
    (folder / "teclas.toml").write_text(text, encoding="utf-8")
    return read(folder / "teclas.toml")


def test_without_a_file_every_key_is_itself(tmp_path: Path) -> None:
    assert read(tmp_path / "teclas.toml") is STANDARD
    assert [STANDARD.standard(key) for key in ("f10", "a", "escape", "ctrl+s")] == ["f10", "a", "escape", "ctrl+s"]


def test_two_actions_may_change_places(tmp_path: Path) -> None:
    keys = kept(tmp_path, 'emitir = "F9"\nguardar = ["f10", "alt+g"]\n')
    assert [keys.standard(key) for key in ("f9", "f10", "alt+g")] == ["f10", "f9", "f9"]
    assert keys.standard("ctrl+s") == ""  # no longer a key of emitir
    assert (keys.shown("F10"), keys.shown("F9"), keys.shown("Ctrl+S"), keys.shown("F8")) == ("F9", "F10", "F9", "F8")
    assert keys.words("F10 emite, F9 guarda; «Filtro F10» e o FT F10/3 ficam") == (
        "F9 emite, F10 guarda; «Filtro F10» e o FT F10/3 ficam"
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("emitir = ", ("teclas.toml", "erro de escrita")),
        ('pagar = "f7"', ("«pagar»", "não é uma ação", "apagar_linha")),
        ("emitir = 10", ("«emitir»", "entre aspas")),
        ("emitir = [10]", ("«emitir»", "entre aspas")),
        ("emitir = []", ("«emitir»", "sem tecla")),
        ('emitir = "f8"', ("«emitir»", "«f8»", "apagar_linha")),
        ('emitir = "f9"\nguardar = "f9"', ("«f9»", "guardar", "emitir")),
        ('emitir = "f13"', ("«f13»", "f1 a f12")),
        ('emitir = "e"', ("«e»", "para escrever")),
        ('emitir = "5"', ("«5»", "para escrever")),
        ('emitir = "enter"', ("«enter»", "Enter")),
        ('emitir = "escape"', ("«escape»", "Esc")),
        ('emitir = "delete"', ("«delete»", "apagar")),
        ('emitir = "ctrl+m"', ("«ctrl+m»", "mesma tecla que Enter")),
        ('emitir = "ctrl+i"', ("mesma tecla que Tab",)),
    ],
)
def test_what_cannot_be_is_told(tmp_path: Path, text: str, told: tuple[str, ...]) -> None:
    with pytest.raises(BadKeys) as caught:
        kept(tmp_path, text)
    assert all(part in caught.value.message for part in told), caught.value.message


def test_keys_that_terminals_swallow_are_warned_of(tmp_path: Path) -> None:
    told = warnings(kept(tmp_path, 'emitir = "shift+f10"\nguardar = "ctrl+b"\nnovo = "alt+n"\n'))
    assert [line.split(" ")[0] for line in told] == ["Ctrl+B", "Shift+F10"]
    assert warnings(STANDARD) == []


SAFE = [f"f{n}" for n in range(1, 13)] + [f"ctrl+{c}" for c in "adefgklnopqrstuvwxyz"] + [f"alt+{c}" for c in "abcx"]


@given(
    st.dictionaries(st.sampled_from([a.name for a in ACTIONS]), st.lists(st.sampled_from(SAFE), min_size=1, max_size=2))
)
def test_each_key_has_one_action_and_each_action_a_key(
    tmp_path_factory: pytest.TempPathFactory, chosen: dict[str, list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("teclas")
    try:
        keys = kept(folder, "".join(f"{name} = {own}\n" for name, own in chosen.items()))
    except BadKeys:
        return
    for action in ACTIONS:
        for key in keys.keys[action.name]:
            assert keys.standard(key) in action.keys
        assert keys.shown(label_of(action.keys[0])) == label_of(keys.keys[action.name][0])
    dead = [key for action in ACTIONS for key in action.keys if keys.standard(key) == ""]
    assert not set(dead) & {key for own in keys.keys.values() for key in own}


def test_every_function_key_of_a_screen_is_an_action_of_the_map() -> None:
    """A key bound in the code and absent from the map could not be chosen by the user, nor shown as he has it."""
    known = {key for action in ACTIONS for key in action.keys}
    bound = {
        key: path.name
        for path in [*(CHECKOUT / "tui" / "screens").glob("*.py"), *(CHECKOUT / "tui" / "widgets").glob("*.py")]
        for found in re.findall(r'"((?:f\d+|ctrl\+[a-z]|alt\+[a-z])(?:,[\w+]+)*)"', path.read_text(encoding="utf-8"))
        for key in found.split(",")
        if re.fullmatch(r"f\d+|(ctrl|alt)\+[a-z]", key)
    }
    # Keys of the line being typed, the same in every editor of every terminal program.
    editing = {"ctrl+a", "ctrl+e", "alt+b", "alt+f", "ctrl+h", "ctrl+d", "ctrl+w", "ctrl+u", "ctrl+j"}
    editing |= {"alt+d", "ctrl+k", "ctrl+c", "ctrl+x", "ctrl+v"}
    assert not {key: name for key, name in bound.items() if key not in known | editing}


def test_the_manual_lists_every_action() -> None:
    text = (CHECKOUT / "docs" / "manual" / "teclas.md").read_text(encoding="utf-8")
    assert not [name for name, _, _ in rows(STANDARD) if f"`{name}`" not in text]
