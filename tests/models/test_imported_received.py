"""What the program before left to be received is received here, by its number, and counts in the customer's account."""

from __future__ import annotations

from decimal import Decimal

from models.accounts.statement import statement
from models.history.tables import HistoryDocument
from models.sales.cancel import cancel
from models.sales.find import document
from models.sales.owed import open_documents, open_of
from models.sales.receipt import ReceiptDraft, ReceiptLine, issue_receipt
from models.verify import verify
from tests.company import Lojinha
from tests.models.old_saft import OldSaft, bring, invoice

D = Decimal


def test_an_imported_invoice_is_received_in_part_and_the_receipt_taken_back(company: Lojinha) -> None:
    """24,60 imported; 10,00 received: 14,60 left, and the statement ends on it."""
    bring(company, OldSaft((invoice("FT A/1", "20.00", "4.60", "24.60"),)))
    customer = HistoryDocument.get(HistoryDocument.number == "FT A/1").customer_id
    assert [(o.number, o.left) for o in open_documents(customer)] == [("FT A/1", D("24.60"))]
    receipt = document(issue_receipt(ReceiptDraft([ReceiptLine("FT A/1", D(10))]), company.session))
    assert (receipt.type, receipt.gross, receipt.settled[0].source) == ("RG", 10, "FT A/1")
    assert open_of("FT A/1") == D("14.60")
    assert [(e.number, e.balance) for e in statement("C", customer)] == [
        ("FT A/1", D("24.60")),
        (receipt.number, D("14.60")),
    ]
    assert verify().findings == ()
    cancel(receipt.number, "Engano", company.session)
    assert open_of("FT A/1") == D("24.60")
    assert verify().findings == ()
