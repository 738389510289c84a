"""Writes the audit log: append-only, every row's hash covers the row before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from fiscal.text import clean
from models import db
from models.audit.tables import Audit
from models.session import Session

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


def rows() -> Iterator[dict[str, Any]]:
    """All rows as stored, oldest first."""
    names = ("id", "at", "operator", "terminal", "action", "subject", "detail", "hash")
    for values in db.database.execute_sql(f"SELECT {', '.join(names)} FROM audit ORDER BY id"):  # noqa: S608
        yield dict(zip(names, values, strict=True))
