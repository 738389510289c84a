"""Nothing is written outside `writing()`, which takes the write lock at once (a deferred one fails under two writers)."""

from __future__ import annotations

import ast
import re
import sqlite3
import threading
from pathlib import Path

import pytest
from company import Lojinha, article, line

from models import db
from models.catalogue.tables import Article, Family
from models.db import UnguardedWrite
from models.sales.draft import Draft
from models.sales.issue import issue
from models.sales.tables import Document

ROOT = Path(__file__).resolve().parents[2]
OPENING = re.compile(r"(BEGIN( IMMEDIATE| EXCLUSIVE| DEFERRED| TRANSACTION)?|COMMIT|ROLLBACK|SAVEPOINT .*);?$")
on_sqlite = pytest.mark.parametrize("company", ["sqlite"], indirect=True)


def test_every_way_to_write_is_stopped(company: Lojinha) -> None:
    card = article("CAFE")
    row = {"code": "X", "name": "X"}
    for write in (
        lambda: Family.create(**row),
        lambda: Family.insert(**row).execute(),
        lambda: Family.insert_many([row]).execute(),
        lambda: Family(**row).save(),
        lambda: card.save(),
        lambda: Article.update(price=1).execute(),
        lambda: Article.delete().execute(),
        lambda: card.delete_instance(),
        lambda: Family.insert(**row).on_conflict_ignore().execute(),
        lambda: db.insert(Family, [row]),
        lambda: db.insert_one(Family, row),
        lambda: db.execute_many("INSERT INTO family (code, name) VALUES (1, 2)", [()]),
        lambda: db.database.execute_sql("DELETE FROM family"),
        lambda: db.database.execute_sql("\n\t update family set code = 'x'"),
        lambda: db.database.execute_sql("/* só ver */ DELETE FROM family"),
        lambda: db.database.execute_sql("-- só ver\nDELETE FROM family"),
        lambda: db.database.execute_sql("WITH x AS (SELECT 1) INSERT INTO family (code, name) SELECT 'x', 'x' FROM x"),
        lambda: db.database.execute_sql("DROP TABLE family"),
        lambda: db.database.execute_sql("CREATE TABLE x (id INTEGER)"),
        lambda: db.database.execute_sql("ALTER TABLE family ADD COLUMN x TEXT"),
        lambda: db.database.execute_sql("TRUNCATE family"),
    ):
        with pytest.raises(UnguardedWrite):
            write()
    assert Article.select().count() == 7
    assert db.database.execute_sql("WITH x AS (SELECT 1 AS n) SELECT n FROM x").fetchone() == (1,), "reading is free"


def test_the_guard_is_up_again_after_a_failure(company: Lojinha) -> None:
    with pytest.raises(ZeroDivisionError), db.writing():
        Family.create(code="X", name="X")
        raise ZeroDivisionError
    assert not Family.select().exists()
    with pytest.raises(UnguardedWrite):
        Family.create(code="X", name="X")


def test_a_verb_inside_another_is_part_of_it(company: Lojinha) -> None:
    with pytest.raises(ZeroDivisionError), db.writing():
        issue(Draft("FT", [line("CAFE")]), company.session)
        raise ZeroDivisionError
    assert not Document.select().exists()
    assert company.issue("FT", line("CAFE")).number == "FT 2026A/1"


def test_another_thread_is_not_let_in_by_this_one(company: Lojinha) -> None:
    caught: list[BaseException] = []

    def write() -> None:
        try:
            Family.create(code="X", name="X")
        except BaseException as error:
            caught.append(error)
        finally:
            db.close()

    with db.writing():
        other = threading.Thread(target=write)
        other.start()
        other.join()
    assert [type(error) for error in caught] == [UnguardedWrite]


@on_sqlite
def test_the_write_lock_is_taken_before_the_first_statement(company: Lojinha) -> None:
    other = sqlite3.connect(company.folder / "balcao.db", timeout=0, isolation_level=None)
    with db.writing():  # nothing was written yet
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        assert other.execute("SELECT count(*) FROM document").fetchone() == (0,), "who reads does not wait"
    other.execute("BEGIN IMMEDIATE")
    other.execute("ROLLBACK")
    other.close()


@on_sqlite
def test_every_commit_is_on_disk_before_it_is_acknowledged(company: Lojinha) -> None:
    pragmas = {
        name: db.database.execute_sql(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
    }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}
    assert db.database.execute_sql("PRAGMA busy_timeout").fetchone()[0] >= 10_000


def test_no_other_file_opens_a_transaction() -> None:
    """`writing()` in models/db.py is the only one: no .atomic(), .transaction(), .begin() and the like elsewhere."""
    openers = {
        "atomic",
        "transaction",
        "savepoint",
        "manual_commit",
        "begin",
        "commit",
        "rollback",
        "session_start",
        "executemany",
        "executescript",
    }
    found = []
    for floor in ("models", "cli", "tui", "themes", "printing", "reports", "integrations", "hardware"):
        for path in (ROOT / floor).rglob("*.py"):
            name = path.relative_to(ROOT)
            if name == Path("models/db.py") or name.is_relative_to("cli/bench"):  # floors in bare sqlite3
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in openers:
                    found.append(f"{name}:{node.lineno} {ast.unparse(node.func)}")
                if isinstance(node, ast.Constant) and OPENING.match(str(node.value)):
                    found.append(f"{name}:{node.lineno} {node.value!r}")
    assert found == []
