"""Tables of drafts and of issued documents."""

from __future__ import annotations

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
