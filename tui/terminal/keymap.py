"""The user's keys: which key does what, where it is another than the program's own (``teclas.toml`` in the home).

Screens and widgets know only the standard keys. What the user presses becomes the standard key of that action where it
enters the program (typeahead), and the standard names become the user's where keys are shown (key bar, help, messages).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from fiscal.errors import Refusal

FILE = "teclas.toml"


class BadKeys(Refusal):
    """teclas.toml cannot be used."""


class Action(NamedTuple):
    """Something that a key does: its name in the file, what it is, and its keys, the first one the best known."""

    name: str
    about: str
    keys: tuple[str, ...]


ACTIONS = (
    Action("ajuda", "explicar; as teclas", ("f1",)),
    Action("criar", "criar o que falta", ("f2",)),
    Action("mais", "mais campos; abrir", ("f3",)),
    Action("procurar", "procurar; as opções", ("f4",)),
    Action("repetir", "repetir; creditar", ("f5",)),
    Action("cliente", "do cliente; passar a", ("f6",)),
    Action("artigo", "do artigo; o que falta", ("f7",)),
    Action("apagar_linha", "apagar a linha; anular", ("f8",)),
    Action("guardar", "pôr o documento de lado", ("f9",)),
    Action("emitir", "avançar, emitir, gravar", ("f10", "ctrl+s")),
    Action("imprimir", "imprimir outra vez", ("f11",)),
    Action("voltar", "voltar, como Esc", ("f12",)),
    Action("ir_para", "ir para outro ecrã", ("ctrl+p", "ctrl+g")),
    Action("filtrar", "filtrar a lista", ("ctrl+f",)),
    Action("ordenar", "ordenar a lista", ("ctrl+o",)),
    Action("marcar", "marcar a linha da lista", ("insert", "ctrl+t")),
    Action("copiar_linhas", "copiar linhas da lista", ("ctrl+y",)),
    Action("trazer", "trazer de outros", ("alt+p",)),
    Action("lote", "lote da linha", ("alt+l",)),
    Action("novo", "deitar fora o rascunho", ("ctrl+n",)),
    Action("explicar", "explicar o que se vê", ("alt+x",)),
    Action("desfazer", "desfazer", ("alt+u",)),
    Action("bloquear", "bloquear o ecrã", ("ctrl+q", "alt+q")),
    Action("redesenhar", "desenhar de novo o ecrã", ("ctrl+l",)),
)
"""Every action whose key may be chosen. The names are a promise: files of users hold them."""

_KEY = re.compile(r"(shift\+|ctrl\+)?f([1-9]|1[0-2])|ctrl\+[a-z]|alt\+[a-z]|insert")
_SAME = {"ctrl+i": "Tab", "ctrl+j": "Enter", "ctrl+m": "Enter", "ctrl+h": "Backspace"}
"""Keys that a terminal sends as another."""
_TAKEN = {
    "ctrl+a": "o screen fica com ela",
    "ctrl+b": "o tmux fica com ela",
    "ctrl+c": "alguns terminais ficam com ela",
}
_NAMED = re.compile(r"«[^»]*»|(?<![\w+/-])(?:(?:Ctrl|Alt)\+[A-Z]|F(?:1[0-2]|[1-9]))(?![\w+/-])")


class KeyMap:
    """The user's keys over the standard ones."""

    def __init__(self, chosen: Mapping[str, tuple[str, ...]]) -> None:
        """chosen: the keys of the actions that have others than their own."""
        self.keys = {action.name: chosen.get(action.name, action.keys) for action in ACTIONS}
        changed = [action for action in ACTIONS if self.keys[action.name] != action.keys]
        self._standard = {key: "" for action in changed for key in action.keys}
        self._standard |= {key: action.keys[0] for action in changed for key in self.keys[action.name]}
        self._shown = {key: self.keys[action.name][0] for action in changed for key in action.keys}

    def standard(self, key: str) -> str:
        """The key that the program knows for the one pressed; empty for one that does nothing any more."""
        return self._standard.get(key, key)

    def shown(self, label: str) -> str:
        """What to write for a standard key (``F10``, ``Ctrl+P``): the user's key for the same."""
        key = self._shown.get("insert" if label == "Ins" else label.lower())
        return label if key is None else label_of(key)

    def words(self, text: str) -> str:
        """A sentence that names keys, with the user's in their place; what is quoted in it («…») stays."""
        if not self._shown:
            return text
        return _NAMED.sub(lambda found: found[0] if found[0][0] == "«" else self.shown(found[0]), text)


STANDARD = KeyMap({})


def label_of(key: str) -> str:
    """A key as it is written for people: ``Ctrl+S``, ``F10``, ``Ins``."""
    return "+".join("Ins" if part == "insert" else part.capitalize() for part in key.split("+"))


def read(path: Path) -> KeyMap:
    """The keys of a file; the standard ones if there is none. Raises BadKeys with action, key and what was expected."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return STANDARD
    except (OSError, UnicodeDecodeError) as error:
        raise _bad("", f"não se consegue ler: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise _bad("", f"tem um erro de escrita: {error}") from error
    chosen = {name: _keys(name, value) for name, value in found.items()}
    _apart({action.name: chosen.get(action.name, action.keys) for action in ACTIONS}, chosen)
    return KeyMap(chosen)


def _keys(name: str, value: Any) -> tuple[str, ...]:
    if name not in {action.name for action in ACTIONS}:
        raise _bad(name, f"não é uma ação. As ações são {', '.join(action.name for action in ACTIONS)}")
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, list) or not all(isinstance(key, str) for key in given):
        raise _bad(name, 'tem de ser uma tecla entre aspas, ou várias: ["f8", "ctrl+x"]')
    if not given:
        raise _bad(name, "ficaria sem tecla: dê-lhe pelo menos uma")
    return tuple(dict.fromkeys(_key(name, key.strip().lower()) for key in given))


def _key(name: str, key: str) -> str:
    if key in _SAME:
        raise _bad(name, f"«{key}» não pode ser: no terminal é a mesma tecla que {_SAME[key]}")
    if not _KEY.fullmatch(key):
        raise _bad(
            name,
            f"«{key[:20]}» não pode ser: use f1 a f12, ctrl+letra, alt+letra ou insert. As letras, os algarismos, Enter, "
            "Tab, Esc e as teclas de andar e apagar ficam para escrever",
        )
    return key


def _apart(keys: Mapping[str, tuple[str, ...]], chosen: Mapping[str, object]) -> None:
    owner: dict[str, str] = {}
    for name, own in sorted(keys.items(), key=lambda item: item[0] in chosen):
        for key in own:
            if key in owner:
                raise _bad(name, f"«{key}» já é de {owner[key]}: dê outra tecla a uma das duas ações")
            owner[key] = name


def warnings(keys: KeyMap) -> list[str]:
    """What is known against the keys that the user chose: those that not every terminal sends."""
    told = []
    for action in ACTIONS:
        for key in keys.keys[action.name]:
            if key in action.keys:
                continue
            if key.startswith(("shift+f", "ctrl+f")) and len(key) > len("ctrl+f"):
                told.append(f"{label_of(key)} ({action.name}): muitos terminais não a enviam.")
            elif key in _TAKEN:
                told.append(f"{label_of(key)} ({action.name}): {_TAKEN[key]}.")
    return told


def rows(keys: KeyMap) -> Iterable[tuple[str, str, str]]:
    """Each action: its name, its keys as written for people, what it does."""
    for action in ACTIONS:
        yield action.name, ", ".join(label_of(key) for key in keys.keys[action.name]), action.about


def _bad(name: str, message: str) -> BadKeys:
    return BadKeys(f"{FILE}: {f'«{name}» ' if name else ''}{message}.", field=name, rule="keys")
