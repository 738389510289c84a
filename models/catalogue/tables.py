"""Tables of articles and of what belongs to them."""

from __future__ import annotations

from decimal import Decimal

from peewee import BigAutoField, BigIntegerField, TextField

from models.db import Table
from models.fields import FlagField, MicroField, MomentField


class Family(Table):
    id = BigAutoField()
    code = TextField(unique=True)
    name = TextField()
    parent = TextField(default="")
    """Code of the family above; empty: none."""
    path = TextField(default="")
    """Codes from the top down to this one, with a space between them: in this order families stand as a tree."""


class Brand(Table):
    """Who makes articles."""

    id = BigAutoField()
    code = TextField(unique=True)
    name = TextField()


class Unit(Table):
    id = BigAutoField()
    code = TextField(unique=True)
    name = TextField()


class Article(Table):
    id = BigAutoField()
    code = TextField(unique=True)
    description = TextField()
    kind = TextField()
    """P goods, S services, O other, I parafiscal charges, E excise (SAF-T ProductType)."""
    family = TextField()
    unit = TextField()
    price = MicroField()
    price_includes_tax = FlagField()
    tax_code = TextField()
    exemption_code = TextField()
    stocked = FlagField()
    active = FlagField()
    search = TextField()
    """Folded words, for look-ups."""
    category = TextField(default="M")
    """Of the inventory file: M goods, P raw materials, A finished, S by-products, T work in progress, B biological."""
    cn_code = TextField(default="")
    """Combined Nomenclature, 8 digits; empty: unknown."""
    tracking = TextField(default="")
    """L followed by lot, S by serial number; empty: neither."""
    negative = TextField(default="")
    """What happens below zero (``models/stock/negative.py``); empty: as the warehouse says."""
    minimum = MicroField(default=Decimal(0))
    """With less than this there is too little; 0: not watched."""
    maximum = MicroField(default=Decimal(0))
    """Up to where an order fills; 0: not said."""
    brand = TextField(default="")
    """Code of the brand; empty: none."""
    kit = TextField(default="")
    """V made of parts that leave when it is sold, M put together beforehand; empty: no kit."""
    is_model = FlagField(default=False)
    """Only stands for its variants, and is neither bought nor sold."""
    model_id = BigIntegerField(null=True)
    """The model that this is a variant of."""
    attributes = TextField(default="")
    """What tells a variant from the others: Cor=Azul; Tamanho=S."""


class ArticleUnit(Table):
    """Another unit that an article is bought and sold in: a box of twelve."""

    id = BigAutoField()
    article_id = BigIntegerField()
    unit = TextField()
    factor = MicroField()
    """Of the article's own unit in one of it."""
    price = MicroField(null=True)
    """Of one of it, with tax where the article's price has it; empty: as many times the article's."""


class ArticlePart(Table):
    """What a kit is made of."""

    id = BigAutoField()
    article_id = BigIntegerField()
    """The kit."""
    part_id = BigIntegerField()
    quantity = MicroField()
    """Of the part, in one kit."""


class ArticleCharge(Table):
    """What selling an article adds as a line of its own: packaging, a deposit."""

    id = BigAutoField()
    article_id = BigIntegerField()
    charge_id = BigIntegerField()
    quantity = MicroField()
    """Units of the charge for one unit of the article."""


class Barcode(Table):
    id = BigAutoField()
    code = TextField(unique=True)
    article_id = BigIntegerField(index=True)
    quantity = MicroField()
    """Units of the article that one scan adds (6 for a pack of six)."""
    unit = TextField(default="")
    """The unit that the code is on (CX), where it is not the article's own."""


class PaymentMethod(Table):
    id = BigAutoField()
    code = TextField(unique=True)
    name = TextField()
    mechanism = TextField()
    position = BigIntegerField()


class PaymentCondition(Table):
    id = BigAutoField()
    code = TextField(unique=True)
    name = TextField()
    days = BigIntegerField()


class PriceChange(Table):
    """A change of an article's price."""

    id = BigAutoField()
    article_id = BigIntegerField()
    before = MicroField()
    """Euro of one, with tax where the card has it."""
    after = MicroField()
    at = MomentField()
    operator = TextField()
    batch = TextField()
    """Of those changed together; empty: on the card, or taken back."""
    why = TextField()
