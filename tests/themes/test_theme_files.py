"""A user's theme is a small file; what is wrong in one is told by file, key and what was expected."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import themes
from themes.loading import BadTheme, load, titles
from themes.roles import COLOURS, STYLES

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "manual" / "aspeto.md"


def written(folder: Path, text: str, name: str = "meu") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_theme_may_change_two_colours_of_another(tmp_path: Path) -> None:
    own = written(tmp_path, 'titulo = "Meu"\nbase = "escuro"\n[cores]\nbarra = "#5f0000"\n[estilos]\nvalor = ""\n')
    made, escuro = load("meu", own), load("escuro")
    assert made.variables["bar"] == "#5f0000"
    assert made.variables["ink"] == escuro.variables["ink"]
    assert (escuro.variables["locked-style"], made.variables["locked-style"]) == ("bold", "none")
    assert ("meu", "Meu") in titles(own)


def test_every_theme_of_the_program_has_a_title_in_portuguese() -> None:
    assert titles()[0] == ("ansi", "Cores do terminal")
    assert dict(titles()) == {
        "ansi": "Cores do terminal",
        "claro": "Claro",
        "contraste": "Alto contraste",
        "escuro": "Escuro",
        "fosforo": "Fósforo verde",
        "mono": "Sem cor",
    }
    for name, _ in titles():
        assert set(load(name).variables) >= {*COLOURS.values(), *STYLES.values()}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("titulo = ", ("meu.toml", "erro de escrita")),
        ('titulo = ""', ("meu.toml", "«titulo»", "nome do tema")),
        ('titulo = "M"\ncor = 1', ("«cor»", "titulo, base, cores, estilos")),
        ('titulo = "M"\nbase = "noite"', ("«base»", "escuro")),
        ('titulo = "M"\nbase = "meu"', ("«base»",)),
        ('titulo = "M"\nbase = 1', ("«base»", "entre aspas")),
        ('titulo = "M"\ncores = "azul"', ("«cores»", "[cores]")),
        ('titulo = "M"', ("«cores.papel»", "falta", "#rrggbb")),
        ('titulo = "M"\nbase = "escuro"\n[cores]\ntinta = "azulado"', ("«cores.tinta»", "«azulado»", "#rrggbb")),
        ('titulo = "M"\nbase = "escuro"\n[cores]\ntinta = 3', ("«cores.tinta»", "#rrggbb")),
        ('titulo = "M"\nbase = "escuro"\n[cores]\ntinta = "azul"', ("«cores»", "em tudo")),
        ('titulo = "M"\nbase = "escuro"\n[cores]\nfundo = "#000000"', ("«cores.fundo»", "papel, tinta")),
        ('titulo = "M"\nbase = "escuro"\n[estilos]\nvalor = "gordo"', ("«estilos.valor»", "negrito")),
        ('titulo = "M"\nbase = "escuro"\n[estilos]\nvalor = true', ("«estilos.valor»", "negrito")),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, text: str, told: tuple[str, ...]) -> None:
    own = written(tmp_path, text)
    with pytest.raises(BadTheme) as caught:
        load("meu", own)
    assert all(part in caught.value.message for part in told), caught.value.message
    assert "meu" not in dict(titles(own))


def test_a_theme_that_is_not_there_is_told_with_those_that_are() -> None:
    for name in ("noite", "../ansi", ""):
        with pytest.raises(BadTheme) as caught:
            load(name)
        assert "escuro" in caught.value.message


def test_the_manual_explains_every_colour_and_style() -> None:
    text = MANUAL.read_text(encoding="utf-8")
    assert not [key for key in (*COLOURS, *STYLES) if f"`{key}`" not in text]


def test_the_example_of_the_manual_is_a_theme(tmp_path: Path) -> None:
    example = re.search(r"```toml\n(titulo.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    assert load("meu", written(tmp_path, example[1])).variables["paper"].startswith("#")


def test_only_the_stylesheets_name_a_colours_role(tmp_path: Path) -> None:
    """No colour is written in the style sheets themselves: every one comes from the theme."""
    for sheet in (themes.STYLESHEET, themes.DOCUMENT):
        assert not re.search(r"#[0-9a-fA-F]{3,6}\b", sheet.read_text(encoding="utf-8"))
