"""Brings a database to this program's version: numbered steps, forward only, after a copy of the file."""

from __future__ import annotations

from pathlib import Path

from models import db
from models.clock import Clock
from models.failures import StorageFailure, explained

FOLDER = Path(__file__).parent / "migrations"


def is_current() -> bool:
    """Whether the open database has exactly this program's migrations. Cheap: no runner is loaded.

    Raises StorageFailure for a database made by a newer program.
    """
    with explained():
        if "migration_history" not in db.database.get_tables():
            return False
        rows = db.database.execute_sql("SELECT name FROM migration_history").fetchall()
    applied, ours = {row[0] for row in rows}, {path.stem for path in FOLDER.glob("[0-9]*.py")}
    if applied - ours:
        raise StorageFailure(
            f"A base de dados é de uma versão mais recente do Balcão ({max(applied - ours)}): atualize o programa.",
            rule="storage",
        )
    return applied == ours


def migrate(clock: Clock) -> list[str]:
    """Applies what is missing, each step whole or not at all, and gives the names applied.

    An SQLite file that already holds data is first copied beside itself as ``name.antes-de-NNNN.db``.
    """
    if is_current():
        return []
    from playhouse.migrations import Runner

    runner = Runner(db.database.obj, str(FOLDER), table_name="migration_history")
    missing = [step.name for step in runner.status() if step.applied is None]
    if not db.on_postgres() and "company" in db.database.get_tables():
        _copy_first(missing[0], clock)
    for name in missing:
        with db.writing():
            runner.up(target=name)
    return missing


def _copy_first(name: str, clock: Clock) -> None:
    from models.backup import copy_database

    path = Path(db.database.database)
    copy_database(path.with_name(f"{path.stem}.antes-de-{name}.{clock.now():%Y%m%d%H%M%S}{path.suffix}"))
