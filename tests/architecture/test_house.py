"""The rules of the house that no linter knows: how files open, what time and money may not be made of."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

FLOORS = ("cli", "tui", "themes", "reports", "printing", "integrations", "hardware", "models", "fiscal")
THE_CLOCK = Path("models/clock.py")
LINES_AT_MOST = 400
EMPTY_NAMES = ("util", "utils", "helper", "helpers", "manager", "managers", "misc", "common")

# Letters in brackets, so that this file does not find itself.
UNFINISHED = re.compile(r"\b(T[O]DO|F[I]XME|X[X]X|NotImplemented[E]rror)\b")


def floor(name: Path) -> str:
    return name.parts[0] if name.parts[0] in FLOORS else ""


def calls(text: str) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every call, such as ``datetime.now`` or ``float``."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield node.lineno, ast.unparse(node.func)


def test_every_file_says_in_one_line_what_it_is_for(sources: dict[Path, str]) -> None:
    silent = []
    for name, text in sources.items():
        docstring = ast.get_docstring(ast.parse(text))
        first = text.lstrip().splitlines()[:1]
        opens = bool(first) and first[0].startswith('"""')
        if not opens or not docstring or not docstring.splitlines()[0].strip():
            silent.append(str(name))
    assert not silent


def test_no_file_grows_beyond_what_one_can_read(sources: dict[Path, str]) -> None:
    assert not {str(name): text.count("\n") for name, text in sources.items() if text.count("\n") > LINES_AT_MOST}


def test_no_file_is_called_after_nothing(files: list[Path]) -> None:
    assert not [str(name) for name in files if set(name.with_suffix("").parts) & set(EMPTY_NAMES)]


def test_nothing_is_left_unfinished(sources: dict[Path, str]) -> None:
    assert not [f"{name}: {found[0]}" for name, text in sources.items() if (found := UNFINISHED.search(text))]


def test_time_is_passed_in(sources: dict[Path, str]) -> None:
    """Only the clock reads the wall clock: a document's time can then be tested, and set once for a whole verb."""
    wall_clock = re.compile(
        r"((^|\.)(datetime|date|dt)\.(now|today|utcnow)|(^|\.)time\.(time|time_ns|localtime|gmtime|ctime))$"
    )
    readers = [
        f"{name}:{line} {call}"
        for name, text in sources.items()
        if floor(name) and name != THE_CLOCK
        for line, call in calls(text)
        if wall_clock.search(call)
    ]
    assert not readers


def test_money_is_never_a_float(sources: dict[Path, str]) -> None:
    inexact = ("float", "FloatField", "DoubleField", "DecimalField")  # a DecimalField is a REAL in SQLite
    found = [
        f"{name}:{line} {call}"
        for name, text in sources.items()
        if floor(name) in ("fiscal", "models")
        for line, call in calls(text)
        if call.rsplit(".", 1)[-1] in inexact
    ]
    assert not found


def test_every_floor_of_the_map_is_there(sources: dict[Path, str]) -> None:
    assert set(FLOORS) <= {name.parts[0] for name in sources}
