"""Room on the disk: a warning while there is some, and below a floor an archive on another disk before going on (C24)."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from fiscal.errors import Refusal
from models import db
from models.audit.log import every

MB = 1_000_000
LOW, LEAST = 500, 100
"""Megabytes free: below the first it is told, below the second each day needs a copy on another disk before it may issue."""
ARCHIVED_WITHIN = timedelta(hours=24)


def free() -> int | None:
    """Megabytes free on the disk of the SQLite database; None on PostgreSQL, whose disk is not seen from here."""
    if db.on_postgres():
        return None
    disk = os.statvfs(Path(db.database.database).absolute().parent)
    return disk.f_bavail * disk.f_frsize // MB


def low() -> str:
    """What is to be said of the room left; empty while there is enough."""
    left = free()
    if left is None or left >= LOW:
        return ""
    return f"Disco quase cheio ({left} MB): liberte espaço e guarde uma cópia noutro disco."


def check_room(now: datetime) -> None:
    """Raises Refusal below the floor, unless everything was archived on another disk within a day."""
    left = free()
    if left is None or left >= LEAST:
        return
    away = [row["at"] for row in every("backup") if row["detail"].get("elsewhere")]
    if not away or now - away[-1] > ARCHIVED_WITHIN:
        raise Refusal(
            f"O disco está quase cheio (restam {left} MB): guarde primeiro uma cópia noutro disco, em Entidade > Cópias de "
            "segurança ou com «balcao backup», e liberte espaço. Nada foi emitido.",
            rule="C24",
        )
