"""A document's digest: SHA-256 over everything stored of it, so that any later change shows (F2, F15).

Columns and tables that came after the first version count only where they hold something: the digest of a document that
has nothing in them is what it always was.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from models.db import Table
from models.sales.tables import (
    Document,
    DocumentLine,
    DocumentOrigin,
    DocumentPayment,
    DocumentReference,
    DocumentSeller,
    DocumentSettled,
    DocumentTax,
    DocumentTransport,
)

Stored = Mapping[str, Any]
"""A row as the database keeps it (integers and text), by column."""

_MUTABLE = ("id", "digest", "status", "status_at", "status_reason", "status_operator")
LATER: dict[type[Table], dict[str, Any]] = {
    Document: {
        "source_billing": "P", "origin": "", "supplier_id": None, "valued": 1, "self_billing": 0, "third_party": 0,
        "cash_vat": 0, "currency": "", "exchange_rate": 0, "currency_gross": 0,
    },
    DocumentLine: {"kind": "", "fixed_tax": 0, "tax_base": 0},
}  # fmt: skip
"""Columns added since the first version, with what they hold where nobody says anything."""


def _names(table: type[Table], *without: str) -> tuple[str, ...]:
    return tuple(name for name in table._meta.sorted_field_names if name not in without)


DOCUMENT = _names(Document, *_MUTABLE)
LINE = _names(DocumentLine, "id", "document_id")
TAX = _names(DocumentTax, "id", "document_id")
PAYMENT = _names(DocumentPayment, "id", "document_id")
TRANSPORT = _names(DocumentTransport, "document_id")
SELLER = _names(DocumentSeller, "document_id")
ORIGIN = _names(DocumentOrigin, "id", "document_id")
SETTLED = _names(DocumentSettled, "id", "document_id")
REFERENCE = _names(DocumentReference, "document_id")
PARTS: dict[type[Table], tuple[tuple[str, ...], str]] = {
    DocumentLine: (LINE, "number"),
    DocumentTax: (TAX, "id"),
    DocumentPayment: (PAYMENT, "id"),
    DocumentTransport: (TRANSPORT, "document_id"),
    DocumentSeller: (SELLER, "document_id"),
    DocumentOrigin: (ORIGIN, "id"),
    DocumentSettled: (SETTLED, "number"),
    DocumentReference: (REFERENCE, "document_id"),
}
"""The tables that belong to a document: their columns in the digest, and the order of their rows."""
_AFTER = (DocumentTransport, DocumentSeller, DocumentOrigin, DocumentSettled, DocumentReference)


def stored(table: type[Table], names: Sequence[str], row: Mapping[str, Any]) -> dict[str, Any]:
    """The row's values as the database keeps them; what the row does not say has its default."""
    fields = table._meta.fields
    return {name: fields[name].db_value(row[name] if name in row else fields[name].default) for name in names}


def digest(document: Stored, parts: Mapping[type[Table], Sequence[Stored]]) -> str:
    """The digest of stored values. parts: rows of the tables of ``PARTS``, each in its order."""
    content: list[Any] = [
        _first(Document, DOCUMENT, document),
        [_first(DocumentLine, LINE, row) for row in parts.get(DocumentLine, ())],
        [[row[name] for name in TAX] for row in parts.get(DocumentTax, ())],
        [[row[name] for name in PAYMENT] for row in parts.get(DocumentPayment, ())],
    ]
    more = dict(_more(document, parts))
    if more:
        content.append(more)
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _first(table: type[Table], names: Sequence[str], row: Stored) -> list[Any]:
    later = LATER[table]
    return [row[name] for name in names if name not in later]


def _more(document: Stored, parts: Mapping[type[Table], Sequence[Stored]]) -> Iterable[tuple[str, Any]]:
    if said := _said(Document, document):
        yield "document", said
    lines = {str(row["number"]): said for row in parts.get(DocumentLine, ()) if (said := _said(DocumentLine, row))}
    if lines:
        yield "lines", lines
    for table in _AFTER:
        if rows := parts.get(table):
            yield table._meta.table_name, [[row[name] for name in PARTS[table][0]] for row in rows]


def _said(table: type[Table], row: Stored) -> dict[str, Any]:
    return {name: row[name] for name, usual in LATER[table].items() if row[name] != usual}
