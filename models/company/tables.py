"""The company's data, in versions: a document keeps the one it was issued with (C13)."""

from __future__ import annotations

from peewee import BigAutoField, TextField

from models.db import Table
from models.fields import FlagField, MomentField


class Company(Table):
    id = BigAutoField()
    nif = TextField()
    name = TextField()
    address = TextField()
    postal_code = TextField()
    city = TextField()
    region = TextField()
    country = TextField()
    regime = TextField()
    retailer = FlagField()
    phone = TextField()
    email = TextField()
    register = TextField()
    since = MomentField()
    operator = TextField()


class Setting(Table):
    key = TextField(primary_key=True)
    value = TextField()


class Establishment(Table):
    """A place of business: a series belongs to one, and SAF-T may be made for one."""

    id = BigAutoField()
    code = TextField(unique=True)
    name = TextField()
    address = TextField()
    postal_code = TextField()
    city = TextField()
    active = FlagField()
