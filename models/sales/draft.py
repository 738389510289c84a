"""A draft: a document being written, without number or signature; kept at every field, printable never (F1)."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from decimal import Decimal

LINES_AT_MOST = 500


@dataclass(slots=True)
class DraftLine:
    """One line as typed. ``price`` and ``discount`` are with tax if the draft's prices include tax."""

    code: str
    description: str = ""
    quantity: Decimal = Decimal(1)
    unit: str = ""
    price: Decimal | None = None
    """Euro per unit, at most 6 decimals; ``None`` takes the article's price at issue."""
    discount: str = ""
    """``""``, ``8.8%``, ``10%+5%`` (one after the other) or a value off the line such as ``1.00``."""
    tax: str = ""
    """``NOR``, ``INT``, ``RED``, ``ISE``, ``NS``, ``OUT`` (OSS), ``IS`` (stamp duty); empty takes the article's."""
    exemption: str = ""
    """Code of the reason when no tax is charged (M01 .. M99); empty takes the article's."""
    reference: str = ""
    """Number of the document that the line rectifies (NC, ND)."""
    reference_reason: str = ""
    region: str = ""
    """Where this line's tax is due: PT, PT-AC, PT-MA, or a country (OSS); empty takes the document's."""
    tax_point: dt.date | None = None
    """When the goods were made available or the service rendered (C26); ``None`` is the document's date."""
    origin: str = ""
    """Number of the document that the line is born from (order, guide, table check)."""
    origin_line: int = 0
    """Which line of it; 0 where none in particular."""
    stamp: str = ""
    """Stamp duty, where ``tax`` is IS: item and rate ``17.3.4 4%``, or item and euro for each unit ``4 0,05€``."""
    lot: str = ""
    """Lot or serial number that the goods are of, where the article is followed by them."""
    expires_on: dt.date | None = None
    """Of a lot that enters."""
    charge: bool = False
    """Added by the articles of other lines (models/sales/charges.py): packaging, a deposit. It follows them."""


@dataclass(slots=True)
class DraftCustomer:
    """Whom the document is for. Without code and NIF it is Consumidor final."""

    code: str = ""
    nif: str = ""
    name: str = ""
    address: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = "PT"


@dataclass(slots=True)
class DraftPlace:
    """Where goods are loaded or unloaded."""

    address: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = "PT"


@dataclass(slots=True)
class DraftTransport:
    """How goods travel (DL 147/2003, art. 4). Empty places are the company's and the customer's addresses."""

    load: DraftPlace = field(default_factory=DraftPlace)
    unload: DraftPlace = field(default_factory=DraftPlace)
    starts_at: dt.datetime | None = None
    """Empty: when it is issued."""
    ends_at: dt.datetime | None = None
    vehicle: str = ""
    """Number plate."""
    comments: str = ""
    global_guide: bool = False
    """The recipients are not known yet: each delivery gets a document of its own."""


@dataclass(slots=True)
class DraftRecovery:
    """What a recovered document repeats (Despacho 8632/2014, 2.4 and 2.5)."""

    kind: str
    """M: paper written by hand while the program was down; D: duplicate of a document that was lost."""
    number: str
    """M: ``abc/00001`` as printed; D: the whole number, ``XY 2013A/00099``."""
    net: Decimal | None = None
    tax: Decimal | None = None
    """Totals as on the paper, where they are not what the lines give; nothing is calculated again (3.3.2)."""


@dataclass(slots=True)
class DraftPayment:
    method: str
    """Code of a payment means: NU, CD, MB, ..."""
    amount: Decimal
    """Euro handed over; what exceeds the total is change, in cash only."""


@dataclass(slots=True)
class DraftWithholding:
    type: str
    """IRS, IRC or IS."""
    rate: Decimal | None
    """Per cent of the net total; ``None``: that of ``income`` on the document's day."""
    description: str = ""
    income: str = ""
    """Code of the kind of income (fiscal/data/withholding.toml); it gives what the rest leaves out."""


def new_operation() -> str:
    """A fresh operation id: repeating an issue with the same id gives the first document again."""
    return uuid.uuid4().hex


@dataclass(slots=True)
class Draft:
    """A document being written."""

    type: str
    lines: list[DraftLine] = field(default_factory=list)
    series: str = ""
    """Name of the series; empty takes the type's own."""
    date: dt.date | None = None
    """Empty takes today."""
    customer: DraftCustomer | None = None
    """``None`` is Consumidor final."""
    prices_include_tax: bool = False
    global_discount: str = ""
    """Over all lines: ``5%`` or a value such as ``2.50`` (with tax if prices include it)."""
    region: str = "PT"
    payments: list[DraftPayment] = field(default_factory=list)
    condition: str = ""
    """Code of the payment condition."""
    valid_until: dt.date | None = None
    """Of a quote, pro-forma or order: until when what it offers holds (decision 26)."""
    notes: str = ""
    withholding: DraftWithholding | None = None
    valued: bool = True
    """False: a guide without prices."""
    transport: DraftTransport | None = None
    supplier: str = ""
    """Code of the supplier, where the document is for one (GD) or made in its name (self-billing)."""
    billing: str = ""
    """Empty: own; ``self``: self-billing; ``third``: on behalf of a third party."""
    recovery: DraftRecovery | None = None
    warehouse: str = ""
    """Code of the warehouse that the goods leave, or come back to; empty takes the series' own."""
    transfer: str = ""
    """Of a guide: number of the transfer between own warehouses that it travels with (models/sales/transfers.py)."""
    currency: str = ""
    """ISO code of the currency that prices are in; empty is the euro."""
    exchange_rate: Decimal | None = None
    """Euro for one unit of the currency."""
    payment_reference: str = ""
    """Code of the reference that it is paid by (models/references); empty: none."""
    waived: list[str] = field(default_factory=list)
    """Codes of the charges that the operator took off: packaging of a meal eaten in the house."""
    operation: str = field(default_factory=new_operation)
