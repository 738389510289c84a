"""Tables of current accounts: what is open, balances brought from before, and payments to suppliers."""

from __future__ import annotations

from peewee import BigAutoField, BigIntegerField, TextField

from models.db import Table
from models.fields import CentsField, DayField, MicroField, MomentField


class OpenItem(Table):
    """What is still to be settled of one document: kept for speed, and proved equal to the documents (``proof.py``)."""

    id = BigAutoField()
    side = TextField()
    """C a customer's, F a supplier's."""
    party_id = BigIntegerField()
    """The card; 0: a customer without one."""
    origin = TextField()
    """D document, H document of the program before, S opening balance, P purchase."""
    origin_id = BigIntegerField()
    number = TextField()
    date = DayField()
    due = DayField()
    """The date itself where no due date is known."""
    total = CentsField()
    """Positive what increases what the customer owes, or what is owed to the supplier; a credit note is negative."""
    left = CentsField()
    """Of ``total``, with its sign."""


class OpeningBalance(Table):
    """A document of before Balcão that was still to be settled (``saldo inicial``)."""

    id = BigAutoField()
    side = TextField()
    party_id = BigIntegerField()
    party_code = TextField()
    party_name = TextField()
    number = TextField()
    """Of the old document, as receipts name it."""
    date = DayField()
    due = DayField()
    total = CentsField()
    """Negative: in the customer's favour, or in ours with a supplier."""
    notes = TextField()
    at = MomentField()
    operator = TextField()
    state = TextField()
    """N in force, A cancelled."""
    operation = TextField(unique=True)


class SupplierPayment(Table):
    """A payment to a supplier (``Pagamento a fornecedor``)."""

    id = BigAutoField()
    year = BigIntegerField()
    sequence = BigIntegerField()
    number = TextField(unique=True)
    """PF 2026/1."""
    supplier_id = BigIntegerField()
    supplier_code = TextField()
    supplier_nif = TextField()
    supplier_name = TextField()
    date = DayField()
    settled = CentsField()
    """What leaves the account: the sum of the lines, credit notes taken off."""
    discount = CentsField()
    """Part of ``settled`` that the supplier gave up."""
    withholding_type = TextField()
    withheld = CentsField()
    """Part of ``settled`` that goes to the State instead."""
    paid = CentsField()
    """What left the till or the bank."""
    notes = TextField()
    at = MomentField()
    operator = TextField()
    terminal = TextField()
    state = TextField()
    """N in force, A cancelled."""
    reason = TextField()
    """Why it was cancelled."""
    operation = TextField(unique=True)


class SupplierPaymentLine(Table):
    """What a payment settles of one document."""

    id = BigAutoField()
    payment_id = BigIntegerField()
    number = BigIntegerField()
    origin = TextField()
    """P purchase, S opening balance."""
    origin_id = BigIntegerField()
    source = TextField()
    """Number of the document: ours, and the supplier's."""
    source_date = DayField()
    amount = CentsField()
    """Settled of it, discount included; of a credit note what it takes off, negative."""
    discount = CentsField()


class SupplierPaymentMeans(Table):
    """By which means a payment was made."""

    id = BigAutoField()
    payment_id = BigIntegerField(index=True)
    method = TextField()
    name = TextField()
    amount = CentsField()


class Notice(Table):
    """An overdue notice as it was made, and how its delivery went."""

    id = BigAutoField()
    customer_id = BigIntegerField()
    customer_code = TextField()
    customer_name = TextField()
    address = TextField()
    """E-mail; empty: on paper."""
    day = DayField()
    total = CentsField()
    detail = TextField()
    """JSON: number, date, due date and what was left of each document."""
    state = TextField()
    """P on paper, W waiting to be sent, S taken by the mail server, F refused by it."""
    attempts = BigIntegerField()
    answer = TextField()
    """The mail server's last words."""
    at = MomentField()
    operator = TextField()
    sent_at = MomentField(null=True)
    operation = TextField(unique=True)


class InterestRate(Table):
    """The yearly rate of late payment interest from a day on."""

    id = BigAutoField()
    since = DayField(unique=True)
    rate = MicroField()
    """Per cent."""
