"""The list of all documents, newest first, filtered as one types."""

from __future__ import annotations

import re
from functools import reduce
from operator import or_
from typing import Any

from fiscal.doctypes import TYPES
from fiscal.errors import Refusal
from fiscal.notation import number, show_day, show_number
from models.declared import Column, Listing, Row
from models.listings import counter, keyset
from models.parties.tables import Customer
from models.sales.tables import Document
from models.search import literal_prefix, matching

_DAY = re.compile(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})")
_SUM = re.compile(r"[0-9]+,[0-9]{2}")
_KNOWN_CUSTOMERS = 500


def _select(text: str) -> Any:
    """Documents whose number begins or ends so, of a date (24-11-2026), total (12,50), NIF or customer's name."""
    query = Document.select(
        Document.id, Document.number, Document.date, Document.customer_nif, Document.customer_name, Document.gross,
        Document.status, Document.type,
    )  # fmt: skip
    typed = " ".join(text.split())
    if not typed:
        return query
    return query.where(reduce(or_, _conditions(typed)))


def _conditions(typed: str) -> list[Any]:
    conditions = [literal_prefix(Document.number, typed.upper())]
    if day := _DAY.fullmatch(typed):
        conditions.append(Document.date == f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}")
    if _SUM.fullmatch(typed):
        try:
            conditions.append(Document.gross == number(typed, places=2))
        except Refusal:
            pass
    if typed.isascii() and typed.isdigit() and len(typed) <= 18:
        conditions += [Document.sequence == int(typed), literal_prefix(Document.customer_nif, typed)]
    known = matching(Customer, typed)
    if known is not None:
        conditions.append(Document.customer_id.in_(Customer.select(Customer.id).where(known).limit(_KNOWN_CUSTOMERS)))
    return conditions


def _row(values: tuple[Any, ...]) -> Row:
    number_, text, day, nif, name, gross, status, _ = values
    who = name if nif == "999999990" else f"{nif} {name}"
    state = {"A": "ANULADO", "F": "faturado"}.get(status, "")
    return Row((number_,), (text, show_day(day), who, show_number(gross), state), number_, dim=status == "A")


DOCUMENTS = Listing(
    title="Documentos",
    columns=(
        Column("number", "Número", 16),
        Column("date", "Data", 10),
        Column("customer", "Cliente", 28, grows=True),
        Column("gross", "Total €", 12, right=True),
        Column("state", "Estado", 8),
    ),
    page=keyset(_select, Document.id, _row, descending=True),
    count=counter(_select),
    empty="Nenhum documento.",
)

TYPE_NAMES = {t.code: t.name for t in TYPES.values()}
