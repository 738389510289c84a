"""Movements, and the balance they add up to."""

from __future__ import annotations

from peewee import BigAutoField, BigIntegerField, TextField

from models.db import Table
from models.fields import MicroField, MomentField


class StockMovement(Table):
    id = BigAutoField()
    article_id = BigIntegerField(index=True)
    document_id = BigIntegerField()
    line = BigIntegerField()
    quantity = MicroField()
    at = MomentField()
    reason = TextField()


class StockBalance(Table):
    article_id = BigIntegerField(primary_key=True)
    quantity = MicroField()
