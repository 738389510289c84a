"""What is still to be settled of each imported document: worked out anew from all of history after every import and undo.

Receipts settle what they name; what is then left of a credit note takes from the invoices that it rectifies. Done from
all of history at once, so that it is the same in whatever order the files of the months come in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any

from fiscal.doctypes import INVOICES, RECEIPTS
from fiscal.rounding import ZERO, cents
from models import db
from models.accounts.keep import keep_all
from models.accounts.truth import HISTORY
from models.history.documents import KNOWN, SEVERAL


@dataclass(slots=True)
class Owed:
    """A document of the invoices' table in force. Cents. settled: FR, FS and the like, paid when issued."""

    id: int
    type: str
    net: int
    gross: int
    before: int
    left: int


@dataclass(slots=True)
class _Taker:
    """A receipt or a credit note: its total and its lines (references, amount, settlement, rate, debit), micro and cents."""

    number: str
    type: str
    net: int
    gross: int
    lines: list[tuple[tuple[str, ...], int, int, int, bool]] = field(default_factory=list)


def settle() -> None:
    """Writes the open balance of every document of history whose balance is no longer right. Inside ``writing``."""
    owed = _owed()
    notes: list[_Taker] = []
    for taker in _takers():
        if KNOWN[taker.type].table == RECEIPTS:
            _receipt(taker, owed)
        else:
            notes.append(taker)
    for note in notes:
        _credit(note, owed)
    changed = [(document.left, document.id) for document in owed.values() if document.left != document.before]
    mark = "%s" if db.on_postgres() else "?"
    db.execute_many(f"UPDATE history_document SET open = {mark} WHERE id = {mark}", changed)  # noqa: S608
    keep_all(HISTORY)


def _owed() -> dict[str, Owed]:
    found = {}
    rows = db.database.execute_sql("SELECT id, number, type, status, net, gross, open FROM history_document")
    for row_id, number, kind, status, net, gross, before in rows:
        declared = KNOWN.get(kind)
        if declared is None or declared.table != INVOICES:
            continue
        # A summary (F) is billed by another document; a cancelled one (A) is worth nothing.
        left = 0 if declared.settled or kind == "TD" or status in ("A", "F") else gross
        found[number] = Owed(row_id, kind, net, gross, before, left)
    return found


def _takers() -> Iterator[_Taker]:
    """Receipts and credit notes in force, with the lines that name documents."""
    rows = db.database.execute_sql(
        "SELECT d.id, d.number, d.type, d.net, d.gross, l.reference, l.amount, l.unit_price, l.rate, l.debit "
        "FROM history_document d JOIN history_line l ON l.document_id = d.id "
        "WHERE d.type IN ('RC', 'RG', 'NC', 'DA', 'RE') AND d.status <> 'A' AND l.reference <> '' "
        "ORDER BY d.date, d.id, l.number"
    ).fetchall()
    for _, group in groupby(rows, key=lambda row: row[0]):
        lines: list[Any] = list(group)
        _, number, kind, net, gross, *_rest = lines[0]
        taker = _Taker(number, kind, net, gross)
        for *_head, reference, amount, settlement, rate, debit in lines:
            receipt = KNOWN[kind].table == RECEIPTS
            taker.lines.append(
                (tuple(reference.split(SEVERAL)), amount, settlement if receipt else 0, rate, bool(debit))
            )
        yield taker


def _receipt(taker: _Taker, owed: dict[str, Owed]) -> None:
    """Line values are without tax (Portaria 302/2016, 4.4.4.14), but many programs write what was received.

    With a tax in the line it is put on. Without: where the lines are the net values of the documents and the receipt is
    their whole value, they are paid; else the lines are taken as received, raised to the receipt's total where that says
    that there was tax.
    """
    signed = sum(-amount if debit else amount for _, amount, _, _, debit in taker.lines)
    detailed = any(rate for *_, rate, _ in taker.lines)
    if not detailed and _whole(taker, owed):
        for references, *_ in taker.lines:
            owed[references[0]].left = 0
        return
    factor = Decimal(1)
    if not detailed and signed and _to_cents(signed) == taker.net != taker.gross:
        factor = Decimal(taker.gross) / taker.net
    # One rounding for each document: a receipt has a line for each of its rates.
    sums: dict[tuple[str, ...], Decimal] = {}
    for references, amount, settlement, rate, _ in taker.lines:
        value = Decimal(amount + settlement) * (1 + Decimal(rate) / 100_000_000) * factor
        sums[references] = sums.get(references, ZERO) + value
    for references, value in sums.items():
        _take(references, _to_cents(value), owed)


def _whole(taker: _Taker, owed: dict[str, Owed]) -> bool:
    """Whether each line is all of a document without its tax, and the receipt the sum of those documents with it."""
    total = 0
    for references, amount, settlement, _, debit in taker.lines:
        document = owed.get(references[0]) if len(references) == 1 else None
        if document is None or settlement or _to_cents(amount) != document.net:
            return False
        total += -document.gross if debit else document.gross
    return total == taker.gross


def _credit(note: _Taker, owed: dict[str, Owed]) -> None:
    """What receipts have left of a credit note takes from what it rectifies, each at most its share."""
    own = owed.get(note.number)
    if own is None:
        return
    shares: dict[str, Decimal] = {}
    for references, amount, _, rate, _ in note.lines:
        share = Decimal(amount) * (1 + Decimal(rate) / 100_000_000)
        shares[references[0]] = shares.get(references[0], ZERO) + share
    for number, share in shares.items():
        document = owed.get(number)
        most = own.left if len(shares) == 1 else min(own.left, _to_cents(share))
        if document is not None:
            taken = min(document.left, most)
            document.left -= taken
            own.left -= taken


def _take(numbers: tuple[str, ...], value: int, owed: dict[str, Owed]) -> None:
    for number in numbers:
        document = owed.get(number)
        if document is not None:
            taken = min(document.left, value)
            document.left -= taken
            value -= taken


def _to_cents(millionths: int | Decimal) -> int:
    return int(cents(Decimal(millionths) / 1_000_000) * 100)
