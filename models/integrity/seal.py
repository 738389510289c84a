"""Tells whether an SQLite file was written to while no Balcão had it open (C18).

When the last program closes the file, its size and its time of change go into ``name.db.selo`` beside it; the next one to
open it compares, and takes the seal away while it works. A crash leaves no seal, so nothing is said after it. Who writes with
another program changes the time; who also puts the time back deceives this check, but not ``models.verify``.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from models import db


def seal_of(path: Path) -> Path:
    """Where the seal of a database file lies."""
    return path.with_name(path.name + ".selo")


def changed_outside(path: Path) -> bool:
    """Whether the file is not as it was closed; takes the seal away. Called before the file is opened."""
    seal = seal_of(path)
    try:
        written = seal.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return False
    with suppress(OSError):
        seal.unlink()
    # With a log beside it, another program has it open now, or one crashed: the file alone says nothing.
    return not _log(path).exists() and written != _state(path)


def close_sealed() -> None:
    """Closes this thread's connection; seals the SQLite file if nobody else has it open. Nothing where none is open."""
    if db.database.obj is None or db.database.is_closed():
        return
    path = None if db.on_postgres() else Path(db.database.database)
    db.close()
    # SQLite removes the log when the last connection goes.
    if path is not None and path.exists() and not _log(path).exists():
        with suppress(OSError):  # a full or read-only disk: then the next opening compares nothing
            seal_of(path).write_text(_state(path) + "\n", encoding="ascii")


def _state(path: Path) -> str:
    state = path.stat()
    return f"{state.st_size} {state.st_mtime_ns}"


def _log(path: Path) -> Path:
    return path.with_name(path.name + "-wal")
