"""After a copy was put back and documents were lost: all series in use closed, new ones opened (Despacho 8632/2014, 2.5)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fiscal.doctypes import document_type
from fiscal.errors import Refusal
from models import db
from models.audit.log import record
from models.series.series import RECOVERY, close_series, create_series
from models.series.tables import Series
from models.session import Session


@dataclass(frozen=True, slots=True)
class Replaced:
    """A series that is closed, and what comes in its place."""

    type: str
    closed: str
    name: str
    """The series to go on in."""
    recovery: str
    """The series for the duplicates of what was lost; empty where nothing was issued in the closed one."""


def plan_after_loss(session: Session) -> list[Replaced]:
    """What ``begin_after_loss`` would do; nothing is written. Raises Refusal where no series is in use.

    In use: open, with a validation code. Of those of recovery, integrated documents and training nothing is lost that
    was signed for a customer: they stay as they are.
    """
    rows = list(Series.select().order_by(Series.id))
    names = {(row.type, str(row.name).upper()) for row in rows}
    planned = []
    for row in rows:
        if not (row.open and row.validation_code) or row.purpose in (RECOVERY, "integrated") or row.kind == "F":
            continue
        name = _free(row.type, str(row.name), names)
        recoverable = document_type(row.type).signed and not row.supplier_id and not row.purpose
        recovery = _free(row.type, f"REC{session.clock.now().year}.0", names) if recoverable else ""
        planned.append(Replaced(row.type, str(row.name), name, recovery))
    if not planned:
        raise Refusal("Não há nenhuma série em uso para fechar.", field="series", rule="series")
    return planned


def begin_after_loss(session: Session) -> list[Replaced]:
    """Closes every series in use, opens one in its place from number 1, and one to recover duplicates; all or nothing.

    The numbers that were issued after the copy was made are on paper only: in the old series they must not come again.
    How far they went is not known here, so AT is not told that the old series ended: that is for the portal.
    """
    today = session.clock.now().date()
    with db.writing():
        planned = plan_after_loss(session)
        for item in planned:
            old = Series.get(Series.type == item.type, Series.name == item.closed)
            close_series(int(old.id), session, lost=True)
            create_series(
                {"type": item.type, "name": item.name, "purpose": old.purpose, "supplier_id": old.supplier_id,
                 "establishment": old.establishment, "starts_on": old.starts_on},
                session,
            )  # fmt: skip
            if item.recovery:
                create_series(
                    {"type": item.type, "name": item.recovery, "purpose": RECOVERY, "starts_on": old.starts_on}, session
                )
        record(session, "series.after-loss", today.isoformat(), series=len(planned))
    return planned


def _free(type_code: str, old: str, taken: set[tuple[str, str]]) -> str:
    """The old name with the next number behind it that no series of the type has had: 2026A, 2026A.2, 2026A.3."""
    stem, dot, last = old.rpartition(".")
    base, n = (stem, int(last)) if dot and re.fullmatch(r"[0-9]{1,3}", last) else (old, 1)
    while (type_code, f"{base}.{n + 1}".upper()) in taken:
        n += 1
    taken.add((type_code, f"{base}.{n + 1}".upper()))
    return f"{base}.{n + 1}"
