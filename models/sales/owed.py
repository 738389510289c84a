"""What is owed and may be receipted: our documents, those of the program before, and opening balances."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from fiscal.doctypes import document_type
from fiscal.errors import Refusal
from fiscal.nif import FINAL_CONSUMER
from fiscal.rounding import ZERO
from models import db
from models.accounts.tables import OpeningBalance, OpenItem
from models.accounts.truth import CUSTOMERS, DOCUMENT, HISTORY, OPENING
from models.history.tables import HistoryDocument
from models.parties.tables import Customer
from models.sales.find import row_of
from models.sales.tables import Document, DocumentSettled

PAYABLE = ("FT", "ND", "FR", "FS", "NC")
"""What a receipt may settle; a credit note takes off what is paid."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A document with something to settle, in euro with tax."""

    number: str
    date: dt.date
    due: dt.date | None
    total: Decimal
    """Less what is withheld by it."""
    left: Decimal
    credit: bool
    """A credit note: ``left`` is what it may take off of other documents."""
    cash_vat: bool
    """Settled by an RC, never together with the others."""


def open_of(number: str) -> Decimal:
    """What is still to be settled of a document, in euro: its total less what was withheld, paid at issue and receipted.

    Of a credit note, what it may still take off of other documents. Raises Refusal for a number that nobody knows.
    """
    item = _item(number)
    if item is None:
        row_of(number)
        return ZERO
    left: Decimal = abs(item.left)
    return left


def left_of(document: Document) -> Decimal:
    """The same of a document found with ``payable``."""
    item = OpenItem.get_or_none(OpenItem.side == CUSTOMERS, OpenItem.number == document.number)
    return ZERO if item is None else abs(item.left)


def open_documents(customer_id: int) -> list[Owed]:
    """What a customer has to settle, oldest first, with the credit notes that may be taken off it.

    customer_id: id of the card; documents are found by it, not by name or NIF.
    """
    items = list(
        OpenItem.select()
        .where(OpenItem.side == CUSTOMERS, OpenItem.party_id == customer_id)
        .order_by(OpenItem.date, OpenItem.origin, OpenItem.origin_id)
    )
    cash = _cash_vat(int(item.origin_id) for item in items if item.origin == DOCUMENT)
    return [
        Owed(
            item.number,
            item.date,
            None if item.due == item.date else item.due,
            abs(item.total),
            abs(item.left),
            item.total < 0,
            item.origin == DOCUMENT and item.origin_id in cash,
        )
        for item in items
    ]


def payable(number: str) -> Document:
    """The document that a receipt settles, locked; of what is not ours a row that is stored nowhere (its id is None).

    Raises Refusal for an unknown number, for what is cancelled, and for what nobody pays.
    """
    try:
        row = row_of(number)
    except Refusal:
        older = _older(number)
        if older is None:
            raise
        return older
    document: Document = db.lock_for_writing(Document.select().where(Document.id == row.id)).get()
    if document.type not in PAYABLE or document.status == "A":
        state = "está anulado" if document.status == "A" else "não é uma fatura nem uma nota de crédito"
        raise Refusal(f"{document.number} {state}: não se recebe.", field="number", rule="receipt")
    return document


def takes_off(document: Document) -> bool:
    """Whether it takes off what is paid: a credit note, or what an older document has in the customer's favour."""
    return bool(document_type(document.type).debit)


def receipts_of(document_id: int) -> list[str]:
    """Numbers of the receipts in force that settle a document; they are cancelled before it."""
    query = (
        Document.select(Document.number)
        .join(DocumentSettled, on=(DocumentSettled.document_id == Document.id))
        .where(DocumentSettled.source_id == document_id, Document.status != "A")
        .group_by(Document.id, Document.number)
        .order_by(Document.id)
    )
    return [str(row.number) for row in query]


def settlements(document: Document) -> list[DocumentSettled]:
    """What receipts in force settled of one of our documents."""
    return list(
        DocumentSettled.select()
        .join(Document, on=(Document.id == DocumentSettled.document_id))
        .where(DocumentSettled.source_id == document.id, Document.status != "A")
    )


def _item(number: str) -> OpenItem | None:
    typed = " ".join(number.split())
    found: OpenItem | None = (
        OpenItem.select().where(OpenItem.side == CUSTOMERS, OpenItem.number.in_((typed, typed.upper()))).first()
    )
    return found


def _older(number: str) -> Document | None:
    """A document of the program before or an opening balance that is not all settled."""
    item = _item(number)
    if item is None or item.origin not in (HISTORY, OPENING):
        return None
    table: Any = HistoryDocument if item.origin == HISTORY else OpeningBalance
    row = db.lock_for_writing(table.select().where(table.id == item.origin_id)).get()
    history = item.origin == HISTORY
    card = Customer.get_or_none(Customer.id == item.party_id) or Customer(
        id=None, code="", nif="", name="", address="", postal_code="", city="", country="PT"
    )
    return Document(
        number=row.number, type="NC" if item.total < 0 else "FT", date=row.date, status="N",
        customer_id=card.id, customer_code=card.code,
        customer_nif=(row.customer_nif if history else card.nif) or FINAL_CONSUMER,
        customer_name=row.customer_name if history else card.name, customer_address=card.address,
        customer_postal_code=card.postal_code, customer_city=card.city, customer_country=card.country, cash_vat=False,
        net=row.net if history else ZERO, gross=abs(item.total), withheld=ZERO,
    )  # fmt: skip


def _cash_vat(ids: Iterable[int]) -> set[int]:
    found: set[int] = set()
    wanted = list(ids)
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        query = Document.select(Document.id).where(Document.id.in_(some), Document.cash_vat == True)  # noqa: E712
        found |= {int(row.id) for row in query}
    return found
