"""Who acts, from where, at what time, with which key and tables: passed to every verb."""

from __future__ import annotations

from dataclasses import dataclass, field

from fiscal.signature import Signer
from fiscal.tables import Tables, tables
from models.clock import Clock, SystemClock
from models.keys import NoSigner


@dataclass(frozen=True, slots=True)
class Session:
    """One operator at one terminal."""

    operator: str
    """Code of the operator signed in (at most 30 characters: SAF-T SourceID)."""
    terminal: str = "local"
    clock: Clock = field(default_factory=SystemClock)
    signer: Signer = field(default_factory=NoSigner)
    tables: Tables = field(default_factory=tables)
    token: str = ""
    """Tells this sign-in from every other of the same operator; empty where nobody signs in (a command)."""
