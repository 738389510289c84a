"""Tables of purchases: documents of suppliers as recorded here, their lines and taxes, and who sells what."""

from __future__ import annotations

from peewee import BigAutoField, BigIntegerField, TextField

from models.db import Table
from models.fields import CentsField, DayField, FlagField, MicroField, MomentField


class Purchase(Table):
    """A document of a purchase (kinds in ``models/purchases/draft.py``)."""

    id = BigAutoField()
    kind = TextField()
    year = BigIntegerField()
    sequence = BigIntegerField()
    number = TextField(unique=True)
    """Ours, for instance EF 2026/1."""
    supplier_id = BigIntegerField()
    supplier_code = TextField()
    supplier_nif = TextField()
    supplier_name = TextField()
    supplier_number = TextField()
    """Theirs, as printed; empty: none."""
    supplier_key = TextField()
    """The same without spaces, capitals and leading zeros: it is recorded once."""
    date = DayField()
    due_on = DayField(null=True)
    expected_on = DayField(null=True)
    warehouse_id = BigIntegerField(null=True)
    net = CentsField()
    tax = CentsField()
    gross = CentsField()
    goods = TextField()
    """Of a credit note: S goods go back with it, G they went with a guide, N it is of price only; else empty."""
    notes = TextField()
    at = MomentField()
    operator = TextField()
    terminal = TextField()
    state = TextField()
    """N in force, P partly taken by later documents, S wholly taken, A cancelled."""
    operation = TextField(unique=True)


class PurchaseLine(Table):
    """A line of a purchase."""

    id = BigAutoField()
    purchase_id = BigIntegerField()
    number = BigIntegerField()
    article_id = BigIntegerField(null=True)
    """None for an expense that is no article."""
    code = TextField()
    supplier_code = TextField()
    description = TextField()
    unit = TextField()
    quantity = MicroField()
    """In that unit."""
    factor = MicroField()
    """Units of stock in one of it: 12 of a box of twelve."""
    price = MicroField()
    discount = TextField()
    tax_code = TextField()
    rate = MicroField()
    deductible = FlagField()
    """Whether its VAT is deducted; else it is part of the cost (CIVA, art. 21)."""
    amount = MicroField()
    """Without tax, after discounts."""
    lot_id = BigIntegerField()
    """0: none."""
    origin_id = BigIntegerField(null=True)
    origin_line = BigIntegerField()
    """The line of the order, the receipt or the invoice that it takes from; 0: none."""


class PurchaseTax(Table):
    """Base and tax of each rate of a purchase."""

    id = BigAutoField()
    purchase_id = BigIntegerField(index=True)
    tax_code = TextField()
    rate = MicroField()
    base = CentsField()
    tax = CentsField()


class ArticleSupplier(Table):
    """Who sells an article, under which code, and for how much the last time."""

    id = BigAutoField()
    article_id = BigIntegerField()
    supplier_id = BigIntegerField()
    code = TextField()
    unit = TextField()
    factor = MicroField()
    price = MicroField()
    """Of one of that unit, without tax, after discounts."""
    bought_on = DayField(null=True)
    preferred = FlagField()
    """Whom orders go to: one of an article's suppliers."""
    minimum = MicroField(default=0)
    """Least that can be ordered, in that unit; 0: any."""
    lead_days = BigIntegerField(default=0)
    """Days from order to receipt; 0: not known."""
