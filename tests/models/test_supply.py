"""What is to come and what to order: by hand-worked figures, and a shop that orders what it lacks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from company import Lojinha, article, line, refusal

from models.catalogue.articles import save_article
from models.catalogue.form import load
from models.parties.suppliers import save_supplier
from models.purchases.draft import BoughtLine, PurchaseDraft
from models.purchases.record import record_purchase
from models.purchases.sellers import save_seller
from models.purchases.tables import Purchase, PurchaseLine
from models.sales.draft import Draft, DraftCustomer
from models.stock.sheets import SheetDraft, SheetLine, record_sheet
from models.supply.known import article_sheet
from models.supply.outlook import outlook
from models.supply.suggest import Rules, order_all, suggested, to_order
from tui.screens.sheets import article_lines

D = Decimal
PADARIA = DraftCustomer(code="PADARIA")
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("available", "rules", "quantity", "why"),
    [
        (10, Rules(D(10)), 0, ""),
        (9, Rules(D(10)), 1, "há 9, mínimo 10: até 10"),
        (9, Rules(D(10), D(40)), 31, "há 9, mínimo 10: até 40"),
        # 2 a day and 5 days of waiting: 10 on top of the minimum of 10; 14 days more are 28: 48 - 15 = 33
        (15, Rules(D(10), pace=D(2), lead_days=5, cover_days=14), 33, "há 15, mínimo 10, vende 2/dia e demora 5 d: até 48"),
        (20, Rules(D(10), pace=D(2), lead_days=5, cover_days=14), 0, ""),
        # boxes of 12: 33 are three boxes; the supplier sells five at least
        (15, Rules(D(10), pace=D(2), lead_days=5, cover_days=14, factor=D(12)), 3, None),
        (15, Rules(D(10), pace=D(2), lead_days=5, cover_days=14, factor=D(12), least=D(5)), 5, None),
        (-4, Rules(D(0), pace=D("0.5")), 4, "há -4, mínimo 0, vende 0,5/dia: até 0"),
        (0, Rules(), 0, ""),
    ],
)  # fmt: skip
def test_how_much_to_order(available: int, rules: Rules, quantity: int, why: str | None) -> None:
    found = suggested(D(available), rules)
    assert found.quantity == quantity
    assert why is None or found.why == why


@pytest.fixture
def supplied(company: Lojinha) -> Lojinha:
    """Thirty of coffee there; the roastery sells it in boxes of twelve, two at least, in five days."""
    session = company.session
    record_sheet(SheetDraft("E", "A1", [SheetLine("CAFE", D(30), cost=D(6))], day=date(2026, 11, 1)), session)
    save_supplier(None, {"code": "TORRA", "nif": "501964843", "name": "Torrefação do Norte"}, session)
    coffee = article("CAFE").id
    save_article(coffee, {**load(coffee), "units": "CX=12", "minimum": D(20)}, session)
    values = {
        "article": "CAFE", "supplier": "TORRA", "unit": "CX", "minimum": D(2), "lead_days": D(5), "preferred": True,
        "price": D(70), "supplier_code": "",
    }  # fmt: skip
    save_seller(None, values, session)
    return company


def test_what_is_there_what_comes_and_what_is_promised(supplied: Lojinha) -> None:
    session, coffee = supplied.session, article("CAFE").id
    order = PurchaseDraft("EF", "TORRA", [BoughtLine("CAFE", quantity=D(3), unit="CX")], expected_on=date(2026, 11, 30))
    number = record_purchase(order, session)
    receipt = BoughtLine("CAFE", quantity=D(1), unit="CX", origin=number, origin_line=1)
    record_purchase(PurchaseDraft("RM", "TORRA", [receipt]), session)
    supplied.issue("NE", line("CAFE", "7"), customer=PADARIA)
    one = outlook([coffee])[coffee]
    assert (one.there, one.coming, one.promised) == (42, 24, 7)  # 30 and a box of 12; two boxes to come
    assert (one.available, one.coming_on) == (59, date(2026, 11, 30))
    assert [(place.code, place.quantity) for place in one.places] == [("A1", 42)]
    assert outlook()[coffee] == one


def test_what_is_delivered_is_promised_no_more(supplied: Lojinha) -> None:
    coffee = article("CAFE").id
    order = supplied.issue("NE", line("CAFE", "7"), customer=PADARIA)
    taken = line("CAFE", "3")
    taken.origin, taken.origin_line = order.number, 1
    supplied.issue("FT", taken, customer=PADARIA)
    assert outlook([coffee])[coffee].promised == 4


def test_the_shop_orders_what_it_lacks(supplied: Lojinha) -> None:
    session = supplied.session
    assert to_order(TODAY) == []
    supplied.issue("FT", line("CAFE", "15"), customer=PADARIA)
    # 15 in 30 days are half a unit a day: 20 + 2,5 until it comes + 7 for a fortnight = 29,5; there are 15, so 14,5: two boxes
    (one,) = to_order(TODAY)
    assert (one.code, one.supplier, one.order_unit, one.quantity, one.price) == ("CAFE", "TORRA", "CX", 2, 70)
    assert one.why == "há 15, mínimo 20, vende 0,5/dia e demora 5 d: até 29,5"
    assert to_order(TODAY, supplier="OUTRO") == []
    assert refusal(lambda: order_all([(one, D(0))], session)).field == "lines"
    (number,) = order_all([(one, one.quantity)], session)
    bought = PurchaseLine.get(PurchaseLine.purchase_id == Purchase.get(Purchase.number == number).id)
    assert (bought.quantity, bought.unit, bought.factor, bought.price) == (2, "CX", 12, 70)
    assert to_order(TODAY) == []  # 15 there and 24 on the way


def test_nobody_sells_it(company: Lojinha) -> None:
    milk = article("LEITE").id
    save_article(milk, {**load(milk), "minimum": D(5)}, company.session)
    (one,) = to_order(TODAY)
    assert (one.code, one.supplier, one.quantity) == ("LEITE", "", 5)
    assert "Ninguém vende LEITE" in refusal(lambda: order_all([(one, D(5))], company.session)).message


def test_everything_about_an_article_on_one_sheet(supplied: Lojinha) -> None:
    session = supplied.session
    bought = BoughtLine("CAFE", quantity=D(1), unit="CX", price=D(84))
    record_purchase(PurchaseDraft("RM", "TORRA", [bought]), session)
    sheet = article_sheet("CAFE", Draft("FT"), session)
    assert sheet is not None
    assert sheet.stock is not None
    assert sheet.stock.there == 42
    assert round(sheet.cost, 2) == D("6.29")  # 30 at 6,00 and 12 at 7,00: 264 / 42
    assert [(pack.unit, pack.factor) for pack in sheet.packs] == [("CX", 12)]
    assert [(one.number, one.quantity, one.unit, one.price) for one in sheet.purchases] == [("RM 2026/1", 1, "CX", 84)]
    told = [line.text for line in article_lines(sheet)]
    assert "  Stock    42 UN   (mínimo 20)" in told
    assert "  Custo    6,285714   Margem 37,1%" in told  # (10,00 - 6,285714) / 10,00
