"""Relatórios > Gestão de Referências as a declared list: every reference, with its document, its money and its state."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from fiscal.errors import Refusal
from fiscal.multibanco import spelled
from fiscal.notation import number, show_day, show_number
from fiscal.rules.lines import MOST
from models.declared import Choice, Column, Day, Exported, Field, Filter, Number, Text
from models.listings import Condition, at_least, at_most, either, equal, listed
from models.parties.tables import Customer
from models.references import states
from models.references.tables import PaymentReference as Row
from models.search import literal_prefix, of_matching

_SUM = re.compile(r"[0-9]+,[0-9]{2}")
_KNOWN_CUSTOMERS = 500
WITHOUT_RECEIPT, TO_RESOLVE = "receber", "resolver"


def _match(text: str) -> Any:
    """References whose document or own number begins so, of an amount (12,50), or of customers with these words."""
    typed = " ".join(text.split())
    conditions: list[Any] = [literal_prefix(Row.number, typed.upper())]
    digits = typed.replace(" ", "")
    if digits.isascii() and digits.isalnum():
        conditions.append(literal_prefix(Row.reference, digits.upper()))
    if _SUM.fullmatch(typed):
        try:
            conditions.append(Row.amount == number(typed, places=2))
        except Refusal:
            pass
    known = of_matching(Row.customer_id, Customer, typed, _KNOWN_CUSTOMERS)
    return either(*conditions, *([] if known is None else [known]))


def _customer(typed: str) -> list[Condition]:
    known = of_matching(Row.customer_id, Customer, typed, _KNOWN_CUSTOMERS)
    return [Condition(Row.id == 0 if known is None else known)]


def _standing(value: str) -> list[Condition]:
    if value == WITHOUT_RECEIPT:
        return [Condition(Row.state.in_(states.RECEIVED) & (Row.receipt == "") & Row.document_id.is_null(False))]
    if value == TO_RESOLVE:
        return [Condition(Row.state.in_((states.ASKED, states.MISMATCH, states.REFUSED)))]
    return equal(Row.state, value)


def _start(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time())


def _end(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(23, 59, 59))


def _row(values: tuple[Any, ...]) -> tuple[tuple[str, ...], Any, bool]:
    row_id, document, customer, reference, method, amount, state, late, created, paid_at = values
    word = states.STATES[state]
    if state == states.PAID:
        word += " tarde" if late else f" {paid_at:%d-%m}"
    number = document or "(sem documento)"
    named = spelled(reference) or states.METHODS[method]
    cells = (number, customer, named, show_number(amount), word, show_day(created.date()))
    return cells, row_id, state in states.ENDED


STANDINGS = {WITHOUT_RECEIPT: "pagas sem recibo", TO_RESOLVE: "por resolver", **states.STATES}
FILTERS = (
    Filter(
        Field("state", "Estado", Choice((("", "(todos)"), *STANDINGS.items())), 24, default="",
              help="Por resolver: a pedir, divergentes e recusadas."),
        _standing, lambda value: STANDINGS.get(value, value),
    ),
    Filter(Field("since", "Pedida de", Day(), 12, help="Do dia, inclusive."),
           lambda value: at_least(Row.created_at, _start(value)), lambda value: f"de {show_day(value)}"),
    Filter(Field("until", "Pedida até", Day(), 12, help="Até ao dia, inclusive."),
           lambda value: at_most(Row.created_at, _end(value)), lambda value: f"até {show_day(value)}"),
    Filter(Field("paid_since", "Paga de", Day(), 12, help="Pagas neste dia ou depois."),
           lambda value: at_least(Row.paid_at, _start(value)), lambda value: f"pagas de {show_day(value)}"),
    Filter(Field("paid_until", "Paga até", Day(), 12, help="Pagas até este dia."),
           lambda value: at_most(Row.paid_at, _end(value)), lambda value: f"pagas até {show_day(value)}"),
    Filter(Field("customer", "Cliente", Text(60), 30, default="", help="Código, ou o começo de palavras do nome."),
           _customer, lambda value: f"cliente {value}"),
    Filter(Field("least", "Valor desde", Number(2, Decimal(0), MOST), 12, help="Referências deste valor ou mais."),
           lambda value: at_least(Row.amount, value), lambda value: f"desde {show_number(value)} €"),
    Filter(Field("most", "Valor até", Number(2, Decimal(0), MOST), 12, help="Referências deste valor ou menos."),
           lambda value: at_most(Row.amount, value), lambda value: f"até {show_number(value)} €"),
)  # fmt: skip


def _fees(ids: list[Any]) -> dict[Any, Decimal]:
    found = Row.select(Row.id, Row.fee_net, Row.fee_tax).where(Row.id.in_(list(ids)))
    return {row.id: row.fee for row in found}


def _nets(ids: list[Any]) -> dict[Any, Decimal]:
    found = Row.select(Row.id, Row.paid, Row.refunded, Row.fee_net, Row.fee_tax).where(Row.id.in_(list(ids)))
    return {row.id: row.paid - row.refunded - row.fee if row.paid else Decimal(0) for row in found}


EXPORTED = (
    (Exported("number", "Documento", width=18), Row.number),
    (Exported("customer", "Cliente", width=36), Row.customer),
    (Exported("provider", "Prestador"), Row.provider),
    (Exported("method", "Meio", width=6), Row.method),
    (Exported("entity", "Entidade", width=8), Row.entity),
    (Exported("reference", "Referência"), Row.reference),
    (Exported("amount", "Valor", "number"), Row.amount),
    (Exported("state", "Estado"), Row.state),
    (Exported("late", "Paga tarde", "flag", width=8), Row.late),
    (Exported("created_at", "Pedida em", "moment", width=18), Row.created_at),
    (Exported("valid_until", "Pagar até", "day"), Row.valid_until),
    (Exported("paid_at", "Paga em", "moment", width=18), Row.paid_at),
    (Exported("paid", "Pago", "number"), Row.paid),
    (Exported("refunded", "Devolvido", "number"), Row.refunded),
    (Exported("fee", "Comissão c/ IVA", "number", places=None), _fees),
    (Exported("net", "Líquido", "number", places=None), _nets),
    (Exported("transfer_expected", "Transferência prevista", "day"), Row.transfer_expected),
    (Exported("transferred_on", "Transferida em", "day"), Row.transferred_on),
    (Exported("transfer", "Transferência", width=18), Row.transfer),
    (Exported("fee_invoice", "Fatura da comissão", width=18), Row.fee_invoice),
    (Exported("receipt", "Recibo", width=18), Row.receipt),
    (Exported("message", "Último aviso", width=40), Row.message),
)

REFERENCES = listed(
    "Gestão de Referências",
    (
        Column("number", "Documento", 15),
        Column("customer", "Cliente", 12, grows=True),
        Column("reference", "Referência", 11),
        Column("amount", "Valor €", 10, right=True),
        Column("state", "Estado", 11),
        Column("created", "Pedida", 10),
    ),
    Row,
    (
        Row.id, Row.number, Row.customer, Row.reference, Row.method, Row.amount, Row.state, Row.late, Row.created_at,
        Row.paid_at,
    ),
    _row,
    _match,
    {
        "number": (Row.number, Row.id),
        "reference": (Row.reference, Row.id),
        "amount": (Row.amount, Row.id),
        "state": (Row.state, Row.id),
        "created": (Row.created_at, Row.id),
    },
    ("created", True),
    filters=FILTERS,
    exported=EXPORTED,
    empty="Nenhuma referência: pedem-se ao emitir uma fatura que não seja a pronto.",
)  # fmt: skip
