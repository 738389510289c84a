"""Issued is frozen: the triggers that refuse to change or delete what the law wants kept (F2, F3, F15)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import PostgresqlDatabase


@dataclass(frozen=True, slots=True)
class Freeze:
    """One table's protection. ``mutable`` columns may still change; ``when`` limits how (a condition that refuses)."""

    table: str
    mutable: tuple[str, ...] = ()
    when: str = ""


FROZEN = (
    Freeze(
        "document",
        ("status", "status_at", "status_reason", "status_operator"),
        # Invoiced (F) goes back when the invoice is cancelled; cancelled (A) is for ever.
        "NOT ((OLD.status IN ('N', 'S', 'T') AND NEW.status IN ('A', 'F')) "
        "OR (OLD.status = 'F' AND NEW.status IN ('N', 'S', 'T')))",
    ),
    Freeze("document_line"),
    Freeze("document_tax"),
    Freeze("document_payment"),
    Freeze("document_transport"),
    Freeze("document_seller"),
    Freeze("document_origin"),
    Freeze("document_settled"),
    Freeze("document_reference"),
    Freeze("reference_event"),
    Freeze("document_print"),
    Freeze("stock_movement"),
    Freeze("stock_cost"),
    Freeze("stock_sheet", ("state",)),
    Freeze("stock_sheet_line"),
    Freeze("stock_guide"),
    Freeze("stock_count_entry"),
    Freeze("purchase", ("state",)),
    Freeze("purchase_line"),
    Freeze("purchase_tax"),
    Freeze("opening_balance", ("state",)),
    Freeze("supplier_payment", ("state", "reason")),
    Freeze("supplier_payment_line"),
    Freeze("supplier_payment_means"),
    Freeze("audit"),
    Freeze("company"),
    Freeze("signing_key"),
    Freeze(
        "series",
        ("validation_code", "open", "last_number", "last_date", "last_entry", "last_hash", "at_state", "registered_on"),
        "NEW.last_number < OLD.last_number OR (OLD.last_number > 0 AND NEW.validation_code <> OLD.validation_code)",
    ),
    Freeze("operator", ("name", "password", "must_change", "admin", "active", "failures", "failed_at")),
)


def freeze_tables(db: Any) -> None:
    """Makes the triggers of the tables that exist, in place of those they had. For migrations."""
    postgres = isinstance(db, PostgresqlDatabase)
    existing = set(db.get_tables())
    for freeze in FROZEN:
        if freeze.table not in existing:
            continue
        columns = [column.name for column in db.get_columns(freeze.table)]
        for name, statement in (postgres_triggers if postgres else sqlite_triggers)(freeze, columns).items():
            db.execute_sql(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {freeze.table}" if postgres else ""))
            db.execute_sql(statement)


def sqlite_triggers(freeze: Freeze, columns: list[str]) -> dict[str, str]:
    """Trigger name and statement, for SQLite. columns: all columns of the table."""
    table = freeze.table
    fixed = [f'"{c}"' for c in columns if c not in freeze.mutable]
    refuse = f"BEGIN SELECT RAISE(ABORT, 'frozen: {table}'); END"
    triggers = {
        f"frozen_{table}_delete": f"CREATE TRIGGER frozen_{table}_delete BEFORE DELETE ON {table} {refuse}",
        f"frozen_{table}_update": (
            f"CREATE TRIGGER frozen_{table}_update BEFORE UPDATE OF {', '.join(fixed)} ON {table} {refuse}"
        ),
    }
    if freeze.when:
        triggers[f"frozen_{table}_change"] = (
            f"CREATE TRIGGER frozen_{table}_change BEFORE UPDATE ON {table} WHEN {freeze.when} {refuse}"
        )
    return triggers


def postgres_triggers(freeze: Freeze, columns: list[str]) -> dict[str, str]:
    """Trigger name and statement, for PostgreSQL; they call ``REFUSE``."""
    table = freeze.table
    fixed = [c for c in columns if c not in freeze.mutable]
    changed = " OR ".join(f'OLD."{c}" IS DISTINCT FROM NEW."{c}"' for c in fixed)
    condition = f"({changed}) OR ({freeze.when})" if freeze.when else changed
    return {
        f"frozen_{table}_delete": (
            f"CREATE TRIGGER frozen_{table}_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION frozen_refuse()"
        ),
        f"frozen_{table}_truncate": (
            f"CREATE TRIGGER frozen_{table}_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION frozen_refuse()"
        ),
        f"frozen_{table}_update": (
            f"CREATE TRIGGER frozen_{table}_update BEFORE UPDATE ON {table} FOR EACH ROW "
            f"WHEN ({condition}) EXECUTE FUNCTION frozen_refuse()"
        ),
    }


REFUSE = """CREATE FUNCTION frozen_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION USING MESSAGE = 'frozen: ' || TG_TABLE_NAME; END $$"""
