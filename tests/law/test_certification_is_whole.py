"""Every requirement of the checklist that is built has a test whose name carries it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

HERE = Path(__file__).parent
CODES = [f"C{n}" for n in (*range(1, 15), *range(19, 23), 27, 28, 29, 34)] + [f"F{n}" for n in (1, 2, *range(6, 14))]


def certification_tests() -> dict[str, str]:
    """Name and docstring of every certification test."""
    found = {}
    for path in HERE.glob("test_certification_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found[node.name] = ast.get_docstring(node) or ""
    return found


def test_every_code_has_a_test() -> None:
    covered = {match[1] for name in certification_tests() if (match := re.match(r"test_([CF][0-9]+)_", name))}
    assert set(CODES) <= covered
    assert covered <= set(CODES)


def test_every_one_says_which_point_of_the_law_it_pins() -> None:
    point = re.compile(r"[1-4]\.[0-9]+|7\.º|4 and 6")
    assert [
        name
        for name, text in certification_tests().items()
        if re.match(r"test_[CF][0-9]", name) and not point.search(text)
    ] == []
