"""The audit log's table."""

from __future__ import annotations

from peewee import BigIntegerField, TextField

from models.db import Table
from models.fields import MomentField


class Audit(Table):
    id = BigIntegerField(primary_key=True)
    at = MomentField()
    operator = TextField()
    terminal = TextField()
    action = TextField()
    subject = TextField(index=True)
    detail = TextField()
    hash = TextField()
