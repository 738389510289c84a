"""The list of all documents, newest first, filtered as one types."""

from __future__ import annotations

import re
from typing import Any

from fiscal.doctypes import TYPES
from fiscal.errors import Refusal
from fiscal.nif import FINAL_CONSUMER
from fiscal.notation import number, show_day, show_number
from fiscal.rules.lines import MOST
from models.declared import Choice, Column, Day, Exported, Field, Filter, Number, Text
from models.listings import Alphabetic, Condition, at_least, at_most, either, equal, listed
from models.parties.tables import Customer
from models.sales.remainder import to_invoice
from models.sales.tables import Document
from models.search import literal_prefix, of_matching
from models.series.tables import Series

_DAY = re.compile(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})")
_SUM = re.compile(r"[0-9]+,[0-9]{2}")
_KNOWN_CUSTOMERS = 500

TYPE_NAMES = {t.code: t.name for t in TYPES.values()}
STATES = {"N": "Normal", "A": "Anulado", "F": "Faturado", "S": "Autofaturado", "T": "Por conta de terceiros"}
TO_INVOICE = "P"
"""Not a state of its own: guides, orders, work sheets and table checks of which something waits for an invoice."""


def _match(text: str) -> Any:
    """Documents whose number begins or ends so, of a date (24-11-2026), total (12,50), NIF or customer's name."""
    typed = " ".join(text.split())
    conditions: list[Any] = [literal_prefix(Document.number, typed.upper())]
    if day := _DAY.fullmatch(typed):
        conditions.append(Document.date == f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}")
    if _SUM.fullmatch(typed):
        try:
            conditions.append(Document.gross == number(typed, places=2))
        except Refusal:
            pass
    if typed.isascii() and typed.isdigit() and len(typed) <= 18:
        # With the series, of which there are few, the number is found by the index on both.
        series = [row[0] for row in Series.select(Series.id).tuples().iterator()]
        numbered = Document.series_id.in_(series) & (Document.sequence == int(typed))
        conditions += [numbered, literal_prefix(Document.customer_nif, typed)]
    return either(*conditions, *_customer(typed))


def _customer(typed: str) -> list[Any]:
    """Documents of the customers who have these words: whoever is named on a document has a card."""
    known = of_matching(Document.customer_id, Customer, typed, _KNOWN_CUSTOMERS)
    return [] if known is None else [known]


def _customer_filter(typed: str) -> list[Condition]:
    return [Condition(either(literal_prefix(Document.customer_nif, typed), *_customer(typed)))]


def _state_filter(value: str) -> list[Condition]:
    return [Condition(to_invoice())] if value == TO_INVOICE else equal(Document.status, value)


def _row(values: tuple[Any, ...]) -> tuple[tuple[str, ...], Any, bool]:
    row_id, text, day, nif, name, gross, status = values
    who = name if nif == FINAL_CONSUMER else f"{nif} {name}"
    state = {"A": "ANULADO", "F": "faturado", "S": "autofat.", "T": "terceiros"}.get(status, "")
    return (text, show_day(day), who, show_number(gross), state), row_id, status == "A"


FILTERS = (
    Filter(
        Field("type", "Tipo", Choice((("", "(todos)"), *TYPE_NAMES.items())), 26, default="", help="Só documentos deste tipo."),
        lambda value: equal(Document.type, value), lambda value: f"Tipo {value}",
    ),
    Filter(
        Field("state", "Estado", Choice((("", "(todos)"), (TO_INVOICE, "Por faturar"), *STATES.items())), 24,
              default="", help="P guias e encomendas por faturar, N normal, A anulado, F já faturado."),
        _state_filter, lambda value: "por faturar" if value == TO_INVOICE else STATES.get(value, value),
    ),
    Filter(Field("since", "De", Day(), 12, help="Do dia, inclusive."),
           lambda value: at_least(Document.date, value), lambda value: f"de {show_day(value)}"),
    Filter(Field("until", "Até", Day(), 12, help="Até ao dia, inclusive."),
           lambda value: at_most(Document.date, value), lambda value: f"até {show_day(value)}"),
    Filter(Field("customer", "Cliente", Text(60), 30, default="", help="NIF, código, ou o começo de palavras do nome."),
           _customer_filter, lambda value: f"cliente {value}"),
    Filter(Field("least", "Total desde", Number(2, -MOST, MOST), 12, help="Documentos deste total ou mais."),
           lambda value: at_least(Document.gross, value), lambda value: f"desde {show_number(value)} €"),
    Filter(Field("most", "Total até", Number(2, -MOST, MOST), 12, help="Documentos deste total ou menos."),
           lambda value: at_most(Document.gross, value), lambda value: f"até {show_number(value)} €"),
)  # fmt: skip

EXPORTED = (
    (Exported("number", "Número", width=18), Document.number),
    (Exported("type", "Tipo", width=6), Document.type),
    (Exported("date", "Data", "day"), Document.date),
    (Exported("system_entry_date", "Gravado em", "moment", width=18), Document.system_entry_date),
    (Exported("customer_nif", "NIF"), Document.customer_nif),
    (Exported("customer_name", "Cliente", width=36), Document.customer_name),
    (Exported("net", "Sem IVA", "number"), Document.net),
    (Exported("tax", "IVA", "number"), Document.tax),
    (Exported("gross", "Total", "number"), Document.gross),
    (Exported("status", "Estado", width=7), Document.status),
    (Exported("operator", "Operador"), Document.operator),
    (Exported("atcud", "ATCUD", width=20), Document.atcud),
    (Exported("hash", "Assinatura", width=30), Document.hash),
    (Exported("hash_control", "Chave", width=7), Document.hash_control),
)

DOCUMENTS = listed(
    "Documentos",
    (
        Column("number", "Número", 16),
        Column("date", "Data", 10),
        Column("customer", "Cliente", 28, grows=True),
        Column("gross", "Total €", 12, right=True),
        Column("state", "Estado", 8),
    ),
    Document,
    (
        Document.id, Document.number, Document.date, Document.customer_nif, Document.customer_name, Document.gross,
        Document.status,
    ),
    _row,
    _match,
    {
        "number": (Document.series_id, Document.sequence),
        "date": (Document.date, Document.id),
        "customer": (Alphabetic(Document.customer_name), Document.id),
        "gross": (Document.gross, Document.id),
        "state": (Document.status, Document.id),
    },
    ("date", True),
    filters=FILTERS,
    exported=EXPORTED,
    empty="Nenhum documento.",
)  # fmt: skip
