"""Keeps what stock is worth up to date: only articles that moved since, and from the start only where the past changed.

Movements count by day, entries whose cost is known first: goods that came in the morning are there to be sold, also when
they are recorded at night. A transfer changes the place of goods, never their worth. Kits put together, and the parts of kits
taken apart, come at what left for them: they count in the order of recording, and follow when that turns out to be worth
something else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from fiscal.rounding import micro
from models import db
from models.catalogue.tables import Article
from models.stock.tables import StockBalance, StockCost, StockMovement
from models.stock.worth import Layer, Step, Undone, Worth

TRANSFER = "T"
"""Reason of movements between two warehouses."""
MADE = ("M", "D")
"""Reasons of movements between kits and their parts (``models/stock/assembly.py``)."""
TOGETHER = 200
"""Articles valued in one transaction, so that selling never waits long for a report."""

_STEPS = (
    "SELECT m.article_id, m.id, m.quantity, m.day, m.cost, m.reverses_id, v.movement_id, "
    "(SELECT sum(c.amount) FROM stock_cost c WHERE c.movement_id = m.id), m.reason "
    "FROM stock_movement m LEFT JOIN stock_value v ON v.movement_id = m.id "
)
_VALUED = (
    "INSERT INTO stock_value (movement_id, article_id, day, quantity, average, fifo) VALUES (?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (movement_id) DO UPDATE SET average = excluded.average, fifo = excluded.fifo"
)
_UNEVEN = (
    "SELECT sheet_id, lost FROM (SELECT m.sheet_id, min(m.day) AS day, sum(CASE WHEN m.quantity < 0 THEN -v.average "
    "ELSE -m.cost - coalesce((SELECT sum(c.amount) FROM stock_cost c WHERE c.movement_id = m.id), 0) END) AS lost, "
    "sum(CASE WHEN m.quantity < 0 AND v.movement_id IS NULL THEN 1 ELSE 0 END) AS unknown, max(m.quantity) AS most "
    "FROM stock_movement m LEFT JOIN stock_value v ON v.movement_id = m.id "
    "WHERE m.reason IN ('M', 'D') GROUP BY m.sheet_id) made WHERE lost <> 0 AND unknown = 0 AND most > 0 ORDER BY day, sheet_id"
)
"""Sheets between kits and parts that gave in more, or less, than what left was worth; positive: more has left."""
_UP_TO_DATE = (
    "UPDATE stock_balance SET average_value = ?, fifo_value = ?, last_cost = ?, layers = ?, valued_to = ?, "
    "stale_from = NULL WHERE article_id = ?"
)


def bring_up_to_date(articles: Iterable[int] | None = None) -> int:
    """Values what moved since the last time; gives how many articles. articles: only these, by id.

    Reports of values and margins begin with it. Verbs that need a cost call it inside their own transaction.
    """
    wanted = None if articles is None else sorted(set(articles))
    done = _bring_up_to_date(wanted)
    while done and (again := _even_out()):
        _bring_up_to_date(again)
    return done


def _bring_up_to_date(wanted: list[int] | None) -> int:
    done, last = 0, 0
    while _stale(wanted, last).exists():  # else nobody waits for a report that has nothing to value
        with db.writing():
            stale = list(db.lock_for_writing(_stale(wanted, last)))
            _value(stale)
        done += len(stale)
        if len(stale) < TOGETHER:
            break
        last = int(stale[-1].article_id)
    return done


def _even_out() -> list[int]:
    """What came of kits put together, or taken apart, costs what left for it; gives the articles to be valued again.

    What comes of a sheet never changes the worth of what left with it, or before: this ends.
    """
    if not (uneven := db.database.execute_sql(_UNEVEN).fetchall()):
        return []
    articles = set()
    with db.writing():
        for sheet, lost in uneven:
            came = list(
                StockMovement.select()
                .where(StockMovement.sheet_id == sheet, StockMovement.reason.in_(MADE), StockMovement.quantity > 0)
                .order_by(StockMovement.id)
            )
            at, total = came[-1].at, sum((one.cost for one in came), Decimal(0))
            left = Decimal(int(lost)).scaleb(-6)
            parts = [micro(left * one.cost / total) if total else Decimal(0) for one in came[:-1]]
            for one, part in zip(came, [*parts, left - sum(parts, Decimal(0))], strict=True):
                add_cost(one, part, at, one.reason)
                articles.add(int(one.article_id))
    return sorted(articles)


def unit_cost(code: str) -> Decimal:
    """What one unit of an article costs now, in euro without tax: on average what is there, else the last known; else zero."""
    found = (
        StockBalance.select()
        .join(Article, on=(Article.id == StockBalance.article_id))
        .where(Article.code == code)
        .first()
    )
    if found is None:
        return Decimal(0)
    bring_up_to_date([int(found.article_id)])
    found = StockBalance.get_by_id(found.article_id)
    cost: Decimal = found.average_value / found.quantity if found.quantity > 0 else found.last_cost
    return micro(cost)


def add_cost(movement: StockMovement, amount: Decimal, at: datetime, reason: str) -> None:
    """An entry turned out to cost ``amount`` more (or less, negative), in euro: all that came after it is valued anew.

    Called inside the transaction of the document that says so.
    """
    if not amount:
        return
    db.insert_one(StockCost, {"movement_id": movement.id, "amount": amount, "at": at, "reason": reason})
    day = movement.day.isoformat()
    db.database.execute_sql(
        db.marked(
            "UPDATE stock_balance SET valued_to = '', stale_from = CASE WHEN stale_from <= ? THEN stale_from ELSE ? END "
            "WHERE article_id = ?"
        ),
        (day, day, movement.article_id),
    )


def _stale(wanted: list[int] | None, after: int) -> Any:
    """The articles to be valued next, by number."""
    query = StockBalance.select().where(StockBalance.stale_from.is_null(False), StockBalance.article_id > after)
    if wanted is not None:
        query = query.where(StockBalance.article_id.in_(wanted))
    return query.order_by(StockBalance.article_id).limit(TOGETHER)


def _value(stale: list[StockBalance]) -> None:
    news = _steps([(int(one.article_id), one.stale_from.isoformat()) for one in stale if one.valued_to])
    again = {int(one.article_id) for one in stale if not _goes_on(one, news.get(int(one.article_id), []))}
    whole = _steps([(article, "") for article in sorted(again)])
    values: list[tuple[Any, ...]] = []
    ends: list[tuple[Any, ...]] = []
    for one in stale:
        article = int(one.article_id)
        if article in again:
            worth, rows = Worth(), whole.get(article, [])
        else:
            rows = [row for row in news.get(article, []) if _position(row) > one.valued_to]
            worth = _remembered(one, rows)
        known = _known([row[5] for row in rows if row[5] is not None])
        for row in rows:
            average, fifo = worth.take(_step(row, known))
            known[row[1]] = Undone(row[1], row[2], average, fifo)
            values.append((row[1], article, row[3], row[2], average, fifo))
        last = _position(rows[-1]) if rows else one.valued_to
        layers = json.dumps([(layer.movement, layer.quantity, layer.value) for layer in worth.layers])
        ends.append((worth.average, worth.fifo, worth.last_cost, layers, last, article))
    db.execute_many(db.marked(_VALUED), values)
    db.execute_many(db.marked(_UP_TO_DATE), ends)


def _steps(articles: list[tuple[int, str]]) -> dict[int, list[Any]]:
    """The movements of each article from a day on, in the order in which they count."""
    found: dict[int, list[Any]] = {}
    for article, rows in groupby(_read(articles), key=lambda row: int(row[0])):
        found[article] = sorted(rows, key=_position)
    return found


def _read(articles: list[tuple[int, str]]) -> Iterator[Any]:
    for article, day in articles:
        yield from db.database.execute_sql(
            db.marked(f"{_STEPS} WHERE m.article_id = ? AND m.day >= ? AND m.reason <> '{TRANSFER}'"), (article, day)
        ).fetchall()


def _position(row: Any) -> str:
    """Day, entries of known cost before the rest, number: as text that sorts so."""
    return f"{row[3]}|{int(row[4] is None or row[8] in MADE)}|{row[1]:019d}"


def _goes_on(one: StockBalance, rows: list[Any]) -> bool:
    """Whether something is valued, and everything new comes after it."""
    return bool(one.valued_to) and all(_position(row) > one.valued_to for row in rows if row[6] is None)


def _remembered(one: StockBalance, later: list[Any]) -> Worth:
    """What there was before the movements that are not valued yet."""
    average, fifo, cost, there = (
        StockBalance.quantity.db_value(value) or 0
        for value in (one.average_value, one.fifo_value, one.last_cost, one.quantity)
    )
    layers = [Layer(*layer) for layer in json.loads(one.layers)]
    return Worth(there - sum(int(row[2]) for row in later), average, fifo, cost, layers)


def _known(ids: list[int]) -> dict[int, Undone]:
    """What is known of movements that others take back and that are valued already."""
    if not ids:
        return {}
    marks = ", ".join("?" * len(ids))
    rows = db.database.execute_sql(
        db.marked(f"SELECT movement_id, quantity, average, fifo FROM stock_value WHERE movement_id IN ({marks})"),  # noqa: S608
        tuple(ids),
    ).fetchall()
    return {int(row[0]): Undone(*map(int, row)) for row in rows}


def _step(row: Any, known: dict[int, Undone]) -> Step:
    cost = None if row[4] is None else int(row[4]) + int(row[7] or 0)
    return Step(int(row[1]), int(row[2]), cost, known.get(row[5]))
