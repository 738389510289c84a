"""What there was in stock on a day, and the file that tells it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from models import db
from models.catalogue.tables import Article
from models.stock.inventory import inventory_items, stock_at
from models.stock.sheets import SheetDraft, SheetLine, record_sheet
from models.stock.tables import StockMovement
from models.stock.valuation import add_cost
from reports.inventory import read_costs, write_inventory
from tests.company import Lojinha, line, refusal

END = dt.date(2026, 12, 31)


@pytest.fixture
def stocked(company: Lojinha) -> Lojinha:
    """Ten kilos of coffee and six litres of milk came in before anything was sold; milk sold in January."""
    with db.writing():
        Article.update(stocked=False).where(Article.code == "SACO").execute()
    company.issue("FS", line("SACO"), prices_include_tax=True)
    record_sheet(
        SheetDraft("E", "A1", [SheetLine("CAFE", Decimal(10)), SheetLine("LEITE", Decimal("6.5"))]), company.session
    )
    company.tick(minutes=1)
    company.issue("FS", line("CAFE", "3"), prices_include_tax=True)
    company.at(2027, 1, 2, 9, 0)
    record_sheet(SheetDraft("S", "A1", [SheetLine("LEITE", Decimal(2))], reason="acerto"), company.session)
    return company


def test_the_stock_of_a_day_does_not_change_with_what_comes_later(stocked: Lojinha) -> None:
    assert {a.code: left for a, left in stock_at(END)} == {"CAFE": Decimal(7), "LEITE": Decimal("6.5")}
    assert {a.code: left for a, left in stock_at(dt.date(2027, 1, 2))}["LEITE"] == Decimal("4.5")
    assert stock_at(dt.date(2026, 11, 23)) == []


def test_with_costs_each_article_has_its_value(stocked: Lojinha, tmp_path: Path) -> None:
    costs, file = tmp_path / "custos.csv", tmp_path / "inventario.xml"
    costs.write_text("Código;Custo\ncafe;6,10\nLEITE;0,333\nOUTRO;\n", encoding="utf-8")
    assert read_costs(costs) == {"CAFE": Decimal("6.10"), "LEITE": Decimal("0.333")}
    assert write_inventory(file, END, costs=costs) == 2
    text = file.read_text(encoding="windows-1252")
    assert "<NoStock>false</NoStock>" in text
    assert "<ProductNumberCode>5601234567892</ProductNumberCode>" in text
    assert "<ClosingStockValue>42.70</ClosingStockValue>" in text  # 7 x 6,10
    assert "<ClosingStockValue>2.16</ClosingStockValue>" in text  # 6,5 x 0,333 = 2,1645


def test_without_costs_the_values_are_at_average_cost_of_that_day(company: Lojinha, tmp_path: Path) -> None:
    """Ten at 2,00 and ten at 4,00 less five sold are 45,00 at the end of the year; what comes later does not count, and
    freight that is only known in January does."""
    entries = ((1, "2"), (20, "4"))
    for day, cost in entries:
        lines = [SheetLine("CAFE", Decimal(10), cost=Decimal(cost))]
        record_sheet(SheetDraft("E", "A1", lines, day=dt.date(2026, 11, day)), company.session)
    company.issue("FS", line("CAFE", "5"), prices_include_tax=True)
    company.at(2027, 1, 5, 9, 0)
    record_sheet(SheetDraft("E", "A1", [SheetLine("CAFE", Decimal(10), cost=Decimal(9))]), company.session)
    (item,) = inventory_items(END, valued=True)
    assert (item.quantity, item.value) == (15, Decimal("45.00"))
    dear = StockMovement.select().where(StockMovement.quantity > 0).order_by(StockMovement.id)[1]
    with db.writing():
        add_cost(dear, Decimal(10), company.clock.at, "portes")
    (item,) = inventory_items(END, valued=True)
    assert item.value == Decimal("52.50")  # 70,00 for twenty, of which fifteen
    (item,) = inventory_items(END, valued=True, costs={"CAFE": Decimal(1)})
    assert item.value == 15
    file = tmp_path / "inventario.csv"
    assert write_inventory(file, END, kind="csv") == 1
    assert file.read_bytes().split(b"\r\n")[1].endswith(b";15;UN;52,50")
    assert write_inventory(file, END, kind="csv", version="1_02") == 1
    assert file.read_bytes().split(b"\r\n")[1] == "M;CAFE;Café em grão 1 kg;5601234567892;15;UN".encode("cp1252")


def test_what_is_missing_or_negative_is_named(stocked: Lojinha, tmp_path: Path) -> None:
    said = refusal(lambda: inventory_items(END, valued=True, costs={"CAFE": Decimal(1)}))
    assert said.message.startswith("1 artigo(s) com custo por conhecer: LEITE")
    assert [item.value for item in inventory_items(END, valued=False)] == [None, None]
    stocked.issue("FS", line("VINHO", "2"), prices_include_tax=True)
    assert "negativa: VINHO" in refusal(lambda: inventory_items(dt.date(2027, 1, 2), valued=False)).message
    wrong = tmp_path / "custos.csv"
    wrong.write_text("a;b\n", encoding="utf-8")
    assert refusal(lambda: read_costs(wrong)).field == "costs"
    assert refusal(lambda: read_costs(tmp_path / "nada.csv")).field == "costs"


def test_nothing_in_stock_is_told_too(company: Lojinha, tmp_path: Path) -> None:
    file = tmp_path / "inventario.xml"
    assert write_inventory(file, END) == 0
    assert "<NoStock>true</NoStock>" in file.read_text(encoding="windows-1252")
