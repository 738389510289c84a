"""Odd values: which are asked about, what they are compared with, and that a yes stands in the audit log."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from company import Lojinha, line, loose

from fiscal.discounts import read_discount
from models.audit.log import rows
from models.sales.cancel import cancel
from models.sales.doubts import (
    Price,
    accept,
    doubt_date,
    doubt_discount,
    doubt_price,
    doubt_quantity,
    last_price,
    most_sold,
)
from models.sales.draft import Draft
from models.verify import verify

D = Decimal
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("price", "usual", "doubted"),
    [
        ("10.60", ["1.06"], "é 10 vezes maior do que 1,06"),
        ("10.59", ["1.06"], ""),
        ("106", ["1.06"], "é 100 vezes maior do que 1,06"),
        ("0.106", ["1.06"], "é 10 vezes menor do que 1,06"),
        ("0.107", ["1.06"], ""),
        ("10.60", ["1.06", "9.90"], ""),  # the card is old: it was sold at 9,90 the last time
        ("200", ["1.06", "9.90"], "é 20 vezes maior do que 9,90"),
        ("200", [], ""),
        ("200", ["0"], ""),
    ],
)
def test_a_price_ten_times_any_usual_one_is_asked_about(price: str, usual: list[str], doubted: str) -> None:
    doubt = doubt_price("L1", "Leite", D(price), [Price(D(u), "ficha do artigo") for u in usual])
    assert (doubt is not None) == bool(doubted)
    if doubt is not None:
        assert doubted in doubt.message
        assert doubt.message.endswith("(ficha do artigo). Está certo?")


@pytest.mark.parametrize(
    ("quantity", "most", "doubted"),
    [("100", "0", False), ("101", "0", True), ("101", "10", True), ("100", "1", False), ("120", "12", False),
     ("120.001", "12", True), ("5000", "600", False)],
)  # fmt: skip
def test_a_quantity_beyond_ten_times_the_largest_and_a_hundred(quantity: str, most: str, doubted: bool) -> None:
    assert (doubt_quantity("L1", "Leite", D(quantity), D(most)) is not None) is doubted


@pytest.mark.parametrize(
    ("discount", "value", "doubted"),
    [("50%", "10", False), ("50.01%", "10", True), ("30%+30%", "10", True), ("25%+25%", "10", False), ("5.00", "10", False),
     ("5.01", "10", True), ("100%", "0", True), ("9.99", "0", False), ("10.01", "10", False)],
)  # fmt: skip
def test_a_discount_of_more_than_half(discount: str, value: str, doubted: bool) -> None:
    """30 % and 30 % more leave 49 %; 25 % twice leave 56,25 %. Over 100 % another rule refuses."""
    assert (doubt_discount("L1", "Leite", D(value), read_discount(discount)) is not None) is doubted


@pytest.mark.parametrize(
    ("day", "doubted"),
    [(TODAY, ""), (None, ""), (date(2026, 11, 19), ""), (date(2026, 11, 18), "há 6 dias"), (date(2026, 11, 25), "posterior"),
     (date(2025, 11, 24), "há 365 dias")],
)  # fmt: skip
def test_a_date_far_from_today(day: date | None, doubted: str) -> None:
    doubt = doubt_date(day, TODAY)
    assert (doubt is not None) == bool(doubted)
    assert doubt is None or doubted in doubt.message


def test_around_new_year_the_other_year_is_always_asked_about() -> None:
    assert doubt_date(date(2026, 12, 31), date(2027, 1, 2)) is not None


def test_what_was_sold_before(company: Lojinha) -> None:
    """Sold at 12,30 with 23 % of VAT, which is 10,00 without; a cancelled sale and a credit note tell nothing."""
    assert last_price("CAFE", with_tax=True) is None
    assert most_sold("CAFE") == 0
    first = company.issue("FT", line("CAFE", "4"), prices_include_tax=True)
    company.tick(minutes=1)
    dear = company.issue("FT", line("CAFE", "2", price="50"), loose("Transporte", "900", "5"))
    assert last_price("CAFE", with_tax=False) == Price(D(50), dear.number)
    company.tick(minutes=1)
    cancel(dear.number, "Engano", company.session)
    company.credit(first.number)
    assert last_price("CAFE", with_tax=False) == Price(D(10), first.number)
    assert last_price("CAFE", with_tax=True) == Price(D("12.30"), first.number)
    assert most_sold("CAFE") == 4
    assert most_sold("NADA") == 0


def test_a_yes_is_written_in_the_audit_log_and_its_chain_holds(company: Lojinha) -> None:
    draft = Draft("FT", [line("CAFE", price="123")])
    doubt = doubt_price("CAFE", "Café", D(123), [Price(D("12.30"), "ficha do artigo")])
    assert doubt is not None
    assert accept(doubt, draft, company.session)
    last = list(rows())[-1]
    assert (last["action"], last["operator"], last["subject"]) == ("doubt.accept", "ana", draft.operation)
    assert json.loads(last["detail"]) == {
        "type": "FT", "of": "CAFE", "field": "price", "value": "123,00", "compared": "12,30 (ficha do artigo)",
    }  # fmt: skip
    assert verify().findings == ()
