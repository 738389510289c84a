"""Operators' table."""

from __future__ import annotations

from peewee import BigAutoField, BigIntegerField, TextField

from models.db import Table
from models.fields import FlagField, MomentField


class Operator(Table):
    id = BigAutoField()
    code = TextField(unique=True)
    name = TextField()
    password = TextField()
    must_change = FlagField()
    admin = FlagField()
    active = FlagField()
    failures = BigIntegerField()
    failed_at = MomentField(null=True)
