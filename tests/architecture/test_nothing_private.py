"""What may never be in the repository: a registry's address, a path of somebody's machine, a private key."""

from __future__ import annotations

import re
from pathlib import Path

# Each pattern is written so that this file does not find itself.
REGISTRY = re.compile(
    r"\b(pypi[.]org|python[h]osted[.]org|npmjs[.](org|com)|(deb|security)[.]debian[.]org)", re.IGNORECASE
)
MACHINE = re.compile(r"(?<![\w.$}-])/(w[o]rk|r[o]ot|t[m]p|h[o]me/\w+|U[s]ers/\w+)(?![\w-])")
PRIVATE_KEY = re.compile(r"BEGI[N] (\w+ )*PRIVAT[E] KEY")
INDEX_OPTION = re.compile(r"^\s*(-i\b|--(extra-)?index-url|--find-links|-f\b|--trusted-host)|://|@ ", re.MULTILINE)


def found(pattern: re.Pattern[str], texts: dict[Path, str]) -> list[str]:
    return [f"{name}: {match[0]}" for name, text in texts.items() if (match := pattern.search(text))]


def test_no_registry_is_named(texts: dict[Path, str]) -> None:
    assert not found(REGISTRY, texts)


def test_no_path_of_a_machine(texts: dict[Path, str]) -> None:
    assert not found(MACHINE, texts)


def test_no_private_key(texts: dict[Path, str]) -> None:
    assert not found(PRIVATE_KEY, texts)


def test_the_lock_pins_every_release_by_hash_and_names_no_address(texts: dict[Path, str]) -> None:
    lock = texts[Path("requirements.lock")]
    assert not INDEX_OPTION.search(lock)
    entries = re.split(r"\n(?=\S)", lock.strip())
    assert len(entries) > 40
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+==[^\s;]+( ; [^\\]+)? \\\n", entry), entry[:60]
        assert "--hash=sha256:" in entry, entry[:60]
