"""Writes the audit log: append-only, every row's hash covers the row before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from fiscal.text import clean
from models import db
from models.audit.tables import Audit

if TYPE_CHECKING:
    from models.session import Session  # brings the tables of the law, which an opening does without

GENESIS = "0" * 64
_LOCK = 7_313_001
"""PostgreSQL's advisory lock on the end of the chain; SQLite has one writer anyway."""


def record(session: Session, action: str, subject: str, **detail: Any) -> None:
    """Appends a row to the log, inside the caller's transaction. Call it last: it makes other writers wait.

    action: a short verb (``issue``, ``cancel``, ``login``); subject: what it was done to; detail: plain JSON values.
    """
    if db.on_postgres():
        db.database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
    last = db.database.execute_sql("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1").fetchone()
    number, previous = (last[0] + 1, last[1]) if last else (1, GENESIS)
    row = {
        "id": number,
        "at": session.clock.now(),
        "operator": clean(session.operator),
        "terminal": clean(session.terminal),
        "action": action,
        "subject": clean(subject),
        "detail": json.dumps(detail, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
    }
    db.insert(Audit, [{**row, "hash": chained(previous, row)}])


def chained(previous: str, row: dict[str, Any]) -> str:
    """The hash of a row: SHA-256 over the previous hash and the row's fields, one a line."""
    at = row["at"] if isinstance(row["at"], str) else row["at"].isoformat(timespec="seconds")
    fields = (previous, row["id"], at, row["operator"], row["terminal"], row["action"], row["subject"], row["detail"])
    return hashlib.sha256("\n".join(map(str, fields)).encode()).hexdigest()


_NAMES = ("id", "at", "operator", "terminal", "action", "subject", "detail", "hash")


def rows() -> Iterator[dict[str, Any]]:
    """All rows as stored, oldest first."""
    return rows_from(1)


def rows_from(first: int) -> Iterator[dict[str, Any]]:
    """The rows from that number on, as stored, oldest first."""
    mark = "%s" if db.on_postgres() else "?"
    columns = ", ".join(_NAMES)
    for values in db.database.execute_sql(f"SELECT {columns} FROM audit WHERE id >= {mark} ORDER BY id", (first,)):  # noqa: S608
        yield dict(zip(_NAMES, values, strict=True))


def latest(action: str, subject: str | None = None) -> dict[str, Any] | None:
    """The last row of a rare act (any but ``issue``), its detail read, or None. subject: only of that subject."""
    mark = "%s" if db.on_postgres() else "?"
    also, values = ("", (action,)) if subject is None else (f" AND subject = {mark}", (action, subject))
    found = db.database.execute_sql(
        f"SELECT {', '.join(_NAMES)} FROM audit WHERE action <> 'issue' AND action = {mark}{also} "  # noqa: S608
        "ORDER BY id DESC LIMIT 1",
        values,
    ).fetchone()
    return None if found is None else read(dict(zip(_NAMES, found, strict=True)))


def every(action: str) -> list[dict[str, Any]]:
    """All rows of a rare act (any but ``issue``), their details read, oldest first."""
    mark = "%s" if db.on_postgres() else "?"
    found = db.database.execute_sql(
        f"SELECT {', '.join(_NAMES)} FROM audit WHERE action <> 'issue' AND action = {mark} ORDER BY id",  # noqa: S608
        (action,),
    ).fetchall()
    return [read(dict(zip(_NAMES, values, strict=True))) for values in found]


def read(row: dict[str, Any]) -> dict[str, Any]:
    """A stored row with its moment and its detail as values; what was tampered with reads as long ago and as empty."""
    try:
        at, detail = datetime.fromisoformat(row["at"]), json.loads(row["detail"])
    except ValueError:
        at, detail = datetime(1900, 1, 1), {}
    return {**row, "at": at, "detail": detail if isinstance(detail, dict) else {}}


def whole(detail: dict[str, Any], name: str, default: int = 0) -> int:
    """A whole number of a detail; ``default`` where it is missing or something else."""
    found = detail.get(name)
    return found if isinstance(found, int) else default
