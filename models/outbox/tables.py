"""The outbox: what is to be sent, and what was answered."""

from __future__ import annotations

from peewee import BigAutoField, BigIntegerField, TextField

from models.db import Table
from models.fields import MomentField


class Outbox(Table):
    id = BigAutoField()
    kind = TextField()
    """What is sent: at.invoice, at.work, at.payment, at.transport, at.status, at.series."""
    subject = TextField()
    document_id = BigIntegerField(null=True, index=True)
    series_id = BigIntegerField(null=True)
    detail = TextField()
    """JSON: what the message needs that the document does not hold."""
    state = TextField()
    """waiting, sent, fix, conflict, stopped or withdrawn."""
    created_at = MomentField()
    deadline = MomentField(null=True)
    next_at = MomentField(null=True)
    attempts = BigIntegerField()
    code = TextField()
    message = TextField()
    answered_at = MomentField(null=True)
    answer = TextField()
    """What was given back: AT's transport code, a series' validation code."""
