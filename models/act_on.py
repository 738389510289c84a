"""An action on every row that answers a question: all of them, or none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fiscal.errors import Refusal
from models import db
from models.declared import Action, Listing, Question
from models.session import Session

PAGE = 1000


def act_on(action: Action, listing: Listing, wanted: Question, session: Session) -> int:
    """Runs the action's verb on each row, in one transaction; gives how many there were.

    Raises the Refusal of the first row that is refused, and then no row has changed.
    """
    # Read first: the action may change what answers the question.
    ids = list(_ids(listing, wanted))
    with db.writing():
        for row_id in ids:
            try:
                action.verb(row_id, session)
            except Refusal as refusal:
                refusal.message = f"Nada mudou. {refusal.message}"
                raise
    return len(ids)


def _ids(listing: Listing, wanted: Question) -> Iterator[Any]:
    after = None
    while rows := listing.page(wanted, after, PAGE, False):
        yield from (row.id for row in rows)
        after = rows[-1].key
