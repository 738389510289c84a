"""Reports of stock and margins, against figures worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from models import db
from models.catalogue.tables import Article
from models.declared import Question
from models.marks import Marks
from models.sales.draft import DraftCustomer
from models.stock.sheets import SheetDraft, SheetLine, receive, record_sheet
from models.stock.tables import Warehouse
from reports.all import REPORTS
from reports.report import Answer
from tests.company import Lojinha, line, refusal

D = Decimal


@pytest.fixture
def shop(company: Lojinha) -> Lojinha:
    """Coffee: 10 at 2,00 on the 1st and 10 at 4,00 on the 20th, 12 sold today; milk: 8 at 0,50, four in the van."""
    with db.writing():
        Warehouse.create(
            code="CARRINHA", name="Carrinha", address="", postal_code="", city="", establishment="", negative="N",
            transit=False, active=True,
        )  # fmt: skip
    for day, code, quantity, cost in ((1, "CAFE", 10, "2"), (20, "CAFE", 10, "4"), (1, "LEITE", 8, "0.50")):
        lines = [SheetLine(code, D(quantity), cost=D(cost))]
        record_sheet(SheetDraft("E", "A1", lines, day=date(2026, 11, day)), company.session)
    sent = record_sheet(SheetDraft("T", "A1", [SheetLine("LEITE", D(4))], to_warehouse="CARRINHA"), company.session)
    receive(sent, None, company.session)
    company.issue("FS", line("CAFE", "12"), prices_include_tax=True)  # 12,30 with VAT: 10,00 each without
    return company


def rows(company: Lojinha, name: str, text: str = "", **chosen: Any) -> list[dict[str, Any]]:
    answer = Answer(REPORTS[name], lambda: company.clock.at.date())
    records, _ = answer.records(Question(text, filters=tuple(chosen.items())), None, 1000)
    names = [column.name for column in REPORTS[name].columns]
    return [dict(zip(names, record, strict=True)) for record in records]


def test_what_there_is_and_is_worth(shop: Lojinha) -> None:
    # 20 for 60,00: 3,00 on average; 8 left are 24,00. First in first out: 8 of the second entry, 32,00.
    found = {row["code"]: row for row in rows(shop, "stock")}
    assert [found["CAFE"][n] for n in ("quantity", "cost", "value")] == [8, 3, D("24.00")]
    assert [found["LEITE"][n] for n in ("quantity", "cost", "value")] == [8, D("0.5"), D("4.00")]
    assert {row["code"]: row["value"] for row in rows(shop, "stock", method="F")} == {"CAFE": 32, "LEITE": 4}


def test_at_the_end_of_an_earlier_day(shop: Lojinha) -> None:
    found = {row["code"]: (row["quantity"], row["value"]) for row in rows(shop, "stock", day=date(2026, 11, 10))}
    assert found == {"CAFE": (10, 20), "LEITE": (8, 4)}
    assert rows(shop, "stock", day=date(2026, 10, 31)) == []


def test_one_warehouse_has_its_share(shop: Lojinha) -> None:
    assert [(r["code"], r["quantity"], r["value"]) for r in rows(shop, "stock", warehouse="CARRINHA")] == [
        ("LEITE", 4, 2)
    ]
    yesterday = date(2026, 11, 23)
    assert rows(shop, "stock", warehouse="CARRINHA", day=yesterday) == []
    assert "desconhecido" in refusal(lambda: rows(shop, "stock", warehouse="NADA")).message


def test_the_movements_of_an_article_with_what_is_left(shop: Lojinha) -> None:
    found = rows(shop, "movements", article="CAFE")
    assert [(r["number"], r["quantity"], r["left"], r["value"]) for r in found] == [
        ("E 2026/1", 10, 10, 20),
        ("E 2026/2", 10, 20, 40),
        ("FS 2026A/1", -12, 8, -36),
    ]
    since = rows(shop, "movements", article="CAFE", since=date(2026, 11, 24))
    assert [(r["reason"], r["left"]) for r in since] == [("Fatura simplificada", 8)]
    road = rows(shop, "movements", article="LEITE", warehouse="CARRINHA")
    assert [(r["number"], r["quantity"], r["value"]) for r in road] == [("R 2026/1", 4, None)]


def test_what_is_left_of_what_was_sold(shop: Lojinha) -> None:
    # 12 for 120,00 cost 36,00 at average (70 %), 28,00 first in first out.
    assert [(r["key"], r["quantity"], r["net"], r["cost"], r["margin"], r["share"]) for r in rows(shop, "margins")] == [
        ("CAFE", 12, D("120.00"), D("36.00"), D("84.00"), 70)
    ]
    assert rows(shop, "margins", method="F")[0]["cost"] == 28
    assert rows(shop, "margins", by="C")[0]["key"] == "Consumidor final"
    assert rows(shop, "margins", by="D")[0]["key"] == "24-11-2026"
    shop.issue("FS", line("MAO", "2"))
    assert [r["key"] for r in rows(shop, "margins")] == ["CAFE"]
    assert [(r["key"], r["margin"]) for r in rows(shop, "margins", services=True)] == [("CAFE", 84), ("MAO", 40)]


def test_goods_that_left_with_a_guide_cost_the_invoice(shop: Lojinha) -> None:
    buyer = DraftCustomer(code="PADARIA")
    guide = shop.issue("GR", line("CAFE", "4"), customer=buyer).number
    shop.issue("FT", line("CAFE", "1", origin=guide, origin_line=1), customer=buyer, prices_include_tax=True)
    found = rows(shop, "margins", by="L")
    assert [(r["key"], r["quantity"], r["net"], r["cost"]) for r in found][1:] == [("FT 2026A/1", 1, 10, 3)]


def test_what_stands_still(shop: Lojinha) -> None:
    shop.at(2027, 3, 1, 10, 0)
    found = rows(shop, "idle")
    assert [(r["code"], r["value"], r["last"], r["days"]) for r in found] == [
        ("CAFE", 24, date(2026, 11, 24), 97),
        ("LEITE", 4, None, None),
    ]
    assert [r["code"] for r in rows(shop, "idle", days=D(98))] == ["LEITE"]


def test_lots_that_end(shop: Lojinha) -> None:
    with db.writing():
        Article.update(tracking="L").where(Article.code == "VINHO").execute()
    lines = [
        SheetLine("VINHO", D(6), lot="A", expires_on=date(2026, 12, 1)),
        SheetLine("VINHO", D(6), lot="B", expires_on=date(2027, 12, 1)),
        SheetLine("VINHO", D(2), lot="C", expires_on=date(2026, 11, 20)),
    ]
    record_sheet(SheetDraft("E", "A1", lines), shop.session)
    assert [(r["lot"], r["days"], r["quantity"]) for r in rows(shop, "expiring")] == [("C", -4, 2), ("A", 7, 6)]
    assert [r["lot"] for r in rows(shop, "expiring", ended=False)] == ["A"]
    assert [r["lot"] for r in rows(shop, "expiring", days=D(500))] == ["C", "A", "B"]


def test_a_report_is_searched_sorted_marked_and_added_up(shop: Lojinha) -> None:
    answer = Answer(REPORTS["stock"], lambda: shop.clock.at.date())
    assert answer.totals(Question()) == {"value": D("28.00")}
    assert [row.cells[0] for row in answer.page(Question("grao cafe"), None, 10, False)] == ["CAFE"]
    assert answer.totals(Question("leite")) == {"value": D("4.00")}
    dear_last = Question(sort="value")
    assert [row.cells[0] for row in answer.page(dear_last, None, 10, False)] == ["LEITE", "CAFE"]
    first = answer.page(dear_last, None, 1, False)[0]
    assert [row.cells[0] for row in answer.page(dear_last, first.key, 1, False)] == ["CAFE"]
    assert [row.cells[0] for row in answer.page(dear_last, None, 1, True)] == ["CAFE"]
    marks = Marks().all_of(Question()).one(first.id, marked=False)
    assert answer.count_all(Question(marked=marks)) == 1
    assert answer.marked(marks, [0, 1]) == {0}
    assert answer.key_of(dear_last, first.id) == (0,)
