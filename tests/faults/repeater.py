"""Issues all avenças that are due, one after the other: what the fault test kills.

    python repeater.py HOME URL

Writes ``ready`` before the first, ``done`` after the last.
"""

from __future__ import annotations

import sys
from pathlib import Path

from models import db
from models.clock import SystemClock
from models.keys import FileSigner
from models.sales.recurring import due_documents, issue_recurring
from models.session import Session

if __name__ == "__main__":
    db.connect(sys.argv[2])
    clock = SystemClock()
    session = Session("ana", clock=clock, signer=FileSigner(Path(sys.argv[1]) / "keys" / "signing.pem"))
    print("ready", flush=True)
    for due in due_documents(clock.now().date()):
        issue_recurring([due], session)
    print("done", flush=True)
