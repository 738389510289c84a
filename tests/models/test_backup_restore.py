"""Copies of the database while it is written to, and putting one back (T9; C18)."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest
from company import Lojinha, line, refusal

from models import db
from models.audit.tables import Audit
from models.backup import backup, check_copy, restore
from models.sales.draft import Draft
from models.sales.issue import issue
from models.sales.tables import Document
from models.verify import verify

BACKUPS = 20
on_sqlite = pytest.mark.parametrize("company", ["sqlite"], indirect=True)


def documents() -> list[tuple[Any, ...]]:
    fields = (Document.number, Document.hash, Document.digest, Document.operation)
    return list(Document.select(*fields).order_by(Document.id).tuples())


@on_sqlite
def test_t9_twenty_backups_during_continuous_issue_are_each_a_whole_prefix(company: Lojinha) -> None:
    stop, failures = threading.Event(), []

    def issue_all_day() -> None:
        try:
            while not stop.is_set():
                issue(Draft("FS", [line("CAFE"), line("LEITE", "2")]), company.terminal("caixa2"))
                stop.wait(0.002)  # a breath between customers; without any, SQLite's lock hardly changes hands
        except BaseException as error:
            failures.append(error)
        finally:
            db.close()

    seller = threading.Thread(target=issue_all_day)
    seller.start()
    copies = [company.folder / f"cópia {n} #1 100%.db" for n in range(BACKUPS)]
    try:
        for copy in copies:
            backup(copy, company.session)
    finally:
        stop.set()
        seller.join()
    assert failures == []
    final = documents()
    sizes = []
    for copy in copies:
        assert sorted(path.name for path in copy.parent.glob(f"{copy.name}*")) == [copy.name], "no -wal, no -shm"
        db.connect(f"sqlite:///{copy}")
        assert db.database.execute_sql("PRAGMA integrity_check").fetchone() == ("ok",)
        assert verify().findings == ()
        assert documents() == final[: len(documents())]
        sizes.append(len(documents()))
    assert sizes == sorted(sizes)
    assert sizes[-1] > sizes[0], "documents were issued while copies were made"


@on_sqlite
def test_a_restore_puts_the_copy_in_place_and_keeps_what_was_there(company: Lojinha) -> None:
    company.issue("FT", line("CAFE"))
    copy, base = company.folder / "cópia.db", company.folder / "balcao.db"
    backup(copy, company.session)
    lost = company.issue("FT", line("LEITE"))
    assert (company.folder / "balcao.db-wal").exists()
    kept = restore(copy, company.url, company.session)
    assert [number for number, *_ in documents()] == ["FT 2026A/1"]
    assert verify().findings == ()
    last = Audit.select().order_by(Audit.id.desc()).first()
    assert (last.action, last.subject) == ("restore", "cópia.db")
    assert kept is not None
    assert kept.name in last.detail
    assert kept.parent == base.parent
    db.connect(f"sqlite:///{kept}")
    assert [number for number, *_ in documents()] == ["FT 2026A/1", lost.number], "nothing of the old one is lost"


@on_sqlite
def test_an_old_log_does_not_write_over_the_restored_file(company: Lojinha) -> None:
    """A -wal of the old database beside the restored one would be replayed into it by SQLite."""
    copy = company.folder / "cópia.db"
    backup(copy, company.session)
    company.issue("FT", line("CAFE"))
    reader = sqlite3.connect(company.folder / "balcao.db")  # keeps the log from being folded in when we close
    reader.execute("SELECT count(*) FROM document").fetchone()
    restore(copy, company.url, company.session)
    assert documents() == []
    assert db.database.execute_sql("PRAGMA integrity_check").fetchone() == ("ok",)
    reader.close()
    assert verify().findings == ()


@on_sqlite
def test_two_restores_in_the_same_second_keep_both_old_files(company: Lojinha) -> None:
    copy = company.folder / "cópia.db"
    backup(copy, company.session)
    company.issue("FT", line("CAFE"))
    first = restore(copy, company.url, company.session)
    company.issue("FS", line("CAFE"))
    second = restore(copy, company.url, company.session)
    assert first != second
    for kept, number in ((first, "FT 2026A/1"), (second, "FS 2026A/1")):
        db.connect(f"sqlite:///{kept}")
        assert [row[0] for row in documents()] == [number]


@on_sqlite
def test_a_restore_where_there_is_nothing(company: Lojinha) -> None:
    copy = company.folder / "cópia.db"
    sold = company.issue("FT", line("CAFE"))
    backup(copy, company.session)
    there = company.folder / "outra pasta" / "balcao.db"
    assert restore(copy, f"sqlite:///{there}", company.session) is None
    assert [row[0] for row in documents()] == [sold.number]


@on_sqlite
def test_what_is_no_whole_copy_is_refused_and_nothing_changes(company: Lojinha) -> None:
    sold = company.issue("FT", line("CAFE"))
    good = company.folder / "boa.db"
    backup(good, company.session)
    content = good.read_bytes()
    bad: dict[str, bytes] = {
        "vazio.db": b"",
        "texto.db": b"isto nao e uma base de dados\n" * 100,
        "cortado.db": content[: len(content) // 2],
        "riscado.db": content[:20_000] + b"\xff" * 8_000 + content[28_000:],
    }
    for name, wrong in bad.items():
        (company.folder / name).write_bytes(wrong)
    with sqlite3.connect(company.folder / "alheio.db") as other:
        other.execute("CREATE TABLE fatura (id INTEGER)")
    for name in (*bad, "alheio.db", "não há.db"):
        refused = refusal(lambda n=name: restore(company.folder / n, company.url, company.session))
        assert (refused.rule, name in refused.message) == ("backup", True), refused.message
        assert [row[0] for row in documents()] == [sold.number]
    assert not list(company.folder.glob("*antes-de-repor*"))
    assert not list(company.folder.glob(".*"))


@on_sqlite
def test_a_backup_never_writes_over_a_file_and_leaves_nothing_half_made(company: Lojinha) -> None:
    taken = company.folder / "cópia.db"
    taken.write_text("o que lá estava")
    assert refusal(lambda: backup(taken, company.session)).field == "file"
    assert taken.read_text() == "o que lá estava"
    missing = company.folder / "não há" / "cópia.db"
    assert "pasta existe" in refusal(lambda: backup(missing, company.session)).message
    assert not missing.parent.exists()
    good = company.folder / "boa.db"
    backup(good, company.session)
    check_copy(good)
    names = sorted(path.name for path in company.folder.iterdir() if "boa" in path.name)
    assert names == ["boa.db"]


@on_sqlite
def test_the_private_key_is_in_no_copy(company: Lojinha) -> None:
    company.issue("FT", line("CAFE"))
    backup(company.folder / "cópia.db", company.session)
    secret = (company.folder / "keys" / "signing.pem").read_bytes().splitlines()[3]
    for path in (company.folder / "cópia.db", company.folder / "balcao.db", company.folder / "balcao.db-wal"):
        assert secret not in path.read_bytes()
        assert b"PRIVATE KEY" not in path.read_bytes()


@pytest.mark.parametrize("company", ["postgres"], indirect=True)
@pytest.mark.postgres
def test_on_postgresql_its_own_tools_make_copies(company: Lojinha) -> None:
    assert "pg_dump" in refusal(lambda: backup(company.folder / "cópia.db", company.session)).message
    assert "pg_restore" in refusal(lambda: restore(Path("x"), company.url, company.session)).message
    assert not list(company.folder.glob("*.db"))
