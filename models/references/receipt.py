"""The receipt of a paid reference: proposed, or issued, once and for what the document still owes."""

from __future__ import annotations

from decimal import Decimal

from fiscal.errors import Refusal
from fiscal.notation import show_euro
from fiscal.rounding import ZERO
from models import db
from models.company.setup import setting
from models.references import states
from models.references.events import OPERATOR, change, held
from models.references.tables import PaymentReference
from models.sales.draft import DraftPayment
from models.sales.owed import open_of
from models.sales.receipt import ReceiptDraft, ReceiptLine, issue_receipt
from models.session import Session

SETTING = "references.receipts"
PROPOSE, ISSUE = "propor", "emitir"
CHOICES = ((PROPOSE, "Propor o recibo"), (ISSUE, "Emitir o recibo logo"))
MEANS = {states.MULTIBANCO: "MB", states.MBWAY: "MW", states.LINK: "MB"}
"""Payment means of the receipt, by the reference's method."""


def issues_receipts() -> bool:
    """Whether the company wants the receipt issued as soon as the money is there."""
    return setting(SETTING, PROPOSE) == ISSUE


def awaiting_receipt() -> list[PaymentReference]:
    """Paid references of documents that have no receipt yet, oldest first."""
    query = PaymentReference.select().where(
        PaymentReference.state.in_(states.RECEIVED),
        PaymentReference.receipt == "",
        PaymentReference.document_id.is_null(False),
    )
    return list(query.order_by(PaymentReference.paid_at, PaymentReference.id))


def proposed(row: PaymentReference) -> Decimal:
    """Euro that the receipt of a paid reference would be of: what was paid, at most what the document owes."""
    return min(Decimal(row.paid), open_of(row.number)) if row.number else ZERO


def receive(code: str, session: Session) -> str:
    """Issues the receipt of a paid reference and gives its number; asked again, the same number."""
    with db.writing():
        row = held(code)
        if row.receipt:
            return str(row.receipt)
        if row.state not in states.RECEIVED:
            raise Refusal(f"A referência está {states.STATES[row.state]}: só uma paga tem recibo.", rule="reference")
        if not row.number:
            raise Refusal("A referência não é de nenhum documento: não há o que receber.", rule="reference")
        amount = proposed(row)
        if not amount:
            raise Refusal(
                f"{row.number} já não deve nada e pagou-se {show_euro(row.paid)}: devolva-o ou ponha-o a crédito.",
                rule="reference",
            )
        means = [DraftPayment(MEANS[row.method], amount)]
        draft = ReceiptDraft([ReceiptLine(row.number, amount)], payments=means, operation=f"ref-{row.code}")
        draft.notes = f"Referência {row.reference}" if row.reference else ""
        number = issue_receipt(draft, session)
        change(row, "receipted", OPERATOR, session, receipt=number, detail={"amount": amount})
    return number
