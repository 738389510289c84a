"""Each rule of the check of SAF-T files: a good file with one thing spoiled is found out, at the line of that thing."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from fiscal.saft.check.rules import RULES
from fiscal.signature import KeySigner
from tests.fiscal.saft.breaking import CASES, FR, FT, NC, RG, Spoil, breaks
from tests.fiscal.saft.spoiled import File, checked


@breaks("basis-table")
def receipts_only(file: File) -> int:
    file.set("TaxAccountingBasis", "", "R")
    return file.find("SalesInvoices")


def foreign(file: File, amount: Decimal, rate: str, code: str = "USD") -> int:
    return file.insert(
        file.find("GrossTotal", FT),
        "<Currency>",
        f"<CurrencyCode>{code}</CurrencyCode>",
        f"<CurrencyAmount>{amount:.2f}</CurrencyAmount>",
        f"<ExchangeRate>{rate}</ExchangeRate>",
        "</Currency>",
    )


@breaks("currency")
def another_amount(file: File) -> int:
    return foreign(file, Decimal(file.text(file.find("GrossTotal", FT))) + 1, "1.0000")


@breaks("currency")
def euro_is_not_foreign(file: File) -> int:
    return foreign(file, Decimal(file.text(file.find("GrossTotal", FT))), "1", "EUR")


@breaks("currency-inverse")
def dollars_for_a_euro(file: File) -> int:
    return foreign(file, Decimal(file.text(file.find("GrossTotal", FT))) * Decimal("1.25"), "1.25")


@breaks("settlement")
def more_than_all(file: File) -> int:
    line = file.find("GrossTotal", FT)
    return file.insert(line, "<Settlement>", "<SettlementAmount>99999.00</SettlementAmount>", "</Settlement>")


@breaks("paid-above")
def paid_too_much(file: File) -> int:
    file.set("PaymentAmount", FR, "9999.00")
    return file.find("Payment", FR)


@breaks("receipt-total")
def receipt_of_less(file: File) -> int:
    file.set("CreditAmount", RG, "0.01")
    return file.find("NetTotal", RG)


@breaks("side")
def a_sale_at_debit(file: File) -> int:
    return file.rename(file.find("CreditAmount", FT), "DebitAmount")


@breaks("side")
def a_return_at_credit(file: File) -> int:
    return file.rename(file.find("DebitAmount", NC), "CreditAmount")


@breaks("receipt-side")
def a_receipt_that_takes_back(file: File) -> int:
    file.rename(file.find("CreditAmount", RG), "DebitAmount")
    return file.find("SourceDocumentID", RG)


def without(file: File, number: str) -> None:
    """The whole document gone."""
    start = file.find("InvoiceNo", number) - 1
    end = next(n for n in range(start, len(file.lines)) if file.lines[n - 1] == "</Invoice>")
    file.drop(start, end - start + 1)


@breaks("gap")
def one_kept_back(file: File) -> int:
    without(file, FT)
    return file.find("InvoiceNo", "FT 2026A/6")


@breaks("date-order")
def dated_back(file: File) -> int:
    file.set("InvoiceDate", FT, "2026-10-01")
    return file.find("InvoiceNo", FT)


@breaks("entry-order")
def entered_before(file: File) -> int:
    file.set("SystemEntryDate", FT, "2026-10-01T00:00:00")
    return file.find("InvoiceNo", FT)


@breaks("hash-missing")
def not_signed(file: File) -> int:
    file.set("HashControl", FT, "0")
    return file.set("Hash", FT, "0")


@breaks("hash-twice")
def signature_of_another(file: File) -> int:
    return file.set("Hash", FT, file.text(file.find("Hash", "FT 2026A/4")))


def recover(file: File, number: str, original: str) -> int:
    file.set("SourceBilling", number, "M")
    return file.set("HashControl", number, original)


@breaks("hash-control")
def paper_of_another_type(file: File) -> int:
    return recover(file, FT, "1-FSM abc/00001")


@breaks("recovered-twice")
def one_paper_two_recoveries(file: File) -> int:
    recover(file, FT, "1-FTM abc/00001")
    return recover(file, "FT 2026A/6", "1-FTM abc/00001")


@breaks("chain")
def total_changed_after_signing(file: File) -> int:
    more_by_a_euro = Decimal(file.text(file.find("GrossTotal", FT))) + 1
    file.set("GrossTotal", FT, str(more_by_a_euro))
    return file.find("Hash", FT)


@breaks("chain")
def hour_changed_after_signing(file: File) -> int:
    file.set("SystemEntryDate", FT, file.text(file.find("SystemEntryDate", FT))[:-2] + "30")
    return file.find("Hash", FT)


@breaks("chain-unverifiable")
def what_comes_after_a_gap(file: File) -> int:
    without(file, FT)
    return file.find("Hash", "FT 2026A/6")


@breaks("cancel-reason")
def no_reason(file: File) -> int:
    file.drop(file.find("Reason", "FS 2026A/8"))
    return file.find("DocumentStatus", "FS 2026A/8")


@breaks("status-date")
def state_before_its_document(file: File) -> int:
    file.set("InvoiceStatusDate", FT, "2026-10-01T00:00:00")
    return file.find("DocumentStatus", FT)


@breaks("self-billing")
def by_the_customer(file: File) -> int:
    file.set("SelfBillingIndicator", FT, "1")
    return file.find("DocumentStatus", FT)


@breaks("rectified-missing")
def of_nothing(file: File) -> int:
    file.drop(file.find("References", NC), 4)
    return file.find("Line", NC)


@breaks("debit-note-reference")
def debit_of_nothing(file: File) -> int:
    file.set("InvoiceType", FT, "ND")
    return file.find("Line", FT)


@breaks("reference-missing")
def credit_of_what_is_not_there(file: File) -> int:
    return file.set("Reference", NC, "FT 2026A/99") - 1


@breaks("reference-missing")
def order_that_is_not_there(file: File) -> int:
    return file.set("OriginatingON", FT, "OR 2026A/77") - 1


@breaks("reference-date")
def receipt_with_another_date(file: File) -> int:
    return file.set("InvoiceDate", RG, "2026-10-30") - 2


@breaks("reference-later")
def credit_before_its_invoice(file: File) -> int:
    file.set("InvoiceDate", "NC 2026A/4", "2026-10-01")
    return file.find("References", "NC 2026A/4")


@breaks("credit-cancelled")
def credit_of_a_cancelled_one(file: File) -> int:
    file.set("InvoiceStatus", "FT 2026A/1", "A")
    return file.find("References", NC)


@breaks("credit-value")
def credit_of_too_much(file: File) -> int:
    file.set("DebitAmount", NC, "9999.00")
    return file.find("References", NC)


@breaks("credit-quantity")
def credit_of_too_many(file: File) -> int:
    file.set("Quantity", NC, "9999")
    return file.find("References", NC)


@breaks("receipt-cancelled")
def receipt_of_a_cancelled_one(file: File) -> int:
    file.set("InvoiceStatus", "FT 2026A/1", "A")
    return file.find("SourceDocumentID", RG)


@breaks("receipt-above")
def receipt_of_too_much(file: File) -> int:
    file.set("CreditAmount", RG, "9999.00")
    return file.find("SourceDocumentID", RG)


def first_line_with(file: File, code: str) -> int:
    """The first Tax element of the documents with a code."""
    start = file.find("SourceDocuments")
    return next(n for n in range(start, len(file.lines)) if file.lines[n] == f"<TaxCode>{code}</TaxCode>") - 2


@breaks("tax-table")
def a_rate_not_declared(file: File) -> int:
    tax = first_line_with(file, "NOR")
    file.put(tax + 4, "22.5")
    return tax


@breaks("tax-rate")
def a_rate_of_another_time(file: File) -> int:
    file.lines = [line.replace("<TaxPercentage>23<", "<TaxPercentage>21<") for line in file.lines]
    return first_line_with(file, "NOR")


@breaks("tax-zero")
def normal_and_nothing(file: File) -> int:
    tax = first_line_with(file, "ISE")
    file.put(tax + 3, "NOR")
    return tax


@breaks("exemption-code")
def code_that_never_was(file: File) -> int:
    return file.put(first_line_with(file, "ISE") + 7, "M98")


@breaks("exemption-date")
def code_that_is_gone(file: File) -> int:
    return file.put(first_line_with(file, "ISE") + 7, "M08")


@breaks("exemption-date")
def code_of_another_time(file: File) -> int:
    return file.put(first_line_with(file, "ISE") + 7, "M26")


@breaks("exemption-type")
def not_subject_but_exempt(file: File) -> int:
    return file.put(first_line_with(file, "ISE") + 7, "M99")


@breaks("cash-limit")
def a_suitcase(file: File) -> int:
    file.set("PaymentAmount", "FR 2026A/4", "3000.00")
    return file.find("Payment", "FR 2026A/4")


@breaks("no-payment")
def not_paid(file: File) -> int:
    file.drop(file.find("Payment", FR), 5)
    return file.find("InvoiceNo", FR) - 1


@breaks("future-date")
def dated_ahead(file: File) -> int:
    file.set("InvoiceDate", "FT 2026A/12", "2026-10-31")
    return file.find("InvoiceDate", "FT 2026A/12")


def name_of(case: object) -> str:
    return str(case) if isinstance(case, str) else ""


def test_every_rule_is_broken_here() -> None:
    assert {rule for rule, _ in CASES} == set(RULES)


@pytest.mark.parametrize(("rule", "spoil"), CASES, ids=name_of)
def test_a_spoiled_file_is_found_out(rule: str, spoil: Spoil, good: bytes, signer: KeySigner) -> None:
    file = File(good)
    line = spoil(file)
    assert file.data != good
    report = checked(file.data, {None: signer.public_pem} if rule.startswith("chain") else None)
    found = [finding for finding in report.findings if finding.rule == rule]
    assert line in [finding.line for finding in found]
    assert {finding.severity for finding in found} == {RULES[rule].severity}
    assert all(finding.message and finding.remedy and finding.place for finding in found)
    assert report.number(RULES[rule].severity) >= len(found)


def test_the_manual_tells_every_rule_as_it_is() -> None:
    names = {"error": "erro", "warning": "aviso", "note": "nota"}
    manual = (Path(__file__).parents[3] / "docs" / "manual" / "saft.md").read_text(encoding="utf-8")
    told = [line for line in manual.splitlines() if re.match(r"\| `[a-z-]+` \| .* \| (erro|aviso|nota) \|", line)]
    assert told == [f"| `{rule.name}` | {rule.says} | {names[rule.severity]} |" for rule in RULES.values()]
