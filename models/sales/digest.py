"""A document's digest: SHA-256 over everything stored of it, so that any later change shows (F2, F15)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from models.db import Table
from models.sales.tables import Document, DocumentLine, DocumentPayment, DocumentTax

_MUTABLE = ("id", "digest", "status", "status_at", "status_reason", "status_operator")


def _names(table: type[Table], *without: str) -> tuple[str, ...]:
    return tuple(name for name in table._meta.sorted_field_names if name not in without)


DOCUMENT = _names(Document, *_MUTABLE)
LINE = _names(DocumentLine, "id", "document_id")
TAX = _names(DocumentTax, "id", "document_id")
PAYMENT = _names(DocumentPayment, "id", "document_id")


def stored(table: type[Table], names: Sequence[str], row: Mapping[str, Any]) -> list[Any]:
    """The row's values as the database keeps them (integers and text)."""
    fields = table._meta.fields
    return [fields[name].db_value(row[name]) for name in names]


def digest(document: list[Any], lines: list[list[Any]], taxes: list[list[Any]], payments: list[list[Any]]) -> str:
    """The digest of stored values: the document's in the order of DOCUMENT, its lines by number, taxes and payments by id."""
    text = json.dumps([document, lines, taxes, payments], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
