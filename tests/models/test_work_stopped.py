"""Long work stopped half-way leaves nothing: no copy, no imported line, the company as it was."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from company import Lojinha, line

from models import backup as copying
from models.audit.tables import Audit
from models.backup import backup, restore
from models.catalogue.tables import Article
from models.importing import KINDS, bring_in
from models.verify import verify
from models.work import Stopped


class Watcher:
    """Stops the work once it has told ``after`` times, and keeps what was told."""

    def __init__(self, after: int = 10**9) -> None:
        self.after, self.seen = after, []

    def told(self, done: int, total: int) -> None:
        self.seen.append((done, total))

    def cancelled(self) -> bool:
        return len(self.seen) >= self.after


def test_an_import_stopped_brings_in_nothing(company: Lojinha) -> None:
    before = (Article.select().count(), Audit.select().count())
    table = "codigo;designacao;preco\n" + "".join(f"N{n};Novo {n};1,00\n" for n in range(20))
    watcher = Watcher(after=12)
    with pytest.raises(Stopped):
        bring_in(KINDS["articles"], table.encode(), company.session, told=watcher.told, cancelled=watcher.cancelled)
    assert watcher.seen == [(n, 20) for n in range(12)]
    assert (Article.select().count(), Audit.select().count()) == before


def test_verifying_tells_how_far_it_is_and_can_be_stopped(company: Lojinha, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.verify.EVERY", 1)
    for _ in range(3):
        company.issue("FS", line("CAFE"))
    total = 3 + Audit.select().count()
    watcher = Watcher()
    assert verify(watcher.told, watcher.cancelled).findings == ()
    assert watcher.seen == [(n + 1, total) for n in range(total)]
    with pytest.raises(Stopped):
        verify(watcher.told, Watcher(after=0).cancelled)


def test_a_copy_stopped_is_no_copy(company: Lojinha, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if company.postgres:
        pytest.skip("copies of PostgreSQL are the server's")
    monkeypatch.setattr(copying, "PAGES", 5)
    folder = tmp_path / "copias"
    folder.mkdir()
    with pytest.raises(Stopped):
        backup(folder / "copia.db", company.session, lambda *_: None, Watcher(after=0).cancelled)
    assert list(folder.iterdir()) == []
    company.issue("FS", line("CAFE"))  # no transaction was left open
    watcher = Watcher()
    backup(folder / "copia.db", company.session, watcher.told, watcher.cancelled)
    assert watcher.seen[-1][0] in (watcher.seen[-1][1] - 1, watcher.seen[-1][1])
    with pytest.raises(Stopped):
        restore(folder / "copia.db", company.url, company.session, lambda *_: None, Watcher(after=0).cancelled)
    assert [path.name for path in folder.iterdir()] == ["copia.db"]


def test_a_copy_in_steps_ends_beside_a_till_that_never_rests(
    company: Lojinha, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another connection writes between any two steps: the copy is of the moment in which it began, and comes to an end."""
    if company.postgres:
        pytest.skip("copies of PostgreSQL are the server's")
    monkeypatch.setattr(copying, "PAGES", 3)
    steps: list[int] = []
    other = sqlite3.connect(tmp_path / "balcao.db", isolation_level=None)

    def told(copied: int, total: int) -> None:
        steps.append(copied)
        other.execute("CREATE TABLE IF NOT EXISTS busy (n INTEGER)")
        other.execute("INSERT INTO busy VALUES (1)")
        assert len(steps) < 2000, "it began again and again"

    backup(tmp_path / "copia.db", company.session, told)
    other.execute("DROP TABLE busy")
    other.close()
    with sqlite3.connect(tmp_path / "copia.db") as copy:
        names = {row[0] for row in copy.execute("SELECT name FROM sqlite_master")}
    assert "document" in names
    assert "busy" not in names
