"""Whether the triggers that freeze what was issued are all there; light, for it is looked at in every start."""

from __future__ import annotations

from dataclasses import dataclass

from models import db
from models.frozen import FROZEN, REFUSE, Freeze, postgres_triggers, sqlite_triggers


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold: where, and what."""

    place: str
    message: str


def triggers() -> list[Finding]:
    """The triggers that freeze what was issued are all there, as they were made."""
    findings = []
    postgres = db.on_postgres()
    if postgres:
        rows = db.database.execute_sql(
            "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
        ).fetchall()
        refuse = db.database.execute_sql("SELECT prosrc FROM pg_proc WHERE proname = 'frozen_refuse'").fetchall()
        if refuse != [(REFUSE.split("$$")[1],)]:
            findings.append(Finding("base de dados", "foi alterada a função de proteção frozen_refuse."))
    else:
        rows = db.database.execute_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    present = dict(rows)
    for freeze in FROZEN:
        columns = [column.name for column in db.database.get_columns(freeze.table)]
        for name, sql in (postgres_triggers if postgres else sqlite_triggers)(freeze, columns).items():
            made = present.get(name, "")
            if not (_guards(made, freeze, columns) if postgres else made == sql):
                findings.append(Finding(freeze.table, f"falta ou foi alterado o gatilho de proteção {name}."))
    return findings


def _guards(made: str, freeze: Freeze, columns: list[str]) -> bool:
    """PostgreSQL keeps a trigger in its own words: it must call the refusal and look at every frozen column."""
    watched = [c for c in columns if c not in freeze.mutable] if " BEFORE UPDATE " in made else []
    plain = made.replace('"', "")
    return plain.endswith("EXECUTE FUNCTION frozen_refuse()") and all(
        f"old.{c} IS DISTINCT FROM new.{c}" in plain for c in watched
    )
