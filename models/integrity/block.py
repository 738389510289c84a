"""Stops issuing when the integrity of what is stored is broken, until the producer has reported on it (DL 28/2019, 11.º; C35).

The block is a row of the audit log, and so is its end: neither can be taken away without breaking the log's own chain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from fiscal.errors import Refusal
from fiscal.text import clean
from models import db
from models.audit.log import every, latest, record
from models.failures import StorageFailure
from models.people.tables import Operator
from models.session import Session
from models.verify import Finding, Verdict, verify
from models.work import Cancelled, Told, never, to_nobody

BLOCK, UNBLOCK, VERIFY = "integrity.block", "integrity.unblock", "verify"
KEPT = 2000
"""Findings whose traces a block keeps, so that those reported on do not block again; more than that always do."""


@dataclass(frozen=True, slots=True)
class Block:
    """Why nothing is issued: since when, found by whom, how many findings and the first of them."""

    since: datetime
    operator: str
    count: int
    first: str


def blocked() -> Block | None:
    """The block in force, if there is one."""
    if latest(BLOCK) is None:
        return None
    rows, _ = _rows()
    if not rows:
        return None
    first, last = rows[0], rows[-1]
    return Block(
        first["at"], first["operator"], int(last["detail"].get("findings", 0)), str(first["detail"].get("first", ""))
    )


def block(findings: Sequence[Finding], session: Session) -> bool:
    """Blocks issuing for what was found, unless all of it was known: in the block in force, or reported on already."""
    traces = {_trace(finding) for finding in findings}
    rows, ended = _rows()
    known = {str(trace) for row in (*rows, *ended) for trace in row["detail"].get("traces", ())}
    if not traces - known:
        return False
    first = clean(f"{findings[0].place}: {findings[0].message}", 200).rstrip(".")
    with db.writing():
        record(
            session, BLOCK, "integridade", findings=len(findings), first=first,
            traces=sorted(traces - known)[:KEPT],
        )  # fmt: skip
    return True


def unblock(responsible: str, report: str, session: Session) -> None:
    """Lets issuing go on after the producer's report; what was found then does not block again.

    responsible: who answers for the report, at the producer; report: what it says, or where it is. Only an administrator
    may. Raises Refusal.
    """
    responsible, report = clean(responsible, 100), clean(report, 1000)
    if len(responsible) < 3:
        raise Refusal("Falta quem responde pelo parecer do produtor.", field="responsible", rule="C35")
    if len(report) < 10:
        raise Refusal("Falta o parecer do produtor: o que se passou e o que foi feito.", field="report", rule="C35")
    operator = Operator.get_or_none(Operator.code == session.operator)
    if operator is None or not operator.admin:
        raise Refusal("Só um administrador pode desbloquear a emissão.", rule="C35")
    with db.writing():
        if blocked() is None:
            raise Refusal("A emissão não está bloqueada.", rule="C35")
        record(session, UNBLOCK, "integridade", responsible=responsible, report=report)


def check_whole(session: Session, told: Told = to_nobody, cancelled: Cancelled = never) -> Verdict:
    """``verify``, its result in the audit log; what it finds blocks issuing. A log that cannot be written stops no check."""
    verdict = verify(told, cancelled)
    try:
        with db.writing():
            record(session, VERIFY, "integridade", documents=verdict.documents, findings=len(verdict.findings))
            block(verdict.findings, session)
    except StorageFailure:
        pass  # a damaged or read-only base: what was found is told all the same, and nothing can be issued either
    return verdict


def _rows() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows of the block in force, and those of blocks that ended."""
    ended = latest(UNBLOCK)
    last = ended["id"] if ended is not None else 0
    rows = every(BLOCK)
    return [row for row in rows if row["id"] > last], [row for row in rows if row["id"] <= last]


def _trace(finding: Finding) -> str:
    return sha256(f"{finding.place}\n{finding.message}".encode()).hexdigest()[:12]
