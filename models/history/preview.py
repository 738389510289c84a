"""What our own check says of a SAF-T that is about to be imported: its first findings, so that one knows what one takes in."""

from __future__ import annotations

from typing import BinaryIO

from fiscal.text import clean
from models.session import Session
from models.work import Cancelled, Told, never, to_nobody

FIRST = 5


def findings(
    stream: BinaryIO, session: Session, *, total: int = 0, told: Told = to_nobody, cancelled: Cancelled = never
) -> list[str]:
    """How many errors and warnings, and the first errors with their lines. The file is read from its start.

    Only of the release in force: older ones would be wrong at each line. Raises Refusal as ``check`` does.
    """
    from fiscal.saft.check.run import check

    stream.seek(0)
    today = session.clock.now().date()
    report = check(stream, tables=session.tables, today=today, told=told, cancelled=cancelled, total=total)
    lines = [f"Verificação do ficheiro: {report.number('error')} erros, {report.number('warning')} avisos."]
    errors = [found for found in report.findings if found.severity == "error"]
    lines += [clean(f"  linha {f.line}: {f.place}: {f.message}", 300) for f in errors[:FIRST]]
    if len(errors) > FIRST:
        lines.append("  Os outros: balcao saft check.")
    return lines
