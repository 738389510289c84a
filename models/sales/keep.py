"""Keeps drafts: saved at every field, found again after a crash or a dropped line (design: nothing typed is lost).

A draft belongs to its operator. The session that types it holds it: another session of the same operator does not get
it while that one lives (models/presence).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Container

from fiscal.errors import Refusal
from fiscal.text import clean
from models import db
from models.presence.sessions import living_tokens
from models.references.request import give_up_of
from models.sales import draft_file
from models.sales.draft import Draft
from models.sales.issue import issued_as
from models.sales.tables import DraftRow
from models.session import Session


def keep(draft: Draft, session: Session, *, parked: bool = False, leaving: bool = False) -> str:
    """Saves the draft as it stands, replacing its earlier state; gives its operation.

    parked: set aside on purpose (F9). leaving: nobody types it any more, so any session of the operator may go on.
    Screens keep in the background: what comes after the issue of the same operation is left out.
    """
    content = json.dumps(draft_file.written(draft), ensure_ascii=False)
    now = session.clock.now()
    holder = "" if parked or leaving else session.token
    changed = {
        "content": content, "title": _title(draft), "parked": parked, "changed_at": now, "type": draft.type,
        "holder": holder,
    }  # fmt: skip
    with db.writing():
        if issued_as(draft.operation) is not None:
            return draft.operation
        before = DraftRow.get_or_none(DraftRow.operation == draft.operation)
        if before is not None and before.holder not in ("", session.token):
            _own(draft.operation, session)  # refuses where that session lives
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


def held_elsewhere(session: Session) -> dict[str, str]:
    """Operations of the operator's drafts that another session is typing, with that session's terminal."""
    others = living_tokens(session.operator, session.clock.now())
    others.pop(session.token, None)
    return {str(row.operation): others[row.holder] for row in kept(session) if row.holder in others}


def take_up(
    session: Session, type_code: str, but: Container[str] = (), fits: Callable[[Draft], bool] = lambda _: True
) -> tuple[Draft | None, str]:
    """The operator's last unfinished draft of a type, to go on with, and held from now on.

    but: operations left alone (open in this very program). fits: whether a draft is one that is asked for.
    Also gives the terminal of another session of the operator that is typing one (empty: none is).
    """
    elsewhere = held_elsewhere(session)
    rows = [row for row in kept(session, type_code, parked=False) if row.operation not in but]
    busy = next((elsewhere[row.operation] for row in rows if row.operation in elsewhere), "")
    for row in rows:
        draft = draft_file.read(json.loads(row.content))
        if row.operation not in elsewhere and fits(draft) and _hold(row, session):
            return draft, busy
    return None, busy


def recall(operation: str, session: Session) -> Draft:
    """A kept draft of the operator's, held from now on by this session.

    Raises Refusal when it is gone (issued meanwhile, or discarded), another operator's, or being typed elsewhere.
    """
    row = _own(operation, session)
    if row is None or not _hold(row, session):
        raise Refusal("Esse rascunho já não existe: foi emitido ou apagado.", rule="draft")
    return draft_file.read(json.loads(row.content))


def discard(operation: str, session: Session) -> None:
    """Deletes a draft; it never had a number. Raises Refusal where another session is typing it."""
    _own(operation, session)
    with db.writing():
        give_up_of(operation, session)
        DraftRow.delete().where(DraftRow.operation == operation, DraftRow.operator == session.operator).execute()


def _own(operation: str, session: Session) -> DraftRow | None:
    row: DraftRow | None = DraftRow.get_or_none(DraftRow.operation == operation, DraftRow.operator == session.operator)
    terminal = held_elsewhere(session).get(operation) if row is not None else None
    if terminal is not None:
        raise Refusal(
            f"Esse rascunho está a ser escrito noutra sessão sua (posto {terminal}): saia dele lá primeiro.",
            rule="draft",
        )
    return row


def _hold(row: DraftRow, session: Session) -> bool:
    """Takes hold of a draft; False when somebody was quicker, or it is gone."""
    with db.writing():
        taken = (
            DraftRow.update(holder=session.token)
            .where(DraftRow.id == row.id, DraftRow.holder == row.holder, DraftRow.changed_at == row.changed_at)
            .execute()
        )
    return bool(taken)
