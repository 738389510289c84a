"""balcao integrity, and what the other commands say of a base that was changed from outside (C17, C18, C35)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.cli.command import Said, balcao

Run = Callable[..., Said]
Issue = Callable[[dict[str, Any]], Said]
SALE = {"type": "FS", "lines": [{"code": "CAFE"}]}


def behind(home: Path, *statements: str) -> None:
    with sqlite3.connect(home / "balcao.db") as stranger:
        for statement in statements:
            stranger.execute(statement)
    stranger.close()


def test_a_change_from_outside_is_told_by_the_next_command(home: Path, run: Run, issue: Issue) -> None:
    assert issue(SALE).err == ""
    assert run("list", "series").err == ""
    behind(home, "UPDATE article SET price = 1 WHERE code = 'CAFE'")
    said = run("list", "series")
    assert said.code == 0
    assert "Base de dados alterada fora do Balcão" in said.err
    shown = run("integrity", "show")
    assert (shown.code, shown.err) == (0, "")
    assert "! Base de dados alterada fora do Balcão" in shown.out
    assert run("verify").code == 0
    assert "alterada" not in run("integrity", "show").out


def test_two_programs_at_once_and_a_killed_one_give_no_false_alarm(home: Path, run: Run) -> None:
    """Real processes: one has the base open while the other works and ends; then one that never closes it."""
    reader = sqlite3.connect(home / "balcao.db")
    reader.execute("SELECT count(*) FROM document").fetchone()
    for _ in range(2):
        assert balcao("--home", str(home), "list", "series").stderr == b""
    assert not (home / "balcao.db.selo").exists(), "somebody has it open still"
    reader.close()
    assert balcao("--home", str(home), "list", "series").stderr == b""
    assert (home / "balcao.db.selo").exists()
    (home / "balcao.db.selo").unlink()
    assert balcao("--home", str(home), "list", "series").stderr == b""


def test_a_tampered_base_issues_nothing_until_the_producer_reported(home: Path, run: Run, issue: Issue) -> None:
    issue(SALE)
    behind(
        home,
        "DROP TRIGGER frozen_document_update",
        "DROP TRIGGER frozen_document_change",
        "UPDATE document SET gross = gross + 1",
    )
    said = run("issue", "--file", "-", given=SALE)
    assert (said.code, said.out) == (1, "")
    assert "A emissão está bloqueada desde" in said.err
    shown = run("integrity", "show")
    assert shown.code == 1
    assert "Emissão bloqueada: desde" in shown.out
    assert run("verify").code == 1
    refused = run("integrity", "unblock", "--responsible", "Rita Sá", "--report", "sim")
    assert (refused.code, "[report]" in refused.err) == (1, True)
    report = "Uma linha mexida por engano; reposta do arquivo."
    assert run("integrity", "unblock", "--responsible", "Rita Sá", "--report", report).code == 0
    assert issue(SALE).proof["number"] == "FS 2026A/2"
    assert run("integrity", "show").code == 0
    assert run("integrity").code == 2


def test_copies_made_by_others_are_registered_and_restores_are_counted(home: Path, run: Run, tmp_path: Path) -> None:
    copy = tmp_path / "cópia.db"
    assert run("backup", str(copy)).code == 0
    assert run("backup", str(copy), "--made").out == f"Registada a cópia {copy}.\n"
    assert run("backup", str(tmp_path / "não há"), "--made").code == 1
    assert run("backup", str(tmp_path / "outra.db"), "--elsewhere").code == 2
    for n in (1, 2):
        assert run("restore", str(copy)).code == 0
        assert f"Reposições: {n}, a última em" in run("integrity", "show").out
