"""Current accounts: what is open of each document, balances from before, payments to suppliers."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from peewee import PostgresqlDatabase

from models.accounts.truth import ORIGINS, filling
from models.frozen import freeze_tables

first: Any = import_module("models.migrations.0001_foundation")


def up(migrator: Any, db: Any) -> None:
    for statement in first.statements(Path(__file__), isinstance(db, PostgresqlDatabase)):
        db.execute_sql(statement)
    for origin in ORIGINS:
        db.execute_sql(filling(origin))
    freeze_tables(db)
