"""Keeps the table of open items as the documents say, in the transaction of the deed that changes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from models import db
from models.accounts.truth import DOCUMENT, HISTORY, OPENING, filling
from models.sales.tables import DocumentSettled

_AT_ONCE = 500


def keep(origin: str, ids: Iterable[int]) -> None:
    """Works out again what is open of these documents. Inside ``writing``. origin: as in ``truth.py``."""
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), _AT_ONCE):
        some = tuple(wanted[start : start + _AT_ONCE])
        listed = ", ".join(str(one) for one in some)
        db.database.execute_sql(
            f"DELETE FROM open_item WHERE origin = '{origin}' AND origin_id IN ({listed})"  # noqa: S608
        )
        db.database.execute_sql(filling(origin, some))


def keep_all(origin: str) -> None:
    """Works out again what is open of all documents of an origin. Inside ``writing``."""
    db.database.execute_sql(f"DELETE FROM open_item WHERE origin = '{origin}'")  # noqa: S608
    db.database.execute_sql(filling(origin))


def keep_settled(document_id: int) -> None:
    """Works out again what is open of all that a receipt settles. Inside ``writing``."""
    lines = list(DocumentSettled.select().where(DocumentSettled.document_id == document_id))
    keep(DOCUMENT, (int(line.source_id) for line in lines if line.source_id))
    numbers = [str(line.source) for line in lines if not line.source_id]
    keep(HISTORY, _named("history_document", numbers))
    keep(OPENING, _named("opening_balance", numbers, " AND side = 'C'"))


def _named(table: str, numbers: Sequence[str], more: str = "") -> list[int]:
    """Ids of a table's rows by number."""
    if not numbers:
        return []
    marks = ", ".join("?" for _ in numbers)
    sql = f"SELECT id FROM {table} WHERE number IN ({marks}){more}"  # noqa: S608
    return [int(row[0]) for row in db.database.execute_sql(db.marked(sql), tuple(numbers)).fetchall()]
