"""A till that tries to sell one piece of each of many articles: what the test of the last piece races against another.

    python buyer.py HOME URL TERMINAL ANSWER

Writes ``ready``, waits for a line, then writes ``sold ARTICLE`` or ``left ARTICLE MESSAGE`` for each article. ANSWER: ``yes``
says yes to a warning, after writing it as ``asked ARTICLE MESSAGE``; ``no`` takes it for a refusal.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fiscal.errors import NeedsConfirmation, Refusal
from models import db
from models.clock import SystemClock
from models.keys import FileSigner
from models.sales.draft import Draft, DraftLine
from models.sales.issue import issue
from models.session import Session

PIECES = tuple(f"P{n:02}" for n in range(20))


def told(text: str) -> None:
    print(text, flush=True)


def buy(home: Path, url: str, terminal: str, answer: str) -> None:
    db.connect(url)
    session = Session("ana", terminal, SystemClock(), FileSigner(home / "keys" / "signing.pem"))
    told("ready")
    sys.stdin.readline()
    for code in PIECES:
        draft = Draft("FS", [DraftLine(code)], prices_include_tax=True)
        try:
            issue(draft, session)
            told(f"sold {code}")
        except NeedsConfirmation as warning:
            told(f"asked {code} {warning.message}")
            if answer == "yes":
                issue(draft, session, confirmed=frozenset({warning.key}))
        except Refusal as refusal:
            told(f"left {code} {refusal.message}")


if __name__ == "__main__":
    buy(Path(sys.argv[1]), *sys.argv[2:5])
