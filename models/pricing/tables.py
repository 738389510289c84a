"""Tables of prices: lists, what is in them, groups of customers, campaigns."""

from __future__ import annotations

from peewee import BigAutoField, BigIntegerField, TextField

from models.db import Table
from models.fields import DayField, FlagField, MicroField


class PriceList(Table):
    """A list of prices that customers, or groups of them, have."""

    id = BigAutoField()
    code = TextField(unique=True)
    name = TextField()
    discount = MicroField()
    """Per cent off the article's own price, of what the list does not name; 0: none."""
    active = FlagField()


class Price(Table):
    """What an article costs in a list."""

    id = BigAutoField()
    list_id = BigIntegerField()
    article_id = BigIntegerField()
    from_quantity = MicroField()
    """From so many of the article's own unit on a line; 0: always."""
    price = MicroField()
    """Euro of one, with tax where the article's own price has it."""
    since = DayField(null=True)
    until = DayField(null=True)


class CustomerGroup(Table):
    """Customers that are sold to alike."""

    id = BigAutoField()
    code = TextField(unique=True)
    name = TextField()
    price_list = TextField()
    """Code of the list of those who have none of their own; empty: none."""


class Campaign(Table):
    """Some articles cheaper for some days."""

    id = BigAutoField()
    code = TextField(unique=True)
    name = TextField()
    since = DayField()
    until = DayField()
    kind = TextField()
    """P per cent off, E a price, L take so many and pay fewer."""
    value = MicroField()
    """Per cent, or euro of one as the article's own price has tax; of L: 0."""
    take = BigIntegerField()
    pay = BigIntegerField()
    family = TextField()
    """With those inside; empty: any. All that is named here must fit."""
    brand = TextField()
    articles = TextField()
    """Codes with spaces between; empty: any."""
    group_code = TextField()
    """Of customers; empty: everybody."""
    over_lists = FlagField()
    """Also on top of a price that a list gave; else that stands."""
    active = FlagField()
