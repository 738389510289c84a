"""The list of imported documents, newest first, and one of them as lines to read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from fiscal.errors import Refusal
from fiscal.notation import show_day, show_number
from models.declared import Column, Day, Exported, Field, Filter, Text
from models.history.documents import KNOWN
from models.history.tables import HistoryDocument, HistoryLine
from models.listings import Condition, at_least, at_most, either, listed
from models.parties.tables import Customer
from models.search import literal_prefix, of_matching

_DAY = re.compile(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})")
_KNOWN_CUSTOMERS = 500


def _match(text: str) -> Any:
    """Documents whose number begins so, of a date (24-11-2026), or of a customer who has these words."""
    typed = " ".join(text.split())
    conditions: list[Any] = [literal_prefix(HistoryDocument.number, start) for start in {typed, typed.upper()}]
    if day := _DAY.fullmatch(typed):
        conditions.append(HistoryDocument.date == f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}")
    return either(*conditions, *_customer(typed))


def _customer(typed: str) -> list[Any]:
    known = of_matching(HistoryDocument.customer_id, Customer, typed, _KNOWN_CUSTOMERS)
    return [] if known is None else [known]


def _customer_filter(typed: str) -> list[Condition]:
    found = _customer(typed)
    return [Condition(found[0])] if found else []


def _row(values: tuple[Any, ...]) -> tuple[tuple[str, ...], Any, bool]:
    row_id, number, day, nif, name, gross, left, status = values
    who = name or nif
    state = {"A": "ANULADO", "F": "faturado"}.get(status, "")
    return (
        (number, show_day(day), who, show_number(gross), show_number(left) if left else "", state),
        row_id,
        status == "A",
    )


FILTERS = (
    Filter(Field("since", "De", Day(), 12, help="Do dia, inclusive."),
           lambda value: at_least(HistoryDocument.date, value), lambda value: f"de {show_day(value)}"),
    Filter(Field("until", "Até", Day(), 12, help="Até ao dia, inclusive."),
           lambda value: at_most(HistoryDocument.date, value), lambda value: f"até {show_day(value)}"),
    Filter(Field("customer", "Cliente", Text(60), 30, default="", help="NIF, código, ou o começo de palavras do nome."),
           _customer_filter, lambda value: f"cliente {value}"),
)  # fmt: skip

EXPORTED = (
    (Exported("number", "Número", width=18), HistoryDocument.number),
    (Exported("type", "Tipo", width=6), HistoryDocument.type),
    (Exported("date", "Data", "day"), HistoryDocument.date),
    (Exported("customer_nif", "NIF"), HistoryDocument.customer_nif),
    (Exported("customer_name", "Cliente", width=36), HistoryDocument.customer_name),
    (Exported("net", "Sem IVA", "number"), HistoryDocument.net),
    (Exported("tax", "IVA", "number"), HistoryDocument.tax),
    (Exported("gross", "Total", "number"), HistoryDocument.gross),
    (Exported("open", "Por saldar", "number"), HistoryDocument.open),
    (Exported("status", "Estado", width=7), HistoryDocument.status),
    (Exported("atcud", "ATCUD", width=20), HistoryDocument.atcud),
)

HISTORY = listed(
    "Histórico",
    (
        Column("number", "Número", 16),
        Column("date", "Data", 10),
        Column("customer", "Cliente", 18, grows=True),
        Column("gross", "Total €", 10, right=True),
        Column("open", "Por saldar", 10, right=True),
        Column("state", "Estado", 8),
    ),
    HistoryDocument,
    (
        HistoryDocument.id, HistoryDocument.number, HistoryDocument.date, HistoryDocument.customer_nif,
        HistoryDocument.customer_name, HistoryDocument.gross, HistoryDocument.open, HistoryDocument.status,
    ),
    _row,
    _match,
    {"number": (HistoryDocument.number,), "date": (HistoryDocument.date, HistoryDocument.id)},
    ("date", True),
    filters=FILTERS,
    exported=EXPORTED,
    empty="Nenhum documento importado: Fiscal > Importar SAF-T.",
)  # fmt: skip


def readable(number: str) -> Sequence[str]:
    """One imported document in lines to read. Raises Refusal where it is gone."""
    found = HistoryDocument.get_or_none(HistoryDocument.number == number)
    if found is None:
        raise Refusal(f"{number} já não está no histórico: a importação foi anulada.", rule="saft")
    kind = KNOWN[found.type]
    state = {"A": "ANULADO", "F": "faturado"}.get(found.status, "")
    lines = [
        f"{kind.name} {found.number}" + (f"  {state}" if state else ""),
        f"de {show_day(found.date)}, gravado em {found.system_entry_date:%d-%m-%Y %H:%M}",
        f"Cliente: {found.customer_name}, NIF {found.customer_nif}",
        f"ATCUD: {found.atcud or '—'}",
        "",
    ]
    rows = HistoryLine.select().where(HistoryLine.document_id == found.id).order_by(HistoryLine.number)
    for row in rows.iterator():
        side = "-" if bool(row.debit) != kind.debit else ""
        amount = f"{side}{show_number(row.amount)}"
        if kind.is_receipt:
            lines.append(f"{row.reference:<40} {amount:>15}")
            continue
        tax = f"{row.tax_code} {show_number(row.rate, 2, least=0)} %" if row.tax_code else ""
        lines.append(f"{row.code}  {row.description}")
        counted = f"{show_number(row.quantity, 6, least=0)} {row.unit} x {show_number(row.unit_price, 6, least=2)}"
        lines.append(f"    {counted:<34} {tax:<14} {amount:>15}")
        if row.reference:
            lines.append(f"    sobre {row.reference}")
    return [
        *lines, "", f"Sem IVA {show_number(found.net)}   IVA {show_number(found.tax)}   Total {show_number(found.gross)} €",
        f"Por saldar quando se importou: {show_number(found.open)} €", "",
        "Emitido pelo programa anterior: só se lê, não volta a ser comunicado nem conta nos totais.",
    ]  # fmt: skip
