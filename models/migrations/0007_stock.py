"""Stock in several warehouses, by lot, with what it cost; what moved until now is in the first warehouse."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from peewee import PostgresqlDatabase

from models.frozen import freeze_tables

first: Any = import_module("models.migrations.0001_foundation")

FIRST_WAREHOUSE = (
    "INSERT INTO warehouse (code, name, address, postal_code, city, establishment, negative, transit, active) "
)
"""Two warehouses that every company has: its own, which lets stock go below zero as it did until now, and the road."""

MOVEMENT = """CREATE TABLE stock_movement (
    id {id},
    article_id {big} NOT NULL REFERENCES article (id),
    warehouse_id {big} NOT NULL REFERENCES warehouse (id),
    lot_id {big} NOT NULL,
    document_id {big} REFERENCES document (id),
    sheet_id {big} REFERENCES stock_sheet (id),
    line {big} NOT NULL,
    quantity {big} NOT NULL,
    day TEXT NOT NULL,
    at TEXT NOT NULL,
    reason TEXT NOT NULL,
    cost {big},
    reverses_id {big}
){strict}"""
"""In SQLite a column cannot lose NOT NULL: the table is made anew."""

POSTGRES = (
    "ALTER TABLE stock_movement ALTER COLUMN document_id DROP NOT NULL",
    "ALTER TABLE stock_movement ADD COLUMN warehouse_id BIGINT NOT NULL DEFAULT 1 REFERENCES warehouse (id)",
    "ALTER TABLE stock_movement ALTER COLUMN warehouse_id DROP DEFAULT",
    "ALTER TABLE stock_movement ADD COLUMN lot_id BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE stock_movement ALTER COLUMN lot_id DROP DEFAULT",
    "ALTER TABLE stock_movement ADD COLUMN sheet_id BIGINT REFERENCES stock_sheet (id)",
    "ALTER TABLE stock_movement ADD COLUMN day TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE stock_movement ALTER COLUMN day DROP DEFAULT",
    "ALTER TABLE stock_movement ADD COLUMN cost BIGINT",
    "ALTER TABLE stock_movement ADD COLUMN reverses_id BIGINT",
    "UPDATE stock_movement SET day = substr(at, 1, 10)",
    "DROP INDEX stock_movement_article",
)

AFTER = (
    "CREATE INDEX stock_movement_article ON stock_movement (article_id, day, id)",
    "CREATE INDEX stock_movement_document ON stock_movement (document_id) WHERE document_id IS NOT NULL",
    "CREATE INDEX stock_movement_sheet ON stock_movement (sheet_id) WHERE sheet_id IS NOT NULL",
    "CREATE INDEX stock_movement_lot ON stock_movement (lot_id, id) WHERE lot_id > 0",
    "CREATE INDEX stock_movement_day ON stock_movement (day, id)",
    "ALTER TABLE stock_balance ADD COLUMN average_value {big} NOT NULL DEFAULT 0",
    "ALTER TABLE stock_balance ADD COLUMN fifo_value {big} NOT NULL DEFAULT 0",
    "ALTER TABLE stock_balance ADD COLUMN last_cost {big} NOT NULL DEFAULT 0",
    "ALTER TABLE stock_balance ADD COLUMN layers TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE stock_balance ADD COLUMN valued_to TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE stock_balance ADD COLUMN stale_from TEXT",
    "UPDATE stock_balance SET stale_from = '0001-01-01'",
    "CREATE INDEX stock_balance_stale ON stock_balance (article_id) WHERE stale_from IS NOT NULL",
    "INSERT INTO stock_place (article_id, warehouse_id, lot_id, quantity) SELECT article_id, 1, 0, quantity FROM stock_balance",
    "ALTER TABLE article ADD COLUMN tracking TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE article ADD COLUMN negative TEXT NOT NULL DEFAULT ''",
)


def up(migrator: Any, db: Any) -> None:
    postgres = isinstance(db, PostgresqlDatabase)
    words = first.POSTGRES if postgres else first.SQLITE
    made = first.statements(Path(__file__), postgres)
    later = [text for text in made if "stock_cost" in text or "stock_value" in text]
    for statement in made:
        if statement not in later:
            db.execute_sql(statement)
    db.execute_sql(f"{FIRST_WAREHOUSE} VALUES ('A1', 'Armazém principal', '', '', '', '', 'P', 0, 1)")
    db.execute_sql(f"{FIRST_WAREHOUSE} VALUES ('TRANSITO', 'Em trânsito', '', '', '', '', 'P', 1, 1)")
    if postgres:
        db.execute_sql("DROP TRIGGER frozen_stock_movement_update ON stock_movement")
        for statement in POSTGRES:
            db.execute_sql(statement)
    else:
        for name in ("delete", "update"):
            db.execute_sql(f"DROP TRIGGER frozen_stock_movement_{name}")
        db.execute_sql("DROP INDEX stock_movement_article")
        db.execute_sql("ALTER TABLE stock_movement RENAME TO stock_movement_before")
        db.execute_sql(MOVEMENT.format(**words))
        db.execute_sql(
            "INSERT INTO stock_movement (id, article_id, warehouse_id, lot_id, document_id, line, quantity, day, at, reason) "
            "SELECT id, article_id, 1, 0, document_id, line, quantity, substr(at, 1, 10), at, reason FROM stock_movement_before"
        )
        db.execute_sql("DROP TABLE stock_movement_before")
    for statement in (*later, *(text.format(**words) for text in AFTER)):
        db.execute_sql(statement)
    freeze_tables(db)
