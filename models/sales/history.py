"""What is known of an article or a customer while a document is written: prices, stock, last sales, last documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from fiscal.doctypes import NOT_A_SALE
from models.accounts.summary import Summary, summary
from models.accounts.truth import CUSTOMERS
from models.catalogue.articles import find_article
from models.catalogue.tables import Article
from models.parties.tables import Customer
from models.sales.charges import charges_of
from models.sales.draft import Draft, DraftCustomer, DraftLine
from models.sales.lines import converted
from models.sales.tables import Document, DocumentLine
from models.sales.taxed import tax_of
from models.session import Session
from models.stock.tables import StockBalance

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


@dataclass(frozen=True, slots=True)
class ArticleSheet:
    """An article as someone who is selling it asks about it."""

    code: str
    description: str
    unit: str
    tax_code: str
    rate: Decimal
    """Per cent in force on the document's day and region."""
    without_tax: Decimal
    """Euro per unit; 0 for an article whose price is asked at each sale."""
    with_tax: Decimal
    stock: Decimal | None
    """What the balance says; None for an article that moves no stock."""
    sales: tuple[Sale, ...]
    """The last ones, newest first, cancelled documents left out."""
    to: str
    """Whom the sales are to: the customer of the draft, if it ever bought the article; empty for anybody."""


def article_sheet(code: str, draft: Draft, session: Session) -> ArticleSheet | None:
    """The sheet of the article of a code or bar code; None where there is none."""
    found = find_article(code)
    if found is None:
        return None
    article = found[0]
    day = draft.date or session.clock.now().date()
    rate = session.tables.rate(draft.region, article.tax_code, day)
    balance = StockBalance.get_or_none(StockBalance.article_id == article.id) if article.stocked else None
    stock = (Decimal(0) if balance is None else balance.quantity) if article.stocked else None
    customer = draft.customer
    to = ""
    sales: tuple[Sale, ...] = ()
    if customer is not None and (whose := _of(customer)) is not None:
        to, sales = customer.name or customer.nif or customer.code, _sales(article, whose)
    if not sales:
        to, sales = "", _sales(article, None)
    return ArticleSheet(
        article.code,
        article.description,
        article.unit,
        article.tax_code,
        rate,
        converted(article.price, article.price_includes_tax, False, rate),
        converted(article.price, article.price_includes_tax, True, rate),
        stock,
        sales,
        to,
    )


def last_documents(customer: DraftCustomer) -> list[Document]:
    """The last documents of a customer, newest first, cancelled ones too."""
    whose = _of(customer)
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
    whose = _of(customer)
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


def _of(customer: DraftCustomer) -> Any:
    """The condition that a document is of this customer; None for one without NIF and without card."""
    if customer.nif:
        return Document.customer_nif == customer.nif
    card = Customer.get_or_none(Customer.code == customer.code) if customer.code else None
    return None if card is None else Document.customer_id == card.id


def _sales(article: Article, whose: Any) -> tuple[Sale, ...]:
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
        .where(DocumentLine.article_id == article.id, Document.status != "A", Document.type.not_in(NOT_A_SALE))
        .order_by(DocumentLine.id.desc())
        .limit(SALES)
    )
    return tuple(Sale(*values) for values in (query if whose is None else query.where(whose)).tuples())
