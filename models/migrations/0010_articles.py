"""Articles in full: families in a tree, brands, other units, models with variants, kits with their parts."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from peewee import PostgresqlDatabase

first: Any = import_module("models.migrations.0001_foundation")


def up(migrator: Any, db: Any) -> None:
    postgres = isinstance(db, PostgresqlDatabase)
    for statement in first.statements(Path(__file__), postgres):
        db.execute_sql(statement)
    # As in 0003: lists compare text by its bytes, and SQLite keeps the id at the end of every index.
    brand = 'brand COLLATE "C", id' if postgres else "brand"
    db.execute_sql(f"CREATE INDEX article_list_brand ON article ({brand})")
