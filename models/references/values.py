"""What is asked of a provider of payments, and what it says of one: values that know neither network nor table."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from fiscal.rounding import ZERO

PENDING, PAID, EXPIRED, CANCELLED, REFUNDED = "pending", "paid", "expired", "cancelled", "refunded"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A reference to be asked for."""

    operation: str
    """Of the draft that it is for; of a document already issued, that document's."""
    provider: str
    method: str
    """MB Multibanco, MW MB WAY, LK link to a page."""
    amount: Decimal
    customer: str = ""
    customer_id: int | None = None
    valid_until: dt.date | None = None
    phone: str = ""
    """MB WAY: ``351#910000000``."""


@dataclass(frozen=True, slots=True)
class RemotePayment:
    """A payment as its provider tells it. Money in euro; moments in Portuguese time, without zone."""

    remote_id: str
    state: str
    """pending, paid, expired, cancelled or refunded; a word of the provider's that is none of them stays as it is."""
    amount: Decimal
    """What was asked for; once paid, what was paid."""
    code: str = ""
    """Ours, where the provider gives it back."""
    entity: str = ""
    reference: str = ""
    link: str = ""
    valid_until: dt.date | None = None
    created_at: dt.datetime | None = None
    starts_at: dt.datetime | None = None
    """From when it can be paid."""
    phone: str = ""
    happened_at: dt.datetime | None = None
    """When it came to this state."""
    fee_net: Decimal = ZERO
    fee_tax: Decimal = ZERO
    fee_invoice: str = ""
    transferred_on: dt.date | None = None
    transfer: str = ""
    refunded: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Asked:
    """What a provider is asked for."""

    code: str
    """Ours: sent along where the provider takes one."""
    method: str
    amount: Decimal
    asked_at: dt.datetime
    """The second of our intent."""
    valid_until: dt.date | None
    description: str
    customer: str
    phone: str
