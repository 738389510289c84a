"""Copies and restores as the audit log tells them, and when a copy is due (C17, C18)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from fiscal.errors import Refusal
from fiscal.notation import show_day
from models import db
from models.audit.log import every, latest, record
from models.sales.tables import Document
from models.session import Session

DAYS, ELSEWHERE_DAYS = 1, 7
"""Working days a copy may be old, and days one on another disk, unless ``[copias]`` in balcao.toml says otherwise."""
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Copies:
    """last: the newest copy; elsewhere: the newest on another disk or machine; restores: how often one was put back."""

    last: datetime | None
    elsewhere: datetime | None
    restores: int
    restored: datetime | None


def copies() -> Copies:
    """What the audit log tells."""
    made = every("backup")
    away = [row for row in made if row["detail"].get("elsewhere")]
    restored = latest("restore")
    return Copies(
        last=made[-1]["at"] if made else None,
        elsewhere=away[-1]["at"] if away else None,
        restores=count_restores(),
        restored=restored["at"] if restored else None,
    )


def count_restores() -> int:
    """How often a copy was put back: what each restore counted on, since the log of a copy ends where the copy was made."""
    rows = every("restore")
    return max((int(row["detail"].get("count", n)) for n, row in enumerate(rows, 1)), default=0)


def is_elsewhere(folder: Path) -> bool:
    """Whether a folder lies on another disk than the SQLite database. False on PostgreSQL, whose disk is not seen from here."""
    if db.on_postgres():
        return False
    return folder.stat().st_dev != Path(db.database.database).absolute().parent.stat().st_dev


def note_copy(file: Path, session: Session, *, elsewhere: bool = False) -> None:
    """Records a copy that another program made (pg_dump, a copy of the disk). Raises Refusal where there is no such file.

    elsewhere: that it is on another disk than the database; on SQLite the program sees it itself.
    """
    if not file.is_file() or not file.stat().st_size:
        raise Refusal(f"Não há nenhuma cópia em {file}, ou está vazia.", field="file", rule="C17")
    away = is_elsewhere(file.parent) if not db.on_postgres() else elsewhere
    with db.writing():
        record(session, "backup", file.name, elsewhere=away, size=file.stat().st_size, made="outro programa")


def due(today: date, settings: Mapping[str, Any]) -> list[str]:
    """What is to be said of copies today, most important first; nothing where there is no document to lose.

    settings: those of the home (``[copias]``).
    """
    first = Document.select(Document.date).order_by(Document.id).first()
    if first is None:
        return []
    chosen = settings.get("copias", {})
    found = copies()
    since = found.last.date() if found.last else first.date
    told = []
    if working_days(since, today) > int(chosen.get("dias", DAYS)):
        when = f"Última cópia a {show_day(since)}" if found.last else "Ainda sem cópia de segurança"
        told.append(f"{when}: faça uma em Entidade > Cópias de segurança.")
    away = found.elsewhere.date() if found.elsewhere else first.date
    if (today - away).days > int(chosen.get("fora", ELSEWHERE_DAYS)):
        when = f"desde {show_day(away)}" if found.elsewhere else "nenhuma vez"
        told.append(f"Sem cópia noutro disco ({when}): a lei manda tê-la noutro sítio.")
    return told


def working_days(since: date, today: date) -> int:
    """Days from Monday to Friday after ``since``, up to and with ``today``. Holidays count: a copy too many does no harm."""
    if today <= since:
        return 0
    weeks, rest = divmod((today - since).days, 7)
    return weeks * 5 + sum((since + timedelta(days=n)).weekday() < SATURDAY for n in range(1, rest + 1))
