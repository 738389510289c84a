"""A terminal that tells AT what waits, one message after another: what the fault tests kill.

    python sender.py HOME URL

Writes ``ready`` once it is about to send.
"""

from __future__ import annotations

import sys
from pathlib import Path

from integrations.at.authority import open_authority
from integrations.at.deliver import deliver, lease, ready
from models import db
from models.clock import SystemClock, utc_now
from models.session import Session


def tell(home: Path, url: str) -> None:
    db.connect(url)
    authority = open_authority(home, utc_now)
    services, _ = ready(authority.client.configuration)
    print("ready", flush=True)
    for _ in deliver(authority, Session("ana", clock=SystemClock()), services, lease(authority.client.configuration)):
        pass


if __name__ == "__main__":
    tell(Path(sys.argv[1]), sys.argv[2])
