"""What the check of structure says to an accountant: where, what and what to do, for the faults that programs really make."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from fiscal.saft.findings import Finding
from fiscal.saft.validate import validate_file

GOOD = Path(__file__).with_name("every_element.xml").read_text(encoding="utf-8")


def check(text: str) -> list[Finding]:
    return list(validate_file(io.BytesIO(text.encode())))


def only(text: str) -> Finding:
    [found] = check(text)
    assert found.severity == "error"
    return found


def line_of(text: str, what: str) -> int:
    return text[: text.index(what)].count("\n") + 1


def changed(old: str, new: str, after: str = "") -> str:
    """The good file with the first ``old`` that follows ``after`` replaced."""
    start = GOOD.index(after)
    assert old in GOOD[start:]
    return GOOD[:start] + GOOD[start:].replace(old, new, 1)


SOURCE, EAC = "        <SourceID>rui</SourceID>\n", "        <EACCode>47523</EACCode>\n"
ENTRY = "        <SystemEntryDate>2026-03-02T18:59:59</SystemEntryDate>\n"


def test_the_commonest_generator_bug_the_order_of_a_guide_used_for_an_invoice() -> None:
    """SourceID comes before SystemEntryDate in an invoice, and after the customer in a guide."""
    text = changed(SOURCE + EAC + ENTRY, ENTRY + SOURCE + EAC)
    found = only(text)
    assert (found.rule, found.place, found.line) == (
        "xsd.order",
        "FT A/1: SystemEntryDate",
        line_of(text, "<SystemEntryDate>2026-03-02T18:59:59"),
    )
    assert found.message == "«SystemEntryDate» está fora de ordem em «Invoice»."
    assert "entre «EACCode» e «TransactionID»" in found.remedy


def test_one_element_far_from_its_place_is_one_finding() -> None:
    text = changed("<InvoiceNo>", "<CustomerID>C1</CustomerID><InvoiceNo>").replace(
        "        <CustomerID>C1</CustomerID>\n        <ShipTo>", "        <ShipTo>"
    )
    assert only(text).place == "FT A/1: CustomerID"


def test_lines_are_numbered_and_a_value_is_shown() -> None:
    text = changed("<UnitPrice>0.00<", "<UnitPrice>-3,5<", after="<InvoiceNo>")
    found = only(text)
    assert (found.rule, found.place) == ("xsd.number", "FT A/1: Line[2]/UnitPrice")
    assert found.line == line_of(text, "-3,5")
    assert "«-3,5»" in found.message
    assert "ponto antes das casas decimais" in found.remedy


@pytest.mark.parametrize(
    ("old", "new", "rule", "place", "says"),
    [
        ("<ATCUD>CSDF7T5H-1</ATCUD>", "", "xsd.missing", "FT A/1: ATCUD", "Falta «ATCUD» em «Invoice»"),
        ("<Hash>0</Hash>", "<hash>0</hash><Hash>0</Hash>", "xsd.unknown", "FT A/1", "«hash» não existe em «Invoice»"),
        ("<Period>3</Period>", "<Period>3</Period><Period>3</Period>", "xsd.repeated", "FT A/1: Period[2]", "repetido"),
        ("<Period>3</Period>", "<Period>13</Period>", "xsd.range", "FT A/1: Period", "fora dos limites: «13»"),
        ("<HashControl>1-FTD FT M/12<", "<HashControl>v1<", "xsd.pattern", "FT A/1: HashControl", "forma certa: «v1»"),
        ("<EACCode>47523<", "<EACCode>4752<", "xsd.length", "FT A/1: EACCode", "4 caracteres e precisa de 5"),
        ("<InvoiceType>FT<", "<InvoiceType>ft<", "xsd.enumeration", "FT A/1: InvoiceType", "não se aceita: «ft»"),
        ("<InvoiceDate>2026-03-02<", "<InvoiceDate>02/03/2026<", "xsd.date", "FT A/1: InvoiceDate", "02/03/2026"),
        ("<CustomerID>C1</CustomerID>\n        <ShipTo>", "<CustomerID/><ShipTo>", "xsd.empty", "FT A/1: CustomerID", "vazio"),
        ("<Hash>0</Hash>", "<Hash><b>0</b></Hash>", "xsd.simple", "FT A/1: Hash", "devia ter só um valor"),
        ("<SpecialRegimes>", "<SpecialRegimes>sim", "xsd.text", "FT A/1: SpecialRegimes", "«sim»"),
        ("<SpecialRegimes>", "<SpecialRegimes id='1'>", "xsd.attribute", "FT A/1: SpecialRegimes", "atributo «id»"),
        ("<EACCode>", "<EACCode xmlns='x'>", "xsd.namespace", "FT A/1: EACCode", "«x»"),
        ("<ATCUD>CSDF7T5H-1<", f"<ATCUD>{'X' * 101}<", "xsd.length", "FT A/1: ATCUD", "101 caracteres e só pode ter 100"),
    ],
)  # fmt: skip
def test_each_fault_of_an_invoice_has_its_rule_place_and_sentence(
    old: str, new: str, rule: str, place: str, says: str
) -> None:
    found = only(changed(old, new, after="<InvoiceNo>"))
    assert (found.rule, found.place) == (rule, place)
    assert says in found.message
    assert found.remedy.endswith(".")


def test_both_sides_at_once_are_a_choice_that_was_not_made() -> None:
    both = "<CreditAmount>100.00</CreditAmount><DebitAmount>0.00</DebitAmount>"
    found = only(changed("<CreditAmount>100.00</CreditAmount>", both, after="<InvoiceNo>"))
    assert (found.rule, found.place) == ("xsd.choice", "FT A/1: Line[1]/DebitAmount")
    assert "«DebitAmount» e «CreditAmount»" in found.message


def test_what_is_above_the_records_is_checked_too_with_its_order() -> None:
    customer = re.search(r" *<Customer>.*?</Customer>\n", GOOD, re.DOTALL)
    product = re.search(r" *<Product>.*?</Product>\n", GOOD, re.DOTALL)
    assert customer
    assert product
    late = GOOD.replace(customer[0], "").replace(product[0], product[0] + customer[0])
    found = only(late)
    assert (found.rule, found.place) == ("xsd.order", "AuditFile: MasterFiles/Customer")
    assert found.line == line_of(late, "<Customer>")
    total = only(GOOD.replace("<TotalCredit>102.00<", "<TotalCredit>muito<"))
    assert (total.rule, total.place) == ("xsd.number", "AuditFile: SourceDocuments/SalesInvoices/TotalCredit")
    assert only(GOOD.replace("<NumberOfMovementLines>2</NumberOfMovementLines>", "")).rule == "xsd.missing"


def test_a_second_header_and_a_table_without_entries() -> None:
    header = re.search(r"<Header>.*?</Header>", GOOD, re.DOTALL)
    assert header
    assert only(GOOD.replace(header[0], header[0] * 2)).rule == "xsd.repeated"
    entries = re.search(r"<TaxTable>(.*?)</TaxTable>", GOOD, re.DOTALL)
    assert entries
    assert only(GOOD.replace(entries[1], "")).place == "AuditFile: MasterFiles/TaxTable/TaxTableEntry"


def test_a_receipt_of_cash_vat_with_a_bare_line_is_a_warning() -> None:
    """AT's schema asks for the tax in one line; the law (4.4.4.14.6) in each."""
    tax = re.search(r"<Tax>(?:(?!<Tax>).)*<TaxCode>NA</TaxCode>.*?</Tax>", GOOD, re.DOTALL)
    assert tax
    [found] = check(GOOD.replace(tax[0], ""))
    assert (found.severity, found.rule, found.place) == ("warning", "assert.4", "RC A/1: Line[2]")


def test_tax_rules_name_the_line_and_what_is_missing() -> None:
    reason = "<TaxExemptionReason>Isento artigo 14.º do CIVA</TaxExemptionReason>"
    without = GOOD.replace(reason, "", 1)
    rules = [(found.rule, found.place) for found in check(without)]
    assert rules == [
        ("assert.1", "FT A/1: Line[1]/Tax/TaxPercentage"),
        ("assert.2", "FT A/1: Line[1]/TaxExemptionCode"),
    ]
    taxed = changed("<TaxPercentage>0.00<", "<TaxPercentage>23<", after="<InvoiceNo>")
    assert (only(taxed).rule, only(taxed).place) == ("assert.1", "FT A/1: Line[1]/TaxExemptionReason")
    assert (
        only(GOOD.replace("<UnitPrice>0.00</UnitPrice>\n          <TaxBase>", "<UnitPrice>2</UnitPrice><TaxBase>")).rule
        == "assert.3"
    )
    assert only(GOOD.replace("<TaxonomyCode>1</TaxonomyCode>", "")).rule == "assert.5"


def invoices(many: int, one: str) -> str:
    invoice = re.search(r" *<Invoice>.*?</Invoice>\n", GOOD, re.DOTALL)
    assert invoice
    copies = "".join(invoice[0].replace("FT A/1<", f"FT A/{n}<").replace(*one.split("→")) for n in range(1, many + 1))
    return GOOD.replace(invoice[0], copies)


def test_a_fault_in_every_document_is_told_twenty_times_and_counted() -> None:
    found = check(invoices(300, "<Period>3<→<Period>0<"))
    assert len(found) == 21
    assert [x.place for x in found[:20]] == [f"FT A/{n}: Period" for n in range(1, 21)]
    assert found[20].severity == "note"
    assert "mais 280 vezes" in found[20].message
    assert found[20].line > found[19].line


def test_a_second_fault_is_not_hidden_behind_the_first() -> None:
    text = invoices(300, "<Period>3<→<Period>0<")
    at = text.rindex("<InvoiceType>FT<")
    found = check(text[:at] + "<InvoiceType>XX<" + text[at + len("<InvoiceType>FT<") :])
    assert [x.place for x in found if x.rule == "xsd.enumeration"] == ["FT A/300: InvoiceType"]


def test_one_document_full_of_faults_stays_short() -> None:
    text = changed("<LineNumber>1<", "<X/>" * 5_000 + "<LineNumber>1<", after="<InvoiceNo>")
    found = check(text)
    assert sum(x.rule == "xsd.unknown" for x in found) < 25
    assert any(x.rule == "xsd.more" and "mais 4800 problemas" in x.message for x in found)
