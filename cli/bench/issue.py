"""A signed ten-line invoice committed to disk, against the same rows written by bare sqlite3 with the same signature."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from cli.bench.figures import Figure, Section, Told, median, part
from cli.bench.shop import shop
from fiscal.signature import Signer
from models import db
from models.sales.draft import Draft, DraftLine
from models.sales.issue import issue

ROUNDS = 300
BAR = 5.0


def run(told: Told) -> Iterator[Section]:
    told("emitir: a fazer uma empresa…")
    with shop(1000) as (home, session):
        floor = Floor(str(home.path / "floor.db"), session.signer)
        told(f"emitir: {ROUNDS} documentos…")
        ours: list[float] = []
        bare: list[float] = []
        for n in range(ROUNDS):
            began = time.perf_counter()
            floor.issue(n)
            between = time.perf_counter()
            lines = [DraftLine(f"B{i}", quantity=Decimal(i + 1)) for i in range(10)]
            issue(Draft("FS" if n % 2 else "FT", lines, prices_include_tax=True), session)
            ours.append(time.perf_counter() - between)
            bare.append(between - began)
        floor.close()
        db.close()
    row = Figure(
        "emitir com dez linhas",
        "ms",
        median(ours) * 1000,
        part(ours, 0.95) * 1000,
        median(bare) * 1000,
        BAR,
        of_ratio=True,
    )
    yield Section("Emitir e gravar no disco, com assinatura, stock e registo", "sqlite3 simples", [row])


class Floor:
    """The least that can be done: the same number of rows in one transaction, no rule checked, no object made."""

    def __init__(self, path: str, signer: Signer) -> None:
        self._signer = signer
        self._base = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            self._base.execute(f"PRAGMA {pragma}")
        for table, columns in (("document", 40), ("line", 24), ("tax", 9), ("payment", 7), ("movement", 14)):
            names = ", ".join(f"c{i}" for i in range(1, columns))
            self._base.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, {names})")
        self._base.execute("CREATE UNIQUE INDEX number ON document (c1)")
        self._base.execute("CREATE UNIQUE INDEX operation ON document (c2)")
        self._base.execute("CREATE INDEX line_document ON line (c1)")
        self._base.execute("CREATE TABLE balance (article INTEGER PRIMARY KEY, quantity INTEGER)")
        self._base.execute("CREATE TABLE place (article INTEGER PRIMARY KEY, quantity INTEGER)")
        self._base.execute("CREATE INDEX movement_article ON movement (c1, c8, c2)")
        self._base.execute("CREATE INDEX movement_document ON movement (c4)")
        self._base.execute("CREATE TABLE series (id INTEGER PRIMARY KEY, last INTEGER, hash TEXT)")
        self._base.execute("CREATE TABLE audit (id INTEGER PRIMARY KEY, text TEXT, hash TEXT)")
        self._base.execute("INSERT INTO series VALUES (1, 0, '')")
        for kept in ("balance", "place"):
            self._base.executemany(f"INSERT INTO {kept} VALUES (?, 0)", [(n,) for n in range(10)])

    def close(self) -> None:
        self._base.close()

    def issue(self, n: int) -> None:
        run = self._base.execute
        run("BEGIN IMMEDIATE")
        last, previous = run("SELECT last, hash FROM series WHERE id = 1").fetchone()
        now = datetime(2026, 11, 24, 10).isoformat()
        signature = self._signer.sign(f"2026-11-24;{now};FS 2026A/{last + 1};123.45;{previous}")
        row = (f"FS 2026A/{last + 1}", f"op{n}", signature, *["texto"] * 36)
        key = run(f"INSERT INTO document VALUES (NULL, {', '.join('?' * 39)})", row).lastrowid
        many = self._base.executemany
        many(f"INSERT INTO line VALUES (NULL, {', '.join('?' * 23)})", [(key, i, *["texto"] * 21) for i in range(10)])
        run(f"INSERT INTO tax VALUES (NULL, {', '.join('?' * 8)})", (key, *["texto"] * 7))
        run(f"INSERT INTO payment VALUES (NULL, {', '.join('?' * 6)})", (key, *["texto"] * 5))
        moved = [(i, 1, None, key, None, None, i, -1, "2026-11-24", now, "FS", None, None) for i in range(10)]
        many(f"INSERT INTO movement VALUES (NULL, {', '.join('?' * 13)})", moved)
        for kept in ("balance", "place"):
            many(f"UPDATE {kept} SET quantity = quantity - 1 WHERE article = ?", [(i,) for i in range(10)])
        hashed = (run("SELECT hash FROM audit ORDER BY id DESC LIMIT 1").fetchone() or ("",))[0]
        text = f"issue {n}"
        run("INSERT INTO audit VALUES (NULL, ?, ?)", (text, hashlib.sha256((hashed + text).encode()).hexdigest()))
        run("UPDATE series SET last = ?, hash = ? WHERE id = 1", (last + 1, signature))
        run("COMMIT")
