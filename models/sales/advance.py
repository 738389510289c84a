"""Advances (``adiantamentos``): invoiced when received, since the tax is due then (CIVA 7.º, 8.º n.1 c, 36.º), used later.

Used: a credit note takes the advance back, since the final invoice charges the tax of the whole, and a receipt without
money settles the invoice with it. Decision 55 says why.
"""

from __future__ import annotations

from decimal import Decimal

from fiscal.errors import Refusal
from fiscal.notation import show_euro
from fiscal.rounding import ZERO, cents
from models import db
from models.sales.credit import credit_draft, left_of
from models.sales.draft import Draft, DraftCustomer, DraftLine, DraftPayment, new_operation
from models.sales.find import document, row_of
from models.sales.issue import issue
from models.sales.owed import open_of
from models.sales.receipt import ReceiptDraft, ReceiptLine, issue_receipt
from models.sales.tables import Document, DocumentLine
from models.session import Session

CODE = "ADIANT"
"""Of the line of an advance, which no article has: SAF-T ProductType O (Portaria 302/2016, 2.4.1)."""
REASON = "Regularização de adiantamento"


def take_advance(
    customer: str,
    amount: Decimal,
    session: Session,
    *,
    tax: str = "NOR",
    payments: list[DraftPayment] | None = None,
    about: str = "",
    operation: str = "",
    confirmed: frozenset[str] = frozenset(),
) -> str:
    """Issues the invoice-receipt of an advance and gives its number.

    customer: code. amount: euro received, with tax. tax: that of the supply it is for. payments: empty is all in cash.
    about: what it is for. Raises Refusal.
    """
    if amount <= ZERO or amount != cents(amount):
        raise Refusal("O adiantamento tem de ser maior que zero, em euros e cêntimos.", field="amount", rule="receipt")
    line = DraftLine(
        CODE,
        description=f"Adiantamento {about}".strip(),
        quantity=Decimal(1),
        unit="UN",
        price=amount,
        tax=tax,
    )
    draft = Draft("FR", [line], customer=DraftCustomer(code=customer), prices_include_tax=True, payments=payments or [])
    draft.operation = operation or draft.operation
    return issue(draft, session, confirmed=confirmed)


def advances_left(customer_id: int) -> list[tuple[str, Decimal]]:
    """Advances of a customer that are not all used: number, and euro with tax that are left."""
    query = (
        Document.select(Document.number, Document.gross)
        .join(DocumentLine, on=(DocumentLine.document_id == Document.id))
        .where(
            Document.customer_id == customer_id,
            Document.type == "FR",
            Document.status != "A",
            DocumentLine.code == CODE,
        )
        .group_by(Document.id, Document.number, Document.gross)
        .order_by(Document.id)
    )
    found = [(str(row.number), left_of_advance(str(row.number))) for row in query]
    return [(number, left) for number, left in found if left]


def left_of_advance(number: str) -> Decimal:
    """What of an advance no credit note took back, in euro with tax. Raises Refusal for what is no advance."""
    row = row_of(number)
    lines = list(DocumentLine.select().where(DocumentLine.document_id == row.id))
    if row.type != "FR" or [line.code for line in lines] != [CODE]:
        raise Refusal(f"{row.number} não é um adiantamento.", field="advance", rule="receipt")
    back = Document.alias()
    credited = (
        back.select(back.gross)
        .join(DocumentLine, on=(DocumentLine.document_id == back.id))
        .where(DocumentLine.reference_id == row.id, back.type == "NC", back.status != "A")
    )
    left: Decimal = row.gross - sum((one.gross for one in credited), ZERO)
    return left


def use_advance(
    advance: str, invoice: str, session: Session, *, amount: Decimal | None = None, operation: str = ""
) -> tuple[str, str]:
    """Uses an advance for an invoice; gives the credit note's number and the receipt's. All or nothing.

    amount: euro with tax; None is as much as there is and the invoice needs. Raises Refusal.
    """
    operation = operation or new_operation()
    with db.writing():
        left, owed = left_of_advance(advance), open_of(invoice)
        used = min(left, owed) if amount is None else amount
        if not ZERO < used <= min(left, owed):
            raise Refusal(
                f"Do adiantamento restam {show_euro(left)} e da fatura faltam {show_euro(owed)}: "
                "não se pode usar mais do que isso.",
                field="amount",
                rule="receipt",
            )
        draft = credit_draft(advance, REASON, {1: _part(advance, used, left)})
        draft.operation = f"{operation}:nc"
        note = document(issue(draft, session))
        receipt = ReceiptDraft(
            [ReceiptLine(invoice, note.gross), ReceiptLine(note.number, note.gross)], operation=operation
        )
        return note.number, issue_receipt(receipt, session)


def _part(advance: str, used: Decimal, left: Decimal) -> Decimal:
    """The quantity of the advance's line that is worth ``used`` euro; all that is left where all is used."""
    ((line, quantity),) = left_of(advance)
    if used == left:
        return quantity
    part: Decimal = used / row_of(advance).gross * line.quantity
    return part.quantize(Decimal("0.000001"))
