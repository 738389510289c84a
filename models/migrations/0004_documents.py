"""Every document of the law: suppliers, transport, origins, receipts, the outbox, imported history; triggers made anew."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from peewee import PostgresqlDatabase

from models.frozen import freeze_tables

first: Any = import_module("models.migrations.0001_foundation")


def up(migrator: Any, db: Any) -> None:
    postgres = isinstance(db, PostgresqlDatabase)
    statements = first.statements(Path(__file__), postgres)
    # Tables before the columns that refer to them.
    for statement in sorted(statements, key=lambda text: not text.startswith("CREATE TABLE supplier")):
        db.execute_sql(statement)
    for statement in first.search("supplier", postgres):
        db.execute_sql(statement)
    freeze_tables(db)
