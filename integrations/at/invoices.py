"""Requests of fatcorews (EFT; fiscal.md 6.3): invoices, working documents, RC receipts; all children qualified."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fiscal.errors import Refusal
from fiscal.producer import PROGRAM
from fiscal.text import clean
from fiscal.xmltree import Node
from integrations.at.envelope import Element, Message, element, optional
from integrations.at.request import Reading, Request, day, moment, money
from integrations.at.values import (
    Deletion,
    DocumentHeader,
    DocumentStatus,
    InvoiceData,
    PaymentData,
    PaymentLine,
    Service,
    SummaryLine,
    Tax,
    Totals,
    Withheld,
    WorkData,
)

NAMESPACE = "http://factemi.at.min_financas.pt/documents"
SERVICE_VERSION = "0.0.1"
SAFT_VERSION = "1.04_01"
REASON_LEAST, REASON_MOST = 10, 500


@dataclass(frozen=True, slots=True)
class Kind:
    """The names that one kind of document has in the WSDL."""

    name: str
    number: str
    date: str
    listed: str
    """In a list of documents to delete."""


INVOICE = Kind("Invoice", "InvoiceNo", "InvoiceDate", "invoice")
WORK = Kind("Work", "DocumentNumber", "WorkDate", "work")
PAYMENT = Kind("Payment", "PaymentRefNo", "TransactionDate", "payment")


def register_invoice(invoice: InvoiceData) -> Request[None]:
    return _register(
        INVOICE,
        invoice,
        *_header(INVOICE, invoice.header),
        _status("DocumentStatus", INVOICE, invoice.status),
        Element("HashCharacters", invoice.hash_characters),
        Element("CashVATSchemeIndicator", str(int(invoice.cash_vat))),
        Element("PaperLessIndicator", str(int(invoice.paperless))),
        optional("EACCode", invoice.activity),
        Element("SystemEntryDate", moment(invoice.system_entry_date)),
        *(_summary(line) for line in invoice.lines),
        _totals(invoice.totals),
        *_withheld(invoice.withheld),
    )


def register_work(work: WorkData) -> Request[None]:
    return _register(
        WORK,
        work,
        *_header(WORK, work.header),
        _status("DocumentStatus", WORK, work.status),
        Element("HashCharacters", work.hash_characters),
        optional("EACCode", work.activity),
        Element("SystemEntryDate", moment(work.system_entry_date)),
        *(_summary(line) for line in work.lines),
        _totals(work.totals),
    )


def register_payment(payment: PaymentData) -> Request[None]:
    """Raises Refusal for a receipt that is no RC: the service has no place for it."""
    if payment.header.type != "RC":
        raise Refusal(
            f"O recibo {clean(payment.header.number, 60)} não se comunica: a AT só recebe os do regime de IVA de caixa (RC).",
            field="type",
            rule="at",
        )
    return _register(
        PAYMENT,
        payment,
        *_header(PAYMENT, payment.header),
        _status("DocumentStatus", PAYMENT, payment.status),
        Element("SystemEntryDate", moment(payment.system_entry_date)),
        *(_settled(line) for line in payment.lines),
        _totals(payment.totals),
        *_withheld(payment.withheld),
    )


def change(
    kind: Kind, issuer: str, header: DocumentHeader, status: DocumentStatus, *, as_in_manual: bool = False
) -> Request[None]:
    """A new status. as_in_manual: the element is called NewInvoiceStatus, as in the manual's sample, not as in the WSDL."""
    body = element(
        f"Change{kind.name}StatusRequest",
        Element("eFaturaMDVersion", SERVICE_VERSION),
        Element("TaxRegistrationNumber", issuer),
        element(f"{kind.name}Header", *_header(kind, header)),
        _status(f"{'New' if as_in_manual else ''}{kind.name}Status", kind, status),
        _CHANNEL,
    )
    return _request(body)


def delete(kind: Kind, issuer: str, deletion: Deletion) -> Request[None]:
    """Raises Refusal where the reason is too short, or neither documents nor dates are named."""
    reason = clean(deletion.reason, REASON_MOST)
    if len(reason) < REASON_LEAST:
        raise Refusal(
            f"O motivo da eliminação tem de ter pelo menos {REASON_LEAST} letras: diga porque foi comunicado por engano.",
            field="reason",
            rule="at",
        )
    if deletion.documents:
        which = element(
            "documentsList", *(element(kind.listed, *_header(kind, header)) for header in deletion.documents)
        )
    elif deletion.first_day and deletion.last_day:
        which = element(
            "dateRange", Element("StartDate", day(deletion.first_day)), Element("EndDate", day(deletion.last_day))
        )
    else:
        raise Refusal(
            "Diga que documentos se eliminam: uma lista, ou as datas do primeiro e do último.",
            field="documents",
            rule="at",
        )
    body = element(
        f"Delete{kind.name}Request",
        Element("eFaturaMDVersion", SERVICE_VERSION),
        Element("TaxRegistrationNumber", issuer),
        which,
        Element("reason", reason),
        _CHANNEL,
    )
    return _request(body)


_CHANNEL = element("CanalRegisto", Element("Sistema", PROGRAM))


def _register(kind: Kind, data: InvoiceData | WorkData | PaymentData, *content: Element | None) -> Request[None]:
    body = element(
        f"Register{kind.name}Request",
        Element("eFaturaMDVersion", SERVICE_VERSION),
        Element("AuditFileVersion", SAFT_VERSION),
        Element("TaxRegistrationNumber", data.issuer),
        Element("TaxEntity", data.entity),
        Element("SoftwareCertificateNumber", str(int(data.certificate))),
        element(f"{kind.name}Data", *content),
        _CHANNEL,
    )
    return _request(body)


def _request(body: Element) -> Request[None]:
    return Request(Service.INVOICES, body.name, Message(NAMESPACE, body, qualified=True), _read)


def _read(node: Node) -> Reading[None] | None:
    told = node.first("Response")
    code = told.get("CodigoResposta").strip() if told is not None else ""
    if told is None or not code:
        return None
    return Reading(code, told.get("Mensagem"), None, clean(told.get("DataOperacao"), 40))


def _header(kind: Kind, header: DocumentHeader) -> Iterator[Element]:
    yield Element(kind.number, header.number)
    yield Element("ATCUD", header.atcud)
    yield Element(kind.date, day(header.date))
    yield Element(f"{kind.name}Type", header.type)
    if kind is INVOICE:
        yield Element("SelfBillingIndicator", str(int(header.self_billing)))
    yield Element("CustomerTaxID", clean(header.customer_nif, 30))
    yield Element("CustomerTaxIDCountry", header.customer_country)


def _status(name: str, kind: Kind, status: DocumentStatus) -> Element:
    return element(
        name,
        Element(f"{kind.name}Status", status.status),
        Element(f"{kind.name}StatusDate", moment(status.at)),
    )


def _summary(line: SummaryLine) -> Element:
    return element(
        "LineSummary",
        *(
            element(
                "OrderReferences",
                optional("OriginatingON", order.number),
                optional("OrderDate", day(order.date) if order.date else ""),
            )
            for order in line.orders
        ),
        Element("TaxPointDate", day(line.tax_point)),
        *(Element("Reference", reference) for reference in line.references),
        Element("DebitCreditIndicator", line.side),
        Element("TotalTaxBase" if line.only_tax_base else "Amount", money(line.amount)),
        _tax(line.tax),
        optional("TaxExemptionCode", line.exemption_code),
    )


def _settled(line: PaymentLine) -> Element:
    return element(
        "LineSummary",
        *(
            element(
                "SourceDocumentID", Element("OriginatingON", source.number), Element("InvoiceDate", day(source.date))
            )
            for source in line.settles
        ),
        optional("SettlementAmount", money(line.settlement) if line.settlement is not None else ""),
        Element("DebitCreditIndicator", line.side),
        Element("Amount", money(line.amount)),
        _tax(line.tax),
        optional("TaxExemptionCode", line.exemption_code),
    )


def _tax(tax: Tax | None) -> Element | None:
    if tax is None:
        return None
    return element(
        "Tax",
        Element("TaxType", tax.type),
        Element("TaxCountryRegion", tax.region),
        Element("TaxCode", tax.code),
        Element("TaxPercentage", money(tax.percentage)) if tax.percentage is not None else None,
        Element("TotalTaxAmount", money(tax.amount)) if tax.percentage is None and tax.amount is not None else None,
    )


def _totals(totals: Totals) -> Element:
    return element(
        "DocumentTotals",
        Element("TaxPayable", money(totals.tax)),
        Element("NetTotal", money(totals.net)),
        Element("GrossTotal", money(totals.gross)),
    )


def _withheld(withheld: tuple[Withheld, ...]) -> Iterator[Element]:
    for kept in withheld:
        yield element(
            "WithholdingTax",
            optional("WithholdingTaxType", kept.type),
            Element("WithholdingTaxAmount", money(kept.amount)),
        )
