"""Every refusal can say why: each rule that the code names has its law, or the sentence of what it keeps."""

from __future__ import annotations

import re
from pathlib import Path

from fiscal.rules.sources import known, source_of

HERE = Path(__file__).resolve().parents[2]
FLOORS = ("fiscal", "models", "reports", "integrations", "printing", "hardware", "tui", "cli")


def named() -> dict[str, str]:
    """Each rule named in a Refusal, and a file that names it."""
    return {
        rule: str(path.relative_to(HERE))
        for floor in FLOORS
        for path in (HERE / floor).rglob("*.py")
        for rule in re.findall(r'rule="([^"]+)"', path.read_text(encoding="utf-8"))
    }


def test_each_rule_has_a_source() -> None:
    assert not {rule: where for rule, where in named().items() if rule not in known()}


def test_a_source_says_law_and_sentence() -> None:
    found = source_of("C21")
    assert found is not None
    assert found == ("Despacho 8632/2014, 3.2.7", found.why)
    assert "notas de crédito" in found.why
    ours = source_of("unique")
    assert ours is not None
    assert ours.law == ""
    assert source_of("") is None
    assert all((source := source_of(rule)) and source.why.endswith(".") for rule in known())
