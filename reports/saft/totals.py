"""What stands before the documents of a table: how many there are and what they sum to (4.1.1-3, 4.2.1-2, 4.3.1-3, 4.4.1-3)."""

from __future__ import annotations

from dataclasses import dataclass

from fiscal.doctypes import GUIDES, INVOICES, RECEIPTS
from reports.saft.chosen import ALL_TYPES, Chosen, query
from reports.saft.texts import micro, plain

_DEBIT_TYPES = ", ".join(f"'{code}'" for code, kind in ALL_TYPES.items() if kind.debit)
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Totals:
    """Of one table; sums in millionths. documents and lines count all, sums leave out what does not count."""

    documents: int
    lines: int
    debit: int
    credit: int
    quantity: int

    def opening(self, table: str) -> str:
        """The elements between the table's name and its first document."""
        if table == GUIDES:
            return (
                f"<NumberOfMovementLines>{self.lines}</NumberOfMovementLines>"
                f"<TotalQuantityIssued>{plain(self.quantity)}</TotalQuantityIssued>\n"
            )
        return (
            f"<NumberOfEntries>{self.documents}</NumberOfEntries><TotalDebit>{micro(self.debit)}</TotalDebit>"
            f"<TotalCredit>{micro(self.credit)}</TotalCredit>\n"
        )


def totals(chosen: Chosen, table: str) -> Totals:
    """Cancelled documents do not count in sums, and of invoices not those that others invoiced (state F)."""
    source, values = chosen.of(table)
    without = "('A', 'F')" if table == INVOICES else "('A')"
    counts = f"CASE WHEN d.status IN {without} THEN 0 ELSE 1 END"
    lines = "document_settled" if table == RECEIPTS else "document_line"
    debit = (
        "l.debit = 1"
        if table == RECEIPTS
        else f"(d.type IN ({_DEBIT_TYPES}) OR (d.type = 'GD' AND d.supplier_id IS NULL))"
    )
    quantity = "0" if table == RECEIPTS else "l.quantity"
    # An amount below zero is written on the other side. Whole euros and the rest are summed apart: a sum of millionths
    # over many years would not fit in 64 bits.
    right = f"CASE WHEN ({debit}) THEN 1 ELSE 0 END = CASE WHEN l.amount >= 0 THEN 1 ELSE 0 END"
    values_of = ((right, "l.amount"), (f"NOT ({right})", "l.amount"), ("1 = 1", quantity))
    parts = [
        f"coalesce(sum(CASE WHEN {condition} THEN {counts} * ({part}) ELSE 0 END), 0)"
        for condition, value in values_of
        for part in (
            f"abs({value}) / {_MILLION}",
            f"abs({value}) - abs({value}) / {_MILLION} * {_MILLION}",
        )
    ]
    joined = source.replace(" WHERE ", f" JOIN {lines} l ON l.document_id = d.id WHERE ", 1)
    count = query(f"SELECT count(*) {source}", values).fetchone()[0]
    found = [int(n) for n in query(f"SELECT count(*), {', '.join(parts)} {joined}", values).fetchone()]
    debits, credits_, quantities = (found[n] * _MILLION + found[n + 1] for n in (1, 3, 5))
    return Totals(int(count), found[0], debits, credits_, quantities)
