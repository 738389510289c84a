"""Memory of a session that has looked up, issued and printed, with many articles and documents in the company."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from cli.bench.figures import Figure, Section, Told, absent
from cli.bench.shop import shop
from models import db
from models.catalogue.articles import search_articles
from models.declared import Question
from models.sales.draft import Draft, DraftLine
from models.sales.issue import issue
from models.sales.listing import DOCUMENTS

ARTICLES = int(os.environ.get("BENCH_ARTICLES", "100000"))
DOCUMENTS_MADE = int(os.environ.get("BENCH_DOCUMENTS", "2000"))
BAR = 120.0
"""Megabytes."""
WHAT, BESIDE = "memória de uma sessão", "só Textual"


def run(told: Told) -> Iterator[Section]:
    title = f"Memória com {ARTICLES:,} artigos e {DOCUMENTS_MADE:,} documentos".replace(",", " ")
    if not Path("/proc/self/status").exists():
        yield from absent(title, BESIDE, WHAT, "este sistema não tem /proc")
        return
    least = int(subprocess.run([sys.executable, "-c", _BARE], capture_output=True, text=True, check=True).stdout) / 1024
    told("memória: a fazer os artigos e os documentos…")
    with shop(ARTICLES) as (home, session):
        for first in range(0, DOCUMENTS_MADE, 200):
            with db.writing():
                for n in range(first, min(first + 200, DOCUMENTS_MADE)):
                    lines = [DraftLine(f"B{(n + i) % 10}", quantity=Decimal(1)) for i in range(4)]
                    issue(Draft("FS", lines, prices_include_tax=True), session)
        db.close()
        work = [sys.executable, "-m", "cli.bench.memory", str(home.path)]
        used = int(subprocess.run(work, capture_output=True, text=True, check=True).stdout.split()[-1]) / 1024
    yield Section(title, BESIDE, [Figure(WHAT, "MB", used, None, least, BAR)])


_BARE = "import textual.app, re; print(re.search(r'VmRSS:\\s+(\\d+)', open('/proc/self/status').read())[1])"


def _work(path: str) -> None:
    """One session's day, in a process of its own: the screens are loaded, articles looked up, documents issued."""
    sys.modules.setdefault("psycopg", None)  # type: ignore[arg-type]
    import tui.screens.document
    import tui.screens.documents
    import tui.screens.till  # noqa: F401
    from models.clock import SystemClock
    from models.home import Home
    from models.opening import open_company, session_of

    home, clock = Home(Path(path)), SystemClock()
    open_company(home, clock)
    session = session_of(home, "ana", clock)
    for text in ("caf", "leite meio", "azeite", "q", "B1"):
        search_articles(text)
    DOCUMENTS.page(Question(), None, 64, True)
    DOCUMENTS.count(Question())
    for _ in range(50):
        lines = [DraftLine(f"B{i}", quantity=Decimal(1)) for i in range(10)]
        issue(Draft("FS", lines, prices_include_tax=True), session)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    print(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")))


if __name__ == "__main__":
    _work(sys.argv[1])
