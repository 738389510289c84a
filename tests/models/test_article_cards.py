"""Article cards: what is checked, bar codes, and what documents protect (F8)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from company import Lojinha, article, line, refusal

from fiscal.errors import Refusal
from models.catalogue.articles import find_article, save_article
from models.catalogue.barcodes import barcodes_text
from models.catalogue.families import save_family
from models.catalogue.form import load
from models.catalogue.tables import Article, Barcode, Family
from models.stock.sheets import SheetDraft, SheetLine, record_sheet

D = Decimal
NAMES = (
    "code", "description", "kind", "family", "unit", "price", "price_includes_tax", "tax_code", "exemption_code",
    "stocked", "active",
)  # fmt: skip
NEW = {"code": "N1", "description": "Novo", "price": D("1.00")}


def save(company: Lojinha, of: str | None = None, **changes: Any) -> int:
    """Saves a card, starting from the one it changes."""
    before = {name: getattr(article(of), name) for name in NAMES} if of else NEW
    return save_article(article(of).id if of else None, {**before, **changes}, company.session)


def test_a_new_article_has_the_defaults_of_a_counter(company: Lojinha) -> None:
    made = Article.get_by_id(save(company, code="n1"))
    found = (
        made.code,
        made.kind,
        made.unit,
        made.price,
        made.price_includes_tax,
        made.tax_code,
        made.stocked,
        made.active,
    )
    assert found == ("N1", "P", "UN", D(1), True, "NOR", True, True)
    assert not Article.get_by_id(save(company, code="S1", kind="S")).stocked, "a service is not stocked"


def test_what_a_card_may_not_hold(company: Lojinha) -> None:
    for values, field in (
        ({"code": ""}, "code"),
        ({"code": "A B"}, "code"),
        ({"code": "3*A"}, "code"),
        ({"code": "A@1"}, "code"),
        ({"code": "X" * 61}, "code"),
        ({"code": "CAFE"}, "code"),
        ({"code": "5601234567892"}, "code"),  # a bar code of CAFE
        ({"description": "X"}, "description"),
        ({"kind": "Z"}, "kind"),
        ({"price": None}, "price"),
        ({"price": D("-0.01")}, "price"),
        ({"price": D(5601234567892)}, "price"),
        ({"tax_code": "ISE"}, "exemption_code"),
        ({"tax_code": "NOR", "exemption_code": "M07"}, "exemption_code"),
        ({"tax_code": "ISE", "exemption_code": "M26"}, "exemption_code"),
        ({"tax_code": "XYZ"}, "tax_code"),
        ({"family": "NAOHA"}, "family"),
        ({"unit": "BARRIL"}, "unit"),
    ):
        assert refusal(lambda v=values: save(company, **v)).field == field, values
    assert Article.select().count() == 7


def test_bar_codes_are_checked_and_belong_to_one_article(company: Lojinha) -> None:
    for text in (
        "5601234567890",  # the last digit should be 2
        "123",
        "123456789012345",
        "56O1234567892",
        "0*5601000000028",
        "x*5601000000028",
        "5601234567892",  # another's bar code
        "5601000000028 5601000000028",
    ):
        assert refusal(lambda t=text: save(company, "VINHO", barcodes=t)).field == "barcodes", text
    save(company, code="4321")
    assert refusal(lambda: save(company, "VINHO", barcodes="4321")).field == "barcodes", "another's code"


def test_a_scan_of_a_pack_adds_its_units(company: Lojinha) -> None:
    milk = article("LEITE")
    assert barcodes_text(milk.id) == "5601000000011 6*5601000000028"
    assert [find_article(c) and (find_article(c)[0].code, find_article(c)[1]) for c in ("5601000000011", "5601000000028")] == [  # type: ignore[index]
        ("LEITE", 1), ("LEITE", 6),
    ]  # fmt: skip


def test_bar_codes_are_replaced_or_left(company: Lojinha) -> None:
    save(company, "LEITE", price=D("1.10"))
    assert Barcode.select().where(Barcode.article_id == article("LEITE").id).count() == 2
    save(company, "LEITE", barcodes="5601000000028")
    assert barcodes_text(article("LEITE").id) == "5601000000028"
    assert find_article("5601000000011") is None
    save(company, "LEITE", barcodes="")
    assert find_article("5601000000028") is None


def test_f8_with_documents_code_and_description_stay_and_the_rest_may_change(company: Lojinha) -> None:
    company.issue("FT", line("CAFE"))
    for change in ({"description": "Café moído 1 kg"}, {"code": "CAFE2"}):
        refused = refusal(lambda c=change: save(company, "CAFE", **c))
        assert (refused.rule, refused.field) == ("F8", next(iter(change)))
    save(company, "CAFE", price=D("13.00"), tax_code="INT")
    assert (article("CAFE").price, article("CAFE").tax_code) == (13, "INT")
    save(company, "VINHO", code="TINTO", description="Tinto")  # nobody bought it yet


def test_a_line_on_paper_counts_even_if_cancelled(company: Lojinha) -> None:
    from models.sales.cancel import cancel

    cancel(company.issue("FT", line("CAFE")).number, "Engano", company.session)
    assert refusal(lambda: save(company, "CAFE", description="Outro")).rule == "F8"


def test_families(company: Lojinha) -> None:
    number = save_family(None, {"code": "beb", "name": "Bebidas"}, company.session)
    save(company, "VINHO", family="beb")
    assert article("VINHO").family == "BEB"
    save_family(number, {"code": "BEB", "name": "Bebidas e sumos"}, company.session)
    assert Family.get_by_id(number).name == "Bebidas e sumos"
    for values in (
        {"code": "", "name": "X"},
        {"code": "A B", "name": "X"},
        {"code": "X", "name": ""},
        {"code": "Beb", "name": "X"},
    ):
        with pytest.raises(Refusal):
            save_family(None, values, company.session)


def test_text_comes_in_clean(company: Lojinha) -> None:
    made = Article.get_by_id(save(company, description="[red]Pa\u0303o\x1b[31m\u202e[/x]"))
    assert made.description == "[red]Pão[31m[/x]"


def test_how_an_article_is_followed_in_stock(company: Lojinha) -> None:
    """By lot, never below zero, between five and twenty; once it moved it cannot be followed otherwise."""
    wine = article("VINHO")
    traits = {"tracking": "L", "negative": "N", "minimum": Decimal(5), "maximum": Decimal(20)}
    save_article(wine.id, {**load(wine.id), **traits}, company.session)
    kept = article("VINHO")
    assert (kept.tracking, kept.negative, kept.minimum, kept.maximum) == ("L", "N", 5, 20)
    save_article(wine.id, {**load(wine.id), "maximum": None, "price": Decimal(6)}, company.session)
    assert article("VINHO").maximum == 20  # left out, left as it is
    wrong = {**load(wine.id), "minimum": Decimal(30)}
    assert refusal(lambda: save_article(wine.id, wrong, company.session)).field == "maximum"
    assert (
        refusal(lambda: save_article(wine.id, {**load(wine.id), "negative": "X"}, company.session)).field == "negative"
    )
    record_sheet(SheetDraft("E", "A1", [SheetLine("VINHO", lot="A")]), company.session)
    said = refusal(lambda: save_article(wine.id, {**load(wine.id), "tracking": ""}, company.session))
    assert (said.field, said.rule) == ("tracking", "lot")
