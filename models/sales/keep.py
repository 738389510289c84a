"""Keeps drafts: saved at every field, found again after a crash or a dropped line (design: nothing typed is lost)."""

from __future__ import annotations

import json

from fiscal.errors import Refusal
from fiscal.text import clean
from models import db
from models.sales.draft import Draft
from models.sales.issue import issued_as
from models.sales.tables import DraftRow
from models.session import Session


def keep(draft: Draft, session: Session, *, parked: bool = False) -> str:
    """Saves the draft as it stands, replacing its earlier state; gives its operation. parked: set aside on purpose (F9).

    Screens keep in the background: what comes after the issue of the same operation is left out.
    """
    content = json.dumps(draft.to_json(), ensure_ascii=False)
    now = session.clock.now()
    changed = {"content": content, "title": _title(draft), "parked": parked, "changed_at": now, "type": draft.type}
    with db.writing():
        if issued_as(draft.operation) is not None:
            return draft.operation
        DraftRow.insert(
            operation=draft.operation, operator=session.operator, terminal=session.terminal, **changed
        ).on_conflict(conflict_target=[DraftRow.operation], update=changed).execute()
    return draft.operation


def _title(draft: Draft) -> str:
    who = draft.customer.name or draft.customer.nif if draft.customer else ""
    first = draft.lines[0].description or draft.lines[0].code if draft.lines else "sem linhas"
    return clean(f"{who or 'Consumidor final'}: {len(draft.lines)} linha(s), {first}", 100)


def kept(session: Session, type_code: str | None = None, *, parked: bool | None = None) -> list[DraftRow]:
    """The operator's drafts, newest first."""
    query = DraftRow.select().where(DraftRow.operator == session.operator)
    if type_code:
        query = query.where(DraftRow.type == type_code)
    if parked is not None:
        query = query.where(DraftRow.parked == parked)
    return list(query.order_by(DraftRow.changed_at.desc(), DraftRow.id.desc()))


def recall(operation: str) -> Draft:
    """A kept draft. Raises Refusal when it is gone (issued meanwhile, or discarded)."""
    row = DraftRow.get_or_none(DraftRow.operation == operation)
    if row is None:
        raise Refusal("Esse rascunho já não existe: foi emitido ou apagado.", rule="draft")
    return Draft.from_json(json.loads(row.content))


def discard(operation: str) -> None:
    """Deletes a draft; it never had a number."""
    with db.writing():
        DraftRow.delete().where(DraftRow.operation == operation).execute()
