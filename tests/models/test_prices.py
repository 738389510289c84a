"""What an article costs whom: by lists, steps of quantity, groups, days and campaigns; figures worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from company import Lojinha, article, line, refusal
from hypothesis import given
from hypothesis import strategies as st

from models.parties.customers import find_customer, save_customer
from models.parties.form import load
from models.pricing.offers import Deal, Listed, Offer, Step, book_of, offer, offer_of
from models.pricing.save import remove_price, save_campaign, save_group, save_list, save_price
from models.pricing.tables import Price
from models.sales.draft import DraftCustomer

D = Decimal
DAY = date(2026, 11, 24)
PADARIA = DraftCustomer(code="PADARIA")
RETAIL = Listed(
    "Revenda", D(10), (Step(D(0), D("1.80")), Step(D(10), D("1.50")), Step(D(0), D("1.20"), until=date(2026, 1, 31)))
)


@pytest.mark.parametrize(
    ("quantity", "lists", "deals", "price", "amount", "why"),
    [
        (3, (), (), "2", "6.00", ""),
        (3, (RETAIL,), (), "1.80", "5.40", "tabela Revenda"),
        (10, (RETAIL,), (), "1.50", "15.00", "tabela Revenda desde 10"),
        (3, (Listed("Revenda", D(10)),), (), "1.80", "5.40", "tabela Revenda: -10 %"),
        # the customer's own list says nothing of it: the group's does
        (3, (Listed("Própria", D(0)), RETAIL), (), "1.80", "5.40", "tabela Revenda"),
        # a dearer list holds: a lower price elsewhere does not win by itself
        (3, (Listed("Cara", D(0), (Step(D(0), D(3)),)), RETAIL), (), "3", "9.00", "tabela Cara"),
        (3, (), (Deal("Natal", "P", D(25)),), "2", "4.50", "Natal"),
        (3, (RETAIL,), (Deal("Natal", "P", D(25)),), "1.80", "5.40", "tabela Revenda"),
        (3, (RETAIL,), (Deal("Natal", "P", D(25), over_lists=True),), "1.80", "4.05", "tabela Revenda, Natal"),
        (3, (), (Deal("Preço", "E", D("1.25")),), "1.25", "3.75", "Preço"),
        (3, (), (Deal("Preço", "E", D("2.25")),), "2", "6.00", ""),
        (7, (), (Deal("Leve 3", "L", take=3, pay=2),), "2", "10.00", "Leve 3"),  # two of seven are free
        (2, (), (Deal("Leve 3", "L", take=3, pay=2),), "2", "4.00", ""),
        # of several the one that makes the line cheapest: 9 at -25 % are 13,50, six paid are 12,00
        (9, (), (Deal("Natal", "P", D(25)), Deal("Leve 3", "L", take=3, pay=2)), "2", "12.00", "Leve 3"),
    ],
)
def test_the_price_that_holds(
    quantity: int, lists: tuple[Listed, ...], deals: tuple[Deal, ...], price: str, amount: str, why: str
) -> None:
    found = offer(D(2), D(quantity), DAY, lists, deals)
    assert (found.price, found.amount(D(quantity)), found.why) == (D(price), D(amount), why)


@given(
    card=st.decimals("0.01", "500", places=2),
    quantity=st.integers(1, 500),
    percent=st.integers(1, 100),
    take=st.integers(2, 12),
    pay=st.integers(1, 11),
)
def test_a_campaign_never_makes_it_dearer(card: Decimal, quantity: int, percent: int, take: int, pay: int) -> None:
    deals = [Deal("a", "P", D(percent)), Deal("b", "E", card * 2)]
    if pay < take:
        deals.append(Deal("c", "L", take=take, pay=pay))
    found = offer(card, D(quantity), DAY, (), deals)
    assert 0 <= found.amount(D(quantity)) <= Offer(card).amount(D(quantity))


@pytest.fixture
def priced(company: Lojinha) -> Lojinha:
    """Coffee is 12,30 with tax; who resells has 10 % off, and coffee at 9,84, from ten 9,225; the bakery resells."""
    session = company.session
    save_list(None, {"code": "REV", "name": "Revenda", "discount": D(10)}, session)
    save_price(None, "REV", {"article": "CAFE", "price": D("9.84")}, session)
    save_price(None, "REV", {"article": "CAFE", "from_quantity": D(10), "price": D("9.225")}, session)
    save_group(None, {"code": "REVENDEDORES", "name": "Revendedores", "price_list": "REV"}, session)
    card = find_customer("PADARIA")
    assert card is not None
    save_customer(card.id, {**load(card.id), "group_code": "REVENDEDORES"}, session)
    return company


def prices(sold: object) -> list[tuple[Decimal, str]]:
    return [(own.price, own.discount) for own in sold.lines]  # type: ignore[attr-defined]


def test_who_resells_pays_less_and_a_typed_price_stands(priced: Lojinha) -> None:
    sold = priced.issue(
        "FT", line("CAFE"), line("CAFE", "10"), line("LEITE"), line("CAFE", price=D(9)), customer=PADARIA
    )
    milk = article("LEITE").price  # 1,06 with 6 %: 1,00 without, less 10 %
    assert milk == D("1.06")
    assert prices(sold) == [(8, ""), (D("7.5"), ""), (D("0.9"), ""), (9, "")]  # without 23 and 6 %
    assert prices(priced.issue("FT", line("CAFE"))) == [(10, "")]  # nobody in particular
    with_tax = priced.issue("FT", line("CAFE"), customer=PADARIA, prices_include_tax=True)
    assert prices(with_tax) == [(D("9.84"), "")]


def test_take_three_and_pay_two(company: Lojinha) -> None:
    values = {
        "code": "LEVE3", "name": "Leve 3 pague 2", "since": date(2026, 11, 20), "until": date(2026, 11, 30), "kind": "L",
        "take": D(3), "pay": D(2), "articles": "vinho",
    }  # fmt: skip
    save_campaign(None, values, company.session)
    sold = company.issue("FS", line("VINHO", "7"), prices_include_tax=True)
    assert prices(sold) == [(D("5.65"), "11.30")]
    assert sold.gross == D("28.25")  # five of 5,65
    company.tick(days=10)
    assert prices(company.issue("FS", line("VINHO", "7"), prices_include_tax=True)) == [(D("5.65"), "")]


def test_a_campaign_of_a_group_is_not_for_everybody(priced: Lojinha) -> None:
    days = {"since": date(2026, 11, 1), "until": date(2026, 12, 31)}
    save_campaign(
        None,
        {"code": "NATAL", "name": "Natal", "kind": "P", "value": D(50), "group_code": "REVENDEDORES", **days},
        priced.session,
    )
    coffee, wine = article("CAFE"), article("VINHO")
    assert offer_of(coffee, D(1), DAY, book_of(PADARIA, DAY)).why == "tabela Revenda"
    assert book_of(DraftCustomer(code="MARIA"), DAY).empty
    assert offer_of(wine, D(1), date(2027, 1, 1), book_of(PADARIA, date(2027, 1, 1))).why == "tabela Revenda: -10 %"


def test_what_is_wrong_is_said_by_field(priced: Lojinha) -> None:
    session = priced.session
    again = {"article": "CAFE", "price": D(5)}
    assert refusal(lambda: save_price(None, "REV", again, session)).field == "from_quantity"
    apart = {**again, "since": date(2027, 1, 1)}
    assert "já está nesta tabela" in refusal(lambda: save_price(None, "REV", apart, session)).message
    days = {"since": date(2026, 11, 30), "until": date(2026, 11, 1)}
    campaign = {"code": "X", "name": "X", "kind": "P", "value": D(5)}
    assert refusal(lambda: save_campaign(None, {**campaign, **days}, session)).field == "until"
    assert refusal(lambda: save_campaign(None, campaign, session)).field == "since"
    good = {"since": date(2026, 11, 1), "until": date(2026, 11, 30)}
    two = {**campaign, **good, "kind": "L", "take": D(2), "pay": D(3), "articles": "CAFE"}
    assert refusal(lambda: save_campaign(None, two, session)).field == "take"
    unknown = {**campaign, **good, "articles": "NADA"}
    assert refusal(lambda: save_campaign(None, unknown, session)).field == "articles"
    assert refusal(lambda: save_list(None, {"code": "REV", "name": "Outra"}, session)).field == "code"
    assert (
        refusal(lambda: save_group(None, {"code": "G", "name": "G", "price_list": "NADA"}, session)).field
        == "price_list"
    )
    card = find_customer("PADARIA")
    assert card is not None
    assert (
        refusal(lambda: save_customer(card.id, {**load(card.id), "price_list": "NADA"}, session)).field == "price_list"
    )


def test_taken_out_of_the_list_the_rest_of_it_holds(priced: Lojinha) -> None:
    for row in list(Price.select()):
        remove_price(row.id, priced.session)
    assert prices(priced.issue("FT", line("CAFE"), customer=PADARIA)) == [(9, "")]  # 10 % off
