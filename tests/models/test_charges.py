"""Articles that bring lines of their own: the Volta deposit, the box of a meal; in the shop, at issue and in what follows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from company import Lojinha, article, line, refusal

from models.catalogue.articles import save_article
from models.catalogue.charges import charges_text
from models.catalogue.form import load
from models.importing import KINDS, bring_in
from models.sales.convert import convert_draft
from models.sales.draft import DraftCustomer, DraftLine
from models.sales.find import document
from models.sales.history import last_sale
from models.sales.issue import issue

D = Decimal


def card(code: str, price: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "description": f"Artigo {code}", "price": D(price), "price_includes_tax": True, **more}


@pytest.fixture
def grocery(company: Lojinha) -> Lojinha:
    """Cans with a deposit, a pack of six with six, a meal sold by weight with its box."""
    for values in (
        card("VOLTA", "0.10", kind="O", tax_code="ISE", exemption_code="M01", stocked=False),
        card("EMB", "0.369", kind="I", stocked=False),  # 0,30 + 23 %
        card("LATA", "1.23", charges="VOLTA"),
        card("PACK", "6.15", charges="6*VOLTA"),
        card("FRANGO", "12.30", unit="KG", charges="EMB"),
    ):
        save_article(None, values, company.session)
    return company


def lines(document: Any) -> list[tuple[str, Decimal]]:
    return [(x.code, x.quantity) for x in document.lines]


def test_one_line_of_deposits_for_all_that_was_sold(grocery: Lojinha) -> None:
    """3 x 1,23 + 6,15 = 9,84; nine deposits of 0,10 = 0,90, without VAT (M01): 10,74."""
    sold = grocery.issue("FS", line("LATA", "3"), line("PACK"), line("CAFE"), prices_include_tax=True)
    assert lines(sold) == [("LATA", 3), ("PACK", 1), ("CAFE", 1), ("VOLTA", 9)]
    assert sold.gross == D("10.74") + D("12.30")
    deposit = sold.lines[-1]
    assert (deposit.tax_code, deposit.exemption_code, deposit.amount) == ("ISE", "M01", D("0.90"))


def test_a_weighed_meal_takes_whole_boxes(grocery: Lojinha) -> None:
    """0,350 kg and 0,400 kg go into a box each: 2 x 0,369 = 0,738 = 0,74 with tax."""
    sold = grocery.issue("FS", line("FRANGO", "0.350"), line("FRANGO", "0.400"), prices_include_tax=True)
    assert lines(sold)[-1] == ("EMB", 2)
    assert sold.lines[-1].shown == D("0.74")


def test_what_is_eaten_in_the_house_has_no_box(grocery: Lojinha) -> None:
    sold = grocery.issue("FS", line("FRANGO", "0.350"), line("LATA"), waived=["EMB"])
    assert lines(sold) == [("FRANGO", D("0.35")), ("LATA", 1), ("VOLTA", 1)]


def test_the_line_shown_keeps_its_price_and_its_quantity_follows(grocery: Lojinha) -> None:
    shown = DraftLine("VOLTA", quantity=D(7), price=D("0.15"), charge=True)
    sold = grocery.issue("FS", line("LATA", "2"), shown)
    assert [(x.code, x.quantity, x.price) for x in sold.lines][1:] == [("VOLTA", 2, D("0.15"))]
    stray = DraftLine("VOLTA", quantity=D(1), price=D("0.10"), charge=True)
    assert lines(grocery.issue("FS", line("CAFE"), stray)) == [("CAFE", 1)]


def test_a_quote_has_the_charges_and_its_invoice_has_them_once(grocery: Lojinha) -> None:
    quote = grocery.issue("OR", line("LATA", "4"))
    assert lines(quote) == [("LATA", 4), ("VOLTA", 4)]
    sold = document(issue(convert_draft([quote.number], "FT"), grocery.session))
    assert lines(sold) == [("LATA", 4), ("VOLTA", 4)]


def test_cans_that_come_back_with_the_invoice_bring_their_deposit_back(grocery: Lojinha) -> None:
    """The credit note takes one can and one deposit: 1,23 + 0,10."""
    sold = grocery.issue("FS", line("LATA", "4"), prices_include_tax=True)
    back = grocery.credit(sold.number, {1: D(1), 2: D(1)})
    assert (lines(back), back.gross) == ([("LATA", 1), ("VOLTA", 1)], D("1.33"))


def test_selling_the_same_again_brings_the_deposit_once(grocery: Lojinha) -> None:
    buyer = DraftCustomer(code="PADARIA")
    grocery.issue("FT", line("LATA", "4"), customer=buyer)
    again = last_sale(DraftCustomer(code="PADARIA", nif="501964843"))
    assert again is not None
    assert [x.code for x in again.lines] == ["LATA"]


def test_an_inactive_charge_is_no_longer_added(grocery: Lojinha) -> None:
    save_article(article("VOLTA").id, {**load(article("VOLTA").id), "active": False}, grocery.session)
    assert lines(grocery.issue("FS", line("LATA"))) == [("LATA", 1)]


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("CAFE", {"charges": "NADA"}), ("CAFE", {"charges": "CAFE"}), ("CAFE", {"charges": "LATA"}),
        ("VOLTA", {"charges": "EMB"}), ("CAFE", {"charges": "0*VOLTA"}), ("CAFE", {"charges": "VOLTA VOLTA"}),
        ("CAFE", {"charges": "x*VOLTA"}),
    ],
)  # fmt: skip
def test_charges_that_cannot_be_are_refused(grocery: Lojinha, code: str, values: dict[str, Any]) -> None:
    own = article(code)
    assert refusal(lambda: save_article(own.id, {**load(own.id), **values}, grocery.session)).field == "charges"


def test_a_charge_keeps_its_price(grocery: Lojinha) -> None:
    own = article("VOLTA")
    refused = refusal(lambda: save_article(own.id, {**load(own.id), "price": D(0)}, grocery.session))
    assert (refused.field, "LATA" in refused.message) == ("price", True)


def test_traits_of_an_article_come_in_from_a_table(grocery: Lojinha) -> None:
    table = (
        "codigo;designacao;preco;tipo;categoria;codigo_nc;encargos\n"
        "AGUA;Água 33 cl;0,80;P;A;22011019;VOLTA 2*EMB\n"
        "IEC;Imposto sobre bebidas;0,20;E;M;;\n"
    )
    result = bring_in(KINDS["articles"], table.encode(), grocery.session)
    assert (result.new, result.errors) == (2, [])
    water = article("AGUA")
    assert (water.category, water.cn_code, charges_text(water.id)) == ("A", "22011019", "VOLTA 2*EMB")
    assert article("IEC").kind == "E"


@pytest.mark.parametrize("wrong", [{"cn_code": "2201"}, {"cn_code": "abcdefgh"}, {"category": "Z"}, {"kind": "Q"}])
def test_traits_badly_said_are_refused(company: Lojinha, wrong: dict[str, str]) -> None:
    refused = refusal(lambda: save_article(None, card("NOVO", "1", **wrong), company.session))
    assert refused.field == next(iter(wrong))
