"""What each receipt printer can do: width, cutter, code page, pace; read from profiles.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fiscal.errors import Refusal
from fiscal.text import clean

DEFAULT = "generic-80"


@dataclass(frozen=True, slots=True)
class Profile:
    """One printer. See the head of profiles.toml."""

    name: str
    title: str
    dots: int
    columns: int
    dpi: int = 203
    cut: str = ""
    feed: int = 4
    native_qr: bool = False
    drawer: int = 2
    code_page: str = "CP858"
    code_page_number: int = 19
    chunk: int = 0
    """Bytes sent at once; 0: no limit."""
    pause: int = 0
    """Milliseconds between chunks."""


@cache
def _all() -> dict[str, Profile]:
    path = Path(__file__).with_name("profiles.toml")
    entries: dict[str, dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        name: Profile(name=name, **{**entries.get(entry.get("like", ""), {}), **_without(entry, "like")})
        for name, entry in entries.items()
    }


def _without(entry: dict[str, Any], key: str) -> dict[str, Any]:
    return {k: v for k, v in entry.items() if k != key}


def names() -> tuple[str, ...]:
    """Every profile, in the order in which they are offered."""
    return tuple(_all())


def profile(name: str = DEFAULT) -> Profile:
    """The profile called ``name``; raises Refusal with the names that exist."""
    found = _all().get(name)
    if found is None:
        raise Refusal(
            f"Impressora «{clean(name, 30)}» desconhecida: use {', '.join(_all())}.", field="profile", rule="printer"
        )
    return found
