"""Stock is valued as it moves: back-dated purchases, costs known later, transfers, cancellations; never a cent astray."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from company import Lojinha, article, line

from models import db
from models.sales.cancel import cancel
from models.stock.move import Moved, move
from models.stock.proof import stock_findings
from models.stock.tables import StockBalance, StockMovement, StockValue
from models.stock.valuation import add_cost, bring_up_to_date

D = Decimal


def entered(company: Lojinha, code: str, day: date, quantity: str, cost: str) -> StockMovement:
    """An entry of goods for a cost known, recorded now; gives its movement."""
    with db.writing():
        goods = [Moved(article(code).id, 1, D(quantity), 1, cost=D(cost))]
        move(goods, day, company.session.clock.now(), "E")
    return StockMovement.select().order_by(StockMovement.id.desc()).get()


def worth(code: str) -> tuple[Decimal, Decimal, Decimal]:
    bring_up_to_date()
    assert stock_findings() == []
    found = StockBalance.get_by_id(article(code).id)
    return found.quantity, found.average_value, found.fifo_value


def value_of(movement: StockMovement) -> tuple[Decimal, Decimal]:
    found = StockValue.get_by_id(movement.id)
    return found.average, found.fifo


def sold(company: Lojinha, code: str, quantity: str) -> StockMovement:
    company.issue("FS", line(code, quantity))
    return StockMovement.select().order_by(StockMovement.id.desc()).get()


def test_a_purchase_of_yesterday_that_is_recorded_today_changes_what_was_sold(company: Lojinha) -> None:
    today = company.session.clock.now().date()
    early, later = date(today.year, 1, 2), date(today.year, 1, 5)
    entered(company, "CAFE", early, "10", "10")
    sale = sold(company, "CAFE", "4")
    assert worth("CAFE") == (6, 6, 6)
    assert value_of(sale) == (-4, -4)
    entered(company, "CAFE", later, "10", "30")
    # Before the sale there were 20 for 40,00: four cost 8,00 at average, and 4,00 of the oldest.
    assert worth("CAFE") == (16, 32, 36)
    assert value_of(sale) == (-8, -4)


def test_goods_of_the_same_day_are_there_to_be_sold(company: Lojinha) -> None:
    sale = sold(company, "CAFE", "2")
    entered(company, "CAFE", company.session.clock.now().date(), "10", "15")
    assert worth("CAFE") == (8, 12, 12)
    assert value_of(sale) == (-3, -3)


def test_freight_known_later_is_part_of_the_cost(company: Lojinha) -> None:
    day = date(company.session.clock.now().year, 1, 2)
    entry = entered(company, "CAFE", day, "10", "10")
    sale = sold(company, "CAFE", "5")
    assert worth("CAFE") == (5, 5, 5)
    with db.writing():
        add_cost(entry, D("2.50"), company.session.clock.now(), "portes")
    assert worth("CAFE") == (5, D("6.25"), D("6.25"))
    assert value_of(sale) == (D("-6.25"), D("-6.25"))


def test_a_cancelled_sale_comes_back_for_what_it_left(company: Lojinha) -> None:
    day = date(company.session.clock.now().year, 1, 2)
    entered(company, "CAFE", day, "10", "10")
    number = company.issue("FS", line("CAFE", "4")).number
    assert worth("CAFE") == (6, 6, 6)
    cancel(number, "Engano", company.session)
    assert worth("CAFE") == (10, 10, 10)


def test_going_on_gives_what_starting_again_gives(company: Lojinha) -> None:
    day = date(company.session.clock.now().year, 1, 2)
    entered(company, "CAFE", day, "7", "10")
    for quantity in ("1", "2", "5", "3"):
        sold(company, "CAFE", quantity)
        worth("CAFE")
    kept = [(v.movement_id, v.average, v.fifo) for v in StockValue.select().order_by(StockValue.movement_id)]
    with db.writing():
        StockBalance.update(valued_to="", stale_from=day).execute()
        StockValue.delete().execute()
    worth("CAFE")
    assert kept == [(v.movement_id, v.average, v.fifo) for v in StockValue.select().order_by(StockValue.movement_id)]
    # Seven for 10,00 leave all their value; the other four go at 1,428571, the last cost.
    assert worth("CAFE") == (-4, D("-5.714284"), D("-5.714284"))
