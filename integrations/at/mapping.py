"""From an issued document to what AT receives: nothing is computed again but the summary of its lines."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from integrations.at.summary import summarised
from integrations.at.values import (
    DocumentHeader,
    DocumentStatus,
    InvoiceData,
    OrderReference,
    SummaryLine,
    Tax,
    Totals,
    Withheld,
)

if TYPE_CHECKING:
    from models.sales.record import IssuedDocument, IssuedLine


def header(document: IssuedDocument, *, self_billing: bool = False) -> DocumentHeader:
    """What identifies a document of any type at AT."""
    return DocumentHeader(
        number=document.number,
        atcud=document.atcud,
        date=document.date,
        type=document.type,
        customer_nif=document.customer.nif,
        customer_country=document.customer.country,
        self_billing=self_billing,
    )


def status(document: IssuedDocument) -> DocumentStatus:
    """The status now; as issued, its moment is that of the signature."""
    return DocumentStatus(document.status, document.status_at or document.system_entry_date)


def lines(document: IssuedDocument) -> tuple[SummaryLine, ...]:
    """The summary of the lines of a document of any type but receipts."""
    side = "D" if document.debit else "C"
    return summarised(_line(line, side, document.date) for line in document.lines)


def totals(document: IssuedDocument) -> Totals:
    return Totals(document.tax, document.net, document.gross)


def invoice(
    document: IssuedDocument,
    *,
    cash_vat: bool = False,
    paperless: bool = False,
    self_billing: bool = False,
    activity: str = "",
    entity: str = "Global",
) -> InvoiceData:
    """An FT, FS, FR, NC or ND as RegisterInvoice wants it.

    cash_vat: the company is in the cash VAT regime. paperless: no paper was given, under DL 28/2019 art. 8.
    activity: CAE of the sale, where told apart. entity: the establishment (SAF-T TaxEntity).
    """
    kept = document.withholding
    return InvoiceData(
        issuer=document.issuer.nif,
        certificate=document.certificate,
        header=header(document, self_billing=self_billing),
        status=status(document),
        hash_characters=document.printed_hash or "0",
        system_entry_date=document.system_entry_date,
        lines=lines(document),
        totals=totals(document),
        cash_vat=cash_vat,
        paperless=paperless,
        activity=activity,
        withheld=(Withheld(kept.type, kept.amount),) if kept else (),
        entity=entity,
    )


def _line(line: IssuedLine, side: str, issued_on: dt.date) -> SummaryLine:
    return SummaryLine(
        amount=line.tax_base or line.amount,
        side=side,
        tax=_tax(line),
        tax_point=line.tax_point or issued_on,
        exemption_code=line.exemption_code,
        references=(line.reference,) if line.reference else (),
        orders=tuple(OrderReference(origin.number, origin.date) for origin in line.origins),
        only_tax_base=bool(line.tax_base),
    )


def _tax(line: IssuedLine) -> Tax:
    """A rate, or an amount: stamp duty of so much for each unit."""
    if line.fixed_tax:
        return Tax(line.tax_type, line.region, line.tax_code, None, line.fixed_tax * line.quantity)
    return Tax(line.tax_type, line.region, line.tax_code, line.rate)
