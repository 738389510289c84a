"""The time, passed in: the only place where the wall clock is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Local time without zone and without fraction (Portaria 302/2016, 1 j)."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now().replace(microsecond=0)


@dataclass
class FixedClock:
    """A clock that stands still until it is set: for tests and for making past documents."""

    at: datetime

    def now(self) -> datetime:
        return self.at.replace(microsecond=0)


def utc_now() -> datetime:
    """The machine's time in UTC with its fraction: for AT's security header and for certificates, never for documents."""
    return datetime.now(UTC)
