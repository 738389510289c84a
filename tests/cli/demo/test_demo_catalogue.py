"""The articles of the demonstration: unique, well numbered, plausibly taxed, and as many as wanted."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from itertools import islice

import pytest
from stdnum import ean

from cli.demo.catalogue import articles, ean13, families


def test_a_shop_of_360_articles_looks_like_one() -> None:
    shop = list(articles(1, 360))
    assert len({a.description for a in shop}) == 360
    assert {a.family for a in shop} <= {f.code for f in families()}
    assert {a.unit for a in shop} == {"UN", "KG", "L", "H", "M"}
    assert {a.tax_code for a in shop} == {"NOR", "INT", "RED", "ISE"}
    assert {a.kind for a in shop} == {"P", "S"}
    names = " ".join(a.description for a in shop)
    for expected in ("Papo-seco", "Café", "Pastel de nata", "Azeite virgem extra", "Caderno pautado", "Vinho tinto"):
        assert expected in names


def test_hundred_thousand_articles_are_unique() -> None:
    shop = list(articles(3, 100_000))
    assert len(shop) == 100_000
    assert len({a.code for a in shop}) == 100_000
    assert len({a.description for a in shop}) == 100_000
    assert max(len(a.description) for a in shop) <= 60
    codes = [barcode.code for a in shop for barcode in a.barcodes]
    assert len(set(codes)) == len(codes)
    assert all(ean.is_valid(code) and len(code) == 13 and code.startswith("560") for code in codes)
    assert all(a.price > 0 for a in shop)


def test_more_articles_than_there_are_kinds_brands_and_sizes_are_still_unique() -> None:
    beyond = list(islice(articles(1, 112_000), 107_000, 112_000))
    assert len({a.description for a in beyond}) == len({a.code for a in beyond}) == 5_000


def test_the_same_seed_gives_the_same_articles_and_fewer_are_the_first_of_more() -> None:
    assert list(articles(5, 200)) == list(articles(5, 400))[:200]
    assert list(articles(5, 200)) != list(articles(6, 200))
    assert list(articles(5, 0)) == []


def test_prices_have_two_decimals_with_tax_and_up_to_four_without() -> None:
    shop = list(articles(2, 1000))
    without = [a for a in shop if not a.price_includes_tax]
    assert 20 < len(without) < 200
    assert all(a.price == a.price.quantize(Decimal("0.0001")) for a in without)
    assert any(a.price != a.price.quantize(Decimal("0.01")) for a in without)
    assert all(a.price == a.price.quantize(Decimal("0.01")) for a in shop if a.price_includes_tax)


def test_goods_have_bar_codes_and_some_also_one_of_a_pack() -> None:
    shop = list(articles(2, 1000))
    quantities = Counter(tuple(b.quantity for b in a.barcodes) for a in shop if a.kind == "P")
    assert set(quantities) == {(1,), (1, 6), (1, 12)}
    assert quantities[(1, 6)] + quantities[(1, 12)] > 50
    assert all(not a.barcodes for a in shop if a.kind == "S")
    assert all(a.unit == "UN" for a in shop if len(a.barcodes) == 2)


def test_only_what_is_exempt_has_a_reason() -> None:
    shop = list(articles(2, 2000))
    assert all((a.exemption_code == "M07") == (a.tax_code == "ISE") for a in shop)
    assert all(a.exemption_code in ("", "M07") for a in shop)
    lessons = [a for a in shop if a.description.startswith("Aula de culinária")]
    assert {(a.kind, a.tax_code, a.unit) for a in lessons} == {("S", "ISE", "H")}
    rates = {a.description.split(" ")[0]: a.tax_code for a in shop}
    # CIVA: Lista I (bread 1.1.5, milk 1.4.1, books 2.1), Lista II (common wine 1.10, coffee served 3.1), else normal.
    assert (rates["Carcaça"], rates["Leite"], rates["Livro"]) == ("RED", "RED", "RED")
    assert (rates["Lixívia"], rates["Cerveja"], rates["Champô"]) == ("NOR", "NOR", "NOR")
    assert next(a.tax_code for a in shop if a.description == "Café") == "INT"
    assert next(a.tax_code for a in shop if a.description.startswith("Café moído")) == "NOR"
    assert next(a.tax_code for a in shop if a.description.startswith("Vinho tinto")) == "INT"


# The first is GS1's own worked example.
@pytest.mark.parametrize(("twelve", "check"), [("629104150021", "3"), ("560000000000", "7"), ("400638133393", "1")])
def test_check_digit_of_a_bar_code(twelve: str, check: str) -> None:
    assert ean13(twelve) == twelve + check
