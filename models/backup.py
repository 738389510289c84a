"""Copies of the database: whole while others write, checked, and put back only when they hold (T9)."""

from __future__ import annotations

import os
import sqlite3
from itertools import count
from pathlib import Path

import peewee

from fiscal.errors import Refusal
from models import db
from models.audit.log import record
from models.failures import explain, explained
from models.integrity.copies import count_restores, is_elsewhere
from models.integrity.seal import seal_of
from models.session import Session
from models.work import Cancelled, Told, going_on, never, to_nobody

PAGES = 500
"""Pages copied between two looks at whether somebody wants to stop: about 2 MB."""
MB = 1_000_000
"""Bytes."""


def copy_database(target: Path, told: Told = to_nobody, cancelled: Cancelled = never) -> None:
    """A consistent copy of the open SQLite database, by SQLite's own backup; written under another name, then renamed.

    told: in megabytes. Raises Refusal on PostgreSQL (use pg_dump), StorageFailure when the disk fails, Stopped: then no file
    of that name is made.
    """
    if db.on_postgres():
        raise Refusal("Em PostgreSQL as cópias fazem-se com o pg_dump do servidor.", rule="backup")
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with explained():
            copy = sqlite3.connect(temporary)
            try:
                _copy(db.database.connection(), copy, told, cancelled)
                copy.execute("PRAGMA journal_mode=DELETE")
            finally:
                copy.close()
        _sync(temporary)
        temporary.replace(target)
        _sync(target.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _copy(source: sqlite3.Connection, copy: sqlite3.Connection, told: Told, cancelled: Cancelled) -> None:
    page = int(source.execute("PRAGMA page_size").fetchone()[0])

    def step(_: int, left: int, total: int) -> None:
        going_on((total - left) * page // MB, -(-total * page // MB), told, cancelled)

    # One reading transaction around all of it: without, every document issued by another terminal meanwhile would make
    # SQLite begin again, and beside a busy till a copy in steps would never end.
    with db.one_view(source):
        source.backup(copy, pages=PAGES, progress=step)


def backup(target: Path, session: Session, told: Told = to_nobody, cancelled: Cancelled = never) -> None:
    """A copy in ``target``, checked by opening it; the fact is in the audit log of the database that was copied.

    Raises Refusal; Stopped when it was cancelled, and then there is no copy (the log still tells that one was begun).
    """
    if target.exists():
        raise Refusal(f"{target.name} já existe: escolha outro nome.", field="file", rule="backup")
    away = target.absolute().parent.is_dir() and is_elsewhere(target.absolute().parent)
    with db.writing():
        record(session, "backup", target.name, elsewhere=away)
    copy_database(target, told, cancelled)
    check_copy(target)


def check_copy(path: Path) -> None:
    """Opens a copy and checks that it is whole and is Balcão's. Raises Refusal."""
    if not path.is_file():
        raise Refusal(f"Não há nenhum ficheiro {path.name}.", field="file", rule="backup")
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            state = connection.execute("PRAGMA integrity_check").fetchone()[0]
            connection.execute("SELECT count(*) FROM migration_history, document").fetchone()
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise Refusal(
            f"{path.name} não é uma cópia do Balcão que se possa usar ({explain(error).message}).",
            field="file",
            rule="backup",
        ) from error
    if state != "ok":
        raise Refusal(f"{path.name} está danificado: {state}.", field="file", rule="backup")


def restore(
    source: Path, url: str, session: Session, told: Told = to_nobody, cancelled: Cancelled = never
) -> Path | None:
    """Puts a copy in the place of the SQLite database; what was there is kept beside it, and given back.

    The restore is counted and recorded in the restored database (C18). told: in megabytes. Raises Refusal or Stopped, and
    then nothing was changed.
    """
    if not db.is_sqlite(url):
        raise Refusal("Em PostgreSQL as cópias repõem-se com o pg_restore do servidor.", rule="backup")
    check_copy(source)
    target = db.sqlite_path(url)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.reposta.{os.getpid()}")
    before = _restores_of(url) if target.exists() else 0
    db.close()
    try:
        _copy_file(source, fresh, told, cancelled)
        _sync(fresh)
        kept = None
        if target.exists():
            kept = _free_name(target, f"antes-de-repor.{session.clock.now():%Y%m%d%H%M%S}")
            target.rename(kept)
        for tail in ("-wal", "-shm"):
            side = target.with_name(target.name + tail)
            if side.exists():
                # The old log belongs to the old file: beside the new one it would write stale pages over it.
                side.rename(kept.with_name(kept.name + tail)) if kept else side.unlink()
        fresh.replace(target)
        seal_of(target).unlink(missing_ok=True)  # it was the old file's
        _sync(target.parent)
    finally:
        fresh.unlink(missing_ok=True)
    db.connect(url)
    with db.writing():
        count = max(before, count_restores()) + 1
        record(session, "restore", source.name, kept=kept.name if kept else "", count=count)
    return kept


def _restores_of(url: str) -> int:
    """How many restores the database tells of that is about to be replaced; it may be damaged, and then none."""
    try:
        db.connect(url)
        return count_restores()
    except (Refusal, peewee.PeeweeException):
        return 0


def _copy_file(source: Path, target: Path, told: Told, cancelled: Cancelled) -> None:
    total = -(-source.stat().st_size // MB)
    with source.open("rb") as taken, target.open("wb") as given:
        while part := taken.read(2 * MB):
            given.write(part)
            going_on(given.tell() // MB, total, told, cancelled)


def _free_name(target: Path, mark: str) -> Path:
    """A name beside ``target`` that no file has: what is kept never takes the place of what was kept before."""
    names = (target.with_name(f"{target.stem}.{mark}{f'-{n}' if n else ''}{target.suffix}") for n in count())
    return next(name for name in names if not name.exists())


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
