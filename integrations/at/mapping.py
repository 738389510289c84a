"""From an issued document to what AT receives: nothing is computed again but the summary of its lines."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from fiscal.doctypes import document_type
from fiscal.errors import Refusal
from fiscal.rounding import ZERO
from integrations.at.summary import summarised
from integrations.at.values import (
    Address,
    DocumentHeader,
    DocumentStatus,
    InvoiceData,
    OrderReference,
    PaymentData,
    PaymentLine,
    SeriesData,
    SettledDocument,
    SummaryLine,
    Tax,
    Totals,
    TransportData,
    TransportLine,
    Withheld,
    WorkData,
)

if TYPE_CHECKING:
    from models.sales.record import IssuedDocument, IssuedLine, Party, Place, Settled

HOME = "PT"


def issuer(document: IssuedDocument) -> Party:
    """In whose name it was issued: the supplier for self-billing and third parties, as in the QR code's field A."""
    return document.seller or document.issuer


def header(document: IssuedDocument) -> DocumentHeader:
    """What identifies a document of any type at AT. Raises Refusal for training: nothing of it is real."""
    if document.training:
        raise Refusal(f"{document.number} é de formação: não se comunica à AT.", field="training", rule="at")
    return DocumentHeader(
        number=document.number,
        atcud=document.atcud,
        date=document.date,
        type=document.type,
        customer_nif=document.customer.nif,
        customer_country=document.customer.country,
        self_billing=document.self_billing,
    )


def as_issued(document: IssuedDocument) -> DocumentStatus:
    """The status at the moment of signing. A request sent twice says the same twice, so that AT answers that it has it, not
    that it has something else; the outbox puts the status of the first attempt in its place (decision 30).
    """
    return DocumentStatus("S" if document.self_billing else "N", document.system_entry_date)


def status(document: IssuedDocument) -> DocumentStatus:
    """The status now, to be told with ``change_invoice`` and its like once the document is registered."""
    return DocumentStatus(document.status, document.status_at or document.system_entry_date)


def lines(document: IssuedDocument) -> tuple[SummaryLine, ...]:
    """The summary of the lines of a document of any type but receipts."""
    return summarised(_line(line, document) for line in document.lines)


def totals(document: IssuedDocument) -> Totals:
    return Totals(document.tax, document.net, document.gross)


def invoice(
    document: IssuedDocument, *, paperless: bool = False, activity: str = "", entity: str = "Global"
) -> InvoiceData:
    """An FT, FS, FR, NC or ND as RegisterInvoice wants it. Raises Refusal for training.

    paperless: no paper was given, under DL 28/2019 art. 8. activity: CAE of the sale, where told apart. entity: the
    establishment (SAF-T TaxEntity).
    """
    return InvoiceData(
        issuer=issuer(document).nif,
        certificate=document.certificate,
        header=header(document),
        status=as_issued(document),
        hash_characters=document.printed_hash or "0",
        system_entry_date=document.system_entry_date,
        lines=lines(document),
        totals=totals(document),
        cash_vat=document.cash_vat,
        paperless=paperless,
        activity=activity,
        withheld=_withheld(document),
        entity=entity,
    )


def work(document: IssuedDocument, *, activity: str = "", entity: str = "Global") -> WorkData:
    """A working document as RegisterWork wants it. Raises Refusal for training."""
    return WorkData(
        issuer=issuer(document).nif,
        certificate=document.certificate,
        header=header(document),
        status=as_issued(document),
        hash_characters=document.printed_hash or "0",
        system_entry_date=document.system_entry_date,
        lines=lines(document),
        totals=totals(document),
        activity=activity,
        entity=entity,
    )


def payment(document: IssuedDocument, *, entity: str = "Global") -> PaymentData:
    """An RC as RegisterPayment wants it: a line for each rate of each document it pays. Raises Refusal for training."""
    paid: dict[tuple[SettledDocument, str, Tax | None, str], PaymentLine] = {}
    for settled in document.settled:
        line = _paid(settled)
        key = (line.settles[0], line.side, line.tax, line.exemption_code)
        known = paid.get(key)
        if known is not None:
            discount = (known.settlement or ZERO) + (line.settlement or ZERO)
            line = replace(line, amount=known.amount + line.amount, settlement=discount or None)
        paid[key] = line
    return PaymentData(
        issuer=issuer(document).nif,
        certificate=document.certificate,
        header=header(document),
        status=as_issued(document),
        system_entry_date=document.system_entry_date,
        lines=tuple(paid.values()),
        totals=totals(document),
        withheld=_withheld(document),
        entity=entity,
    )


def transport(document: IssuedDocument) -> TransportData:
    """A guide as the transport service wants it, as it was issued; ``cancel_transport`` says that it is cancelled.

    Raises Refusal for training, and where it has no transport data.
    What is not in Portugal has no place there: the destination and the customer's address are left out.
    """
    sender, travels = issuer(document), document.transport
    of = header(document)
    if travels is None or not document_type(document.type).is_guide:
        raise Refusal(f"{document.number} não tem dados de transporte a comunicar.", field="transport", rule="at")
    customer = document.customer
    return TransportData(
        issuer=sender.nif,
        issuer_name=sender.name,
        issuer_address=Address(sender.address, sender.city, sender.postal_code, sender.country),
        number=of.number,
        atcud=of.atcud,
        date=of.date,
        type=of.type,
        status="T" if document.third_party else "N",
        loaded_at=_place(travels.load),
        unloaded_at=_place(travels.unload) if travels.unload.address and travels.unload.country == HOME else None,
        starts=travels.starts_at,
        ends=travels.ends_at,
        vehicle=travels.vehicle,
        customer_nif="" if document.to_supplier else of.customer_nif,
        supplier_nif=of.customer_nif if document.to_supplier else "",
        customer_name="" if travels.global_guide else customer.name,
        customer_address=(
            Address(customer.address, customer.city, customer.postal_code)
            if customer.address and customer.country == HOME and not travels.global_guide
            else None
        ),
        lines=tuple(
            TransportLine(
                line.description,
                line.quantity,
                line.unit,
                line.unit_price if document.valued else ZERO,
                tuple(dict.fromkeys(origin.number for origin in line.origins)),
            )
            for line in document.lines
        ),
        at_code=document.at_code,
    )


def series(
    name: str, type_code: str, *, kind: str, first_number: int, starts_on: dt.date, certificate: str, today: dt.date
) -> SeriesData:
    """A series as it is registered. Its first day is today where it lies in the past: AT takes nothing earlier (4049).

    kind: N normal, F training, R recovery; self-billing has no kind of its own.
    """
    return SeriesData(
        series=name,
        document_class=document_type(type_code).at_class,
        type=type_code,
        starts_on=max(starts_on, today),
        certificate=certificate,
        kind=kind,
        first_number=first_number,
    )


def _line(line: IssuedLine, document: IssuedDocument) -> SummaryLine:
    debit = document.debit != (line.amount < 0)  # a negative line goes to the other side (P302, 1 l)
    fixed = line.fixed_tax * line.quantity
    tax: Tax | None = Tax(line.tax_type, line.region, line.tax_code, line.rate)
    if fixed:
        tax = Tax(line.tax_type, line.region, line.tax_code, None, fixed)
    elif not document.valued or not line.tax_code:
        tax = None
    return SummaryLine(
        amount=abs(line.amount) or line.tax_base * line.quantity,
        side="D" if debit else "C",
        tax=tax,
        tax_point=line.tax_point or document.date,
        exemption_code=line.exemption_code,
        references=(line.reference,) if line.reference else (),
        orders=tuple({origin.number: OrderReference(origin.number, origin.date) for origin in line.origins}.values()),
        only_tax_base=bool(line.tax_base) and not line.amount,
    )


def _paid(settled: Settled) -> PaymentLine:
    tax = Tax(settled.tax_type, settled.region, settled.tax_code, settled.rate) if settled.tax_type else None
    return PaymentLine(
        settles=(SettledDocument(settled.source, settled.source_date),),
        amount=settled.amount,
        side="D" if settled.debit else "C",
        tax=tax,
        exemption_code=settled.exemption_code,
        settlement=settled.settlement or None,
    )


def _withheld(document: IssuedDocument) -> tuple[Withheld, ...]:
    kept = document.withholding
    return (Withheld(kept.type, kept.amount),) if kept else ()


def _place(place: Place) -> Address:
    return Address(place.address, place.city, place.postal_code, place.country)
