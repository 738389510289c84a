"""Receipts in full as SAF-T tells them: discount, withholding, 0,00 of invoice and credit note, old documents, advances."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from company import D, Lojinha, line

from models.accounts.opening import OpeningDraft, record_opening
from models.sales.advance import take_advance, use_advance
from models.sales.draft import DraftCustomer, DraftWithholding
from models.sales.receipt import ReceiptDraft, ReceiptLine, issue_receipt
from models.verify import verify
from reports.saft.export import node_of
from tests.reports.saft.files import errors, exported, own_check

PADARIA = DraftCustomer(code="PADARIA")


def test_receipts_in_full_are_a_valid_file(company: Lojinha, official: Callable[[bytes], list[str]]) -> None:
    """Discount 2,46 of 123,00; 46,00 withheld of 246,00; 123,00 against 123,00; 100,00 of an old document; an advance used."""

    def pay(*lines: ReceiptLine, **head: object) -> str:
        company.tick(minutes=1)
        return issue_receipt(ReceiptDraft(list(lines), **head), company.session)  # type: ignore[arg-type]

    coffee = [company.issue("FT", line("CAFE", "10"), customer=PADARIA, prices_include_tax=True).number for _ in "ab"]
    work = company.issue("FT", line("MAO", "20"), customer=PADARIA).number
    back = company.credit(coffee[1]).number
    record_opening(OpeningDraft("C", "PADARIA", "FT V/9", date(2025, 12, 5), D(500)), company.session)
    discounted = node_of(pay(ReceiptLine(coffee[0], D("120.54"), D("2.46")))).decode("cp1252")
    assert "<SettlementAmount>2.46</SettlementAmount><CreditAmount>120.54</CreditAmount>" in discounted
    assert (
        "<GrossTotal>120.54</GrossTotal><Settlement><SettlementAmount>2.46</SettlementAmount></Settlement>"
        in discounted
    )
    held = pay(ReceiptLine(work, D(246)), withholding=DraftWithholding("", None, income="PROF"))
    told = node_of(held).decode("cp1252")
    assert "<GrossTotal>246.00</GrossTotal>" in told
    assert "<WithholdingTaxAmount>46.00</WithholdingTaxAmount>" in told
    assert "<PaymentAmount>200.00</PaymentAmount>" in told
    offset = node_of(pay(ReceiptLine(coffee[1], D(123)), ReceiptLine(back, D(123)))).decode("cp1252")
    assert "<CreditAmount>123.00</CreditAmount>" in offset
    assert "<DebitAmount>123.00</DebitAmount>" in offset
    assert "<GrossTotal>0.00</GrossTotal>" in offset
    old = node_of(pay(ReceiptLine("FT V/9", D(100)))).decode("cp1252")
    assert "<OriginatingON>FT V/9</OriginatingON><InvoiceDate>2025-12-05</InvoiceDate>" in old
    company.tick(minutes=1)
    advance = take_advance("PADARIA", D(50), company.session)
    company.tick(minutes=1)
    use_advance(advance, work, company.session)
    file = exported(company.session)
    assert official(file) == []
    assert errors(own_check(file, company.session.signer.public_pem)) == []
    assert verify().findings == ()
