"""Purchases by supplier, article, month and line, against figures worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from models.parties.suppliers import save_supplier
from models.purchases.draft import BoughtLine, PurchaseDraft
from models.purchases.record import cancel_purchase, record_purchase
from reports.purchases import PURCHASES
from tests.company import Lojinha

D = Decimal


@pytest.fixture
def bought(company: Lojinha) -> Lojinha:
    """From the roastery in October a box of twelve at 60,00 and in November five at 6,00 whose VAT is not deducted; one of
    the box comes back. From the dairy ten of milk at 0,50. All with 23 %; a cancelled invoice does not count."""
    session = company.session
    save_supplier(None, {"code": "TORRA", "nif": "501964843", "name": "Torrefação"}, session)
    save_supplier(None, {"code": "LEITARIA", "nif": "500000000", "name": "Leitaria"}, session)
    box = BoughtLine("CAFE", quantity=D(1), unit="CX", factor=D(12), price=D(60), tax="NOR")
    first = record_purchase(PurchaseDraft("FF", "TORRA", [box], "FT 1", date=date(2026, 10, 5)), session)
    five = BoughtLine("CAFE", quantity=D(5), unit="UN", factor=D(1), price=D(6), tax="NOR", deductible=False)
    record_purchase(PurchaseDraft("FF", "TORRA", [five], "FT 2", date=date(2026, 11, 5)), session)
    back = BoughtLine("CAFE", quantity=D(1), unit="UN", factor=D(1), price=D(5), tax="NOR", origin=first, origin_line=1)
    credit = PurchaseDraft("NF", "TORRA", [back], "NC 1", date=date(2026, 11, 10), goods="S")
    record_purchase(credit, session, confirmed=frozenset({"differences"}))
    milk = BoughtLine("LEITE", quantity=D(10), price=D("0.5"), tax="NOR")
    record_purchase(PurchaseDraft("FF", "LEITARIA", [milk], "A1", date=date(2026, 11, 6)), session)
    gone = record_purchase(PurchaseDraft("FF", "LEITARIA", [milk], "A2", date=date(2026, 11, 6)), session)
    cancel_purchase(gone, "Engano", session)
    return company


def table(**chosen: Any) -> list[tuple[Any, ...]]:
    today = date(2026, 11, 24)
    period = {"since": date(2026, 10, 1), "until": today}
    return [row[:1] + row[2:] for row in PURCHASES.rows(PURCHASES.asked({**period, **chosen}, today), today)]


def test_by_supplier(bought: Lojinha) -> None:
    # 60 + 30 - 5 = 85,00; VAT deducted 13,80 - 1,15, borne 6,90
    assert table() == [
        ("LEITARIA", 10, D("5.00"), D("1.15"), 0, D("6.15")),
        ("TORRA", 16, D("85.00"), D("12.65"), D("6.90"), D("104.55")),
    ]


def test_by_article_month_and_line(bought: Lojinha) -> None:
    assert [row[:3] for row in table(by="A")] == [("CAFE", 16, 85), ("LEITE", 10, 5)]
    assert [row[:3] for row in table(by="M")] == [("10-2026", 12, 60), ("11-2026", 14, 30)]
    assert [row[0] for row in table(by="L", supplier="TORRA")] == ["FF 2026/1", "FF 2026/2", "NF 2026/1"]
    assert table(since=date(2026, 11, 6), supplier="LEITARIA") == [("LEITARIA", 10, D("5.00"), D("1.15"), 0, D("6.15"))]
