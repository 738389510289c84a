"""Every change of an article's price."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from peewee import PostgresqlDatabase

first: Any = import_module("models.migrations.0001_foundation")


def up(migrator: Any, db: Any) -> None:
    for statement in first.statements(Path(__file__), isinstance(db, PostgresqlDatabase)):
        db.execute_sql(statement)
