"""A small demonstration company for journeys, made once and copied for each test."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from cli.demo.build import build
from models import db
from models.clock import SystemClock
from models.home import Home
from tests.journeys.test_first_day import Operator
from tests.typing_keys import type_text
from tui.app import BalcaoApp


@cache
def _made() -> Path:
    home = Path(mkdtemp(prefix="balcao-demo-")) / "loja"
    build(Home(home), documents=8, articles=20, customers=4, seed=3, told=lambda text: None)
    return home


def copied(folder: Path) -> Path:
    """A copy of the company in ``folder``."""
    shutil.copytree(_made(), folder / "loja")
    return folder / "loja"


def barcodes(home: Path, count: int = 2) -> list[str]:
    """Bar codes of articles that count by the unit and whose price includes tax."""
    with sqlite3.connect(home / "balcao.db") as base:
        rows = base.execute(
            "SELECT min(b.code) FROM barcode b JOIN article a ON a.id = b.article_id "
            "WHERE b.quantity = 1000000 AND a.price_includes_tax = 1 GROUP BY b.article_id ORDER BY 1 LIMIT ?",
            (count,),
        )
        return [row[0] for row in rows]


def documents(home: Path) -> list[tuple[str, int, str]]:
    """Number, total in cents, QR message, in order of issue."""
    with sqlite3.connect(home / "balcao.db") as base:
        return base.execute("SELECT number, gross, qr FROM document ORDER BY id").fetchall()


@asynccontextmanager
async def signed_in(home: Path, size: tuple[int, int] = (80, 24), *, seeing: str = "Hoje,") -> AsyncIterator[Watching]:
    """The program, with the owner signed in and the menu (or what else shows ``seeing``) on the screen."""
    app = BalcaoApp(Home(home), SystemClock())
    async with app.run_test(size=size) as pilot:
        owner = Watching(pilot, _NoClock())  # type: ignore[arg-type]
        await owner.sees("Operador")
        await owner.types("dono<enter>balcao<enter>")
        await owner.sees(seeing)
        yield owner
    db.close()


class _NoClock:
    """The machine's own clock runs; nobody sets it."""

    at = datetime(2000, 1, 1)


class Watching(Operator):
    async def bursts(self, keys: str) -> None:
        """Types ahead without waiting for anything."""
        await type_text(self.pilot, keys)
