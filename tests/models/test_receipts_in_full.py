"""Receipts in full: discounts, tax withheld at payment, credit notes against invoices, old documents, advances."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from company import Lojinha, line, loose, refusal

from models.accounts.opening import OpeningDraft, cancel_opening, record_opening
from models.accounts.proof import account_findings
from models.parties.customers import save_customer
from models.sales.advance import advances_left, take_advance, use_advance
from models.sales.cancel import cancel
from models.sales.draft import DraftCustomer, DraftPayment, DraftWithholding
from models.sales.find import document
from models.sales.owed import open_documents, open_of
from models.sales.receipt import ReceiptDraft, ReceiptLine, issue_receipt
from models.sales.record import IssuedDocument
from models.sales.tables import Document
from models.series.series import create_series, set_validation_code
from models.verify import verify
from printing.receipt import lay_out

D = Decimal
PADARIA = DraftCustomer(code="PADARIA")


def pay(company: Lojinha, *lines: ReceiptLine, **head: object) -> IssuedDocument:
    company.tick(minutes=1)
    return document(issue_receipt(ReceiptDraft(list(lines), **head), company.session))  # type: ignore[arg-type]


def test_a_discount_for_paying_at_once_settles_without_being_received(company: Lojinha) -> None:
    """123,00 paid at once less 2 % = 2,46: 120,54 received, nothing left."""
    sold = company.issue("FT", line("CAFE", "10"), customer=PADARIA, prices_include_tax=True)
    over = refusal(lambda: pay(company, ReceiptLine(sold.number, D("120.55"), D("2.46"))))
    assert over.field == "lines.1.amount"
    receipt = pay(company, ReceiptLine(sold.number, D("120.54"), D("2.46")))
    assert (receipt.gross, receipt.payments[0].amount, receipt.settled[0].settlement) == (
        D("120.54"), D("120.54"), D("2.46"),
    )  # fmt: skip
    assert open_of(sold.number) == 0
    paper = lay_out(receipt)
    assert ("Descontos", "2,46") in [(row.label, row.value) for row in paper.sums]
    assert verify().findings == ()
    cancel(receipt.number, "Engano", company.session)
    assert open_of(sold.number) == 123


def test_a_credit_note_takes_no_discount_and_cash_vat_gives_it_by_credit_note(company: Lojinha) -> None:
    sold = company.issue("FT", line("CAFE", "10"), customer=PADARIA, prices_include_tax=True)
    back = company.credit(sold.number, {1: D(2)})
    no = refusal(lambda: pay(company, ReceiptLine(sold.number, D(123)), ReceiptLine(back.number, D(20), D(1))))
    assert (no.field, no.rule) == ("lines.2.discount", "receipt")


def test_what_the_customer_withholds_at_payment(company: Lojinha) -> None:
    """400,00 of labour + 92,00 VAT. Half paid, 246,00: 200,00 without tax, 23 % withheld = 46,00, received 200,00."""
    sold = company.issue("FT", line("MAO", "20"), customer=PADARIA)
    held = DraftWithholding("", None, income="PROF")
    receipt = pay(company, ReceiptLine(sold.number, D(246)), withholding=held)
    assert receipt.withholding is not None
    assert (receipt.gross, receipt.withholding.amount, receipt.payable) == (246, 46, 200)
    assert [p.amount for p in receipt.payments] == [200]
    assert "*P:46.00*" in receipt.qr
    assert open_of(sold.number) == 246
    paper = lay_out(receipt)
    assert (paper.total.label, paper.total.value) == ("TOTAL", "246,00 €")
    assert ("RECEBIDO", "200,00 €") in [(row.label, row.value) for row in paper.after_total]
    assert verify().findings == ()


def test_tax_is_not_withheld_twice_nor_of_what_is_not_known(company: Lojinha) -> None:
    held = DraftWithholding("IRS", D(23))
    said = company.issue("FT", line("MAO", "10"), customer=PADARIA, withholding=held)
    assert open_of(said.number) == 200
    no = refusal(lambda: pay(company, ReceiptLine(said.number, D(200)), withholding=held))
    assert (no.rule, no.field) == ("C14", "withholding.type")
    record_opening(OpeningDraft("C", "PADARIA", "FT V/9", date(2026, 1, 5), D(500)), company.session)
    assert refusal(lambda: pay(company, ReceiptLine("FT V/9", D(500)), withholding=held)).rule == "C14"


def test_invoices_and_credit_notes_of_the_same_worth_are_settled_without_money(company: Lojinha) -> None:
    sold = company.issue("FT", line("CAFE", "10"), customer=PADARIA, prices_include_tax=True)
    back = company.credit(sold.number)
    receipt = pay(company, ReceiptLine(sold.number, D(123)), ReceiptLine(back.number, D(123)))
    assert (receipt.type, receipt.gross, receipt.payments) == ("RG", 0, ())
    assert (open_of(sold.number), open_of(back.number)) == (0, 0)
    assert verify().findings == ()
    other = company.issue("FT", line("CAFE"), customer=PADARIA, prices_include_tax=True)
    more = company.credit(company.issue("FR", line("CAFE", "2"), customer=PADARIA, prices_include_tax=True).number)
    no = refusal(lambda: pay(company, ReceiptLine(other.number, D("12.30")), ReceiptLine(more.number, D("24.60"))))
    assert (no.field, "abatem mais" in no.message) == ("lines", True)


def test_an_old_document_is_received_like_ours_and_its_balance_is_proved(company: Lojinha) -> None:
    old = record_opening(
        OpeningDraft("C", "PADARIA", "FT 2025/77", date(2025, 11, 30), D("310.50"), date(2025, 12, 30)), company.session
    )
    new = company.issue("FT", line("CAFE", "10"), customer=PADARIA, prices_include_tax=True)
    customer = Document.get(Document.number == new.number).customer_id
    assert next((o.number, o.left, o.due) for o in open_documents(customer)) == (
        "FT 2025/77", D("310.50"), date(2025, 12, 30),
    )  # fmt: skip
    receipt = pay(company, ReceiptLine("FT 2025/77", D("200")), ReceiptLine(new.number, D(123)))
    assert (receipt.type, receipt.gross, receipt.customer.code) == ("RG", 323, "PADARIA")
    assert [s.source for s in receipt.settled] == ["FT 2025/77", new.number]
    assert (open_of("FT 2025/77"), open_of(new.number)) == (D("110.50"), 0)
    assert refusal(lambda: cancel_opening(old, company.session)).rule == "account"
    assert verify().findings == ()
    cancel(receipt.number, "Engano", company.session)
    assert open_of("FT 2025/77") == D("310.50")
    cancel_opening(old, company.session)
    assert account_findings() == []
    assert refusal(lambda: open_of("FT 2025/77"))


def test_an_opening_balance_says_what_is_wrong_with_it(company: Lojinha) -> None:
    sold = company.issue("FT", line("CAFE"), customer=PADARIA).number
    day = date(2026, 1, 5)
    for draft, field in (
        (OpeningDraft("C", "NINGUEM", "X/1", day, D(1)), "party"),
        (OpeningDraft("X", "PADARIA", "X/1", day, D(1)), "side"),
        (OpeningDraft("C", "PADARIA", " ", day, D(1)), "number"),
        (OpeningDraft("C", "PADARIA", sold, day, D(1)), "number"),
        (OpeningDraft("C", "PADARIA", "X/1", date(2027, 1, 1), D(1)), "date"),
        (OpeningDraft("C", "PADARIA", "X/1", day, D(1), date(2026, 1, 4)), "due"),
        (OpeningDraft("C", "PADARIA", "X/1", day, D("1.005")), "amount"),
        (OpeningDraft("C", "PADARIA", "X/1", day, D(0)), "amount"),
    ):
        assert refusal(lambda draft=draft: record_opening(draft, company.session)).field == field
    once = OpeningDraft("C", "PADARIA", "X/1", day, D(1))
    assert record_opening(once, company.session) == record_opening(once, company.session)
    assert refusal(
        lambda: record_opening(OpeningDraft("C", "MARIA", "X/1", day, D(1)), company.session)
    ).rule == "unique"  # fmt: skip


def test_an_advance_is_invoiced_when_received_and_taken_back_when_used(company: Lojinha) -> None:
    """246,00 in advance (200,00 + 46,00); a final invoice of 369,00 uses it: 123,00 are left to pay."""
    advance = take_advance("PADARIA", D(246), company.session, payments=[DraftPayment("TB", D(246))], about="de obra")
    first = document(advance)
    assert (first.type, first.net, first.tax, first.lines[0].description) == ("FR", 200, 46, "Adiantamento de obra")
    company.tick(minutes=1)
    final = company.issue("FT", line("MAO", "15"), customer=PADARIA)
    assert final.gross == 369
    customer = Document.get(Document.number == final.number).customer_id
    assert advances_left(customer) == [(advance, D(246))]
    note, receipt = use_advance(advance, final.number, company.session)
    back, settled = document(note), document(receipt)
    assert (back.net, back.tax, back.lines[0].reference) == (200, 46, advance)
    assert (settled.type, settled.gross, settled.payments) == ("RG", 0, ())
    assert (open_of(final.number), open_of(note), advances_left(customer)) == (123, 0, [])
    # The VAT of the period: 46 + 69 - 46 = 69, that of the whole supply.
    assert first.tax + final.tax - back.tax == 69
    assert verify().findings == ()
    assert refusal(lambda: use_advance(advance, final.number, company.session)).field == "amount"


def test_an_advance_is_used_in_parts_to_the_last_cent(company: Lojinha) -> None:
    advance = take_advance("PADARIA", D(100), company.session)
    company.tick(minutes=1)
    one = company.issue("FT", loose("Obra", "1", "33.33"), customer=PADARIA, prices_include_tax=True).number
    two = company.issue("FT", loose("Obra", "1", "90"), customer=PADARIA, prices_include_tax=True).number
    note, _ = use_advance(advance, one, company.session)
    assert (document(note).gross, open_of(one)) == (D("33.33"), 0)
    rest, _ = use_advance(advance, two, company.session)
    assert (document(rest).gross, open_of(two)) == (D("66.67"), D("23.33"))
    assert refusal(lambda: use_advance(one, two, company.session)).field == "advance"
    assert verify().findings == ()


@pytest.mark.parametrize("amount", ["0", "-1", "1.001"])
def test_an_advance_is_a_sum_of_money(company: Lojinha, amount: str) -> None:
    assert refusal(lambda: take_advance("PADARIA", D(amount), company.session)).field == "amount"


def test_invoices_of_several_currencies_are_paid_together_in_euro(company: Lojinha) -> None:
    """100,00 USD at 0,92 = 92,00 + 21,16 VAT = 113,16; with 12,30 in euro, 125,46."""
    dollars = company.issue(
        "FT", loose("Consulting", "1", "100"), customer=PADARIA, currency="USD", exchange_rate=D("0.92")
    )  # fmt: skip
    euro = company.issue("FT", line("CAFE"), customer=PADARIA, prices_include_tax=True)
    assert (dollars.gross, open_of(dollars.number)) == (D("113.16"), D("113.16"))
    receipt = pay(company, ReceiptLine(dollars.number, D("113.16")), ReceiptLine(euro.number, D("12.30")))
    assert (receipt.gross, receipt.currency) == (D("125.46"), None)
    assert (open_of(dollars.number), open_of(euro.number)) == (0, 0)


def test_cash_vat_settles_an_invoice_with_its_credit_note_and_gives_no_discount(company: Lojinha) -> None:
    """123,00 against 123,00: an RC of 0,00 in which the tax of both sides is the same."""
    company.change(regime="CAIXA")
    series = create_series({"type": "FT", "name": "2026C", "purpose": "cash_vat"}, company.session)
    set_validation_code(series, "CX1CASH99", company.session)
    notes = create_series({"type": "NC", "name": "2026C", "purpose": "cash_vat"}, company.session)
    set_validation_code(notes, "CX2CASH99", company.session)
    sold = company.issue("FT", loose("Serviço", "1", "100"), customer=PADARIA)
    back = company.credit(sold.number)
    no = refusal(lambda: pay(company, ReceiptLine(sold.number, D(120), D(3))))
    assert (no.field, "nota de crédito" in no.message) == ("lines.1.discount", True)
    receipt = pay(company, ReceiptLine(sold.number, D(123)), ReceiptLine(back.number, D(123)))
    assert (receipt.type, receipt.net, receipt.tax, receipt.gross) == ("RC", 0, 0, 0)
    assert [(s.debit, s.amount, s.tax) for s in receipt.settled] == [(False, 100, 23), (True, 100, 23)]
    assert (open_of(sold.number), open_of(back.number)) == (0, 0)
    assert verify().findings == ()


def test_a_customer_without_nif_pays_an_old_document_too(company: Lojinha) -> None:
    save_customer(None, {"code": "ZE", "name": "Zé da Esquina"}, company.session)
    record_opening(OpeningDraft("C", "ZE", "V/1", date(2026, 1, 5), D(20)), company.session)
    sold = company.issue("FT", line("CAFE"), customer=DraftCustomer(code="ZE"), prices_include_tax=True)
    receipt = pay(company, ReceiptLine("V/1", D(20)), ReceiptLine(sold.number, D("12.30")))
    assert (receipt.gross, receipt.customer.nif) == (D("32.30"), "999999990")
