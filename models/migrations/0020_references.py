"""Payment references: requests, events, calls of providers, and what is printed on a document."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from peewee import PostgresqlDatabase

from models.frozen import freeze_tables

first: Any = import_module("models.migrations.0001_foundation")
TEXTS = ("state", "number", "reference")
"""Texts that the list sorts or looks by: by their bytes, as in 0003."""


def up(migrator: Any, db: Any) -> None:
    postgres = isinstance(db, PostgresqlDatabase)
    for statement in first.statements(Path(__file__), postgres):
        db.execute_sql(statement)
    for name in TEXTS:
        column = f'{name} COLLATE "C"' if postgres else name
        db.execute_sql(f"CREATE INDEX payment_reference_{name} ON payment_reference ({column}, id)")
    freeze_tables(db)
