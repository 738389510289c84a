"""The statement of an account (``extrato``): a question over documents, receipts, purchases and payments; nothing is kept."""

# ruff: noqa: S608 - statements made of constants

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from fiscal.rounding import ZERO
from models import db
from models.accounts.truth import CUSTOMERS

_DEBITS = "'NC', 'DA', 'RE', 'TD'"
# Day, moment, number, theirs, due, what increases the account and what takes from it, in cents.
_OPENING = (
    "SELECT o.date, o.at, o.number, o.notes, o.due, CASE WHEN o.total > 0 THEN o.total ELSE 0 END, "
    "CASE WHEN o.total < 0 THEN -o.total ELSE 0 END FROM opening_balance o "
    "WHERE o.side = '{}' AND o.party_id = ? AND o.state <> 'A'"
)
_PAID = "(SELECT CAST(coalesce(sum(p.amount), 0) AS BIGINT) FROM document_payment p WHERE p.document_id = d.id)"
_SOLD = (
    "SELECT d.date, d.system_entry_date, d.number, '', d.due, "
    f"CASE WHEN d.type = 'NC' THEN {_PAID} ELSE d.gross - d.withheld END, "
    f"CASE WHEN d.type = 'NC' THEN d.gross - d.withheld ELSE {_PAID} END "
    "FROM document d WHERE d.customer_id = ? AND d.type IN ('FT', 'ND', 'FR', 'FS', 'NC') AND d.status <> 'A' "
    "AND d.self_billing = 0"
)
# What a receipt settles: what is received, the discount, what is withheld; receipts count in millionths.
_RECEIVED = (
    "SELECT d.date, d.system_entry_date, d.number, '', NULL, 0, (SELECT CAST(coalesce(sum(CASE WHEN s.debit = 1 "
    "THEN -(s.amount + s.tax) ELSE s.amount + s.settlement + s.tax END), 0) AS BIGINT) / 10000 "
    "FROM document_settled s WHERE s.document_id = d.id) "
    "FROM document d WHERE d.customer_id = ? AND d.type IN ('RG', 'RC') AND d.status <> 'A'"
)
# Of the program before only what it left open is of this account.
_BEFORE = (
    f"SELECT h.date, h.system_entry_date, h.number, '', NULL, CASE WHEN h.type IN ({_DEBITS}) THEN 0 ELSE h.open END, "
    f"CASE WHEN h.type IN ({_DEBITS}) THEN h.open ELSE 0 END FROM history_document h "
    "WHERE h.customer_id = ? AND h.open > 0"
)
_BOUGHT = (
    "SELECT p.date, p.at, p.number, p.supplier_number, p.due_on, CASE WHEN p.kind = 'FF' THEN p.gross ELSE 0 END, "
    "CASE WHEN p.kind = 'NF' THEN p.gross ELSE 0 END FROM purchase p "
    "WHERE p.supplier_id = ? AND p.kind IN ('FF', 'NF') AND p.state <> 'A'"
)
_PAID_TO = (
    "SELECT p.date, p.at, p.number, '', NULL, 0, p.settled FROM supplier_payment p "
    "WHERE p.supplier_id = ? AND p.state <> 'A'"
)
_OF_CUSTOMER = (_SOLD, _RECEIVED, _BEFORE, _OPENING.format("C"))
_OF_SUPPLIER = (_BOUGHT, _PAID_TO, _OPENING.format("F"))


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a statement. Euro."""

    date: dt.date
    number: str
    """Empty: what was carried over from before."""
    theirs: str
    """The supplier's number, or the notes of an opening balance."""
    due: dt.date | None
    more: Decimal
    """What increases the account: what the customer owes, or what is owed to the supplier."""
    less: Decimal
    balance: Decimal
    """After this line."""


def statement(side: str, party_id: int, since: dt.date | None = None, until: dt.date | None = None) -> Iterator[Entry]:
    """The lines of an account in the order of their days, each with the balance after it.

    side, party_id: as in ``OpenItem``. since: earlier lines are added up in the first one.
    """
    questions = _OF_CUSTOMER if side == CUSTOMERS else _OF_SUPPLIER
    rows = db.database.execute_sql(
        db.marked(" UNION ALL ".join(questions) + " ORDER BY 1, 2, 3"), (party_id,) * len(questions)
    ).fetchall()
    balance, carried = ZERO, None
    first = since.isoformat() if since else ""
    last = until.isoformat() if until else "9999"
    for day, _, number, theirs, due, more, less in rows:
        if day > last:
            break
        up, down = Decimal(more).scaleb(-2), Decimal(less).scaleb(-2)
        balance += up - down
        if day < first:
            carried = balance
            continue
        if carried is not None and since is not None:
            yield _carried(since, carried)
            carried = None
        yield Entry(
            dt.date.fromisoformat(day), str(number), str(theirs), dt.date.fromisoformat(due) if due else None, up, down,
            balance,
        )  # fmt: skip
    if carried is not None and since is not None:
        yield _carried(since, carried)


def _carried(day: dt.date, balance: Decimal) -> Entry:
    return Entry(day, "", "", None, max(balance, ZERO), max(-balance, ZERO), balance)
