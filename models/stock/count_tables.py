"""Tables of counts: the count, what it is of, and every line counted."""

from __future__ import annotations

from peewee import BigAutoField, BigIntegerField, CompositeKey, TextField

from models.db import Table
from models.fields import DayField, FlagField, MicroField, MomentField


class StockCount(Table):
    """One counting of a warehouse."""

    id = BigAutoField()
    year = BigIntegerField()
    sequence = BigIntegerField()
    number = TextField(unique=True)
    warehouse_id = BigIntegerField()
    scope = TextField()
    """T everything, C chosen articles."""
    blind = FlagField()
    """Who counts is not shown what there should be."""
    twice = FlagField()
    """Two people count, each all of it."""
    day = DayField()
    """Of the adjustment that it ends in."""
    reason = TextField()
    opened_at = MomentField()
    operator = TextField()
    state = TextField()
    """O open, F finished, A approved, X given up."""
    closed_at = MomentField(null=True)
    closed_by = TextField()
    sheet_id = BigIntegerField(null=True)
    """The adjustment."""


class StockCountArticle(Table):
    """What a count of chosen articles is of."""

    count_id = BigIntegerField()
    article_id = BigIntegerField()

    class Meta:
        primary_key = CompositeKey("count_id", "article_id")


class StockCountEntry(Table):
    """One line counted; it adds to what its round has counted of the article already."""

    id = BigAutoField()
    count_id = BigIntegerField()
    round = BigIntegerField()
    """1 first person, 2 second, 3 counted again."""
    article_id = BigIntegerField()
    lot_id = BigIntegerField()
    """0: none."""
    quantity = MicroField()
    """Negative takes back what was counted too much."""
    at = MomentField()
    ledger_id = BigIntegerField()
    """The last movement recorded at that moment: what the books had then is told by it."""
    operator = TextField()
    terminal = TextField()
