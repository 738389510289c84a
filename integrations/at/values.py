"""What goes to AT and what comes back, as plain values; money in euro, never below zero, direction in ``side``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")
S = TypeVar("S")


class Service(StrEnum):
    """A service with an address of its own."""

    SERIES = "series"
    SELF_BILLING = "autofaturacao"
    INVOICES = "faturas"
    TRANSPORT = "transporte"


class Action(StrEnum):
    """What an answer asks for."""

    SENT = "sent"
    """AT has it: done."""
    FIX = "fix"
    """This document or series is wrong; sending the same again gives the same answer. Others may go on."""
    RETRY = "retry"
    """Nothing was taken and nothing is wrong here: later."""
    UNKNOWN = "unknown"
    """The request may have been taken: the same again later, when the answer will say that AT has it already."""
    CONFLICT = "conflict"
    """AT has something else under this number: a person must look at both."""
    CONFIGURE = "configure"
    """No request of this service can do better before a setting, a permission or the clock is put right."""
    STOP = "stop"
    """The password is refused: no request at all until it is changed, or AT suspends the account."""


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """What came of one request."""

    action: Action
    message: str
    """A Portuguese sentence for the user: what happened and what to do."""
    code: str = ""
    """As AT gave it (``-10``, ``2001``, ``1101``), ``HTTP 503``, or empty where the network or a setting said no."""
    said: str = ""
    """AT's own words, cleaned; for the record and for codes that nobody listed."""
    value: T | None = None
    """What was asked for, where the operation gives something back and it was done."""
    at: str = ""
    """Date of the operation by AT's clock, as AT wrote it."""

    @property
    def done(self) -> bool:
        return self.action is Action.SENT

    def with_value(self, make: Callable[[T], S]) -> Answer[S]:
        """The same answer with its value made into another, where there is one."""
        value = None if self.value is None else make(self.value)
        return Answer(self.action, self.message, self.code, self.said, value, self.at)


# --- series (fiscal.md 3.2, 3.3) ---


@dataclass(frozen=True, slots=True)
class SeriesData:
    """A series of one type of document, as it is registered."""

    series: str
    document_class: str
    """SI invoices, MG transport, WD working documents, PY receipts."""
    type: str
    starts_on: dt.date
    """Expected first use; today or later."""
    certificate: str
    """Number of the program's certificate, ``0`` where there is none."""
    kind: str = "N"
    """N normal, F training, R recovery of manual or lost documents. Self-billing has none of its own."""
    first_number: int = 1
    means: str = "PI"
    """PI billing program, PF Portal das Finanças, OM other electronic means."""


@dataclass(frozen=True, slots=True)
class SeriesQuery:
    """Which series are wanted; what is empty does not narrow. Self-billing knows neither kind, state nor means."""

    series: str = ""
    kind: str = ""
    document_class: str = ""
    type: str = ""
    validation_code: str = ""
    registered_from: dt.date | None = None
    registered_until: dt.date | None = None
    state: str = ""
    """A active, N annulled, F finished."""
    means: str = ""


@dataclass(frozen=True, slots=True)
class SeriesEnd:
    series: str
    document_class: str
    type: str
    validation_code: str
    last_number: int
    justification: str = ""
    """At most 4000 characters."""


@dataclass(frozen=True, slots=True)
class SeriesAnnulment:
    """The only reason AT takes is ER, registration error."""

    series: str
    document_class: str
    type: str
    validation_code: str
    nothing_issued: bool
    """The taxpayer's declaration that no document was issued in it: AT takes nothing but yes."""


@dataclass(frozen=True, slots=True)
class SelfBillingAgreement:
    """Whose documents are issued by the customer, as agreed and registered at AT."""

    party: str
    """FN national supplier, FE foreign supplier, CE foreign buyer."""
    nif: str
    """Of the supplier; the own one for CE. At most 30 characters."""
    country: str = ""
    name: str = ""
    """Country and name are for foreigners."""
    state: str = ""
    """In answers: A or F."""
    starts_on: str = ""
    ends_on: str = ""


@dataclass(frozen=True, slots=True)
class AgreementQuery:
    nif: str = ""
    state: str = ""
    authorised_from: dt.date | None = None
    authorised_until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class SeriesInfo:
    """A series as AT has it. Dates stay as AT writes them."""

    series: str
    kind: str
    document_class: str
    type: str
    first_number: int
    starts_on: str
    means: str
    certificate: str
    validation_code: str
    """8 characters in the WSDL, 10 in real life: any length is taken."""
    registered_on: str
    state: str
    state_since: str
    registered_by: str
    """NIF."""
    last_number: int | None = None
    justification: str = ""
    agreement: SelfBillingAgreement | None = None


# --- documents (fiscal.md 6.3) ---


@dataclass(frozen=True, slots=True)
class DocumentHeader:
    """What identifies an invoice, a working document or a receipt."""

    number: str
    atcud: str
    date: dt.date
    type: str
    customer_nif: str
    """At most 30 characters; 999999990 when unknown."""
    customer_country: str
    """Two letters, or ``Desconhecido``."""
    self_billing: bool = False
    """Invoices only."""


@dataclass(frozen=True, slots=True)
class DocumentStatus:
    status: str
    """N, A, F; S for self-billing at registration. Receipts have N and A."""
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Tax:
    type: str
    """IVA, IS or NS."""
    region: str
    """``PT``, ``PT-AC``, ``PT-MA`` or a country."""
    code: str
    percentage: Decimal | None
    """None where the tax is an amount (stamp duty)."""
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class OrderReference:
    number: str
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One line of a document, or several of one kind: the input of a summary and, added up, its outcome."""

    amount: Decimal
    """Without tax."""
    side: str
    """D or C."""
    tax: Tax | None
    tax_point: dt.date
    exemption_code: str = ""
    references: tuple[str, ...] = ()
    """Documents that the line rectifies."""
    orders: tuple[OrderReference, ...] = ()
    only_tax_base: bool = False
    """``amount`` is only the base of a tax that is corrected (SAF-T TaxBase), not a value of its own."""


@dataclass(frozen=True, slots=True)
class Totals:
    tax: Decimal
    net: Decimal
    gross: Decimal


@dataclass(frozen=True, slots=True)
class Withheld:
    type: str
    """IRS, IRC or IS; may be empty."""
    amount: Decimal


@dataclass(frozen=True, slots=True)
class InvoiceData:
    issuer: str
    """NIF."""
    certificate: str
    header: DocumentHeader
    status: DocumentStatus
    hash_characters: str
    """The four printed ones, or ``0``."""
    system_entry_date: dt.datetime
    lines: tuple[SummaryLine, ...]
    totals: Totals
    cash_vat: bool = False
    paperless: bool = False
    activity: str = ""
    """CAE, five digits, where the company tells them apart."""
    withheld: tuple[Withheld, ...] = ()
    entity: str = "Global"
    """Establishment, at most 20 characters (SAF-T TaxEntity)."""


@dataclass(frozen=True, slots=True)
class WorkData:
    issuer: str
    certificate: str
    header: DocumentHeader
    status: DocumentStatus
    hash_characters: str
    system_entry_date: dt.datetime
    lines: tuple[SummaryLine, ...]
    totals: Totals
    activity: str = ""
    entity: str = "Global"


@dataclass(frozen=True, slots=True)
class SettledDocument:
    """A document that a receipt settles."""

    number: str
    date: dt.date


@dataclass(frozen=True, slots=True)
class PaymentLine:
    settles: tuple[SettledDocument, ...]
    amount: Decimal
    side: str
    """C settles invoices, D credit notes."""
    tax: Tax | None = None
    exemption_code: str = ""
    settlement: Decimal | None = None
    """Discount given at payment."""


@dataclass(frozen=True, slots=True)
class PaymentData:
    issuer: str
    certificate: str
    header: DocumentHeader
    """Type RC; nothing else can be communicated."""
    status: DocumentStatus
    system_entry_date: dt.datetime
    lines: tuple[PaymentLine, ...]
    totals: Totals
    withheld: tuple[Withheld, ...] = ()
    entity: str = "Global"


@dataclass(frozen=True, slots=True)
class Deletion:
    """Documents to take back: those named or, where none is, all of a range of dates."""

    reason: str
    """10 to 500 characters."""
    documents: tuple[DocumentHeader, ...] = ()
    first_day: dt.date | None = None
    last_day: dt.date | None = None


# --- transport (fiscal.md 6.4) ---


@dataclass(frozen=True, slots=True)
class Address:
    detail: str
    city: str
    postal_code: str
    """``NNNN-NNN``; left out where it is not written so."""
    country: str = "PT"
    """The service knows no other: neither country nor postal code is sent of another."""


@dataclass(frozen=True, slots=True)
class TransportLine:
    description: str
    quantity: Decimal
    unit: str
    unit_price: Decimal = Decimal("0.00")
    orders: tuple[str, ...] = ()
    """Numbers of the documents behind the line; of the global guide for a partial delivery."""


@dataclass(frozen=True, slots=True)
class TransportData:
    issuer: str
    issuer_name: str
    issuer_address: Address
    number: str
    atcud: str
    date: dt.date
    type: str
    """GR, GT, GA, GC or GD."""
    loaded_at: Address
    starts: dt.datetime
    lines: tuple[TransportLine, ...] = field(default=())
    status: str = "N"
    """N normal, T on behalf of third parties; cancelling sets A."""
    customer_nif: str = ""
    """999999990: recipient unknown, a global document; the own NIF between own places."""
    supplier_nif: str = ""
    """Instead of the customer's: returns and goods made to order only."""
    customer_name: str = ""
    customer_address: Address | None = None
    unloaded_at: Address | None = None
    """None for a global document, and for goods that leave the country."""
    ends: dt.datetime | None = None
    vehicle: str = ""
    at_code: str = ""
    """ATDocCodeID: needed to change or cancel what AT has."""
