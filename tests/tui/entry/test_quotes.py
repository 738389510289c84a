"""Prices of lists and campaigns while a document is typed: they follow quantity and customer, and never a typed price."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from fiscal.tables import tables
from models.pricing.offers import Deal, Listed, Offer, Step, offer
from models.sales.draft import Draft, DraftCustomer
from tests.tui.entry.entry_catalogue import BARCODE, DAY, Catalogue
from tui.entry.articles import ArticleData
from tui.entry.editor import DraftEditor

D = Decimal
RESELLER = DraftCustomer(code="REV", name="Revendedor")


class Prices:
    """Coffee (4,50) is 4,00 to the reseller, from ten 3,60; of pizzas (5,65 with tax) everybody pays two of three."""

    def offer(self, article: ArticleData, customer: DraftCustomer | None, quantity: Decimal, day: date) -> Offer | None:
        lists = [Listed("Revenda", D(0), (Step(D(0), D(4)), Step(D(10), D("3.60"))))]
        deals = [Deal("Leve 3", "L", take=3, pay=2)] if article.code == "PZ" else []
        mine = lists if customer == RESELLER and article.code == "17" else []
        return offer(article.price, quantity, day, mine, deals)


def editor(*, with_tax: bool = False) -> DraftEditor:
    draft = Draft("FS", prices_include_tax=with_tax)
    return DraftEditor(draft, Catalogue(), tables().rate, lambda: DAY, offers=Prices())


def told(one: DraftEditor) -> list[tuple[Decimal, Decimal | None, str]]:
    return [(line.quantity, line.price, line.discount) for line in one.draft.lines]


def test_the_price_follows_the_quantity_scan_by_scan() -> None:
    one = editor()
    one.set_customer(RESELLER)
    assert one.enter(f"9*{BARCODE}").notice.endswith("(tabela Revenda)")
    assert told(one) == [(9, 4, "")]
    one.enter(BARCODE)
    assert told(one) == [(10, D("3.60"), "")]
    one.enter(BARCODE)
    assert told(one) == [(11, D("3.60"), "")]
    one.set_quantity(D(5))
    assert told(one) == [(5, 4, "")]
    one.undo()
    assert told(one) == [(11, D("3.60"), "")]


def test_a_typed_price_or_discount_stands() -> None:
    one = editor()
    one.set_customer(RESELLER)
    one.enter(f"2*{BARCODE}@4,20")
    one.set_quantity(D(20))
    one.enter(f"{BARCODE}-5%")
    assert told(one) == [(20, D("4.20"), ""), (1, D("4.50"), "5%")]
    one.set_customer(None)
    assert told(one) == [(20, D("4.20"), ""), (1, D("4.50"), "5%")]


def test_the_customer_chosen_afterwards_has_his_prices() -> None:
    one = editor()
    one.enter(f"3*{BARCODE}")
    one.enter("203")
    assert told(one) == [(3, D("4.50"), ""), (1, D("9.90"), "")]
    assert one.set_customer(RESELLER).notice == "Cliente: Revendedor; 1 preço(s) dele"
    assert told(one) == [(3, 4, ""), (1, D("9.90"), "")]
    one.set_customer(None)
    assert told(one) == [(3, D("4.50"), ""), (1, D("9.90"), "")]


def test_one_of_three_is_free_on_the_one_line() -> None:
    one = editor(with_tax=True)
    for _ in range(3):
        one.enter("PZ")
    assert told(one) == [(3, D("5.65"), "5.65")]
    for _ in range(3):
        one.enter("PZ")
    assert told(one) == [(6, D("5.65"), "11.30")]
    one.set_quantity(D(2))
    assert told(one) == [(2, D("5.65"), "")]
