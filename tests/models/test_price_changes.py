"""Many prices changed at once: worked out, changed as one, taken back as one, and every change kept."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from company import Lojinha, article, refusal
from hypothesis import given
from hypothesis import strategies as st

from models.catalogue.articles import save_article
from models.catalogue.form import load
from models.catalogue.price_changes import Changed, change_prices, last_batch, new_price, rounded, undo_prices
from models.catalogue.tables import PriceChange
from models.stock.sheets import SheetDraft, SheetLine, record_sheet
from reports.price_changes import HISTORY, PLANNED

D = Decimal
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("price", "ending", "wanted"),
    [
        ("1.234", "C", "1.23"), ("1.21", "5", "1.25"), ("1.25", "5", "1.25"), ("1.20", "9", "1.29"), ("1.29", "9", "1.29"),
        ("1.291", "9", "1.39"), ("0.03", "9", "0.09"), ("1.2345678", "N", "1.234568"), ("0", "9", "0"),
    ],
)  # fmt: skip
def test_how_a_price_is_written(price: str, ending: str, wanted: str) -> None:
    assert rounded(D(price), ending) == D(wanted)


@given(st.decimals("0.01", "9999", places=4))
def test_a_written_price_is_not_below_and_hardly_above(price: Decimal) -> None:
    assert 0 <= rounded(price, "5") - price < D("0.05")
    assert 0 <= rounded(price, "9") - price < D("0.10")
    assert rounded(price, "9") * 100 % 10 == 9


def test_a_new_price() -> None:
    assert new_price(D(10), D(6), D("1.23"), "P", D(5), "C") == D("10.50")
    assert new_price(D(10), D(6), D("1.23"), "E", D("-0.5"), "C") == D("9.50")
    # 6,00 at a margin of 40 % is 10,00 without tax and 12,30 with
    assert new_price(D(10), D(6), D("1.23"), "M", D(40), "C") == D("12.30")
    assert new_price(D(10), D(0), D("1.23"), "M", D(40), "C") == 0  # no cost to go by
    assert new_price(D(10), D(6), D("1.23"), "M", D(100), "C") == 0
    assert new_price(D(10), D(6), D(1), "E", D(-50), "C") == 0


def planned(**chosen: Any) -> dict[str, tuple[Decimal, Decimal]]:
    rows = PLANNED.rows(PLANNED.asked(chosen, TODAY), TODAY)
    return {str(row[0]): (row[2], row[3]) for row in rows}


def price(code: str) -> Decimal:
    return article(code).price  # type: ignore[no-any-return]


def test_looked_at_changed_and_taken_back(company: Lojinha) -> None:
    record_sheet(SheetDraft("E", "A1", [SheetLine("CAFE", D(10), cost=D(6))], day=date(2026, 11, 1)), company.session)
    assert planned() == {}
    found = planned(amount=D(10))
    assert found["CAFE"] == (D("12.30"), D("13.53"))
    assert found["LEITE"] == (D("1.06"), D("1.17"))  # 1,166
    assert planned(way="M", amount=D(50)) == {
        "CAFE": (D("12.30"), D("14.76"))
    }  # 12,00 and 23 %; only coffee has a cost
    changes = [Changed(article(code).id, code, *pair) for code, pair in found.items() if code in ("CAFE", "LEITE")]
    batch = change_prices(changes, "sobe dez", company.session)
    assert (price("CAFE"), price("LEITE")) == (D("13.53"), D("1.17"))
    last = last_batch()
    assert last is not None
    assert (last[0], last[1], last[3]) == (batch, 2, "sobe dez")
    assert undo_prices(batch, company.session) == 2
    assert (price("CAFE"), price("LEITE")) == (D("12.30"), D("1.06"))
    assert last_batch() is None
    assert "já foi anulada" in refusal(lambda: undo_prices(batch, company.session)).message
    told = [row[1:6] for row in HISTORY.rows(HISTORY.asked({}, TODAY), TODAY)]
    assert ("CAFE", article("CAFE").description, D("12.30"), D("13.53"), D(10)) in told
    assert len(told) == 4


def test_what_somebody_else_changed_stands(company: Lojinha) -> None:
    session, coffee, milk = company.session, article("CAFE").id, article("LEITE").id
    seen = [Changed(milk, "LEITE", D("1.06"), D("1.10")), Changed(coffee, "CAFE", D("12.30"), D("13.00"))]
    save_article(coffee, {**load(coffee), "price": D("12.50")}, session)
    assert [(row.before, row.after, row.why) for row in PriceChange.select()] == [(D("12.30"), D("12.50"), "ficha")]
    assert "CAFE foi mudado entretanto" in refusal(lambda: change_prices(seen, "sobe", session)).message
    assert price("LEITE") == D("1.06")  # all or nothing
    batch = change_prices(seen[:1], "sobe", session)
    save_article(milk, {**load(milk), "price": D("1.20")}, session)
    assert "LEITE foi mudado entretanto" in refusal(lambda: undo_prices(batch, session)).message
    assert price("LEITE") == D("1.20")
    assert refusal(lambda: change_prices([Changed(coffee, "CAFE", D(1), D(1))], "", session)).field == "lines"
    assert refusal(lambda: change_prices([Changed(coffee, "CAFE", D("12.50"), D(0))], "", session)).rule == "limits"
