"""Series and the public keys they are signed with."""

from __future__ import annotations

from peewee import BigAutoField, BigIntegerField, TextField

from models.db import Table
from models.fields import DayField, FlagField, MomentField


class Series(Table):
    id = BigAutoField()
    type = TextField()
    name = TextField()
    validation_code = TextField()
    """Given by AT; empty until typed, and then nothing can be issued (Portaria 195/2020)."""
    first_number = BigIntegerField()
    starts_on = DayField()
    open = FlagField()
    last_number = BigIntegerField()
    last_date = DayField(null=True)
    last_entry = MomentField(null=True)
    last_hash = TextField()
    kind = TextField(default="N")
    """AT's tipoSerie: N normal, F training, R recovery."""
    purpose = TextField(default="")
    """A series holds documents of one origin (Despacho 8632/2014, 2.3.3): see ``series.PURPOSES``."""
    supplier_id = BigIntegerField(null=True)
    """The supplier in whose name a self-billing series bills."""
    establishment = TextField(default="")
    at_state = TextField(default="")
    """AT's estado: A active, F finished, N annulled; empty: not told by the web service."""
    registered_on = DayField(null=True)


class SigningKey(Table):
    id = BigAutoField()
    version = BigIntegerField(unique=True)
    """The integer that documents carry as HashControl (Despacho 8632/2014, 2.1.3)."""
    public_pem = TextField(unique=True)
    since = MomentField()
