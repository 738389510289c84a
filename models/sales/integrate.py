"""Integrated documents: made by another certified program and kept here as they are, nothing calculated again (2.3; C32)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

from fiscal.amounts import RateAmounts
from fiscal.discounts import HUNDRED
from fiscal.doctypes import GUIDES, INVOICES, RECEIPTS, TYPES, WORKING
from fiscal.errors import Refusal
from fiscal.nif import FINAL_CONSUMER, FINAL_CONSUMER_NAME
from fiscal.numbering import split_number
from fiscal.qr import qr_message
from fiscal.rounding import ZERO, cents
from fiscal.saft.validate import validate_record
from fiscal.signature import printed_characters
from fiscal.text import clean
from fiscal.xmltree import Node, records
from models import db
from models.audit.log import record
from models.company.setup import current
from models.company.tables import Company
from models.integrity.gate import check_may_issue
from models.parties.tables import Customer
from models.sales.customer import FINAL
from models.sales.integrate_receipts import receipt_parts
from models.sales.integrate_values import number_in, total_in
from models.sales.store import record_issue, store, tax_rows
from models.sales.tables import Document, DocumentLine, DocumentTax
from models.series.series import INTEGRATED, create_series
from models.series.tables import Series
from models.session import Session

_NAMES = {
    f"AuditFile/SourceDocuments/{INVOICES}/Invoice": ("InvoiceNo", "InvoiceStatus", "InvoiceDate", "InvoiceType"),
    f"AuditFile/SourceDocuments/{GUIDES}/StockMovement": (
        "DocumentNumber", "MovementStatus", "MovementDate", "MovementType",
    ),
    f"AuditFile/SourceDocuments/{WORKING}/WorkDocument": ("DocumentNumber", "WorkStatus", "WorkDate", "WorkType"),
    f"AuditFile/SourceDocuments/{RECEIPTS}/Payment": ("PaymentRefNo", "PaymentStatus", "TransactionDate", "PaymentType"),
}  # fmt: skip
_HEADER, _CUSTOMER = "AuditFile/Header", "AuditFile/MasterFiles/Customer"


@dataclass(frozen=True, slots=True)
class Integrated:
    """What became of a file: numbers taken, and numbers that were here already."""

    taken: tuple[str, ...]
    known: tuple[str, ...]


def integrate(file: BinaryIO, session: Session) -> Integrated:
    """Takes the invoices, guides, working documents and receipts of another certified program's SAF-T, all or none of them.

    Each keeps its number, date, amounts and signature; it goes into a series of its own kind, marked as integrated, and
    its paper says that it is a copy. Documents that are here already, with the same signature, are left alone.
    Raises Refusal with the line of the file: another company's file, a structure that is wrong, a number used otherwise.
    """
    check_may_issue(session.clock.now())
    company = current()
    certificate = ""
    customers: dict[str, Node] = {}
    taken: list[str] = []
    known: list[str] = []
    with db.writing():
        for path, node in records(file, {_HEADER, _CUSTOMER, *_NAMES}):
            if path not in (_HEADER, _CUSTOMER) and path not in _NAMES:
                continue
            _check(path, node)
            if path == _HEADER:
                certificate = _certificate(node, company)
            elif path == _CUSTOMER:
                customers[node.get("CustomerID")] = node
            else:
                number, new = _take(node, _NAMES[path], certificate, customers, company, session)
                (taken if new else known).append(number)
        if not certificate:
            raise Refusal("O ficheiro não é um SAF-T: falta o cabeçalho.", field="file", rule="C32")
        record(session, "integrate", certificate, taken=len(taken), known=len(known))
    return Integrated(tuple(taken), tuple(known))


def _check(path: str, node: Node) -> None:
    wrong = next((f for f in validate_record(path, node) if f.severity == "error"), None)
    if wrong is not None:
        raise Refusal(f"Linha {wrong.line} do ficheiro: {wrong.message} {wrong.remedy}", field="file", rule=wrong.rule)


def _certificate(header: Node, company: Company) -> str:
    if header.get("TaxRegistrationNumber") != company.nif:
        raise Refusal(
            f"O ficheiro é do NIF {clean(header.get('TaxRegistrationNumber'), 20)}, e não da empresa ({company.nif}).",
            field="file",
            rule="C32",
        )
    return header.get("SoftwareCertificateNumber")


def _take(
    node: Node, names: tuple[str, ...], certificate: str, customers: dict[str, Node], company: Company, session: Session
) -> tuple[str, bool]:
    number, status, day, type_code = (node.get(*_path(name)) for name in names)
    parts = split_number(number)
    kind = TYPES.get(type_code)
    if parts is None or kind is None:
        raise Refusal(
            f"Linha {node.line}: {clean(number, 60)} é de um tipo que não se integra ({clean(type_code, 4)}).",
            field="file",
            rule="C32",
        )
    before = Document.get_or_none(Document.number == number)
    if before is not None:
        same = (before.source_billing, before.hash) == ("I", node.get("Hash"))
        if not kind.signed:  # then its total says whether it is the same
            same = same and before.gross == total_in(node, "GrossTotal")
        if not same:
            raise Refusal(f"Linha {node.line}: já há aqui um {number} que não é este.", field="file", rule="C32")
        return number, False
    series = _series(kind.code, parts[1], node, session)
    totals = {name: total_in(node, name) for name in ("NetTotal", "TaxPayable", "GrossTotal")}
    net, tax = totals["NetTotal"], totals["TaxPayable"]
    if kind.is_receipt:
        written, rates = receipt_parts(node, net, tax, kind.code == "RC")
    else:
        lines = [_line(n, line, date.fromisoformat(day)) for n, line in enumerate(node.all("Line"), 1)]
        rates = _rates(lines, net, tax)
        written = {DocumentLine: lines, DocumentTax: tax_rows(rates)}
    row = _row(node, number, kind.code, status, date.fromisoformat(day), series, totals, company, session)
    row |= _customer(customers.get(node.get("CustomerID")))
    signed = node.get("Hash") if kind.signed else ""
    row |= {
        "sequence": parts[2],
        "hash": "" if signed == "0" else signed,
        "hash_control": ""
        if not kind.signed
        else "0"
        if signed == "0"
        else f"{certificate}.{node.get('HashControl').partition('-')[0]}",
        "certificate": certificate,
        "qr": _qr(row, rates, certificate, signed, company),
    }
    store(row, written, series)
    record_issue(row, session)
    if row["status"] == "A":
        record(session, "cancel", number, reason=row["status_reason"])
    return number, True


def _path(name: str) -> tuple[str, ...]:
    return ("DocumentStatus", name) if name.endswith("Status") else (name,)


def _series(type_code: str, name: str, node: Node, session: Session) -> Series:
    """The series of the other program, entered here as one of integrated documents."""
    found = Series.get_or_none(Series.type == type_code, Series.name == name)
    if found is None:
        code = node.get("ATCUD").rpartition("-")[0]
        values = {"type": type_code, "name": name, "purpose": INTEGRATED, "starts_on": date(2000, 1, 1)}
        create_series({**values, "validation_code": code} if len(code) >= 8 else values, session)
        found = Series.get(Series.type == type_code, Series.name == name)
    if found.purpose != INTEGRATED:
        raise Refusal(
            f"A série {type_code} {name} tem documentos emitidos aqui: os de outro programa não entram nela (2.3.3).",
            field="file",
            rule="C32",
        )
    return found


def _row(
    node: Node,
    number: str,
    type_code: str,
    status: str,
    day: date,
    series: Series,
    totals: dict[str, Decimal],
    company: Company,
    session: Session,
) -> dict[str, Any]:
    cancelled = status == "A"
    moment = datetime.fromisoformat(node.get("SystemEntryDate"))
    changed = next((c.text for c in node.first("DocumentStatus").children if c.name.endswith("StatusDate")), "")  # type: ignore[union-attr]
    return {
        "number": number, "type": type_code, "series_id": series.id, "atcud": node.get("ATCUD"), "date": day,
        "system_entry_date": moment, "operation": f"integrado {number}", "company_id": company.id,
        "prices_include_tax": False, "global_discount": "", "condition": "", "due": None, "notes": "",
        "withholding_type": "", "withholding_description": "", "withholding_rate": ZERO, "withheld": ZERO,
        "net": totals["NetTotal"], "tax": totals["TaxPayable"], "gross": totals["GrossTotal"],
        "operator": clean(node.get("SourceID"), 30), "terminal": session.terminal,
        "status": "A" if cancelled else "N", "status_at": datetime.fromisoformat(changed),
        "status_reason": clean(node.get("DocumentStatus", "Reason"), 50) if cancelled else "",
        "status_operator": session.operator, "source_billing": "I", "origin": number,
    }  # fmt: skip


def _customer(master: Node | None) -> dict[str, Any]:
    nif = master.get("CustomerTaxID") if master is not None else FINAL_CONSUMER
    if master is None or nif == FINAL_CONSUMER:
        buyer = FINAL
        return {
            "customer_id": None, "customer_code": buyer.code, "customer_nif": FINAL_CONSUMER,
            "customer_name": FINAL_CONSUMER_NAME, "customer_address": "", "customer_postal_code": "",
            "customer_city": "", "customer_country": "PT",
        }  # fmt: skip
    card = Customer.get_or_none(Customer.nif == nif)
    address = master.first("BillingAddress") or master
    return {
        "customer_id": None if card is None else card.id,
        "customer_code": clean(master.get("CustomerID"), 30) if card is None else card.code,
        "customer_nif": clean(nif, 30),
        "customer_name": clean(master.get("CompanyName"), 100),
        "customer_address": clean(address.get("AddressDetail"), 210),
        "customer_postal_code": clean(address.get("PostalCode"), 20),
        "customer_city": clean(address.get("City"), 50),
        "customer_country": clean(address.get("Country"), 12),
    }


def _line(n: int, node: Node, day: date) -> dict[str, Any]:
    tax = node.first("Tax")
    amount = (
        number_in(node, "DebitAmount") if node.first("DebitAmount") is not None else number_in(node, "CreditAmount")
    )
    point = node.get("TaxPointDate")
    return {
        "number": n, "article_id": None, "code": clean(node.get("ProductCode"), 60),
        "description": clean(node.get("ProductDescription"), 200), "quantity": number_in(node, "Quantity"),
        "unit": clean(node.get("UnitOfMeasure"), 20), "price": number_in(node, "UnitPrice"), "discount": "",
        "shown": amount, "unit_price": number_in(node, "UnitPrice"), "amount": amount,
        "settlement": number_in(node, "SettlementAmount"), "tax_type": tax.get("TaxType") if tax else "",
        "region": tax.get("TaxCountryRegion") if tax else "", "tax_code": tax.get("TaxCode") if tax else "",
        "rate": number_in(tax, "TaxPercentage") if tax else ZERO,
        "exemption_code": clean(node.get("TaxExemptionCode"), 3),
        "exemption_reason": clean(node.get("TaxExemptionReason"), 60),
        "tax_point": date.fromisoformat(point) if point else day,
        "reference": clean(node.get("References", "Reference"), 60), "reference_id": None,
        "reference_reason": clean(node.get("References", "Reason"), 50),
        "fixed_tax": number_in(tax, "TaxAmount") if tax else ZERO, "tax_base": number_in(node, "TaxBase"),
    }  # fmt: skip


def _rates(lines: list[dict[str, Any]], net: Decimal, tax: Decimal) -> list[RateAmounts]:
    """The lines gathered by rate, for paper and QR; what rounding leaves goes to the largest, so that the totals stay."""
    sums: dict[tuple[str, str, str, Decimal], Decimal] = defaultdict(lambda: ZERO)
    for line in lines:
        if line["tax_type"]:
            sums[line["tax_type"], line["region"], line["tax_code"], line["rate"]] += line["amount"]
    found = [RateAmounts(*key, cents(base), cents(base * key[3] / HUNDRED), "") for key, base in sums.items()]
    if not found:
        return []
    base_off = net - sum((r.base for r in found), ZERO)
    tax_off = tax - sum((r.tax for r in found), ZERO)
    largest = max(range(len(found)), key=lambda i: found[i].base)
    r = found[largest]
    found[largest] = RateAmounts(
        r.tax_type, r.region, r.tax_code, r.rate, r.base + base_off, r.tax + tax_off, r.exemption
    )
    return found


def _qr(row: dict[str, Any], rates: list[RateAmounts], certificate: str, signed: str, company: Company) -> str:
    return qr_message(
        issuer_nif=company.nif, customer_nif=row["customer_nif"], customer_country=row["customer_country"],
        type_code=row["type"], status="N", day=row["date"], number=row["number"], atcud=row["atcud"], rates=rates,
        tax=row["tax"], gross=row["gross"], printed_hash=printed_characters(signed) if len(signed) > 1 else "0",
        certificate=certificate,
    )  # fmt: skip
