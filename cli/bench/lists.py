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
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from cli.bench.figures import Figure, Section, Told, absent, median
from cli.bench.shop import many_documents, shop
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
    "abrir": Question(),
    "procurar uma palavra": Question("azeite"),
    "procurar uma letra": Question("c"),
    "procurar o que não há": Question("zzq"),
    "por designação": Question(sort="description"),
    "por preço, do maior": Question(sort="price", descending=True),
    "por preço, uma palavra": Question("azeite", sort="price"),
    "sem stock": Question(filters=(("stock", "S"),)),
    "inativos": Question(filters=(("active", "N"),)),
    "de 20 a 21 €, por designação": Question(
        sort="description", filters=(("least", Decimal(20)), ("most", Decimal(21)))
    ),
}
DOCUMENT_QUESTIONS = {
    "abrir": Question(),
    "procurar o começo de um número": Question("FT 2026A/1"),
    "procurar o tipo que quase todos têm": Question("FS 2026A/"),
    "procurar números antigos dele": Question("FS 2026A/1"),
    "procurar um número": Question("FT 2026A/1234"),
    "procurar o fim de um número": Question("1234"),
    "procurar um cliente": Question("maria lopes"),
    "procurar um total": Question("12,50"),
    "procurar uma letra": Question("m"),
    "procurar o que não há": Question("zzq"),
    "por cliente": Question(sort="customer"),
    "por total, do maior": Question(sort="gross", descending=True),
    "de um tipo, muitos": Question(filters=(("type", "FT"),)),
    "de um tipo, poucos": Question(filters=(("type", "ND"),)),
    "anulados": Question(filters=(("state", "A"),)),
    "anulados, por total": Question(sort="gross", filters=(("state", "A"),)),
    "de um mês": Question(filters=DAY),
    "de um mês, por total": Question(sort="gross", filters=DAY),
    "de um mês, tipo e cliente": Question(filters=(("type", "FR"), *DAY, ("customer", "ana"))),
    "acima de 1000 €": Question(filters=(("least", Decimal(1000)),)),
}


def run(tell: Told) -> Iterator[Section]:
    tell("listas: a fazer os artigos e os documentos…")
    with shop(ARTICLE_ROWS) as (home, session):
        many_documents(DOCUMENT_ROWS, session)
        floor = bare()
        for listing, questions, rows in (
            (ARTICLES, ARTICLE_QUESTIONS, ARTICLE_ROWS),
            (DOCUMENTS, DOCUMENT_QUESTIONS, DOCUMENT_ROWS),
        ):
            tell(f"listas: {listing.title}…")
            title = f"{listing.title}, {rows:,} linhas: primeira página/a pior de seguinte, fim e contagem".replace(
                ",", " "
            )
            found = [measured(listing, name, question, floor) for name, question in questions.items()]
            yield Section(title, f"{PAGE} linhas de sqlite3", found)
        db.close()
        yield from _program(home)


def measured(listing: Listing, name: str, question: Question, floor: float) -> Figure:
    """First page, as asked the first time and after; the worst of the next one, the last, and how many there are."""
    source = listing.source
    assert isinstance(source, TableSource)

    def first() -> list[Any]:
        source.plans.clear()
        return listing.page(question, None, PAGE, False)

    rows = first()
    key = rows[-1].key if rows else None
    others: tuple[Callable[[], object], ...] = (
        lambda: listing.page(question, key, PAGE, False),
        lambda: listing.page(question, None, PAGE, True),
        lambda: listing.count(question),
    )
    worst = max(median([timed(asked) for _ in range(EACH)]) for asked in others)
    return Figure(name, "ms", median([timed(first) for _ in range(EACH)]), worst, floor, BAR_MS, high_bar=BAR_MS)


def timed(question: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    question()
    return (time.perf_counter() - began) * 1000


def bare() -> float:
    connection = db.database.connection()
    return median(
        [timed(lambda: connection.execute("SELECT * FROM document LIMIT 64").fetchall()) for _ in range(EACH)]
    )


def _program(home: Home) -> Iterator[Section]:
    """The real program in a pseudo-terminal: opens each list, goes to its end, searches, sorts and filters."""
    title, beside = "As listas no programa, a 80x24: da tecla às linhas no ecrã, e memória", "no menu"
    try:
        program = Program([str(Path(sys.executable).with_name("balcao")), "--home", str(home.path)])
    except ModuleNotFoundError:
        yield from absent(title, beside, "listas no programa", "falta o pyte, das ferramentas de quem desenvolve")
        return
    figures: list[Figure] = []
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
            figures.append(Figure(f"{name}: abrir", "ms", program.until(wanted), bar=BAR_MS))
            now = program.megabytes()
            figures.append(Figure(f"{name}: memória a mais", "MB", now - opening, bar=MORE_MB))
            for what, keys in (
                ("fim", "\x1b[F"), ("início", "\x1b[H"), ("página", "\x1b[6~"), ("procurar", "maria"), ("tirar", "\x15"),
            ):  # fmt: skip
                program.keys(keys)
                figures.append(Figure(f"{name}: {what}", "ms", program.settle()))
            opening = program.megabytes()
        after = program.megabytes()
    finally:
        program.end()
    figures.append(Figure("memória, listas percorridas", "MB", after, None, before, ALL_MB))
    yield Section(title, beside, figures)


class Program:
    """A program in a pseudo-terminal of 80x24, its screen kept by pyte."""

    def __init__(self, command: list[str]) -> None:
        """Raises ModuleNotFoundError where there is no pyte."""
        import pyte

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
