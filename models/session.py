"""Who acts, from where, and what time it is: passed to every verb."""

from __future__ import annotations

from dataclasses import dataclass, field

from models.clock import Clock, SystemClock


@dataclass(frozen=True, slots=True)
class Session:
    """One operator at one terminal."""

    operator: str
    """Code of the operator signed in (at most 30 characters: SAF-T SourceID)."""
    terminal: str = "local"
    clock: Clock = field(default_factory=SystemClock)
