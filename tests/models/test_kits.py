"""Kits: a hamper that leaves in parts, a menu put together beforehand, what each costs, and what neither may be."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import db
from models.catalogue.articles import save_article
from models.catalogue.form import load
from models.catalogue.kits import parts_text, read_parts
from models.declared import Question
from models.sales.cancel import cancel
from models.sales.draft import DraftCustomer
from models.stock.assembly import Assembly, assemble, disassemble
from models.stock.proof import stock_findings
from models.stock.sheets import SheetDraft, SheetLine, lines_of, record_sheet, sheet_of, undo_sheet
from models.stock.tables import StockBalance, StockMovement
from models.stock.valuation import add_cost, bring_up_to_date
from reports.all import REPORTS
from reports.report import Answer
from tests.company import Lojinha, article, line, refusal

D = Decimal


def kit(company: Lojinha, code: str, how: str, parts: str, **more: Any) -> int:
    values = {"code": code, "description": f"Conjunto {code}", "price": D(30), "kit": how, "parts": parts}
    return save_article(None, {**values, "stocked": how == "M", **more}, company.session)


def change(company: Lojinha, code: str, **values: Any) -> int:
    number = article(code).id
    return save_article(number, {**load(number), **values}, company.session)


def entered(company: Lojinha, code: str, quantity: str, cost: str | None = None, **more: Any) -> None:
    lines = [SheetLine(code, D(quantity), cost=None if cost is None else D(cost), **more)]
    record_sheet(SheetDraft("E", "A1", lines), company.session)


def there(*codes: str) -> list[Decimal]:
    found = {b.article_id: b.quantity for b in StockBalance.select()}
    return [found.get(article(code).id, D(0)) for code in codes]


def worth(*codes: str) -> list[Decimal]:
    bring_up_to_date()
    found = {b.article_id: b.average_value for b in StockBalance.select()}
    return [found.get(article(code).id, D(0)) for code in codes]


def margins(company: Lojinha) -> dict[str, Decimal]:
    """What each article sold has cost."""
    answer = Answer(REPORTS["margins"], lambda: company.clock.at.date())
    names = [column.name for column in REPORTS["margins"].columns]
    records, _ = answer.records(Question(), None, 100)
    return {str(r[names.index("key")]): r[names.index("cost")] for r in records}


@pytest.fixture
def shop(company: Lojinha) -> Lojinha:
    """10 bottles at 2,00, 10 packets of coffee at 5,00; CABAZ is a bottle and two packets, MENU two milks and a coffee."""
    entered(company, "VINHO", "10", "2.00")
    entered(company, "CAFE", "10", "5.00")
    entered(company, "LEITE", "10", "0.50")
    kit(company, "CABAZ", "V", "VINHO 2*CAFE")
    kit(company, "MENU", "M", "2*LEITE CAFE")
    return company


# Sold as parts


def test_the_parts_of_a_hamper_leave_with_it(shop: Lojinha) -> None:
    """Three hampers: 3 bottles (6,00) and 6 packets (30,00) cost 36,00."""
    sold = shop.issue("FS", line("CABAZ", "3"), line("VINHO"), prices_include_tax=True)
    assert there("VINHO", "CAFE", "CABAZ") == [6, 4, 0]
    assert margins(shop)["CABAZ"] == 36
    cancel(sold.number, "Engano", shop.session)
    assert there("VINHO", "CAFE") == [10, 10]
    assert stock_findings() == []


def test_a_hamper_that_comes_back_brings_its_parts_at_what_they_left_for(shop: Lojinha) -> None:
    sold = shop.issue("FT", line("CABAZ", "3"), customer=DraftCustomer(code="PADARIA"))
    shop.tick(days=1)
    entered(shop, "CAFE", "10", "9.00")  # dearer since
    shop.credit(sold.number, {1: D(1)})
    assert there("VINHO", "CAFE") == [8, 16]  # 10 - 3 + 1, 10 - 6 + 10 + 2
    # 4 of the first packets were left (20,00), then 10 for 90,00, and 2 come back at 5,00
    assert worth("VINHO", "CAFE") == [16, 120]
    assert margins(shop)["CABAZ"] == 24
    assert stock_findings() == []


def test_what_a_guide_took_costs_the_invoice_its_share(shop: Lojinha) -> None:
    """A guide of 2 hampers (4,00 + 20,00); the invoice of one of them bears half, and moves nothing again."""
    guide = shop.issue("GR", line("CABAZ", "2"), customer=DraftCustomer(code="PADARIA"), valued=False)
    shop.tick(minutes=1)
    shop.issue("FT", line("CABAZ", origin=guide.number, origin_line=1), customer=DraftCustomer(code="PADARIA"))
    assert there("VINHO", "CAFE") == [8, 6]
    assert margins(shop)["CABAZ"] == 12


def test_a_hamper_without_one_of_its_parts_is_refused_like_that_part(shop: Lojinha) -> None:
    change(shop, "CAFE", negative="N")
    refused = refusal(lambda: shop.issue("FS", line("CABAZ", "6")))
    assert (refused.field, refused.rule) == ("lines.1.quantity", "stock")
    assert "Faltam 2 UN de CAFE" in refused.message
    assert there("VINHO", "CAFE") == [10, 10]


def test_on_consignment_the_parts_are_at_the_customer_s(shop: Lojinha) -> None:
    shop.issue("GC", line("CABAZ"), customer=DraftCustomer(code="PADARIA"), valued=False)
    assert there("VINHO", "CAFE") == [10, 10], "still the company's"
    assert stock_findings() == []


# Put together beforehand


def test_a_menu_costs_what_its_parts_were_worth(shop: Lojinha) -> None:
    """Four menus: 8 milks (4,00) and 4 coffees (20,00) become 24,00; nothing is won or lost."""
    number = assemble(Assembly("menu", D(4), "A1", reason="Para o fim de semana"), shop.session)
    assert number == "M 2026/1"
    assert there("LEITE", "CAFE", "MENU") == [2, 6, 4]
    assert worth("LEITE", "CAFE", "MENU") == [1, 30, 24]
    assert [(one.code, one.quantity) for one in lines_of(sheet_of(number))] == [("MENU", 4), ("LEITE", 8), ("CAFE", 4)]
    shop.issue("FS", line("MENU"), prices_include_tax=True)
    assert margins(shop) == {"MENU": 6}
    assert there("LEITE", "CAFE", "MENU") == [2, 6, 3], "its parts left before"


def test_putting_together_is_taken_back(shop: Lojinha) -> None:
    number = assemble(Assembly("MENU", D(4), "A1"), shop.session)
    entered(shop, "CAFE", "10", "9.00")
    undo_sheet(number, shop.session)
    assert there("LEITE", "CAFE", "MENU") == [10, 20, 0]
    assert worth("LEITE", "CAFE", "MENU") == [5, 140, 0]
    assert stock_findings() == []


def test_a_menu_follows_what_its_parts_turn_out_to_have_cost(shop: Lojinha) -> None:
    """Coffee that is bought later that day, at 9,00, makes it 7,00 on average: 4 menus are 4,00 + 28,00."""
    assemble(Assembly("MENU", D(4), "A1"), shop.session)
    assert worth("MENU") == [24]
    entered(shop, "CAFE", "10", "9.00")
    assert worth("LEITE", "CAFE", "MENU") == [1, 112, 32]
    shop.issue("FS", line("MENU"), prices_include_tax=True)
    first = StockMovement.get(StockMovement.article_id == article("CAFE").id, StockMovement.quantity > 0)
    with db.writing():  # freight on the first coffee: 10,00 more, 0,50 on each of 20
        add_cost(first, D(10), shop.clock.at, "Porte")
    assert worth("LEITE", "CAFE", "MENU") == [1, 120, D("25.5")]  # 34,00 for four, one sold
    assert margins(shop) == {"MENU": D("8.50")}


def test_a_menu_taken_apart_gives_its_worth_to_its_parts(shop: Lojinha) -> None:
    """Coffee is 8,00 by now: a menu worth 6,00 is shared as 1 to 8, 0,666667 to two milks and 5,333333 to the coffee."""
    assemble(Assembly("MENU", D(1), "A1"), shop.session)
    change(shop, "CAFE", negative="P")
    record_sheet(SheetDraft("S", "A1", [SheetLine("CAFE", D(9))], reason="Oferta"), shop.session)
    shop.tick(days=1)
    entered(shop, "CAFE", "3", "8.00")
    number = disassemble(Assembly("MENU", D(1), "A1"), shop.session)
    assert number == "D 2026/1"
    assert there("LEITE", "CAFE", "MENU") == [10, 4, 0]
    assert worth("LEITE", "CAFE", "MENU") == [D("4.666667"), D("29.333333"), 0]
    assert stock_findings() == []


def test_lots_of_a_menu_and_of_its_parts(shop: Lojinha) -> None:
    for code in ("PAO", "QUEIJO"):
        save_article(None, {"code": code, "description": f"Parte {code}", "price": D(1)}, shop.session)
    change(shop, "QUEIJO", tracking="L")
    kit(shop, "SANDES", "M", "PAO QUEIJO", tracking="L")
    entered(shop, "QUEIJO", "5", "1.00", lot="Q1")
    entered(shop, "PAO", "5", "0.20")
    missing = refusal(lambda: assemble(Assembly("SANDES", D(2), "A1", lot="S1"), shop.session))
    assert (missing.field, missing.rule) == ("part_lots", "lot")
    assert (
        refusal(lambda: assemble(Assembly("SANDES", D(2), "A1", "", None, {"QUEIJO": "Q1"}), shop.session)).field
        == "lot"
    )
    other = Assembly("SANDES", D(2), "A1", lot="S1", part_lots={"QUEIJO": "Q1", "VINHO": "X"})
    assert refusal(lambda: assemble(other, shop.session)).field == "part_lots"
    assemble(Assembly("SANDES", D(2), "A1", lot="S1", part_lots={"queijo": "Q1"}), shop.session)
    assert there("PAO", "QUEIJO", "SANDES") == [3, 3, 2]
    assert worth("SANDES") == [D("2.4")]


def test_what_cannot_be_put_together(shop: Lojinha) -> None:
    for wanted, field in (
        (Assembly("NADA", D(1), "A1"), "kit"),
        (Assembly("CABAZ", D(1), "A1"), "kit"),
        (Assembly("VINHO", D(1), "A1"), "kit"),
        (Assembly("MENU", D(0), "A1"), "quantity"),
        (Assembly("MENU", D("0.0000001"), "A1"), "quantity"),
        (Assembly("MENU", D(1), "LUA"), "warehouse"),
        (Assembly("MENU", D(1), "A1", lot="X"), "lot"),
    ):
        assert refusal(lambda w=wanted: assemble(w, shop.session)).field == field, wanted
    change(shop, "LEITE", negative="N")
    assert refusal(lambda: assemble(Assembly("MENU", D(6), "A1"), shop.session)).rule == "stock"
    assert there("LEITE", "CAFE", "MENU") == [10, 10, 0], "nothing was done in part"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from("EMD"), st.integers(1, 7), st.decimals("0.01", "20", places=4, allow_nan=False)),
        min_size=1,
        max_size=8,
    )
)
def test_putting_together_and_taking_apart_keep_the_worth(shop: Lojinha, acts: list[tuple[str, int, Decimal]]) -> None:
    """What is worth something enters from outside only; menus made of it, and taken apart, are worth the same together."""
    for act, quantity, cost in acts:
        before = sum(worth("LEITE", "CAFE", "MENU"))
        shop.tick(seconds=1)
        here = dict(zip(("LEITE", "CAFE", "MENU"), there("LEITE", "CAFE", "MENU"), strict=True))
        if act == "E":
            entered(shop, "CAFE", str(quantity), str(cost))
            before += quantity * cost
        elif act == "M" and here["LEITE"] >= 2 * quantity and here["CAFE"] >= quantity:
            assemble(Assembly("MENU", D(quantity), "A1"), shop.session)
        elif act == "D" and here["MENU"] >= quantity:
            disassemble(Assembly("MENU", D(quantity), "A1"), shop.session)
        assert sum(worth("LEITE", "CAFE", "MENU")) == before
    assert stock_findings() == []


# Cards


def test_what_a_kit_may_not_be(shop: Lojinha) -> None:
    for code, how, parts, field in (
        ("K1", "V", "", "parts"),
        ("K1", "", "VINHO", "parts"),
        ("K1", "X", "VINHO", "kit"),
        ("K1", "V", "NADA", "parts"),
        ("K1", "V", "MAO", "parts"),  # work: no stock
        ("K1", "V", "CABAZ", "parts"),
        ("K1", "M", "MENU", "parts"),
        ("K1", "M", "K1", "parts"),
    ):
        more = {"stocked": True} if how == "M" else {"stocked": False}
        assert refusal(lambda c=code, h=how, p=parts, m=more: kit(shop, c, h, p, **m)).field == field, (how, parts)
    assert refusal(lambda: kit(shop, "K1", "V", "VINHO", stocked=True)).field == "stocked"
    assert refusal(lambda: kit(shop, "K1", "M", "VINHO", stocked=False)).field == "stocked"
    for text in ("VINHO VINHO", "0*VINHO", "x*VINHO", "2*", "99999*VINHO"):
        assert refusal(lambda t=text: read_parts(t)).field == "parts", text


def test_what_an_article_may_not_become_while_it_is_a_part(shop: Lojinha) -> None:
    assert refusal(lambda: change(shop, "VINHO", stocked=False)).field == "stocked"
    assert refusal(lambda: change(shop, "VINHO", kit="M", parts="LEITE")).field == "kit"
    save_article(None, {"code": "NOVO", "description": "Parte nova", "price": D(1)}, shop.session)
    kit(shop, "K2", "V", "NOVO")
    assert refusal(lambda: change(shop, "NOVO", tracking="L")).field == "tracking"


def test_what_a_hamper_is_made_of_stays_once_it_was_sold(shop: Lojinha) -> None:
    change(shop, "CABAZ", parts="VINHO 3*CAFE")
    shop.issue("FS", line("CABAZ"), prices_include_tax=True)
    assert there("VINHO", "CAFE") == [9, 7]
    assert refusal(lambda: change(shop, "CABAZ", parts="VINHO")).field == "parts"
    assert refusal(lambda: change(shop, "CABAZ", kit="", parts="")).rule == "kit"
    change(shop, "CABAZ", price=D(35))
    assert parts_text(article("CABAZ").id) == "VINHO 3*CAFE"
    change(shop, "MENU", parts="3*LEITE CAFE")  # its sheets say what each was made of
