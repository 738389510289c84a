"""Calls of providers that were taken already: the same one again is answered, and counts no more."""

from __future__ import annotations

from models import db
from models.references.tables import ReferenceHook
from models.session import Session


def taken(provider: str, mark: str) -> bool:
    """mark: the payment, what happened and when, as the provider says it."""
    return bool(ReferenceHook.select().where(ReferenceHook.provider == provider, ReferenceHook.mark == mark).exists())


def take(provider: str, mark: str, session: Session) -> None:
    """Once is enough; joins the caller's transaction."""
    with db.writing():
        ReferenceHook.insert(provider=provider, mark=mark, at=session.clock.now()).on_conflict_ignore().execute()
