"""Documents as the database keeps them, some at a time, with the rows that belong to each; no object more than needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from fiscal.doctypes import GUIDES, INVOICES, RECEIPTS
from models import db
from models.sales.traced import went_with
from reports.saft.chosen import Chosen, query

AT_ONCE = 100
"""Documents read together: with the most lines that a document may have, they stay within a few megabytes."""
Child = tuple[Any, ...]


class Row(NamedTuple):
    """A row of ``document`` as stored: cents, millionths, texts."""

    id: int
    number: str
    sequence: int
    type: str
    atcud: str
    date: str
    system_entry_date: str
    status: str
    status_at: str
    status_reason: str
    status_operator: str
    source_billing: str
    hash: str
    hash_control: str
    operator: str
    self_billing: int
    third_party: int
    cash_vat: int
    customer_code: str
    customer_nif: str
    supplier_id: int | None
    net: int
    tax: int
    gross: int
    currency: str
    exchange_rate: int
    currency_gross: int
    due: str | None
    condition: str
    withholding_type: str
    withholding_description: str
    withheld: int
    valued: int
    card_code: str | None
    """The customer's code now, which may have changed since."""
    supplier_code: str | None


class Whole(NamedTuple):
    """A document with what belongs to it; what its table does not write is empty."""

    row: Row
    lines: Sequence[Child]
    origins: Sequence[Child]
    payments: Sequence[Child]
    transport: Child
    at_code: str
    serials: Mapping[int, Sequence[str]]
    """Serial numbers by line number."""


_COLUMNS = ", ".join(f"d.{name}" for name in Row._fields[:-2])
_FROM = (
    "LEFT JOIN customer c ON c.id = d.customer_id LEFT JOIN supplier f ON f.id = d.supplier_id "
    "JOIN series s ON s.id = d.series_id"
)
LINES = (
    "number, code, description, quantity, unit, unit_price, amount, settlement, tax_type, region, tax_code, rate, "
    "exemption_code, exemption_reason, tax_point, reference, reference_reason, fixed_tax, tax_base"
)
SETTLED = (
    "number, source, source_date, debit, amount, settlement, tax_type, region, tax_code, rate, exemption_code, "
    "exemption_reason"
)
ORIGINS = "line, number, date"
PAYMENTS = "mechanism, amount"
TRANSPORT = (
    "load_address, load_postal_code, load_city, load_country, unload_address, unload_postal_code, unload_city, "
    "unload_country, starts_at, ends_at, comments, global_guide"
)


def documents(chosen: Chosen, table: str) -> Iterator[list[Whole]]:
    """The documents of a table in order, about a hundred at a time."""
    # SQLite would otherwise take the index of the dates and sort anew for each page.
    hint = "" if db.on_postgres() else "INDEXED BY document_sequence"
    for run in chosen.runs(table):
        last, end = run.first - 1, run.last
        while last < end:
            found = query(
                f"SELECT {_COLUMNS}, c.code, f.code FROM document d {hint} {_FROM} "  # noqa: S608
                f"WHERE d.series_id = ? AND d.sequence > ? AND d.sequence <= ? AND {chosen.condition} "
                f"ORDER BY d.sequence LIMIT {AT_ONCE}",
                (run.series_id, last, end, *chosen.values),
            ).fetchall()
            if not found:
                break
            rows = [Row._make(row) for row in found]
            yield with_parts(rows, table)
            last = rows[-1].sequence


def one(number: str) -> Row | None:
    """The row of a number."""
    found = query(f"SELECT {_COLUMNS}, c.code, f.code FROM document d {_FROM} WHERE d.number = ?", (number,)).fetchone()  # noqa: S608
    return Row._make(found) if found else None


def with_parts(rows: Sequence[Row], table: str) -> list[Whole]:
    ids = [row.id for row in rows]
    receipts = table == RECEIPTS
    lines = _children(
        "document_settled" if receipts else "document_line", SETTLED if receipts else LINES, "number", ids
    )
    origins = {} if receipts else _children("document_origin", ORIGINS, "id", ids)
    payments = _children("document_payment", PAYMENTS, "id", ids) if table in (INVOICES, RECEIPTS) else {}
    transport = _children("document_transport", TRANSPORT, "starts_at", ids) if table in (INVOICES, GUIDES) else {}
    codes = _at_codes(ids) if transport else {}
    serials = {} if receipts else _serials(ids)
    return [
        Whole(
            row,
            lines.get(row.id, ()),
            origins.get(row.id, ()),
            payments.get(row.id, ()),
            transport.get(row.id, ((),))[0],
            codes.get(row.id, ""),
            serials.get(row.id, {}),
        )
        for row in rows
    ]


def _serials(ids: Sequence[int]) -> dict[int, dict[int, list[str]]]:
    """Serial numbers of the goods, by document and line; nothing is asked of a company that follows no pieces."""
    if not query("SELECT 1 FROM lot LIMIT 1").fetchone():
        return {}
    found: dict[int, dict[int, list[str]]] = {}
    for (document, line), traced in went_with(ids).items():
        if codes := [one.code for one in traced if one.serial]:
            found.setdefault(document, {})[line] = codes
    return found


def _children(table: str, columns: str, order: str, ids: Sequence[int]) -> dict[int, Sequence[Child]]:
    marks = ", ".join("?" * len(ids))
    found = query(
        f"SELECT document_id, {columns} FROM {table} WHERE document_id IN ({marks}) ORDER BY document_id, {order}",  # noqa: S608
        ids,
    ).fetchall()
    return {key: [row[1:] for row in group] for key, group in groupby(found, key=itemgetter(0))}


def _at_codes(ids: Sequence[int]) -> dict[int, str]:
    """AT's codes of transport documents, the last one given of each."""
    marks = ", ".join("?" * len(ids))
    found = query(
        "SELECT document_id, answer FROM outbox WHERE kind = 'at.transport' AND answer <> '' "  # noqa: S608
        f"AND document_id IN ({marks}) ORDER BY id",
        ids,
    ).fetchall()
    return dict(found)
