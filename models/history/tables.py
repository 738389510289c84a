"""Tables of imported history."""

from __future__ import annotations

from peewee import BigAutoField, BigIntegerField, TextField

from models.db import Table
from models.fields import CentsField, DayField, FlagField, MicroField, MomentField


class HistoryBatch(Table):
    """One imported SAF-T file."""

    id = BigAutoField()
    digest = TextField()
    name = TextField()
    nif = TextField()
    starts_on = DayField()
    ends_on = DayField()
    at = MomentField()
    operator = TextField()
    counts = TextField()
    undone_at = MomentField(null=True)


class HistoryDocument(Table):
    id = BigAutoField()
    batch_id = BigIntegerField(index=True)
    number = TextField(unique=True)
    type = TextField()
    date = DayField(index=True)
    customer_id = BigIntegerField(null=True, index=True)
    customer_nif = TextField()
    customer_name = TextField()
    status = TextField()
    net = CentsField()
    tax = CentsField()
    gross = CentsField()
    open = CentsField()
    """What was still to be settled when it was imported."""
    atcud = TextField()
    hash = TextField()
    hash_control = TextField()
    system_entry_date = MomentField()


class HistoryLine(Table):
    id = BigAutoField()
    document_id = BigIntegerField(index=True)
    number = BigIntegerField()
    code = TextField()
    description = TextField()
    quantity = MicroField()
    unit = TextField()
    unit_price = MicroField()
    amount = MicroField()
    debit = FlagField()
    tax_type = TextField()
    region = TextField()
    tax_code = TextField()
    rate = MicroField()
    exemption_code = TextField()
    exemption_reason = TextField()
    reference = TextField()
