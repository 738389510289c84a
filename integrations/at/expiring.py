"""What of AT's configuration expires, for the calendar: only where there is one, and silent where it cannot be read."""

from __future__ import annotations

from datetime import date
from pathlib import Path


def expiring(home: Path) -> list[tuple[str, date]]:
    """What and on which day; empty without at.toml, or with one that ``balcao at test`` would complain of."""
    from integrations.at.config import folder

    if not (folder(home) / "at.toml").exists():
        return []
    from integrations.at.certificate import expiries
    from integrations.at.config import BadConfiguration, read

    try:
        return [(expiry.what, expiry.ends.date()) for expiry in expiries(read(home))]
    except BadConfiguration:
        return []
