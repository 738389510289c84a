"""A document of the program before this one, as something that a credit or debit note of ours may rectify."""

from __future__ import annotations

from decimal import Decimal

from fiscal.doctypes import INVOICES
from fiscal.errors import Refusal
from fiscal.rounding import ZERO
from models import db
from models.history.tables import HistoryDocument, HistoryLine
from models.parties.customers import FINAL_CODE
from models.parties.tables import Customer
from models.sales.tables import Document, DocumentLine

Taken = dict[str, tuple[Decimal, Decimal]]
"""By article code: quantity and amount (euro without tax)."""


def imported(number: str) -> tuple[Document, list[DocumentLine], Taken] | None:
    """The document and its lines as rows that are stored nowhere (their ids are None), and what was credited of it.

    None where history has no such number. Raises Refusal for what is no invoice. Its row is locked.
    """
    from models.history.documents import KNOWN
    from models.history.source import article_code

    typed = " ".join(number.split())
    query = HistoryDocument.select().where(HistoryDocument.number.in_((typed, typed.upper())))
    row = db.lock_for_writing(query).first()
    if row is None:
        return None
    kind = KNOWN[row.type]
    if kind.table != INVOICES or kind.debit:
        raise Refusal(f"{row.number} não é uma fatura: não se pode retificar.", field="reference", rule="F10")
    card = Customer.get_or_none(Customer.id == row.customer_id) if row.customer_id else None
    document = Document(
        number=row.number, type=row.type, date=row.date, status=row.status, customer_id=row.customer_id,
        customer_code=card.code if card else FINAL_CODE, customer_nif=row.customer_nif, customer_name=row.customer_name,
        customer_address=card.address if card else "", customer_postal_code=card.postal_code if card else "",
        customer_city=card.city if card else "", customer_country=card.country if card else "PT",
        prices_include_tax=False, global_discount="", origin="", gross=row.gross,
    )  # fmt: skip
    lines = [
        DocumentLine(
            number=line.number, code=article_code(line.code), description=line.description, quantity=line.quantity,
            unit=line.unit or "UN", price=line.unit_price, unit_price=line.unit_price, discount="", shown=line.amount,
            amount=line.amount, settlement=ZERO, tax_type=line.tax_type, region=line.region or "PT",
            tax_code=line.tax_code, rate=line.rate, exemption_code=line.exemption_code, reference="",
        )
        for line in HistoryLine.select().where(HistoryLine.document_id == row.id).order_by(HistoryLine.number)
    ]  # fmt: skip
    return document, lines, _credited(row.number)


def _credited(number: str) -> Taken:
    """What credit notes in force took back of it: those of the program before, and ours."""
    from models.history.source import article_code

    before = (
        HistoryLine.select(HistoryLine.code, HistoryLine.quantity, HistoryLine.amount)
        .join(HistoryDocument, on=(HistoryDocument.id == HistoryLine.document_id))
        .where(HistoryLine.reference == number, HistoryDocument.type == "NC", HistoryDocument.status != "A")
    )
    since = (
        DocumentLine.select(DocumentLine.code, DocumentLine.quantity, DocumentLine.amount)
        .join(Document, on=(Document.id == DocumentLine.document_id))
        .where(
            DocumentLine.reference == number,
            DocumentLine.reference_id.is_null(),
            Document.type == "NC",
            Document.status != "A",
        )
    )
    taken: Taken = {}
    for code, quantity, amount in [*before.tuples(), *since.tuples()]:
        own = article_code(code)
        counted, worth = taken.get(own, (ZERO, ZERO))
        taken[own] = (counted + quantity, worth + amount)
    return taken
