"""An issued document as a value: everything its paper, its SAF-T entry and its proof need, frozen at issue."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from fiscal.doctypes import document_type


@dataclass(frozen=True, slots=True)
class Party:
    """Issuer or customer, as written on the document (a snapshot: later changes of the card do not show)."""

    nif: str
    name: str
    address: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = "PT"
    code: str = ""
    phone: str = ""
    email: str = ""
    register: str = ""
    """Commercial register and share capital (Código das Sociedades, art. 171); issuer only."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A document that a line is born from (SAF-T OrderReferences), and how much of its line is taken."""

    number: str
    date: dt.date | None
    line: int
    """0: no line in particular."""
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Traced:
    """A lot, or a piece, of a line."""

    code: str
    serial: bool
    """A serial number; else a lot."""


@dataclass(frozen=True, slots=True)
class IssuedLine:
    """One line. Money in euro; amounts without tax unless the name says otherwise."""

    number: int
    code: str
    description: str
    quantity: Decimal
    unit: str
    price: Decimal
    """Unit price as typed: with tax if the document's prices include tax."""
    discount: str
    """Line discounts as typed: ``""``, ``8.8%``, ``10%+5%``, ``1.00``."""
    shown: Decimal
    """Value of the line as printed: after line discounts, before the global one, with tax if prices include it."""
    unit_price: Decimal
    """Net of all discounts and of tax, 6 decimals (SAF-T UnitPrice)."""
    amount: Decimal
    """Net of all discounts and of tax, 6 decimals (SAF-T CreditAmount or DebitAmount)."""
    settlement: Decimal
    """All discounts on the line, with its share of the global one; without tax, 6 decimals (SAF-T SettlementAmount)."""
    tax_type: str
    """``IVA`` or ``NS`` (not subject)."""
    region: str
    """``PT``, ``PT-AC`` or ``PT-MA``."""
    tax_code: str
    """``NOR``, ``INT``, ``RED``, ``ISE`` or ``NS``."""
    rate: Decimal
    """Per cent."""
    exemption_code: str = ""
    exemption_reason: str = ""
    """The legal mention to print for the code."""
    tax_point: dt.date | None = None
    """When the goods were made available or the service rendered."""
    reference: str = ""
    """Number of the document that this line rectifies (NC, ND)."""
    reference_reason: str = ""
    origins: tuple[Origin, ...] = ()
    kind: str = ""
    """SAF-T ProductType of a line that no article has; empty: the article's."""
    fixed_tax: Decimal = Decimal(0)
    """Stamp duty of a fixed amount for each unit."""
    tax_base: Decimal = Decimal(0)
    traced: tuple[Traced, ...] = ()
    """Lots and serial numbers of the goods."""


@dataclass(frozen=True, slots=True)
class Place:
    address: str
    postal_code: str
    city: str
    country: str


@dataclass(frozen=True, slots=True)
class Transport:
    """Where goods are loaded and unloaded and when they leave (DL 147/2003, art. 4)."""

    load: Place
    unload: Place
    starts_at: dt.datetime
    ends_at: dt.datetime | None
    vehicle: str
    comments: str
    global_guide: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """A line of a receipt: what it pays of a document. Amounts without tax where the receipt details the tax."""

    number: int
    source: str
    source_date: dt.date
    debit: bool
    """True for a rectifying document, which takes off what is paid."""
    amount: Decimal
    settlement: Decimal
    tax: Decimal
    tax_type: str
    """Empty: this receipt does not detail the tax."""
    region: str
    tax_code: str
    rate: Decimal
    exemption_code: str
    exemption_reason: str


@dataclass(frozen=True, slots=True)
class Currency:
    """The currency that prices were agreed in; all else is in euro (Portaria 302/2016, 4.1.4.20.4)."""

    code: str
    rate: Decimal
    """Euro for one unit."""
    gross: Decimal
    """The document's total in it."""


@dataclass(frozen=True, slots=True)
class TaxTotal:
    """Base and tax of one rate in one region; both rounded to cents once."""

    tax_type: str
    region: str
    tax_code: str
    rate: Decimal
    base: Decimal
    tax: Decimal
    exemption_code: str = ""


@dataclass(frozen=True, slots=True)
class Payment:
    """Money received at issue. ``amount`` is what settles the document, ``tendered`` what was handed over."""

    method: str
    """SAF-T PaymentMechanism: NU, CD, CC, TB, MB, ..."""
    name: str
    """Name of the means as printed: Numerário, Multibanco, MB WAY."""
    amount: Decimal
    tendered: Decimal


@dataclass(frozen=True, slots=True)
class PayBy:
    """The reference that a document is paid by, as printed on it."""

    method: str
    """MB Multibanco, MW MB WAY, LK link to a page."""
    entity: str
    reference: str
    link: str
    amount: Decimal
    valid_until: dt.date | None


@dataclass(frozen=True, slots=True)
class Withholding:
    """Tax that the customer keeps back: shown after the total, never changes it (C14)."""

    type: str
    """IRS, IRC or IS."""
    description: str
    rate: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class IssuedDocument:
    """The whole document. ``status`` is the only thing that may still change (N to A or F)."""

    number: str
    """``FT 2026A/1``."""
    type: str
    series: str
    sequence: int
    atcud: str
    """Without the prefix: ``CSDF7T5H-1``."""
    date: dt.date
    system_entry_date: dt.datetime
    issuer: Party
    customer: Party
    prices_include_tax: bool
    global_discount: str
    lines: tuple[IssuedLine, ...]
    taxes: tuple[TaxTotal, ...]
    payments: tuple[Payment, ...]
    net: Decimal
    tax: Decimal
    gross: Decimal
    hash: str
    """172 characters of base64."""
    hash_control: str
    printed_hash: str
    """Characters 1, 11, 21 and 31 of the hash."""
    qr: str
    certificate: str
    """``9999`` while the program is not certified."""
    operator: str
    status: str = "N"
    status_at: dt.datetime | None = None
    status_reason: str = ""
    due: dt.date | None = None
    condition: str = ""
    """Payment condition as printed: Pronto pagamento, 30 dias."""
    notes: str = ""
    withholding: Withholding | None = None
    source_billing: str = "P"
    """P issued here, I integrated, M recovered."""
    origin: str = ""
    """What a recovered or integrated document repeats."""
    to_supplier: bool = False
    """``customer`` is a supplier."""
    valued: bool = True
    self_billing: bool = False
    third_party: bool = False
    cash_vat: bool = False
    currency: Currency | None = None
    transport: Transport | None = None
    seller: Party | None = None
    """In whose name it was issued, where that is not the company (self-billing, third parties)."""
    training: bool = False
    """Issued in a training series: nothing in it is real (Despacho 8632/2014, 1.5)."""
    settled: tuple[Settled, ...] = ()
    """The lines of a receipt."""
    pay_by: PayBy | None = None
    at_code: str = ""
    """AT's code of a transport document, once it has given one."""

    @property
    def debit(self) -> bool:
        """Lines go to the debit side of SAF-T: it gives money back, or goods come in."""
        return document_type(self.type).debit or (self.type == "GD" and not self.to_supplier)

    @property
    def cancelled(self) -> bool:
        return self.status == "A"

    @property
    def change(self) -> Decimal:
        """Money given back to the customer."""
        return sum((p.tendered - p.amount for p in self.payments), Decimal(0))

    @property
    def payable(self) -> Decimal:
        """What the customer pays: the total less what is withheld."""
        return self.gross - (self.withholding.amount if self.withholding else Decimal(0))
