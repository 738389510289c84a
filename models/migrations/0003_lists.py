"""An index for each order that a list offers, and for each column that a filter asks about."""

from __future__ import annotations

from typing import Any

from peewee import PostgresqlDatabase

from models.listings import folded

ALPHABETIC = (("article", "description"), ("customer", "name"), ("customer", "city"), ("document", "customer_name"))
"""Ordered as people read: without capitals or accents."""
TEXTS = (
    ("article", "code"), ("article", "family"), ("article", "tax_code"), ("customer", "code"), ("customer", "nif"),
    ("document", "date"), ("document", "status"), ("document", "type"),
)  # fmt: skip
NUMBERS = (("article", "price"), ("article", "active"), ("customer", "active"), ("document", "gross"))
HAD = (("article", "code"), ("customer", "code"), ("customer", "nif"), ("document", "date"))
"""SQLite orders text by its bytes, so the indexes of the first migration serve; PostgreSQL needs its own."""


def up(migrator: Any, db: Any) -> None:
    postgres = isinstance(db, PostgresqlDatabase)
    indexes = [(table, column, folded(column, postgres=postgres)) for table, column in ALPHABETIC]
    indexes += [(table, column, column) for table, column in NUMBERS]
    if postgres:
        indexes += [(table, column, f'{column} COLLATE "C"') for table, column in TEXTS]
        # Other than SQLite's, its indexes do not serve what begins with some letters unless they are made for it.
        for column in ("number", "customer_nif"):
            db.execute_sql(f"CREATE INDEX document_prefix_{column} ON document ({column} text_pattern_ops)")
    else:
        indexes += [(table, column, column) for table, column in TEXTS if (table, column) not in HAD]
    for table, column, expression in indexes:
        # The id makes the order unique; SQLite keeps it at the end of every index anyway.
        also = ", id" if postgres else ""
        db.execute_sql(f"CREATE INDEX {table}_list_{column} ON {table} ({expression}{also})")
