"""Guides, working documents, receipts and series as AT receives them, from what was issued and stored."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from fiscal.producer import CERTIFICATE, certified
from integrations.at.mapping import header, lines, status, totals
from integrations.at.values import (
    Address,
    PaymentData,
    PaymentLine,
    SelfBillingAgreement,
    SeriesAnnulment,
    SeriesData,
    SeriesEnd,
    SettledDocument,
    Tax,
    TransportData,
    TransportLine,
    Withheld,
    WorkData,
)

if TYPE_CHECKING:
    from fiscal.doctypes import DocumentType
    from models.parties.tables import Supplier
    from models.sales.record import IssuedDocument, Party, Place, Settled
    from models.series.tables import Series

GLOBAL = "999999990"
"""Recipient unknown: a global document (fiscal.md 6.4)."""
NO_CERTIFICATE = "0"
UNVALUED = Decimal("0.00")
_POSTAL_CODE = re.compile(r"[0-9]{4}-[0-9]{3}")


def work(document: IssuedDocument) -> WorkData:
    """A working document as RegisterWork wants it."""
    return WorkData(
        issuer=document.issuer.nif,
        certificate=document.certificate,
        header=header(document),
        status=status(document),
        hash_characters=document.printed_hash or "0",
        system_entry_date=document.system_entry_date,
        lines=lines(document),
        totals=totals(document),
    )


def payment(document: IssuedDocument) -> PaymentData:
    """A receipt of cash VAT as RegisterPayment wants it."""
    kept = document.withholding
    return PaymentData(
        issuer=document.issuer.nif,
        certificate=document.certificate,
        header=header(document),
        status=status(document),
        system_entry_date=document.system_entry_date,
        lines=tuple(_settled(line) for line in document.settled),
        totals=totals(document),
        withheld=(Withheld(kept.type, kept.amount),) if kept else (),
    )


def _settled(line: Settled) -> PaymentLine:
    return PaymentLine(
        settles=(SettledDocument(line.source, line.source_date),),
        amount=line.amount,
        side="D" if line.debit else "C",
        tax=Tax(line.tax_type, line.region, line.tax_code, line.rate) if line.tax_type else None,
        exemption_code=line.exemption_code,
        settlement=line.settlement or None,
    )


def transport(document: IssuedDocument, told: str) -> TransportData:
    """A guide as the transport service wants it. told: N, or T on behalf of a third party.

    The service knows no address outside Portugal: goods that leave the country go without place of unloading.
    """
    travels = document.transport
    assert travels is not None, "every guide has its transport"
    party = document.customer
    return TransportData(
        issuer=document.issuer.nif,
        issuer_name=document.issuer.name,
        issuer_address=Address(document.issuer.address, document.issuer.city, document.issuer.postal_code),
        number=document.number,
        atcud=document.atcud,
        date=document.date,
        type=document.type,
        loaded_at=Address(travels.load.address, travels.load.city, travels.load.postal_code),
        starts=travels.starts_at,
        lines=tuple(
            TransportLine(
                line.description,
                line.quantity,
                line.unit,
                line.unit_price if document.valued else UNVALUED,
                tuple(dict.fromkeys(origin.number for origin in line.origins)),
            )
            for line in document.lines
        ),
        status=told,
        customer_nif="" if document.to_supplier else GLOBAL if travels.global_guide else party.nif,
        supplier_nif=party.nif if document.to_supplier else "",
        customer_name="" if travels.global_guide else party.name,
        customer_address=None if travels.global_guide else _address(party),
        unloaded_at=None if travels.global_guide else _address(travels.unload),
        ends=travels.ends_at,
        vehicle=travels.vehicle,
        at_code=document.at_code,
    )


def _address(place: Place | Party) -> Address | None:
    """An address that the service can take, or None."""
    if place.country != "PT" or not _POSTAL_CODE.fullmatch(place.postal_code) or not place.address:
        return None
    return Address(place.address, place.city, place.postal_code)


def series(row: Series, kind: DocumentType, today: dt.date) -> SeriesData:
    """A series as it is registered. AT takes no first day of use that is over."""
    return SeriesData(
        series=row.name,
        document_class=kind.at_class,
        type=row.type,
        starts_on=max(row.starts_on, today),
        certificate=CERTIFICATE if certified() else NO_CERTIFICATE,
        kind=row.kind,
        first_number=row.first_number,
    )


def series_end(row: Series, kind: DocumentType) -> SeriesEnd:
    return SeriesEnd(row.name, kind.at_class, row.type, row.validation_code, row.last_number)


def series_annulment(row: Series, kind: DocumentType) -> SeriesAnnulment:
    return SeriesAnnulment(row.name, kind.at_class, row.type, row.validation_code, nothing_issued=row.last_number == 0)


def agreement(supplier: Supplier) -> SelfBillingAgreement:
    """In whose name a self-billing series bills, as its agreement is registered at AT."""
    if supplier.country == "PT":
        return SelfBillingAgreement("FN", supplier.nif)
    return SelfBillingAgreement("FE", supplier.nif, supplier.country, supplier.name)
