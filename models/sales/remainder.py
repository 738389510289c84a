"""What is left of orders, guides and table checks: of one of them, line by line, and which of a customer's are open."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from peewee import SQL

from fiscal.doctypes import INVOICES, TYPES
from fiscal.errors import Refusal
from fiscal.nif import FINAL_CONSUMER
from fiscal.rules.conversion import INTO
from models.parties.tables import Customer
from models.sales.convert import convert_draft
from models.sales.draft import Draft, DraftCustomer
from models.sales.origins import source
from models.sales.states import born_from
from models.sales.tables import Document, DocumentTransport

MOST = 200
"""Open documents shown of one customer."""
TO_INVOICE = tuple(
    code for code, into in INTO.items() if code not in ("OR", "PF") and any(TYPES[t].table == INVOICES for t in into)
)
"""Types that wait for an invoice. A quote or a pro-forma waits for a yes, not for an invoice."""


@dataclass(frozen=True, slots=True)
class Left:
    """A line of a source: quantities in its unit."""

    line: int
    code: str
    description: str
    unit: str
    quantity: Decimal
    taken: Decimal
    left: Decimal


@dataclass(frozen=True, slots=True)
class Remainder:
    number: str
    lines: tuple[Left, ...]
    born: tuple[str, ...]
    """Numbers of the documents in force that took something."""


def remainder(number: str) -> Remainder:
    """What is left of a document (of a global guide: what is still in the van). Raises Refusal."""
    one = source(number)
    if one.document.type not in INTO:
        raise Refusal(f"{one.document.number} não dá origem a outros documentos.", field="number", rule="conversion")
    lines = tuple(
        Left(
            int(own.number), own.code, own.description, own.unit, own.quantity, own.quantity - one.left(own),
            one.left(own),
        )
        for own in one.lines
    )  # fmt: skip
    return Remainder(str(one.document.number), lines, tuple(born_from(int(one.document.id))))


def with_something_left() -> Any:
    """The condition that a document is in force and not all of it was passed on to others; over the table of documents.

    A document named as a whole by an invoice (no line in particular) is taken whole.
    """
    taken = (
        "SELECT COALESCE(SUM(o.quantity), 0) FROM document_origin o JOIN document d ON d.id = o.document_id "
        'WHERE o.origin_id = "t1"."id" AND o.origin_line = l.number AND d.status <> \'A\''
    )
    whole = (
        "SELECT 1 FROM document_origin o JOIN document d ON d.id = o.document_id "
        'WHERE o.origin_id = "t1"."id" AND o.origin_line = 0 AND d.status <> \'A\''
    )
    some = f'SELECT 1 FROM document_line l WHERE l.document_id = "t1"."id" AND l.quantity > ({taken})'  # noqa: S608
    return SQL(f'("t1"."status" <> \'A\' AND EXISTS ({some}) AND NOT EXISTS ({whole}))')


def to_invoice() -> Any:
    """The condition that a document waits for an invoice."""
    return Document.type.in_(list(TO_INVOICE)) & with_something_left()


def open_documents(customer: DraftCustomer | None, into: str) -> list[Document]:
    """Documents that one of type ``into`` for this customer may be born from, oldest first.

    A van's global guide is everybody's, and so is what Consumidor final asked for.
    """
    may = [code for code, types in INTO.items() if into in types]
    if not may:
        return []
    vans = DocumentTransport.select(DocumentTransport.document_id).where(DocumentTransport.global_guide == True)  # noqa: E712
    nobody = (Document.customer_nif == FINAL_CONSUMER) & Document.customer_id.is_null()
    whose = Document.id.in_(vans)
    if not TYPES[into].is_guide:
        whose = whose | nobody
    if customer is not None:
        whose = whose | _of(customer)
    if into == "GT":
        whose = whose & ((Document.type != "GT") | Document.id.in_(vans))
    query = Document.select().where(Document.type.in_(may), whose, with_something_left())
    return list(query.order_by(Document.id).limit(MOST))


def _of(customer: DraftCustomer) -> Any:
    if customer.nif:
        return Document.customer_nif == customer.nif
    card = Customer.get_or_none(Customer.code == customer.code) if customer.code else None
    return Document.customer_id == (card.id if card is not None else -1)


def brought_in(draft: Draft, numbers: list[str]) -> Draft:
    """What is left of documents as lines for a draft being written: with prices and discount as that draft has them.

    Gives a draft whose head is that of the documents; where the given one has lines already, both heads must agree.
    Raises Refusal.
    """
    made = convert_draft(numbers, draft.type)
    if not draft.lines:
        return made
    valued = [line for line in made.lines if line.price is not None]
    if valued and made.prices_include_tax != draft.prices_include_tax:
        said = "têm" if made.prices_include_tax else "não têm"
        raise Refusal(
            f"Os preços de {numbers[0]} {said} IVA e os deste documento não estão assim: passe-o em separado, ou "
            "traga-o para um documento sem linhas.",
            field="prices_include_tax",
            rule="conversion",
        )
    if made.global_discount != draft.global_discount:
        raise Refusal(
            f"{numbers[0]} tem outro desconto global ({made.global_discount or 'nenhum'}): passe-o em separado, ou "
            "traga-o para um documento sem linhas.",
            field="global_discount",
            rule="conversion",
        )
    return made


def may_become(numbers: list[str]) -> list[tuple[str, str]]:
    """Code and name of the types that all of these documents may pass to, the usual one first. Raises Refusal."""
    common: list[str] | None = None
    for number in numbers:
        one = source(number)
        document = one.document
        if document.status == "A":
            raise Refusal(f"{document.number} está anulado: não pode dar origem a outro documento.", rule="C6")
        may = [c for c in INTO.get(document.type, ()) if (c, document.type) != ("GT", "GT") or one.global_guide]
        if not may:
            raise Refusal(f"{document.number} não dá origem a outros documentos.", rule="conversion")
        common = may if common is None else [code for code in common if code in may]
    if not common:
        raise Refusal("Estes documentos não passam ao mesmo tipo: passe-os em separado.", rule="conversion")
    return [(code, TYPES[code].name) for code in common]
