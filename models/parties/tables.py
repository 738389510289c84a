"""Tables of customers and suppliers."""

from __future__ import annotations

from peewee import BigAutoField, TextField

from models.db import Table
from models.fields import CentsField, FlagField


class Customer(Table):
    id = BigAutoField()
    code = TextField(unique=True)
    nif = TextField(index=True)
    name = TextField()
    address = TextField()
    postal_code = TextField()
    city = TextField()
    country = TextField()
    phone = TextField()
    email = TextField()
    condition = TextField()
    price_list = TextField(default="")
    """Code of the list of prices; empty: that of the group, if any."""
    group_code = TextField(default="")
    """Code of the group of customers; empty: none."""
    active = FlagField()
    search = TextField()
    """Folded words, for look-ups."""
    credit_limit = CentsField(null=True)
    """Most that the customer may owe; None: any."""
    blocked = FlagField(default=False)
    """Sold to only with an administrator's yes."""


class Supplier(Table):
    id = BigAutoField()
    code = TextField(unique=True)
    nif = TextField(index=True)
    name = TextField()
    address = TextField()
    postal_code = TextField()
    city = TextField()
    country = TextField()
    phone = TextField()
    email = TextField()
    self_billing = FlagField()
    """There is a registered agreement that we bill in its name (CIVA art. 36 n.11)."""
    active = FlagField()
    search = TextField()
    """Folded words, for look-ups."""
