"""Stock after a million movements: balance and movements of one article, and all of it valued."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from statistics import median
from time import perf_counter

from cli.bench.figures import Figure, Section, Told
from cli.bench.shop import shop
from models import db
from models.catalogue.tables import Article
from models.declared import Question
from models.stock.move import Moved, move
from models.stock.tables import StockBalance, StockPlace
from models.stock.valuation import bring_up_to_date
from reports.report import Answer, Report
from reports.stock import MOVES, VALUED

ARTICLES = int(os.environ.get("BENCH_ARTICLES", "100000"))
MOVEMENTS = int(os.environ.get("BENCH_MOVEMENTS", "1000000"))
AT_ONCE = 5_000
BARS = {"article": 20.0, "valued": 3_000.0}
"""Milliseconds (issue: under 20 ms for one article, under 3 s for all of it)."""


def run(told: Told) -> Iterator[Section]:
    title = f"Stock: {MOVEMENTS:,} movimentos de {ARTICLES:,} artigos".replace(",", " ")
    with shop(ARTICLES) as (_, session):
        ids = [int(one.id) for one in Article.select(Article.id).where(Article.stocked == True)]  # noqa: E712
        now = session.clock.now()
        _fill(ids, now.date() - timedelta(days=300), told)
        told("stock: a valorizar tudo pela primeira vez…")
        first = _once(bring_up_to_date)
        code = str(Article.get_by_id(ids[len(ids) // 2]).code)
        article = int(Article.get(Article.code == code).id)
        balance = _usual(lambda: _balance(article))
        plain = _usual(lambda: db.database.execute_sql(_PLAIN, (article,)).fetchall())
        moves = _usual(lambda: _rows(MOVES, now.date(), (("article", code),)))
        whole = _usual(lambda: _rows(VALUED, now.date(), ()), times=3)
        bare = _usual(lambda: db.database.execute_sql(_BARE).fetchall(), times=3)
        earlier = _usual(lambda: _rows(VALUED, now.date(), (("day", now.date() - timedelta(days=100)),)), times=3)
    yield Section(
        title,
        "só a pergunta em SQL",
        [
            Figure("saldo de um artigo", "ms", balance, None, None, BARS["article"]),
            Figure("movimentos de um artigo", "ms", moves, None, plain, BARS["article"]),
            Figure("stock valorizado, agora", "ms", whole, None, bare, BARS["valued"]),
            Figure("stock valorizado, há 100 dias", "ms", earlier, None, bare, BARS["valued"]),
            Figure("valorizar tudo, da primeira vez", "ms", first, None, None, None),
        ],
    )


_PLAIN = "SELECT * FROM stock_movement WHERE article_id = ?"
_BARE = "SELECT a.code, a.description, b.quantity, b.average_value FROM stock_balance b JOIN article a ON a.id = b.article_id"


def _fill(ids: list[int], day: date, told: Told) -> None:
    """Ten movements of each article: three entries whose cost is known, seven exits, over three hundred days."""
    turns = max(1, MOVEMENTS // len(ids))
    for turn in range(turns):
        told(f"stock: a fazer os movimentos, {turn + 1} de {turns}…")
        enters, at = turn % 3 == 0, day + timedelta(days=turn * 300 // turns)
        for start in range(0, len(ids), AT_ONCE):
            with db.writing():
                goods = [
                    Moved(one, 1, Decimal(10 if enters else -3), 1, cost=Decimal(10 + one % 7) if enters else None)
                    for one in ids[start : start + AT_ONCE]
                ]
                # SQLite takes so many values in one condition: what may go below zero is asked for fewer at a time.
                for few in range(0, len(goods), 500):
                    move(goods[few : few + 500], at, datetime.combine(at, time(12)), "E" if enters else "S")


def _balance(article: int) -> tuple[StockBalance, list[StockPlace]]:
    return StockBalance.get_by_id(article), list(StockPlace.select().where(StockPlace.article_id == article))


def _rows(report: Report, today: date, filters: tuple[tuple[str, object], ...]) -> int:
    return Answer(report, lambda: today).count_all(Question(filters=filters))


def _once(act: Callable[[], object]) -> float:
    begun = perf_counter()
    act()
    return (perf_counter() - begun) * 1000


def _usual(act: Callable[[], object], times: int = 15) -> float:
    """Milliseconds, the median."""
    return median(_once(act) for _ in range(times))
