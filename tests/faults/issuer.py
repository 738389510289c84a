"""A till that issues one document after another and acknowledges each: what the fault tests kill, race and starve.

    python issuer.py HOME URL COUNT [PAUSE]

Writes ``ready``, then ``ack NUMBER MILLISECONDS`` after each commit, ``error MESSAGE`` for anything an operator would be shown.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from fiscal.errors import Refusal
from fiscal.signature import Signer
from models import db
from models.clock import SystemClock
from models.keys import FileSigner
from models.sales.draft import Draft, DraftLine
from models.sales.issue import issue
from models.session import Session


def sell(
    home: Path,
    url: str,
    count: int,
    say: Callable[[str], object] = print,
    signer: Signer | None = None,
    pause: float = 0.0,
) -> None:
    """Issues ``count`` simplified invoices of two articles, once it has said ``ready``; pause: seconds between two."""
    db.connect(url)
    session = Session("ana", clock=SystemClock(), signer=signer or FileSigner(home / "keys" / "signing.pem"))
    say("ready")
    for _ in range(count):
        draft = Draft("FS", [DraftLine("CAFE"), DraftLine("LEITE")], prices_include_tax=True)
        began = time.perf_counter()
        try:
            number = issue(draft, session)
        except Refusal as refusal:
            say(f"error {refusal.message}")
        else:
            say(f"ack {number} {(time.perf_counter() - began) * 1000:.1f}")
        time.sleep(pause)


if __name__ == "__main__":
    wait = float(sys.argv[4]) if len(sys.argv) > 4 else 0.0
    sell(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), lambda text: print(text, flush=True), pause=wait)
