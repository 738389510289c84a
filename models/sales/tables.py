"""Tables of drafts and of issued documents."""

from __future__ import annotations

from decimal import Decimal

from peewee import BigAutoField, BigIntegerField, TextField

from models.db import Table
from models.fields import CentsField, DayField, FlagField, MicroField, MomentField


class DraftRow(Table):
    id = BigAutoField()
    operation = TextField(unique=True)
    operator = TextField()
    terminal = TextField()
    type = TextField()
    title = TextField()
    content = TextField()
    parked = FlagField()
    changed_at = MomentField()
    holder = TextField(default="")
    """Token of the session that is typing it; empty: nobody."""

    class Meta:
        table_name = "draft"


class Document(Table):
    id = BigAutoField()
    number = TextField(unique=True)
    type = TextField()
    series_id = BigIntegerField()
    sequence = BigIntegerField()
    atcud = TextField()
    date = DayField(index=True)
    system_entry_date = MomentField(index=True)
    operation = TextField(unique=True)
    company_id = BigIntegerField()
    customer_id = BigIntegerField(null=True, index=True)
    customer_code = TextField()
    customer_nif = TextField(index=True)
    customer_name = TextField()
    customer_address = TextField()
    customer_postal_code = TextField()
    customer_city = TextField()
    customer_country = TextField()
    prices_include_tax = FlagField()
    global_discount = TextField()
    condition = TextField()
    due = DayField(null=True)
    notes = TextField()
    withholding_type = TextField()
    withholding_description = TextField()
    withholding_rate = MicroField()
    withheld = CentsField()
    net = CentsField()
    tax = CentsField()
    gross = CentsField()
    hash = TextField()
    hash_control = TextField()
    certificate = TextField()
    qr = TextField()
    operator = TextField()
    terminal = TextField()
    digest = TextField()
    status = TextField()
    status_at = MomentField()
    status_reason = TextField()
    status_operator = TextField()
    source_billing = TextField(default="P")
    """SAF-T SourceBilling: P issued here, I integrated, M recovered from paper or a duplicate."""
    origin = TextField(default="")
    """What a recovered or integrated document repeats: ``FTM abc/00001``, ``FTD XY 2013A/00099``, ``FT A/1``."""
    supplier_id = BigIntegerField(null=True)
    """Whom the document is for where that is a supplier (returns, self-billing)."""
    valued = FlagField(default=True)
    """False: a guide that shows no prices."""
    self_billing = FlagField(default=False)
    third_party = FlagField(default=False)
    cash_vat = FlagField(default=False)
    currency = TextField(default="")
    exchange_rate = MicroField(default=Decimal(0))
    """Euro for one unit of the currency."""
    currency_gross = CentsField(default=Decimal(0))


class DocumentLine(Table):
    id = BigAutoField()
    document_id = BigIntegerField(index=True)
    number = BigIntegerField()
    article_id = BigIntegerField(null=True)
    code = TextField()
    description = TextField()
    quantity = MicroField()
    unit = TextField()
    price = MicroField()
    discount = TextField()
    shown = MicroField()
    unit_price = MicroField()
    amount = MicroField()
    settlement = MicroField()
    tax_type = TextField()
    region = TextField()
    tax_code = TextField()
    rate = MicroField()
    exemption_code = TextField()
    exemption_reason = TextField()
    tax_point = DayField()
    reference = TextField()
    reference_id = BigIntegerField(null=True)
    reference_reason = TextField()
    kind = TextField(default="")
    """SAF-T ProductType of a line that no article has; empty: the article's."""
    fixed_tax = MicroField(default=Decimal(0))
    """Stamp duty of a fixed amount for each unit (SAF-T TaxAmount)."""
    tax_base = MicroField(default=Decimal(0))


class DocumentTax(Table):
    id = BigAutoField()
    document_id = BigIntegerField(index=True)
    tax_type = TextField()
    region = TextField()
    tax_code = TextField()
    rate = MicroField()
    base = CentsField()
    tax = CentsField()
    exemption_code = TextField()


class DocumentPayment(Table):
    id = BigAutoField()
    document_id = BigIntegerField(index=True)
    method = TextField()
    name = TextField()
    mechanism = TextField()
    amount = CentsField()
    tendered = CentsField()


class DocumentPrint(Table):
    id = BigAutoField()
    document_id = BigIntegerField(index=True)
    at = MomentField()
    operator = TextField()
    terminal = TextField()
    medium = TextField()


class DocumentTransport(Table):
    """Where goods are loaded and unloaded, and when they leave (DL 147/2003, art. 4)."""

    document_id = BigIntegerField(primary_key=True)
    global_guide = FlagField()
    """The recipients are not known when the goods leave."""
    load_address = TextField()
    load_postal_code = TextField()
    load_city = TextField()
    load_country = TextField()
    unload_address = TextField()
    unload_postal_code = TextField()
    unload_city = TextField()
    unload_country = TextField()
    starts_at = MomentField()
    ends_at = MomentField(null=True)
    vehicle = TextField()
    comments = TextField()


class DocumentSeller(Table):
    """In whose name a document was issued, where that is not the company: self-billing, or on behalf of a third party."""

    document_id = BigIntegerField(primary_key=True)
    supplier_id = BigIntegerField()
    code = TextField()
    nif = TextField()
    name = TextField()
    address = TextField()
    postal_code = TextField()
    city = TextField()
    country = TextField()


class DocumentOrigin(Table):
    """A line born from another document (SAF-T OrderReferences), and how much of that document's line it takes."""

    id = BigAutoField()
    document_id = BigIntegerField(index=True)
    line = BigIntegerField()
    number = TextField()
    date = DayField(null=True)
    origin_id = BigIntegerField(null=True)
    origin_line = BigIntegerField()
    quantity = MicroField()


class DocumentSettled(Table):
    """A line of a receipt: what it pays of a document."""

    id = BigAutoField()
    document_id = BigIntegerField()
    number = BigIntegerField()
    source = TextField()
    source_date = DayField()
    source_id = BigIntegerField(null=True)
    debit = FlagField()
    amount = MicroField()
    settlement = MicroField()
    tax = MicroField()
    tax_type = TextField()
    region = TextField()
    tax_code = TextField()
    rate = MicroField()
    exemption_code = TextField()
    exemption_reason = TextField()


class Recurring(Table):
    """A document that is issued again each so many months (``avença``)."""

    id = BigAutoField()
    title = TextField()
    customer_code = TextField()
    type = TextField()
    months = BigIntegerField()
    """From one document to the next."""
    day = BigIntegerField()
    """Of the month; the last one where a month is shorter."""
    next_on = DayField()
    until = DayField(null=True)
    active = FlagField()
    content = TextField()
    """The draft, as files of drafts are written (``draft_file.py``)."""


class DocumentReference(Table):
    """How a document is paid, as printed on it: entity and reference, or a link."""

    document_id = BigIntegerField(primary_key=True)
    method = TextField()
    """MB Multibanco, MW MB WAY, LK link to a page."""
    entity = TextField()
    reference = TextField()
    link = TextField()
    amount = CentsField()
    valid_until = DayField(null=True)

    class Meta:
        table_name = "document_reference"
