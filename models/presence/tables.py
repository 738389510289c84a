"""The table of sessions under way."""

from __future__ import annotations

from peewee import BigAutoField, TextField

from models.db import Table
from models.fields import MomentField


class Presence(Table):
    """One sign-in that has not been signed out. What a crash or a dropped line leaves behind is a row of a dead process."""

    id = BigAutoField()
    token = TextField(unique=True)
    operator = TextField()
    terminal = TextField()
    host = TextField()
    process = TextField()
    """Process number and start; empty once the operator has left the terminal to somebody else."""
    since = MomentField()
    seen_at = MomentField()
    place = TextField()
    """Where in the program, as JSON that only the screens read; empty: the menu."""
