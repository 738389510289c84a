"""What a count found, against what the books had at the moment of each line; its approval, which corrects the books."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from peewee import fn

from fiscal.errors import Refusal
from fiscal.rounding import cents
from models import db
from models.audit.log import record
from models.catalogue.tables import Article
from models.session import Session
from models.stock.count_tables import StockCount, StockCountEntry
from models.stock.counting import AGAIN, APPROVED, FINISHED, FIRST, SECOND, count_of
from models.stock.move import Moved, move
from models.stock.sheets import COUNTED, write_sheet
from models.stock.tables import Lot, StockBalance, StockMovement, StockPlace
from models.stock.valuation import bring_up_to_date

Key = tuple[int, int]
"""Article and lot."""


@dataclass(frozen=True, slots=True)
class Variance:
    """One article and lot of a count."""

    article_id: int
    lot_id: int
    code: str
    description: str
    unit: str
    lot: str
    rounds: tuple[Decimal | None, Decimal | None, Decimal | None]
    """Counted by the first, by the second, and again."""
    counted: Decimal | None
    """What counts; None while two people differ, or one of them has not counted it."""
    book: Decimal
    """What the books had when it was last counted."""
    cost: Decimal
    """Of one unit, euro without tax, at average cost."""
    moved: bool
    """Goods moved between the first and the last time that it was counted: better counted again."""

    @property
    def difference(self) -> Decimal:
        """Too much (positive) or missing; zero while it is not known."""
        return Decimal(0) if self.counted is None else self.counted - self.book

    @property
    def value(self) -> Decimal:
        """Of the difference, euro."""
        return cents(self.difference * self.cost)


@dataclass(slots=True)
class _Turn:
    """What one round counted of one article and lot."""

    total: Decimal
    first_ledger: int
    last_ledger: int
    day: str


def variances(number: str) -> list[Variance]:
    """Every line of a count: those without a result first, then by value, the largest difference first."""
    count = count_of(number)
    turns = _turns(count)
    bring_up_to_date({article for article, _ in turns})
    articles = _by_id(Article, {article for article, _ in turns})
    lots = _by_id(Lot, {lot for _, lot in turns if lot})
    costs = {article: _unit_cost(one) for article, one in _by_id(StockBalance, {a for a, _ in turns}).items()}
    books, touched = _books(count, turns)
    found = []
    for key, rounds in turns.items():
        article = articles[key[0]]
        totals = tuple(rounds[n].total if n in rounds else None for n in (FIRST, SECOND, AGAIN))
        found.append(
            Variance(
                key[0], key[1], article.code, article.description, article.unit,
                lots[key[1]].code if key[1] else "", totals, _result(count, rounds), books[key],  # type: ignore[arg-type]
                costs.get(key[0], Decimal(0)), key in touched,
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (one.counted is not None, -abs(one.value), -abs(one.difference), one.code))


def approve_count(number: str, session: Session) -> str:
    """Corrects the books by what was found; gives the number of the adjustment, or an empty text where all was right.

    Raises Refusal while two people differ on an article.
    """
    with db.writing():
        count = count_of(number, FINISHED)
        found = variances(number)
        open_ones = [one.code for one in found if one.counted is None]
        if open_ones:
            raise Refusal(
                f"{len(open_ones)} artigo(s) sem resultado, porque as duas contagens não são iguais: "
                f"{', '.join(open_ones[:5])}. Conte-os outra vez.",
                field="lines",
                rule="count",
            )
        wrong = sorted((one for one in found if one.difference), key=lambda one: (one.code, one.lot))
        sheet_id, sheet = _adjust(count, wrong, session) if wrong else (None, "")
        StockCount.update(
            state=APPROVED, closed_at=session.clock.now(), closed_by=session.operator, sheet_id=sheet_id
        ).where(StockCount.id == count.id).execute()
        value = sum((one.value for one in wrong), Decimal(0))
        record(session, "count.approve", count.number, sheet=sheet, lines=len(wrong), value=str(value))
    return sheet


def _adjust(count: StockCount, wrong: list[Variance], session: Session) -> tuple[int, str]:
    rows = [
        {
            "article_id": one.article_id, "code": one.code, "description": one.description, "unit": one.unit,
            "lot_id": one.lot_id, "quantity": one.difference, "cost": None,
        }
        for one in wrong
    ]  # fmt: skip
    place = int(count.warehouse_id)
    sheet_id, sheet = write_sheet(COUNTED, count.day, place, rows, f"Contagem {count.number}", session)
    moved = [Moved(one.article_id, n, one.difference, place, one.lot_id) for n, one in enumerate(wrong, 1)]
    # What was sold after it was counted may have been there only in the books: the shelf is right.
    move(moved, count.day, session.clock.now(), COUNTED, sheet_id=sheet_id, confirmed=frozenset({"negative"}))
    return sheet_id, sheet


def _turns(count: StockCount) -> dict[Key, dict[int, _Turn]]:
    query: Any = (
        StockCountEntry.select(
            StockCountEntry.article_id, StockCountEntry.lot_id, StockCountEntry.round,
            fn.SUM(StockCountEntry.quantity), fn.MIN(StockCountEntry.ledger_id), fn.MAX(StockCountEntry.ledger_id),
            fn.MAX(StockCountEntry.at),
        )
        .where(StockCountEntry.count_id == count.id)
        .group_by(StockCountEntry.article_id, StockCountEntry.lot_id, StockCountEntry.round)
    )  # fmt: skip
    found: dict[Key, dict[int, _Turn]] = defaultdict(dict)
    for article, lot, turn, total, first, last, at in query.tuples():
        day = at if isinstance(at, str) else at.isoformat()
        found[int(article), int(lot)][int(turn)] = _Turn(_micro(total), int(first), int(last), day[:10])
    return dict(found)


def _result(count: StockCount, rounds: dict[int, _Turn]) -> Decimal | None:
    if AGAIN in rounds:
        return rounds[AGAIN].total
    if not count.twice:
        return rounds[FIRST].total
    both = {rounds[n].total for n in (FIRST, SECOND) if n in rounds}
    return both.pop() if len(both) == 1 and len(rounds) == 2 else None


def _books(count: StockCount, turns: dict[Key, dict[int, _Turn]]) -> tuple[dict[Key, Decimal], set[Key]]:
    """What the books had of each line when it was last counted, and the lines whose goods moved while they were counted.

    From what is there now, without what was recorded since: but goods that moved on an earlier day, and were only recorded
    late, were on the shelf (or had left it) already.
    """
    last = {key: max(rounds.values(), key=lambda turn: turn.last_ledger) for key, rounds in turns.items()}
    query = StockPlace.select().where(StockPlace.warehouse_id == count.warehouse_id)
    there = {(int(one.article_id), int(one.lot_id)): one.quantity for one in query}
    books = {key: there.get(key, Decimal(0)) for key in turns}
    touched: set[Key] = set()
    since = min((turn.first_ledger for rounds in turns.values() for turn in rounds.values()), default=0)
    later = StockMovement.select().where(StockMovement.id > since, StockMovement.warehouse_id == count.warehouse_id)
    for one in later.order_by(StockMovement.id):
        key = (int(one.article_id), int(one.lot_id))
        if key not in turns:
            continue
        turn = last[key]
        if one.id > turn.last_ledger and one.day.isoformat() >= turn.day:
            books[key] -= one.quantity
        elif turn.first_ledger < one.id <= turn.last_ledger:
            touched.add(key)
    return books, touched


def _unit_cost(one: StockBalance) -> Decimal:
    cost: Decimal = one.average_value / one.quantity if one.quantity > 0 else one.last_cost
    return cost


def _by_id(table: Any, ids: set[int]) -> dict[int, Any]:
    key = table._meta.primary_key
    wanted, found = sorted(ids), {}
    for start in range(0, len(wanted), 500):
        for row in table.select().where(key.in_(wanted[start : start + 500])):
            found[int(getattr(row, key.name))] = row
    return found


def _micro(total: Any) -> Decimal:
    return Decimal(int(total)).scaleb(-6)
