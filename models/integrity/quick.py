"""Looked at in a few milliseconds, at each start and close: signs that somebody changed the database directly (C18)."""

from __future__ import annotations

from models import db
from models.audit.log import GENESIS, chained, rows_from
from models.verify import Finding, triggers

TAIL = 50
"""Rows at the end of the audit log whose chain is looked at."""


def quick_look() -> list[Finding]:
    """The triggers, the end of the audit log, and the end of each series. All else is for ``models.verify``."""
    return [*triggers(), *_audit_tail(), *_ends_of_series()]


def _audit_tail() -> list[Finding]:
    last = int(db.database.execute_sql("SELECT coalesce(max(id), 0) FROM audit").fetchone()[0])
    first = max(1, last - TAIL)
    found = []
    previous, expected = None, first
    for row in rows_from(first):
        if row["id"] != expected:
            found.append(Finding(f"auditoria {expected}", "falta esta linha do registo."))
        elif (expected == 1 or previous is not None) and chained(previous or GENESIS, row) != row["hash"]:
            found.append(Finding(f"auditoria {expected}", "esta linha do registo, ou a anterior, foi alterada."))
        previous, expected = row["hash"], row["id"] + 1
    return found


def _ends_of_series() -> list[Finding]:
    """The last number and signature of a series are those of its last document."""
    rows = db.database.execute_sql(
        "SELECT s.type, s.name, s.last_number, s.last_hash, d.sequence, d.hash FROM series s LEFT JOIN document d "
        "ON d.series_id = s.id AND d.sequence = (SELECT max(sequence) FROM document WHERE series_id = s.id)"
    ).fetchall()
    return [
        Finding(f"{kind} {name}", "o último número ou hash da série não é o do último documento.")
        for kind, name, number, signature, sequence, last in rows
        if (number, signature) != (sequence or 0, last or "")
    ]
