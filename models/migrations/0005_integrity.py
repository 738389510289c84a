"""An index of the audit log's rare acts (copies, restores, checks), which the home screen asks about."""

from __future__ import annotations

from typing import Any


def up(migrator: Any, db: Any) -> None:
    # Without the row of every document, which is nearly all of the log: issuing does not pay for it.
    db.execute_sql("CREATE INDEX audit_rare ON audit (action, id) WHERE action <> 'issue'")
