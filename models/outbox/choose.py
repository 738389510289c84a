"""The company's choice of how AT is told of each kind of thing."""

from __future__ import annotations

from collections.abc import Mapping

from fiscal.errors import Refusal
from models import db
from models.company.setup import set_setting
from models.outbox.modes import MODES, key, mode
from models.session import Session


def choose(wanted: Mapping[str, str], session: Session) -> list[str]:
    """Sets the way of the services named, each in the audit log; gives those that changed.

    What was queued already goes on: it is withdrawn in the panel where it is told otherwise. Raises Refusal.
    """
    changed = []
    with db.writing():
        for service, value in wanted.items():
            if value not in dict(MODES[service]):
                names = ", ".join(code for code, _ in MODES[service])
                raise Refusal(f"«{value}» não é um modo de comunicar: use {names}.", field=key(service), rule="at")
            if value != mode(service):
                set_setting(key(service), value, session)
                changed.append(service)
    return changed
