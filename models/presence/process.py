"""Whether a session's process still runs: on this machine the system is asked, for another one its last sign of life."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from models.presence.tables import Presence

BEAT = timedelta(seconds=30)
"""How often a session gives a sign of life."""
SILENCE = timedelta(minutes=2)
"""After so long without one, a session on another machine is dead."""


def this_host() -> str:
    return os.uname().nodename


def this_process() -> str:
    """Number and start of this process: a number alone is given again to somebody else."""
    return f"{os.getpid()} {_started(os.getpid())}"


def lives(row: Presence, now: datetime) -> bool:
    """Whether the session of ``row`` is still there at ``now``."""
    if not row.process:
        return False
    if row.host != this_host():
        return bool(now - row.seen_at < SILENCE)
    number, _, started = row.process.partition(" ")
    try:
        os.kill(int(number), 0)
    except PermissionError:
        pass  # it runs, as another user of the system
    except OSError:
        return False
    return _started(int(number)) == started


def _started(number: int) -> str:
    """The start of a process in clock ticks since the machine's; empty where the system does not tell."""
    try:
        stat = Path(f"/proc/{number}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
    fields = stat.rpartition(")")[2].split()
    # A process that has ended and that nobody has asked after yet is still listed, as a zombie.
    return fields[19] if len(fields) > 19 and fields[0] != "Z" else ""
