"""Migrations: numbered, forward only, each whole or not at all, after a copy of the file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from company import Lojinha, line

from models import db, migrate
from models.failures import StorageFailure
from models.sales.tables import Document
from models.verify import verify

NEXT = '''"""A step that a later version might bring."""

def up(migrator, db):
    db.execute_sql("CREATE TABLE bank (id {big} PRIMARY KEY, name TEXT NOT NULL)")
    db.execute_sql("INSERT INTO bank (id, name) VALUES (1, 'Caixa')")
{more}
'''


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of migrations of a later version of the program, so far the same as ours."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(migrate, "FOLDER", folder)
    return folder


def step(folder: Path, *, more: str = "") -> None:
    big = "BIGINT" if db.on_postgres() else "INTEGER"
    (folder / "0900_banks.py").write_text(NEXT.format(big=big, more=more))


def test_a_new_database_is_current(company: Lojinha) -> None:
    assert migrate.is_current()
    assert migrate.migrate(company.clock) == []


def test_an_older_one_is_brought_up_to_date_after_a_copy(company: Lojinha, later: Path) -> None:
    sold = company.issue("FT", line("CAFE"))
    step(later)
    assert not migrate.is_current()
    assert migrate.migrate(company.clock) == ["0900_banks"]
    assert migrate.is_current()
    assert db.database.execute_sql("SELECT name FROM bank").fetchone() == ("Caixa",)
    assert verify().findings == ()
    copies = list(company.folder.glob("balcao.antes-de-0900_banks.*.db"))
    if company.postgres:
        assert copies == []
        return
    assert len(copies) == 1
    db.connect(f"sqlite:///{copies[0]}")
    assert "bank" not in db.database.get_tables()
    assert Document.get().number == sold.number


def test_a_step_that_fails_leaves_the_database_as_it_was(company: Lojinha, later: Path) -> None:
    company.issue("FT", line("CAFE"))
    step(later, more='    db.execute_sql("CREATE TABLE bank (id INTEGER)")')
    with pytest.raises(StorageFailure):
        migrate.migrate(company.clock)
    assert "bank" not in db.database.get_tables()
    assert not migrate.is_current()
    step(later)
    company.tick(seconds=1)
    migrate.migrate(company.clock)
    assert verify().findings == ()


def test_a_database_of_a_newer_program_is_not_touched(company: Lojinha) -> None:
    with db.writing():
        db.database.execute_sql("INSERT INTO migration_history (name, applied) VALUES ('0999_future', '2030-01-01')")
    for open_it in (migrate.is_current, lambda: migrate.migrate(company.clock)):
        with pytest.raises(StorageFailure, match=r"versão mais recente do Balcão \(0999_future\): atualize o programa"):
            open_it()
