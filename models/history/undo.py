"""Takes an import back: its documents, and the cards that it made and nothing uses."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from fiscal.errors import Refusal
from models import db
from models.audit.log import record
from models.history.balances import settle
from models.history.tables import HistoryBatch
from models.session import Session

_AT_ONCE = 500
_USES = {
    "customers": ("customer", (("document", "customer_id"), ("history_document", "customer_id"), ("notice", "customer_id"),
                               ("opening_balance", "party_id"))),
    "suppliers": ("supplier", (("document", "supplier_id"), ("series", "supplier_id"), ("document_seller", "supplier_id"),
                               ("purchase", "supplier_id"), ("article_supplier", "supplier_id"),
                               ("supplier_payment", "supplier_id"))),
    "articles": (
        "article",
        (("document_line", "article_id"), ("stock_movement", "article_id"), ("stock_balance", "article_id"),
         ("article_charge", "article_id"), ("article_charge", "charge_id"), ("article_unit", "article_id"),
         ("article_part", "article_id"), ("article_part", "part_id"), ("article", "model_id"),
         ("article_supplier", "article_id"), ("purchase_line", "article_id"), ("stock_count_article", "article_id")),
    ),
}  # fmt: skip
"""Kinds of cards, their tables, and where each may be used."""


def undo_import(batch_id: int, session: Session) -> Counter[str]:
    """Removes an import; gives how many documents and cards went. Raises Refusal where it is not there to be undone.

    Balances of other imports are worked out again. A card that something uses stays.
    """
    with db.writing():
        query = HistoryBatch.select().where(HistoryBatch.id == batch_id)
        batch = db.lock_for_writing(query).first()
        if batch is None:
            raise Refusal(f"Não há nenhuma importação {batch_id}: balcao saft undo mostra as que há.", rule="saft")
        if batch.undone_at is not None:
            raise Refusal(f"A importação {batch_id} já foi anulada em {batch.undone_at:%d-%m-%Y %H:%M}.", rule="saft")
        used = _credited(batch_id)
        if used:
            raise Refusal(
                f"O documento {used} desta importação já foi retificado ou recebido no Balcão: não se pode anular.",
                rule="saft",
            )
        gone: Counter[str] = Counter()
        of_batch = f"SELECT id FROM history_document WHERE batch_id = {batch_id:d}"  # noqa: S608
        db.database.execute_sql(f"DELETE FROM history_line WHERE document_id IN ({of_batch})")  # noqa: S608
        cursor = db.database.execute_sql(f"DELETE FROM history_document WHERE batch_id = {batch_id:d}")  # noqa: S608
        gone["documents"] = cursor.rowcount
        made = json.loads(batch.counts).get("made", {})
        for kind, (table, uses) in _USES.items():
            for ids in _chunks(made.get(kind, [])):
                gone[kind] += _remove(table, uses, ids)
        for kind, table, column in (("families", "family", "family"), ("units", "unit", "unit")):
            for ids in _chunks(made.get(kind, [])):
                _execute(
                    f"DELETE FROM {table} WHERE id IN ({_ids(ids)}) "  # noqa: S608
                    f"AND NOT EXISTS (SELECT 1 FROM article WHERE article.{column} = {table}.code)"
                    + (
                        " AND NOT EXISTS (SELECT 1 FROM family f WHERE f.parent = family.code)"
                        if table == "family"
                        else ""
                    )
                )
        settle()
        HistoryBatch.update(undone_at=session.clock.now()).where(HistoryBatch.id == batch_id).execute()
        record(session, "saft.undo", batch.name, batch=batch_id, **gone)
    return gone


def _credited(batch_id: int) -> str:
    """A document of the import that one of ours rectifies or settles, or empty."""
    for table, column in (("document_line", "reference"), ("document_settled", "source")):
        found = _execute(
            f"SELECT h.number FROM history_document h JOIN {table} l ON l.{column} = h.number "  # noqa: S608
            f"WHERE h.batch_id = {batch_id:d} LIMIT 1"
        ).fetchone()
        if found:
            return str(found[0])
    return ""


def _remove(table: str, uses: Sequence[tuple[str, str]], ids: Sequence[int]) -> int:
    unused = " AND ".join(
        f"NOT EXISTS (SELECT 1 FROM {user} u WHERE u.{column} = {table}.id)"  # noqa: S608
        for user, column in uses
    )
    found = _execute(f"SELECT id FROM {table} WHERE id IN ({_ids(ids)}) AND {unused}").fetchall()  # noqa: S608
    going = [row[0] for row in found]
    if going and table == "article":
        _execute(f"DELETE FROM barcode WHERE article_id IN ({_ids(going)})")  # noqa: S608
    if going:
        _execute(f"DELETE FROM {table} WHERE id IN ({_ids(going)})")  # noqa: S608
    return len(going)


def _execute(sql: str) -> Any:
    return db.database.execute_sql(sql)


def _ids(ids: Sequence[int]) -> str:
    return ", ".join(str(int(n)) for n in ids)


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
