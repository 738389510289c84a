"""What one day of the shop sums to, worked out by hand, and where each kind of document stands (fiscal.md 5.4)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from company import D, Lojinha, line, loose

from models.sales.cancel import cancel
from models.sales.convert import convert_draft
from models.sales.draft import (
    DraftCustomer,
    DraftPayment,
    DraftPlace,
    DraftRecovery,
    DraftTransport,
    DraftWithholding,
)
from models.sales.issue import issue
from models.sales.receipt import ReceiptDraft, ReceiptLine, issue_receipt
from models.series.series import create_series
from models.verify import verify
from reports.saft.export import node_of
from tests.reports.saft.businesses import suppliers
from tests.reports.saft.files import errors, exported, own_check

Official = Callable[[bytes], list[str]]
PADARIA = DraftCustomer(code="PADARIA")


def said(file: bytes, table: str, name: str) -> list[str]:
    """The texts of an element in one table of documents."""
    inside = file.decode("cp1252").partition(f"<{table}>")[2].partition(f"</{table}>")[0]
    return re.findall(rf"<{name}>([^<]*)</{name}>", inside)


def node(number: str) -> str:
    return node_of(number).decode("cp1252")


def test_invoices_add_up_without_the_cancelled_ones(company: Lojinha, official: Official) -> None:
    """FT 97,1064 (50,16 + 46,9464); FS 10,00; FT of 61,50 with tax, 50,00 without; cancelled FT 10,00 left out; NC 50,00."""
    company.issue("FT", line("A1", "100", discount="8.8%"), line("FORM", "3"))
    company.issue("FS", line("CAFE"), prices_include_tax=True)
    company.issue("FT", line("CAFE", "5"), customer=PADARIA, prices_include_tax=True)
    wrong = company.issue("FT", line("CAFE"), prices_include_tax=True)
    company.credit("FT 2026A/2")
    company.tick(minutes=5)
    cancel(wrong.number, "Engano", company.session)
    file = exported(company.session)
    assert said(file, "SalesInvoices", "NumberOfEntries") == ["5"]
    assert said(file, "SalesInvoices", "TotalDebit") == ["50.00"]
    assert said(file, "SalesInvoices", "TotalCredit") == ["157.1064"]
    assert official(file) == []
    assert errors(own_check(file, company.session.signer.public_pem)) == []


def test_a_cancelled_document_stays_as_it_was(company: Lojinha) -> None:
    sold = company.issue("FT", line("CAFE", "2"), prices_include_tax=True)
    company.tick(minutes=5)
    cancel(sold.number, "Enganei-me no cliente", company.session)
    text = node(sold.number)
    assert (
        "<InvoiceStatus>A</InvoiceStatus><InvoiceStatusDate>2026-11-24T10:05:00</InvoiceStatusDate>"
        "<Reason>Enganei-me no cliente</Reason><SourceID>ana</SourceID><SourceBilling>P</SourceBilling>"
    ) in text
    assert f"<Hash>{sold.hash}</Hash><HashControl>1</HashControl>" in text
    assert "<CreditAmount>20.00</CreditAmount>" in text
    assert "<TaxPayable>4.60</TaxPayable><NetTotal>20.00</NetTotal><GrossTotal>24.60</GrossTotal>" in text


def test_a_credit_note_is_a_debit_that_says_what_it_rectifies(company: Lojinha) -> None:
    sold = company.issue("FT", line("CAFE", "2"), prices_include_tax=True)
    text = node(company.credit(sold.number, {1: D(1)}).number)
    assert "<References><Reference>FT 2026A/1</Reference><Reason>Devolução</Reason></References>" in text
    assert "<DebitAmount>10.00</DebitAmount>" in text
    assert "CreditAmount" not in text


def test_the_global_discount_is_shared_over_the_lines(company: Lojinha) -> None:
    """100 x 0,55 - 8,8 % = 50,16, less 5 % = 47,652, discounts 7,348; 3 x 15,6488 = 46,9464, less 5 % = 44,59908."""
    sold = company.issue("FT", line("A1", "100", discount="8.8%"), line("FORM", "3"), global_discount="5%")
    text = node(sold.number)
    assert "<UnitPrice>0.47652</UnitPrice>" in text
    assert "<CreditAmount>47.652</CreditAmount>" in text
    assert "<SettlementAmount>7.348</SettlementAmount>" in text
    assert "<CreditAmount>44.59908</CreditAmount>" in text
    assert "<SettlementAmount>2.34732</SettlementAmount>" in text
    assert "<NetTotal>92.25</NetTotal>" in text  # 47,65 + 44,60


def test_zero_tax_says_why(company: Lojinha) -> None:
    text = node(company.issue("FT", loose("Selo antigo", "1", "50", "ISE", exemption="M15")).number)
    reason = re.findall("<TaxExemptionReason>(.*)</TaxExemptionReason>", text)
    assert reason == [
        "Regime da margem de lucro–Objetos de coleção e antiguidades"
    ]  # 61 letters without the dash's spaces: 59
    assert "<TaxExemptionCode>M15</TaxExemptionCode>" in text


def test_an_invoice_carries_terms_payment_withholding_and_transport(company: Lojinha, official: Official) -> None:
    transport = DraftTransport(
        unload=DraftPlace("Rua do Sol, 5", "4100-002", "Porto"), starts_at=dt.datetime(2026, 11, 24, 11)
    )
    sold = company.issue(
        "FT", line("MAO", "5"), customer=PADARIA, condition="30D", transport=transport,
        withholding=DraftWithholding("IRS", D("25"), "Art. 101.º n.º 1 b) CIRS"),
    )  # fmt: skip
    text = node(sold.number)
    assert "<Settlement><PaymentTerms>30 dias</PaymentTerms></Settlement>" in text
    assert (
        "<WithholdingTax><WithholdingTaxType>IRS</WithholdingTaxType><WithholdingTaxDescription>Art. 101.º n.º 1 b) CIRS"
        "</WithholdingTaxDescription><WithholdingTaxAmount>25.00</WithholdingTaxAmount></WithholdingTax>"
    ) in text
    assert "<GrossTotal>123.00</GrossTotal>" in text
    assert "<ShipTo><Address><AddressDetail>Rua do Sol, 5</AddressDetail><City>Porto</City>" in text
    assert "<MovementStartTime>2026-11-24T11:00:00</MovementStartTime>" in text
    paid = company.issue("FR", line("CAFE"), prices_include_tax=True, payments=[DraftPayment("NU", D(20))])
    assert (
        "<Payment><PaymentMechanism>NU</PaymentMechanism><PaymentAmount>12.30</PaymentAmount>"
        "<PaymentDate>2026-11-24</PaymentDate></Payment>"
    ) in node(paid.number)
    assert official(exported(company.session)) == []


def test_guides_valued_unvalued_and_coming_back(company: Lojinha, official: Official) -> None:
    """Lines 1 + 1 + 1 + 1 = 4; quantities 3 + 2 + 1 (the cancelled 4 left out) = 6."""
    with_prices = company.issue("GR", line("CAFE", "3"), customer=PADARIA)
    without = company.issue("GT", line("CAFE", "2"), customer=PADARIA, valued=False)
    back = company.issue("GD", line("CAFE", "1"), customer=PADARIA)
    later = DraftTransport(starts_at=dt.datetime(2026, 11, 25, 9))
    gone = company.issue("GR", line("CAFE", "4"), customer=PADARIA, transport=later)
    company.tick(minutes=1)
    cancel(gone.number, "Não saiu", company.session)
    assert "<CreditAmount>30.00</CreditAmount><Tax>" in node(with_prices.number)
    unvalued = node(without.number)
    assert "<UnitPrice>0.00</UnitPrice>" in unvalued
    assert "<CreditAmount>0.00</CreditAmount></Line>" in unvalued
    assert "<GrossTotal>0.00</GrossTotal>" in unvalued
    assert "<DebitAmount>10.00</DebitAmount>" in node(back.number)
    file = exported(company.session)
    assert said(file, "MovementOfGoods", "NumberOfMovementLines") == ["4"]
    assert said(file, "MovementOfGoods", "TotalQuantityIssued") == ["6"]
    assert official(file) == []


def test_goods_returned_to_a_supplier_go_out(company: Lojinha) -> None:
    suppliers()
    text = node(company.issue("GD", line("CAFE"), supplier="F1").number)
    assert "<SupplierID>F1</SupplierID>" in text
    assert "<CreditAmount>10.00</CreditAmount>" in text
    file = exported(company.session).decode("cp1252")
    assert "<Supplier><SupplierID>F1</SupplierID>" in file
    assert "<Customer>" not in file


def test_an_order_invoiced_is_named_and_changes_state(company: Lojinha, official: Official) -> None:
    order = company.issue("NE", line("CAFE", "5"), customer=PADARIA, prices_include_tax=True)
    company.tick(days=1)
    sold = issue(convert_draft([order.number], "FT"), company.session)
    assert (
        "<OrderReferences><OriginatingON>NE 2026A/1</OriginatingON><OrderDate>2026-11-24</OrderDate></OrderReferences>"
    ) in node(sold)
    assert "<WorkStatus>F</WorkStatus><WorkStatusDate>2026-11-25T10:00:00</WorkStatusDate>" in node(order.number)
    file = exported(company.session)
    assert said(file, "WorkingDocuments", "TotalCredit") == ["50.00"], "what was invoiced still counts (4.3.3)"
    assert official(file) == []


def received(company: Lojinha, *lines: tuple[str, str], paid: tuple[tuple[str, str], ...]) -> str:
    payments = [DraftPayment(method, D(amount)) for method, amount in paid]
    draft = ReceiptDraft([ReceiptLine(number, D(amount)) for number, amount in lines], payments=payments)
    return issue_receipt(draft, company.session)


def test_a_receipt_says_what_was_received_of_each(company: Lojinha, official: Official) -> None:
    """FT of 24,60 less NC of 12,30: received 12,30 in two means."""
    company.issue("FT", line("CAFE", "2"), customer=PADARIA, prices_include_tax=True)
    company.credit("FT 2026A/1", {1: D(1)})
    number = received(company, ("FT 2026A/1", "24.60"), ("NC 2026A/1", "12.30"), paid=(("MB", "10"), ("NU", "2.30")))
    text = node(number)
    assert "Hash" not in text
    assert "<PaymentType>RG</PaymentType>" in text
    assert "<OriginatingON>FT 2026A/1</OriginatingON><InvoiceDate>2026-11-24</InvoiceDate>" in text
    assert "</SourceDocumentID><CreditAmount>24.60</CreditAmount></Line>" in text
    assert "</SourceDocumentID><DebitAmount>12.30</DebitAmount></Line>" in text
    assert "<PaymentMechanism>MB</PaymentMechanism><PaymentAmount>10.00</PaymentAmount>" in text
    assert "<TaxPayable>0.00</TaxPayable><NetTotal>12.30</NetTotal><GrossTotal>12.30</GrossTotal>" in text
    company.tick(minutes=1)
    company.issue("FT", line("CAFE"), customer=PADARIA, prices_include_tax=True)
    cancel(received(company, ("FT 2026A/2", "12.30"), paid=(("NU", "12.30"),)), "Não pagou", company.session)
    file = exported(company.session)
    assert said(file, "Payments", "NumberOfEntries") == ["2"]
    assert said(file, "Payments", "TotalCredit") == ["24.60"], "the cancelled one does not count"
    assert said(file, "Payments", "TotalDebit") == ["12.30"]
    assert official(file) == []
    assert errors(own_check(file, company.session.signer.public_pem)) == []
    assert verify().findings == ()


def test_a_cash_vat_receipt_says_the_tax_of_each_rate(company: Lojinha, official: Official) -> None:
    """Café 10,00 at 23 % and leite 10,00 at 6 %: 22,90, all received."""
    company.change(regime="CAIXA")
    create_series({"type": "FT", "name": "CX", "purpose": "cash_vat", "validation_code": "CXCXCX11"}, company.session)
    sold = company.issue("FT", line("CAFE", "1"), line("LEITE", "10"), customer=PADARIA).number
    assert "<CashVATSchemeIndicator>1</CashVATSchemeIndicator>" in node(sold)
    text = node(received(company, (sold, "22.90"), paid=(("TB", "22.90"),)))
    assert "<PaymentType>RC</PaymentType>" in text
    for code, rate in (("NOR", 23), ("RED", 6)):
        assert (
            f"<CreditAmount>10.00</CreditAmount><Tax><TaxType>IVA</TaxType><TaxCountryRegion>PT</TaxCountryRegion>"
            f"<TaxCode>{code}</TaxCode><TaxPercentage>{rate}</TaxPercentage></Tax></Line>"
        ) in text
    assert "<TaxPayable>2.90</TaxPayable><NetTotal>20.00</NetTotal><GrossTotal>22.90</GrossTotal>" in text
    file = exported(company.session)
    assert said(file, "Payments", "TotalCredit") == ["20.00"]
    assert official(file) == []
    assert errors(own_check(file, company.session.signer.public_pem)) == []
    receipts = exported(company.session, basis="R")
    assert official(receipts) == []
    assert errors(own_check(receipts, company.session.signer.public_pem)) == []


def test_a_recovered_document_names_its_paper_and_so_does_its_credit_note(company: Lojinha, official: Official) -> None:
    """1.6: HashControl has the original's identification; a credit note names the paper, not the recovery."""
    create_series({"type": "FT", "name": "REC", "purpose": "recovery", "validation_code": "RECREC11"}, company.session)
    written = DraftRecovery("M", "abc/00001")
    sold = company.issue("FT", line("CAFE"), customer=PADARIA, date=dt.date(2026, 11, 20), recovery=written).number
    text = node(sold)
    assert "<SourceBilling>M</SourceBilling>" in text
    assert "<HashControl>1-FTM abc/00001</HashControl>" in text
    assert "<InvoiceDate>2026-11-20</InvoiceDate>" in text
    assert "<References><Reference>abc/00001</Reference>" in node(company.credit(sold).number)
    file = exported(company.session)
    assert official(file) == []
    assert errors(own_check(file, company.session.signer.public_pem)) == []


def test_another_currency_stands_beside_the_euro(company: Lojinha, official: Official) -> None:
    """10 x 20 USD at 0,92 are 184,00 €; with 23 % 226,32 €, which is 246,00 USD."""
    sold = company.issue(
        "FT", loose("Consultoria", "10", "20"), customer=PADARIA, currency="USD", exchange_rate=D("0.92")
    )
    text = node(sold.number)
    assert (
        "<GrossTotal>226.32</GrossTotal><Currency><CurrencyCode>USD</CurrencyCode><CurrencyAmount>246.00</CurrencyAmount>"
        "<ExchangeRate>0.92</ExchangeRate></Currency>"
    ) in text
    file = exported(company.session)
    assert official(file) == []
    assert errors(own_check(file, company.session.signer.public_pem)) == []
