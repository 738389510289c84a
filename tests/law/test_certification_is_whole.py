"""Every requirement of the checklist has a test whose name carries it, and a line in docs/certification that says where."""

from __future__ import annotations

import ast
import re
from pathlib import Path

HERE = Path(__file__).parent
CHECKOUT = HERE.parents[1]
CODES = [f"C{n}" for n in range(1, 39)] + [f"F{n}" for n in range(1, 16)]


def certification_tests() -> dict[str, str]:
    """Name and docstring of every certification test."""
    found = {}
    for path in HERE.glob("test_certification_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found[node.name] = ast.get_docstring(node) or ""
    return found


def covered() -> set[str]:
    """The codes that a test bears."""
    return {match[1] for name in certification_tests() if (match := re.match(r"test_([CF][0-9]+)_", name))}


def lines() -> dict[str, list[str]]:
    """Code → cells of its line in docs/certification/index.md."""
    text = (CHECKOUT / "docs" / "certification" / "index.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in row.strip("|").split(" | ")] for row in text.splitlines() if row.startswith("| ")]
    return {row[0].strip(): row[1:] for row in rows if re.fullmatch(r"[CF][0-9]+", row[0].strip())}


def test_every_code_has_a_test() -> None:
    assert covered() == set(CODES)


def test_every_one_says_which_point_of_the_law_it_pins() -> None:
    point = re.compile(r"[1-4]\.[0-9]+|[0-9]+\.º|4 and 6")
    assert [
        name
        for name, text in certification_tests().items()
        if re.match(r"test_[CF][0-9]", name) and not point.search(text)
    ] == []


def test_the_index_has_one_line_for_each_code_in_order() -> None:
    assert list(lines()) == CODES
    assert {len(cells) for cells in lines().values()} == {4}, "requirement, where, tests, producer"


def test_the_index_names_tests_and_modules_that_exist() -> None:
    tests = certification_tests()
    for code, (requirement, where, proofs, producer) in lines().items():
        named = re.findall(r"`(test_\w+)`", proofs)
        assert [name for name in named if name not in tests] == [], code
        assert any(name.startswith(f"test_{code}_") for name in named), code
        modules = re.findall(r"`([\w/]+\.(?:py|md|toml))`", where)
        assert modules, code
        assert [name for name in modules if not (CHECKOUT / name).exists()] == [], code
        assert requirement, code
        assert producer, f"{code}: say what the producer must do, or a hyphen"
