"""Lists of 100 000 articles and 500 000 documents: what each question takes, and the program's own screens and memory."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyte

from bench.shop import heading, many_documents, median, shop, told
from models import db
from models.catalogue.form import ARTICLES
from models.declared import Listing, Question
from models.home import Home
from models.listings import TableSource
from models.sales.listing import DOCUMENTS

ARTICLE_ROWS = int(os.environ.get("BENCH_ARTICLES", "100000"))
DOCUMENT_ROWS = int(os.environ.get("BENCH_DOCUMENTS", "500000"))
PAGE = 64
EACH = 9
BAR_MS = 150.0
MORE_MB = 5.0
ALL_MB = 120.0

DAY = (("since", date(2024, 3, 1)), ("until", date(2024, 3, 31)))
ARTICLE_QUESTIONS = {
    "open": Question(),
    "search: one word": Question("azeite"),
    "search: one letter": Question("c"),
    "search: nothing found": Question("zzq"),
    "by designation": Question(sort="description"),
    "by price, highest first": Question(sort="price", descending=True),
    "by price, one word": Question("azeite", sort="price"),
    "without stock": Question(filters=(("stock", "S"),)),
    "inactive": Question(filters=(("active", "N"),)),
    "from 20 to 21 euro, by designation": Question(
        sort="description", filters=(("least", Decimal(20)), ("most", Decimal(21)))
    ),
}
DOCUMENT_QUESTIONS = {
    "open": Question(),
    "search: the beginning of a number": Question("FT 2026A/1"),
    "search: the type, most have it": Question("FS 2026A/"),
    "search: old numbers of it": Question("FS 2026A/1"),
    "search: a number": Question("FT 2026A/1234"),
    "search: a sequence": Question("1234"),
    "search: a customer": Question("maria lopes"),
    "search: a total": Question("12,50"),
    "search: a letter": Question("m"),
    "search: nothing found": Question("zzq"),
    "by customer": Question(sort="customer"),
    "by total, highest first": Question(sort="gross", descending=True),
    "of one type, many": Question(filters=(("type", "FT"),)),
    "of one type, few": Question(filters=(("type", "ND"),)),
    "cancelled": Question(filters=(("state", "A"),)),
    "cancelled, by total": Question(sort="gross", filters=(("state", "A"),)),
    "of one month": Question(filters=DAY),
    "of one month, by total": Question(sort="gross", filters=DAY),
    "of one month, type and customer": Question(filters=(("type", "FR"), *DAY, ("customer", "ana"))),
    "over 1000 euro": Question(filters=(("least", Decimal(1000)),)),
}


def run() -> None:
    with shop(ARTICLE_ROWS) as (home, session):
        many_documents(DOCUMENT_ROWS, session)
        floor = _bare() if not db.on_postgres() else 0.0
        for listing, questions, rows in (
            (ARTICLES, ARTICLE_QUESTIONS, ARTICLE_ROWS),
            (DOCUMENTS, DOCUMENT_QUESTIONS, DOCUMENT_ROWS),
        ):
            heading(
                f"{listing.title}, {rows} rows: milliseconds, median/most (floor: {PAGE} rows of bare sqlite3 by id)"
            )
            for name, question in questions.items():
                _measure(listing, name, question, floor)
        db.close()
        _program(home)


def _measure(listing: Listing, name: str, question: Question, floor: float) -> None:
    """First page, as asked the first time and after; the next one; the last; and how many there are."""
    source = listing.source
    assert isinstance(source, TableSource)

    def first() -> list[Any]:
        source.plans.clear()
        return listing.page(question, None, PAGE, False)

    rows = first()
    key = rows[-1].key if rows else None
    times = [_timed(first) for _ in range(EACH)]
    others: dict[str, Callable[[], object]] = {
        "next page": lambda: listing.page(question, key, PAGE, False),
        "end": lambda: listing.page(question, None, PAGE, True),
        "count": lambda: listing.count(question),
    }
    rest = "  ".join(f"{part} {median([_timed(asked) for _ in range(EACH)]):.1f}" for part, asked in others.items())
    figure = median(times)
    ratio = f"{figure / floor:.0f}x" if floor else ""
    told(name, f"{figure:.1f}/{max(times):.1f}", f"{floor:.2f}", ratio, rest)


def _timed(question: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    question()
    return (time.perf_counter() - began) * 1000


def _bare() -> float:
    connection = db.database.connection()
    return median(
        [_timed(lambda: connection.execute("SELECT * FROM document LIMIT 64").fetchall()) for _ in range(EACH)]
    )


def _program(home: Home) -> None:
    """The real program in a pseudo-terminal: opens each list, goes to its end, searches, sorts and filters."""
    heading("The program on 80x24: from the key to the rows on the screen, and resident memory")
    program = Program([str(Path(sys.executable).with_name("balcao")), "--home", str(home.path)])
    try:
        program.until("Operador")
        program.keys("ana\rsegredo\r")
        program.until("Mudar a palavra-passe")
        program.keys("segredo\rsegredo2\rsegredo2\r")
        program.until("Vendas")
        before = opening = program.megabytes()
        for name, wanted in (("artigos", r"Designação[\s\S]*[A-Z]+0\d+"), ("documentos", r"F[SRT] 2026A/\d+")):
            program.keys(f":{name}")
            program.until(name)
            program.keys("\r")
            opened = program.until(wanted)
            told(f"{name}: open", f"{opened:.0f} ms", "", "", f"at most {BAR_MS:.0f} ms")
            opening_now = program.megabytes()
            told(f"{name}: more memory", f"{opening_now - opening:.1f} MB", "", "", "")
            for what, keys in (
                ("end", "\x1b[F"), ("home", "\x1b[H"), ("page down", "\x1b[6~"), ("search", "maria"), ("clear", "\x15"),
            ):  # fmt: skip
                program.keys(keys)
                told(f"{name}: {what}", f"{program.settle():.0f} ms", "", "", "")
            opening = program.megabytes()
        after = program.megabytes()
    finally:
        program.end()
    told("memory, lists opened and walked", f"{after:.1f} MB", f"{before:.1f} MB", "", f"at most {ALL_MB:.0f} MB")
    told("  more than at the menu", f"{after - before:.1f} MB", "", "", f"each list at most {MORE_MB:.0f} MB")


class Program:
    """A program in a pseudo-terminal of 80x24, its screen kept by pyte."""

    def __init__(self, command: list[str]) -> None:
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)
        self._master, slave = pty.openpty()
        environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
        self._process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, start_new_session=True, env=environment
        )
        os.close(slave)
        self._typed = time.perf_counter()

    def keys(self, text: str) -> None:
        self._typed = time.perf_counter()
        os.write(self._master, text.encode())

    def until(self, pattern: str, patience: float = 30.0) -> float:
        """Milliseconds from the last key until the screen shows ``pattern``."""
        while not re.search(pattern, self._text()):
            if not select.select([self._master], [], [], patience)[0]:
                raise RuntimeError(f"{pattern} was not shown:\n{self._text()}")
            at = time.perf_counter()
            self._stream.feed(os.read(self._master, 65536))
        return (at - self._typed) * 1000 if re.search(pattern, self._text()) else 0.0

    def settle(self, quiet: float = 0.4) -> float:
        """Milliseconds from the last key to the last thing written before the program fell silent."""
        at = self._typed
        while select.select([self._master], [], [], quiet)[0]:
            at = time.perf_counter()
            self._stream.feed(os.read(self._master, 65536))
        return (at - self._typed) * 1000

    def megabytes(self) -> float:
        self.settle()
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024

    def _text(self) -> str:
        return "\n".join(self._screen.display)

    def end(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._master)
