"""Tables of stock: warehouses, lots, the movements and what they add up to, what they cost and are worth.

Quantities are in the article's unit. Values are euro without tax, to the millionth, so that nothing is lost in a division.
"""

from __future__ import annotations

from peewee import BigAutoField, BigIntegerField, CompositeKey, TextField

from models.db import Table
from models.fields import DayField, FlagField, MicroField, MomentField


class Warehouse(Table):
    """A place of goods that the company keeps apart: a shop, a store, a van; and the road between them."""

    id = BigAutoField()
    code = TextField(unique=True)
    name = TextField()
    address = TextField()
    postal_code = TextField()
    city = TextField()
    establishment = TextField()
    """Code of the establishment that sells from here; empty: any."""
    negative = TextField()
    """What happens when an exit would leave less than nothing: P let, A warn, N forbid."""
    transit = FlagField()
    """Goods under way, or at customers on consignment: never chosen by hand."""
    active = FlagField()


class Lot(Table):
    """A lot of an article, or one piece of it with its serial number."""

    id = BigAutoField()
    article_id = BigIntegerField()
    code = TextField()
    expires_on = DayField(null=True)
    created_at = MomentField()


class StockSheet(Table):
    """A document of the house that moves goods (kinds in ``models/stock/sheets.py``)."""

    id = BigAutoField()
    kind = TextField()
    year = BigIntegerField()
    sequence = BigIntegerField()
    number = TextField(unique=True)
    day = DayField()
    at = MomentField()
    operator = TextField()
    terminal = TextField()
    warehouse_id = BigIntegerField()
    to_warehouse_id = BigIntegerField(null=True)
    source_id = BigIntegerField(null=True)
    """The sheet that this one ends (a transfer received) or takes back."""
    reason = TextField()
    state = TextField()
    """N in force, T under way, R received, A taken back."""
    operation = TextField(unique=True)


class StockSheetLine(Table):
    """A line of a sheet, its article as it was called then."""

    id = BigAutoField()
    sheet_id = BigIntegerField()
    number = BigIntegerField()
    article_id = BigIntegerField()
    code = TextField()
    description = TextField()
    unit = TextField()
    lot_id = BigIntegerField()
    """0: none."""
    quantity = MicroField()
    """As typed: never negative but in a count's adjustment."""
    cost = MicroField(null=True)
    """Of one unit, where it was given."""


class StockGuide(Table):
    """Which line of a transfer a line of the guide that travels with it is of."""

    id = BigAutoField()
    document_id = BigIntegerField()
    line = BigIntegerField()
    sheet_id = BigIntegerField(index=True)
    sheet_line = BigIntegerField()


class StockMovement(Table):
    """One line of the ledger: appended by verbs, never changed (a trigger sees to it)."""

    id = BigAutoField()
    article_id = BigIntegerField()
    warehouse_id = BigIntegerField()
    lot_id = BigIntegerField()
    """0: none."""
    document_id = BigIntegerField(null=True)
    """The document issued that moved the goods …"""
    sheet_id = BigIntegerField(null=True)
    """… or the sheet of the house …"""
    purchase_id = BigIntegerField(null=True)
    """… or the purchase."""
    line = BigIntegerField()
    quantity = MicroField()
    """Positive in, negative out."""
    day = DayField()
    """When the goods moved: the day of the document, which may be earlier than when it was recorded."""
    at = MomentField()
    """When it was recorded."""
    reason = TextField()
    """Type of the document or kind of the sheet; A: taken back."""
    cost = MicroField(null=True)
    """What the whole of an entry cost, as known then; empty: its value follows from what was there."""
    reverses_id = BigIntegerField(null=True)
    """The movement that this one takes back, at the value that it had."""


class StockBalance(Table):
    """What there is of an article in all warehouses together, and its worth up to the last valuation."""

    article_id = BigIntegerField(primary_key=True)
    quantity = MicroField()
    average_value = MicroField(default=0)
    fifo_value = MicroField(default=0)
    last_cost = MicroField(default=0)
    """Of one unit, of the last entry whose cost was known."""
    layers = TextField(default="[]")
    """What is left of each entry, for first in first out (``models/stock/worth.py``), as JSON."""
    valued_to = TextField(default="")
    """Place in the order of valuation up to which that holds; empty: to be made again from the first movement."""
    stale_from = DayField(null=True)
    """The first day whose movements are not valued, or no longer; empty: all are."""


class StockPlace(Table):
    """What there is of an article in one warehouse, of one lot."""

    article_id = BigIntegerField()
    warehouse_id = BigIntegerField()
    lot_id = BigIntegerField()
    quantity = MicroField()

    class Meta:
        primary_key = CompositeKey("article_id", "warehouse_id", "lot_id")


class StockCost(Table):
    """What an entry cost more, or less, than was known when it was recorded: a supplier's invoice, freight."""

    id = BigAutoField()
    movement_id = BigIntegerField(index=True)
    amount = MicroField()
    """Of the whole movement."""
    at = MomentField()
    reason = TextField()


class StockValue(Table):
    """What a movement is worth: made again whenever an earlier one arrives, or what an entry cost becomes known."""

    movement_id = BigIntegerField(primary_key=True)
    article_id = BigIntegerField()
    day = DayField()
    quantity = MicroField()
    average = MicroField()
    """At weighted average cost: positive in, negative out."""
    fifo = MicroField()
    """First in, first out."""
