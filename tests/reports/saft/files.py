"""A SAF-T file of the open shop, and what our own checker says of it."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from fiscal.saft.check.run import Report, check
from fiscal.tables import tables
from models.session import Session
from reports.saft.export import export
from reports.saft.wanted import Wanted


def exported(session: Session, start: dt.date | None = None, end: dt.date | None = None, **more: Any) -> bytes:
    """The file of November 2026, or of other days."""
    sink = io.BytesIO()
    export(Wanted(start or dt.date(2026, 11, 1), end or dt.date(2026, 11, 30), **more), sink, session)
    return sink.getvalue()


def own_check(file: bytes, public_pem: str, today: dt.date = dt.date(2026, 12, 1)) -> Report:
    """What our own checker says of it, signatures included."""
    return check(io.BytesIO(file), tables=tables(), today=today, keys={None: public_pem})


def errors(report: Report) -> list[str]:
    return [f"{f.place}: {f.message} [{f.rule}]" for f in report.findings if f.severity == "error"]
