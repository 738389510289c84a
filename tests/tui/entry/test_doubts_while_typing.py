"""A value that may be a slip stops the entry once; said yes to, the same entry goes through."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from entry_catalogue import DAY, Catalogue

from fiscal.tables import tables
from models.sales.doubts import Doubt, Price
from models.sales.draft import Draft
from tui.entry.editor import DraftEditor
from tui.entry.effect import Effect

D = Decimal


class Sold:
    """The coffee was sold at 44,00 the last time, at most 12 at once; nothing else was ever sold."""

    def last_price(self, code: str, *, with_tax: bool) -> Price | None:
        return Price(D(44), "FT 2026A/7") if code == "17" else None

    def most_sold(self, code: str) -> Decimal:
        return D(12) if code == "17" else D(0)


@pytest.fixture
def shop() -> DraftEditor:
    return DraftEditor(Draft("FT"), Catalogue(), tables().rate, lambda: DAY, history=Sold())


def asked(shop: DraftEditor, act: Callable[[], Effect], field: str) -> Doubt:
    """The doubt that ``act`` raises; nothing was changed. Then a person says yes, and it is done."""
    before = list(shop.draft.lines), shop.draft.global_discount
    with pytest.raises(Doubt) as raised:
        act()
    assert (list(shop.draft.lines), shop.draft.global_discount) == before
    assert raised.value.field == field
    shop.doubts.confirmed.add(raised.value.key)
    act()
    return raised.value


def test_a_price_far_from_the_card_and_from_the_last_sale(shop: DraftEditor) -> None:
    """The card says 4,50: 45 is ten times that, but it was sold at 44 before; 450 is ten times both."""
    shop.enter("17@45")
    assert "10 vezes maior do que 44,00 (FT 2026A/7)" in asked(shop, lambda: shop.enter("17@450"), "price").message
    shop.enter("17@450")
    asked(shop, lambda: shop.edit(0, "price", "460"), "price")
    asked(shop, lambda: shop.enter("203@0,99"), "price")
    shop.enter("REP@999")  # its card has no price and it was never sold: nothing to compare with


def test_a_quantity_never_seen(shop: DraftEditor) -> None:
    shop.enter("120*17")
    assert "máximo vendido numa linha foi 12" in asked(shop, lambda: shop.enter("121*17"), "quantity").message
    assert "nunca foi vendido" in asked(shop, lambda: shop.enter("101*203"), "quantity").message
    asked(shop, lambda: shop.edit(0, "quantity", "2500"), "quantity")
    asked(shop, lambda: shop.enter("*300"), "quantity")
    asked(shop, lambda: shop.enter("500*."), "quantity")


def test_scans_one_by_one_are_never_doubted(shop: DraftEditor) -> None:
    shop.enter("100*203")
    shop.enter("203")
    shop.enter("+")
    assert shop.draft.lines[0].quantity == 102


def test_a_discount_of_more_than_half_on_a_line_and_on_the_document(shop: DraftEditor) -> None:
    shop.enter("17-50%")
    asked(shop, lambda: shop.enter("17-60%"), "discount")
    asked(shop, lambda: shop.edit(0, "discount", "2,26"), "discount")
    asked(shop, lambda: shop.enter("%51"), "discount")
    shop.enter("%51")
    shop.enter("%")


def test_the_yes_is_for_one_value_only(shop: DraftEditor) -> None:
    asked(shop, lambda: shop.enter("17-60%"), "discount")
    shop.enter("17-60%")
    with pytest.raises(Doubt):
        shop.enter("17-61%")
    with pytest.raises(Doubt):
        shop.enter("203-60%")
