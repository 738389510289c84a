"""Tables of payment references."""

from __future__ import annotations

from decimal import Decimal

from peewee import BigAutoField, BigIntegerField, TextField

from models.db import Table
from models.fields import CentsField, DayField, FlagField, MicroField, MomentField


class PaymentReference(Table):
    """What was asked of a provider so that a document can be paid, what it gave, and how it stands now."""

    id = BigAutoField()
    code = TextField(unique=True)
    """Ours, sent along: what was asked for once is found again by it."""
    operation = TextField()
    """Of the draft that it was asked for."""
    provider = TextField()
    method = TextField()
    """MB Multibanco, MW MB WAY, LK link to a page."""
    document_id = BigIntegerField(null=True)
    number = TextField(default="")
    customer_id = BigIntegerField(null=True)
    customer = TextField()
    amount = CentsField()
    phone = TextField(default="")
    """MB WAY: country, #, number."""
    valid_until = DayField(null=True)
    entity = TextField(default="")
    reference = TextField(default="")
    remote_id = TextField(default="")
    link = TextField(default="")
    state = TextField()
    """asked, open, paid, expired, void, mismatch, settled, refunded or refused."""
    late = FlagField(default=False)
    """Paid after it had ended."""
    printed = FlagField(default=False)
    """It is part of the document's paper; otherwise it goes by a notice."""
    created_at = MomentField()
    operator = TextField()
    terminal = TextField()
    obtained_at = MomentField(null=True)
    next_at = MomentField(null=True)
    """When the provider is asked again; null: no more."""
    checked_at = MomentField(null=True)
    message = TextField(default="")
    paid_at = MomentField(null=True)
    paid = CentsField(default=Decimal(0))
    refunded = CentsField(default=Decimal(0))
    fee_net = MicroField(default=Decimal(0))
    fee_tax = MicroField(default=Decimal(0))
    """As the provider says it: nothing is computed again."""
    fee_invoice = TextField(default="")
    transfer_expected = DayField(null=True)
    transferred_on = DayField(null=True)
    transfer = TextField(default="")
    receipt = TextField(default="")

    class Meta:
        table_name = "payment_reference"

    @property
    def fee(self) -> Decimal:
        """What the provider keeps, with tax, in euro."""
        return Decimal(self.fee_net) + Decimal(self.fee_tax)


class ReferenceEvent(Table):
    """Something that happened to a reference: rows are only added."""

    id = BigAutoField()
    reference_id = BigIntegerField()
    at = MomentField()
    happened_at = MomentField(null=True)
    kind = TextField()
    source = TextField()
    """ask, poll, hook, bank or operator."""
    state = TextField()
    """Of the reference afterwards."""
    detail = TextField()
    operator = TextField()

    class Meta:
        table_name = "reference_event"


class ReferenceHook(Table):
    """A call of a provider that was taken: the same one again counts no more."""

    id = BigAutoField()
    provider = TextField()
    mark = TextField()
    at = MomentField()

    class Meta:
        table_name = "reference_hook"
