"""The goods of a purchase: what enters and what it costs, what an invoice puts right, what goes back to the supplier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from fiscal.rounding import ZERO, micro
from models.purchases.draft import BY_GUIDE, CREDIT, GOODS_BACK, PRICE_ONLY, RECEIPT
from models.purchases.prepare import Ready
from models.purchases.tables import Purchase, PurchaseLine
from models.stock.move import TAKEN_BACK, Moved, move
from models.stock.tables import StockCost, StockMovement
from models.stock.valuation import add_cost


def enter(
    purchase_id: int, number: str, kind: str, ready: Sequence[Ready], warehouse: int, day: dt.date, now: dt.datetime
) -> None:
    """Goods that are not in the house yet enter at their cost; of those that are, the cost is put right."""
    goods = []
    for n, one in enumerate(ready, 1):
        if not one.stocked or one.article is None:
            continue
        if one.origin is not None and one.origin.purchase.kind == RECEIPT:
            _put_right(one, number, now)
        else:
            goods.append(Moved(int(one.article.id), n, one.units, warehouse, one.lot_id, one.cost))
    move(goods, day, now, kind, purchase_id=purchase_id)


def _put_right(one: Ready, number: str, now: dt.datetime) -> None:
    """What the invoice says that goods cost, where the receipt said otherwise."""
    entry = entry_of(one)
    if entry is not None:
        said = (entry.cost or ZERO) * one.units / entry.quantity
        add_cost(entry, micro(one.cost - said), now, number)


def entry_of(one: Ready) -> StockMovement | None:
    """The movement by which the goods of a line's origin entered; of an invoice of received goods, that of the receipt."""
    origin = one.origin
    if origin is None or origin.line is None:
        return None
    purchase_id, line = int(origin.purchase.id), origin.line
    if line.origin_id is not None:
        before = Purchase.get_by_id(line.origin_id)
        if before.kind == RECEIPT:
            purchase_id, line = (
                int(before.id),
                PurchaseLine.get(PurchaseLine.purchase_id == before.id, PurchaseLine.number == line.origin_line),
            )
    return StockMovement.get_or_none(
        StockMovement.purchase_id == purchase_id, StockMovement.line == line.number, StockMovement.reason != TAKEN_BACK
    )


def credit(
    purchase_id: int,
    number: str,
    goods: str,
    ready: Sequence[Ready],
    day: dt.date,
    now: dt.datetime,
    confirmed: frozenset[str],
) -> None:
    """Goods go back at what they cost; a credit of price only makes what entered cheaper."""
    if goods == BY_GUIDE:
        return
    back = []
    for n, one in enumerate(ready, 1):
        entry = entry_of(one)
        if entry is None:
            continue
        if goods == PRICE_ONLY:
            add_cost(entry, -one.cost, now, number)
        elif goods == GOODS_BACK:
            back.append(
                Moved(entry.article_id, n, -one.units, entry.warehouse_id, entry.lot_id, reverses_id=int(entry.id))
            )
    move(back, day, now, CREDIT, purchase_id=purchase_id, confirmed=confirmed)


def shared(number: str) -> str:
    """Reason of a cost that is a part of a purchase's expenses (``models/purchases/landed.py``)."""
    return f"despesas de {number}"


def take_costs_off(number: str, now: dt.datetime) -> None:
    """Whatever a purchase added to what goods cost is taken off again."""
    for cost in list(StockCost.select().where(StockCost.reason.in_((number, shared(number))))):
        add_cost(StockMovement.get_by_id(cost.movement_id), -cost.amount, now, f"anulação de {number}")
