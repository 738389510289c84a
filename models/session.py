"""Who acts, from where, at what time, with which key and tables: passed to every verb."""

from __future__ import annotations

from dataclasses import dataclass, field

from fiscal.producer import Producer, certificate_of
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
    producer: Producer | None = None
    """Who answers for the program before AT; None in test mode."""

    @property
    def certificate(self) -> str:
        """The certificate number for what this session signs: the producer's only if the producer's key is the signer's."""
        return certificate_of(self.producer, self.signer.public_pem)
