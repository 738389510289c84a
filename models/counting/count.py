"""Counts what is on the shelf while selling goes on: opening, counting line by line, finishing, approving.

Each article is compared with what the books had at the moment when it was last counted, so that what is sold before or
after makes no difference. Two people count apart; where they differ it is counted again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from peewee import fn

from fiscal.errors import Refusal
from fiscal.rounding import micro
from fiscal.rules.dates import check_plausible
from fiscal.rules.lines import MOST
from fiscal.text import clean
from models import db
from models.audit.log import record
from models.catalogue.articles import find_article
from models.catalogue.tables import Article
from models.counting.tables import StockCount, StockCountArticle, StockCountEntry
from models.session import Session
from models.stock.lots import lot_of
from models.stock.tables import Lot, StockMovement, StockPlace
from models.stock.warehouses import warehouse_of

EVERYTHING, CHOSEN = "T", "C"
SCOPES = ((EVERYTHING, "Tudo"), (CHOSEN, "Parte"))
OPEN, FINISHED, APPROVED, GIVEN_UP = "O", "F", "A", "X"
STATES = {OPEN: "A contar", FINISHED: "Por aprovar", APPROVED: "Aprovada", GIVEN_UP: "Abandonada"}
FIRST, SECOND, AGAIN = 1, 2, 3
_LOCK = 7_313_003
"""The place of who gives numbers to counts."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What one line did: shown to who counts."""

    code: str
    description: str
    unit: str
    lot: str
    added: Decimal
    total: Decimal
    """Of this article and lot, in this round."""
    book: Decimal | None
    """What the books have; None in a blind count."""


def open_count(
    warehouse: str,
    session: Session,
    *,
    articles: Sequence[str] | None = None,
    blind: bool = True,
    twice: bool = False,
    day: dt.date | None = None,
    reason: str = "",
) -> str:
    """Opens a count of a warehouse and gives its number, ``CT 2026/1``.

    articles: codes of the only ones to count; None is everything. day: of the adjustment; empty is today.
    Raises Refusal: the warehouse is being counted already, an article is unknown, the day is after today.
    """
    now = session.clock.now()
    day = day or now.date()
    check_plausible(day, field="day")
    if day > now.date():
        raise Refusal("Não se conta o que haverá depois de hoje: corrija a data.", field="day", rule="date")
    with db.writing():
        db.take_turn(_LOCK)
        place = warehouse_of(warehouse)
        chosen = None if articles is None else _chosen(articles)
        _check_alone(int(place.id), chosen)
        last = StockCount.select(fn.MAX(StockCount.sequence)).where(StockCount.year == day.year).scalar()
        sequence = int(last or 0) + 1
        number = f"CT {day.year}/{sequence}"
        count_id = db.insert_one(
            StockCount,
            {
                "year": day.year, "sequence": sequence, "number": number, "warehouse_id": place.id,
                "scope": EVERYTHING if chosen is None else CHOSEN, "blind": blind, "twice": twice, "day": day,
                "reason": clean(reason, 200), "opened_at": now, "operator": session.operator, "state": OPEN,
                "closed_at": None, "closed_by": "", "sheet_id": None,
            },
        )  # fmt: skip
        db.insert(StockCountArticle, [{"count_id": count_id, "article_id": one} for one in chosen or ()])
        record(session, "count.open", number, warehouse=place.code)
    return number


def count_line(
    number: str,
    code: str,
    quantity: Decimal,
    session: Session,
    *,
    lot: str = "",
    expires_on: dt.date | None = None,
) -> Counted:
    """Adds what was counted of an article, or takes back what was too much (negative); 0 says that there is none.

    quantity: in scans of the code (a pack's bar code counts its units).
    Raises Refusal whose field is ``code``, ``quantity``, ``lot`` or ``expires_on``.
    """
    now = session.clock.now()
    with db.writing():
        count = count_of(number, OPEN)
        article, times = _article(count, code)
        units = micro(quantity * times)
        if abs(units) > MOST:
            raise Refusal("A quantidade é demasiado grande: confirme-a.", field="quantity", rule="range")
        lot_id = _lot(article, lot, expires_on, units, now)
        turn = _round(count, session)
        total = _total(count, turn, int(article.id), lot_id) + units
        if total < 0:
            raise Refusal(
                f"De {article.code} só contou {total - units:f}: não se pode tirar mais.".replace(".", ",", 1),
                field="quantity",
                rule="range",
            )
        _enter(count, turn, int(article.id), lot_id, units, session)
    book = None if count.blind else _now_there(count, int(article.id), lot_id)
    return Counted(article.code, article.description, article.unit, clean(lot).upper(), units, total, book)


def count_again(number: str, code: str, total: Decimal, session: Session, *, lot: str = "") -> Decimal:
    """Says how much there is of an article, counted once more: this holds, whatever the others counted. Gives the total.

    Of what two people counted differently, or what moved meanwhile; also after the counting has ended, before its approval.
    total: in the article's own unit; 0: there is none. Raises Refusal whose field is ``code``, ``total`` or ``lot``.
    """
    total = micro(total)
    if not 0 <= total <= MOST:
        raise Refusal("A quantidade contada tem de ser zero ou mais: confirme-a.", field="total", rule="range")
    with db.writing():
        count = count_of(number, OPEN, FINISHED)
        article, _ = _article(count, code)
        lot_id = _lot(article, lot, None, total, session.clock.now())
        before = _total(count, AGAIN, int(article.id), lot_id)
        _enter(count, AGAIN, int(article.id), lot_id, total - before, session)
    return total


def count_nothing(number: str, session: Session) -> int:
    """Says that of all that the books have there and nobody counted there is nothing; gives how many lines.

    In a count of everything, before it is finished. Lines counted by one of two people only are left as they are.
    """
    with db.writing():
        count = count_of(number, OPEN)
        missing = uncounted(count)
        for article, lot in missing:
            _enter(count, AGAIN, article, lot, Decimal(0), session)
        record(session, "count.nothing", number, lines=len(missing))
    return len(missing)


def finish_count(number: str, session: Session) -> str:
    """Ends the counting: variances can be looked over; gives the number. Raises Refusal when nothing was counted."""
    return _to(number, OPEN, FINISHED, session, "count.finish")


def reopen_count(number: str, session: Session) -> str:
    """Goes back to counting, before anything was approved; gives the number."""
    return _to(number, FINISHED, OPEN, session, "count.reopen")


def give_up_count(number: str, session: Session) -> str:
    """Ends a count without any adjustment, and gives its number; what was counted stays to be read."""
    with db.writing():
        count = count_of(number, OPEN, FINISHED)
        _close(count, GIVEN_UP, session)
        record(session, "count.give_up", count.number)
    return str(count.number)


def count_of(number: str, *states: str) -> StockCount:
    """The count of a number, its row locked where the caller writes. Raises Refusal when it is in none of the states."""
    found = StockCount.get_or_none(StockCount.number == clean(number).upper())
    if found is None:
        raise Refusal(f"Não há nenhuma contagem {clean(number)[:30]}.", field="number", rule="count")
    if states:
        found = db.lock_for_writing(StockCount.select().where(StockCount.id == found.id)).get()
        if found.state not in states:
            raise Refusal(
                f"A contagem {found.number} está no estado «{STATES[found.state]}»: já não se pode fazer isso.",
                field="number",
                rule="count",
            )
    return found


@dataclass(frozen=True, slots=True)
class Mine:
    """What one person has counted of an article and lot so far."""

    code: str
    description: str
    unit: str
    lot: str
    quantity: Decimal


def counted_by(number: str, session: Session, limit: int) -> list[Mine]:
    """What this operator has counted in a count, the last counted at the end; at most so many lines."""
    count = count_of(number)
    query: Any = (
        StockCountEntry.select(
            StockCountEntry.article_id, StockCountEntry.lot_id, fn.SUM(StockCountEntry.quantity), fn.MAX(StockCountEntry.id)
        )
        .where(
            StockCountEntry.count_id == count.id,
            StockCountEntry.operator == session.operator,
            StockCountEntry.round != AGAIN,
        )
        .group_by(StockCountEntry.article_id, StockCountEntry.lot_id)
        .order_by(fn.MAX(StockCountEntry.id).desc())
        .limit(limit)
    )  # fmt: skip
    found = []
    for article_id, lot_id, total, _ in reversed(list(query.tuples())):
        one = Article.get_by_id(article_id)
        lot = Lot.get_by_id(lot_id).code if lot_id else ""
        found.append(Mine(one.code, one.description, one.unit, lot, Decimal(int(total)).scaleb(-6)))
    return [one for one in found if one.quantity]


def uncounted(count: StockCount) -> list[tuple[int, int]]:
    """Article and lot of what the books have in the warehouse, is to be counted, and nobody has counted."""
    counted = StockCountEntry.select(StockCountEntry.article_id, StockCountEntry.lot_id).where(
        StockCountEntry.count_id == count.id
    )
    done = {(int(one.article_id), int(one.lot_id)) for one in counted}
    query = StockPlace.select().where(StockPlace.warehouse_id == count.warehouse_id, StockPlace.quantity != 0)
    if count.scope == CHOSEN:
        query = query.where(StockPlace.article_id.in_(_scope(count)))
    there = [(int(one.article_id), int(one.lot_id)) for one in query.order_by(StockPlace.article_id, StockPlace.lot_id)]
    return [one for one in there if one not in done]


def _scope(count: StockCount) -> Any:
    return StockCountArticle.select(StockCountArticle.article_id).where(StockCountArticle.count_id == count.id)


def _chosen(codes: Sequence[str]) -> list[int]:
    found = []
    for code in codes:
        one = find_article(code)
        if one is None or not one[0].stocked:
            raise Refusal(f"«{clean(code)[:30]}» não é um artigo com stock.", field="articles", rule="article")
        found.append(int(one[0].id))
    if not found:
        raise Refusal("Escolha pelo menos um artigo para contar.", field="articles", rule="count")
    return sorted(set(found))


def _check_alone(place: int, chosen: list[int] | None) -> None:
    """No article is in two counts of the same warehouse at once: each would correct the other."""
    running = StockCount.select().where(StockCount.warehouse_id == place, StockCount.state.in_((OPEN, FINISHED)))
    for other in running:
        if chosen is None or other.scope == EVERYTHING:
            shared = True
        else:
            shared = _scope(other).where(StockCountArticle.article_id.in_(chosen)).exists()
        if shared:
            raise Refusal(
                f"A contagem {other.number} deste armazém ainda não terminou: termine-a ou abandone-a.",
                field="warehouse",
                rule="count",
            )


def _article(count: StockCount, code: str) -> tuple[Article, Decimal]:
    found = find_article(code)
    if found is None:
        raise Refusal(f"Artigo «{clean(code)[:30]}» desconhecido: F4 procura.", field="code", rule="article")
    if not found[0].stocked:
        raise Refusal(f"O artigo {found[0].code} não movimenta stock.", field="code", rule="article")
    if count.scope == CHOSEN and not _scope(count).where(StockCountArticle.article_id == found[0].id).exists():
        raise Refusal(f"{found[0].code} não faz parte desta contagem.", field="code", rule="count")
    return found


def _lot(article: Article, lot: str, expires_on: dt.date | None, quantity: Decimal, now: dt.datetime) -> int:
    pieces = Decimal(1) if abs(quantity) <= 1 else quantity
    return lot_of(article, lot, now, expires_on=expires_on, enters=True, quantity=pieces, counting=True)


def _round(count: StockCount, session: Session) -> int:
    """Whose count a line belongs to: of two people, the one who began is the first and anybody else the second."""
    if not count.twice:
        return FIRST
    first = StockCountEntry.select().where(StockCountEntry.count_id == count.id, StockCountEntry.round == FIRST).first()
    return FIRST if first is None or first.operator == session.operator else SECOND


def _total(count: StockCount, turn: int, article: int, lot: int) -> Decimal:
    total = (
        StockCountEntry.select(fn.SUM(StockCountEntry.quantity))
        .where(
            StockCountEntry.count_id == count.id,
            StockCountEntry.round == turn,
            StockCountEntry.article_id == article,
            StockCountEntry.lot_id == lot,
        )
        .tuples()
        .first()[0]
    )
    return Decimal(int(total or 0)).scaleb(-6)


def _enter(count: StockCount, turn: int, article: int, lot: int, quantity: Decimal, session: Session) -> None:
    ledger = StockMovement.select(fn.MAX(StockMovement.id)).scalar()
    db.insert_one(
        StockCountEntry,
        {
            "count_id": count.id, "round": turn, "article_id": article, "lot_id": lot, "quantity": quantity,
            "at": session.clock.now(), "ledger_id": int(ledger or 0), "operator": session.operator,
            "terminal": session.terminal,
        },
    )  # fmt: skip


def _now_there(count: StockCount, article: int, lot: int) -> Decimal:
    found = StockPlace.get_or_none(
        StockPlace.article_id == article, StockPlace.warehouse_id == count.warehouse_id, StockPlace.lot_id == lot
    )
    return Decimal(0) if found is None else found.quantity


def _to(number: str, before: str, after: str, session: Session, action: str) -> str:
    with db.writing():
        count = count_of(number, before)
        if not StockCountEntry.select().where(StockCountEntry.count_id == count.id).exists():
            raise Refusal(f"Ainda nada foi contado em {count.number}.", field="number", rule="count")
        StockCount.update(state=after).where(StockCount.id == count.id).execute()
        record(session, action, count.number)
    return str(count.number)


def _close(count: StockCount, state: str, session: Session) -> None:
    StockCount.update(state=state, closed_at=session.clock.now(), closed_by=session.operator).where(
        StockCount.id == count.id
    ).execute()
