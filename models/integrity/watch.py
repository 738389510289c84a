"""At start and at close: looks for changes made outside the program, records them, and says what the operator must know."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from models import db
from models.audit.log import latest, record
from models.clock import Clock
from models.failures import StorageFailure
from models.integrity.block import VERIFY, block, blocked
from models.integrity.copies import due
from models.integrity.quick import quick_look
from models.integrity.room import low

OUTSIDE = "integrity.outside"
NOBODY = "sistema"
"""Operator of what is found before anybody has signed in."""


def at_start(clock: Clock, *, file_changed: bool) -> list[str]:
    """Looks, records what it finds, blocks issuing where integrity is broken; gives what is to be told now.

    file_changed: what ``models.integrity.seal.changed_outside`` said before the file was opened.
    """
    return _look(clock, file_changed=file_changed)


def at_close(clock: Clock) -> list[str]:
    """As at start, without the file's seal: the program has it open."""
    return _look(clock, file_changed=False)


def _look(clock: Clock, *, file_changed: bool) -> list[str]:
    findings = quick_look()
    told = []
    if file_changed or findings:
        from models.session import Session  # brings the law's tables, which an opening does without

        session = Session(NOBODY, clock=clock)
        with suppress(
            StorageFailure
        ):  # a base that can only be read is opened all the same, and nothing is issued in it
            if file_changed:
                told.append(_CHANGED)
                with db.writing():
                    record(session, OUTSIDE, "integridade")
            if findings and block(findings, session):
                first = findings[0]
                told.append(f"A base de dados foi alterada: {first.place}: {first.message} Emissão bloqueada.")
    return told


_CHANGED = "Base de dados alterada fora do Balcão: corra Fiscal > Verificar cadeia."


def notices(today: date, settings: Mapping[str, Any]) -> list[str]:
    """What the home screen says of the integrity, the copies and the disk; the most important first."""
    told = []
    if (found := blocked()) is not None:
        told.append(f"Emissão bloqueada desde {found.since:%d-%m %H:%M}: veja Fiscal > Verificar cadeia.")
    outside, verified = latest(OUTSIDE), latest(VERIFY)
    if outside is not None and (verified is None or verified["id"] < outside["id"]):
        told.append(_CHANGED)
    if text := low():
        told.append(text)
    return told + due(today, settings)
