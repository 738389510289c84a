"""What was sold before: to a customer, of an article; asked while a document is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from fiscal.doctypes import NOT_A_SALE
from models.accounts.summary import Summary, summary
from models.accounts.truth import CUSTOMERS
from models.parties.tables import Customer
from models.sales.charges import charges_of
from models.sales.draft import DraftCustomer, DraftLine
from models.sales.tables import Document, DocumentLine
from models.sales.taxed import tax_of

SALES = 6
"""Last sales of an article shown."""
DOCUMENTS = 12
"""Last documents of a customer shown."""


@dataclass(frozen=True, slots=True)
class Sale:
    """An article on a line of a document."""

    number: str
    day: date
    customer: str
    quantity: Decimal
    price: Decimal
    """Euro per unit as on the document."""
    with_tax: bool
    discount: str


def last_documents(customer: DraftCustomer) -> list[Document]:
    """The last documents of a customer, newest first, cancelled ones too."""
    whose = of_customer(customer)
    if whose is None:
        return []
    return list(Document.select().where(whose).order_by(Document.id.desc()).limit(DOCUMENTS))


def account_of(customer: DraftCustomer, today: date) -> tuple[Summary, Decimal | None] | None:
    """What a customer with a card owes, and the credit limit; None without a card."""
    if customer.code:
        card = Customer.get_or_none(Customer.code == customer.code)
    else:
        card = Customer.get_or_none(Customer.nif == customer.nif) if customer.nif else None
    return None if card is None else (summary(CUSTOMERS, int(card.id), today), card.credit_limit)


@dataclass(frozen=True, slots=True)
class Repeatable:
    """The lines of an issued document, to be sold again."""

    number: str
    prices_include_tax: bool
    lines: list[DraftLine]


def last_sale(customer: DraftCustomer) -> Repeatable | None:
    """What the customer bought last, as it was typed: prices (in euro) and discounts of then.

    Cancelled documents do not count.
    """
    whose = of_customer(customer)
    if whose is None:
        return None
    sold = Document.select().where(whose, Document.status != "A", Document.type.not_in(NOT_A_SALE))
    last = sold.order_by(Document.id.desc()).first()
    if last is None:
        return None
    rows = DocumentLine.select().where(DocumentLine.document_id == last.id).order_by(DocumentLine.number)
    lines = [
        DraftLine(row.code, row.description, row.quantity, row.unit, row.price, row.discount, **tax_of(row))
        for row in rows
    ]
    of_article, _ = charges_of([int(row.article_id) for row in rows if row.article_id])
    brought = {code for charges in of_article.values() for code, _ in charges}
    lines = [line for line in lines if line.code not in brought]  # their articles bring them again
    return Repeatable(last.number, bool(last.prices_include_tax), lines)


def of_customer(customer: DraftCustomer) -> Any:
    """The condition that a document is of this customer; None for one without NIF and without card."""
    if customer.nif:
        return Document.customer_nif == customer.nif
    card = Customer.get_or_none(Customer.code == customer.code) if customer.code else None
    return None if card is None else Document.customer_id == card.id


def last_sales(article_id: int, whose: Any) -> tuple[Sale, ...]:
    """The last sales of an article, newest first, cancelled documents left out. whose: of ``of_customer``; None: anybody."""
    query: Any = (
        DocumentLine.select(
            Document.number,
            Document.date,
            Document.customer_name,
            DocumentLine.quantity,
            DocumentLine.price,
            Document.prices_include_tax,
            DocumentLine.discount,
        )
        .join(Document, on=(DocumentLine.document_id == Document.id))
        .where(DocumentLine.article_id == article_id, Document.status != "A", Document.type.not_in(NOT_A_SALE))
        .order_by(DocumentLine.id.desc())
        .limit(SALES)
    )
    return tuple(Sale(*values) for values in (query if whose is None else query.where(whose)).tuples())
