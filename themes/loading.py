"""Reads a theme's file: those of the program beside this module, a user's in the folder ``temas`` of the home."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from textual.theme import Theme

import themes
from fiscal.errors import Refusal
from themes.roles import COLOURS, STYLES, TERMINAL, WORDS

HEX = re.compile(r"#[0-9a-fA-F]{6}")
TABLES = ("titulo", "base", "cores", "estilos")


class BadTheme(Refusal):
    """A theme's file cannot be used: the message names file, key and what was expected."""


def load(name: str, own: Path | None = None) -> Theme:
    """A theme by name; a user's (``own``, a folder) before the program's of the same name. Raises BadTheme."""
    found = _file(name, own)
    if found is None:
        raise BadTheme(f"Não há nenhum tema «{name}». Há: {', '.join(_files(own))}.", field="tema", rule="theme")
    return _theme(found, own)


def titles(own: Path | None = None) -> list[tuple[str, str]]:
    """Name and title of every theme that can be used, the program's first; a broken file is left out."""
    found = []
    for name, path in _files(own).items():
        try:
            _theme(path, own)
            found.append((name, str(_read(path)["titulo"])))
        except BadTheme:
            continue
    return found


def _file(name: str, own: Path | None) -> Path | None:
    """Where a theme is kept: one look at the disk, since this is done at every start."""
    if re.fullmatch(r"[\w-]+", name):
        for folder in (own, themes.FOLDER):
            if folder is not None and (path := folder / f"{name}.toml").is_file():
                return path
    return None


def _files(own: Path | None) -> dict[str, Path]:
    shipped = sorted(themes.FOLDER.glob("*.toml"), key=lambda path: (path.stem != themes.DEFAULT, path.stem))
    users = sorted(own.glob("*.toml")) if own is not None else []
    return {path.stem: path for path in [*shipped, *users]}


def _read(path: Path) -> dict[str, Any]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise _bad(path, "", f"não se consegue ler: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise _bad(path, "", f"tem um erro de escrita: {error}") from error
    for key in found:
        if key not in TABLES:
            raise _bad(path, key, f"não é de um tema. As chaves são {', '.join(TABLES)}")
    if not isinstance(found.get("titulo"), str) or not found["titulo"].strip():
        raise _bad(path, "titulo", "tem de ser o nome do tema, entre aspas")
    if not isinstance(found.get("base", ""), str):
        raise _bad(path, "base", "tem de ser o nome de outro tema, entre aspas")
    return found


def _theme(path: Path, own: Path | None) -> Theme:
    found = _read(path)
    colours, styles = _table(path, found, "cores", COLOURS), _table(path, found, "estilos", STYLES)
    if base := found.get("base", ""):
        # Only the program's own may be built upon: no file can then point at itself, however far round.
        below = _file(base, None)
        if below is None or below == path:
            raise _bad(path, "base", f"tem de ser um de: {', '.join(_files(None))}")
        under = _read(below)
        colours, styles = {**under["cores"], **colours}, {**under["estilos"], **styles}
    for key in COLOURS:
        _check_colour(path, key, colours.get(key))
    kinds = {value in TERMINAL for value in colours.values()}
    if len(kinds) > 1:
        raise _bad(path, "cores", "tem de usar cores #rrggbb em tudo, ou as do terminal em tudo")
    ours = {COLOURS[key]: TERMINAL.get(value, value) for key, value in colours.items()}
    ours |= {STYLES[key]: _style(path, key, styles.get(key, "")) for key in STYLES}
    ours["value-style"] = _both(ours["locked-style"], ours["area-style"])
    ours["header-style"] = _both("bold", ours["area-style"])
    return _made(path.stem, ours, native=kinds == {True})


def _table(path: Path, found: Mapping[str, Any], name: str, known: Mapping[str, str]) -> dict[str, Any]:
    table = found.get(name, {})
    if not isinstance(table, dict):
        raise _bad(path, name, f"tem de ser uma tabela: [{name}] numa linha, as chaves por baixo")
    for key in table:
        if key not in known:
            raise _bad(path, f"{name}.{key}", f"é desconhecida. As chaves são {', '.join(known)}")
    return table


def _check_colour(path: Path, key: str, value: object) -> None:
    if not isinstance(value, str) or not (value in TERMINAL or HEX.fullmatch(value)):
        told = "falta" if value is None else f"«{value}» não é uma cor"
        expected = "escreva «#rrggbb» ou uma cor do terminal"
        raise _bad(path, f"cores.{key}", f"{told}: {expected} ({', '.join(TERMINAL)})")


def _style(path: Path, key: str, value: object) -> str:
    words = value.split() if isinstance(value, str) else ["?"]
    if any(word not in WORDS for word in words):
        raise _bad(path, f"estilos.{key}", f"tem de ser texto com {', '.join(WORDS)}, ou vazio")
    return " ".join(WORDS[word] for word in words) or "none"


def _both(one: str, other: str) -> str:
    """Two styles together; a style sheet would not take ``none`` beside another word."""
    return " ".join(dict.fromkeys(word for word in f"{one} {other}".split() if word != "none")) or "none"


def _made(name: str, ours: dict[str, str], *, native: bool) -> Theme:
    # The other variables of Textual's own style sheets are ours too, or it would work out shades nobody sees.
    return Theme(
        name=name,
        ansi=native,
        primary=ours["bar"] if not native else "ansi_blue",
        foreground=ours["ink"],
        background=ours["paper"],
        surface=ours["paper"],
        panel=ours["paper"],
        variables={
            **ours,
            **({"ansi-background": "ansi_default", "ansi-foreground": "ansi_default"} if native else {}),
        },
    )


def _bad(path: Path, key: str, message: str) -> BadTheme:
    about = f"temas/{path.name}: {f'«{key}» ' if key else ''}{message}."
    return BadTheme(about, field="tema", rule="theme")
