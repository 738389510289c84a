"""One shirt in two colours and three sizes: six articles made in one go, and a model that nobody sells."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from models.catalogue.articles import find_article, save_article, search_articles
from models.catalogue.form import ARTICLES, load
from models.catalogue.tables import Article
from models.catalogue.variants import axes_of, make_variants, planned, read_axis, variants_of
from models.declared import Question
from tests.company import Lojinha, article, line, refusal

D = Decimal
COLOURS = ("Cor", ["Azul", "Preto"])
SIZES = ("Tamanho", ["S", "M", "L"])


@pytest.fixture
def shirt(company: Lojinha) -> int:
    card = {
        "code": "TSHIRT",
        "description": "T-shirt de algodão",
        "price": D("9.90"),
        "minimum": D(2),
        "units": "CX=20",
    }
    return save_article(None, card, company.session)


def test_six_shirts_are_made_in_one_go(company: Lojinha, shirt: int) -> None:
    made = make_variants(shirt, [COLOURS, SIZES], company.session)
    assert len(made) == 6
    assert [v.code for v in variants_of(shirt)] == [
        "TSHIRT-AZUL-L", "TSHIRT-AZUL-M", "TSHIRT-AZUL-S", "TSHIRT-PRETO-L", "TSHIRT-PRETO-M", "TSHIRT-PRETO-S",
    ]  # fmt: skip
    one = load(article("TSHIRT-AZUL-M").id)
    assert (one["description"], one["attributes"]) == ("T-shirt de algodão Azul M", "Cor=Azul; Tamanho=M")
    assert (one["price"], one["minimum"], one["units"], one["stocked"]) == (D("9.90"), 2, "CX=20", True)
    listed = [row.cells[0] for row in ARTICLES.page(ARTICLES.asked(Question("TSHIRT")), None, 20, False)]
    assert (listed[0], len(listed)) == ("TSHIRT", 7)
    for value, count in (("M", 1), ("V", 6), ("K", 0)):
        question = ARTICLES.asked(Question(filters=(("made", value),)))
        assert len(ARTICLES.page(question, None, 20, False)) == count


def test_only_the_variants_are_sold(company: Lojinha, shirt: int) -> None:
    make_variants(shirt, [COLOURS], company.session)
    assert find_article("TSHIRT") is None
    assert [a.code for a in search_articles("tshirt")] == ["TSHIRT-AZUL", "TSHIRT-PRETO"]
    assert refusal(lambda: company.issue("FS", line("TSHIRT"))).rule == "variant"
    company.issue("FS", line("TSHIRT-AZUL"), prices_include_tax=True)


def test_a_new_size_is_made_later_and_the_others_stay(company: Lojinha, shirt: int) -> None:
    make_variants(shirt, [COLOURS, ("Tamanho", ["S"])], company.session)
    save_article(article("TSHIRT-AZUL-S").id, {**load(article("TSHIRT-AZUL-S").id), "price": D(8)}, company.session)
    assert axes_of(shirt) == [COLOURS, ("Tamanho", ["S"])]
    plan = planned(shirt, [COLOURS, ("Tamanho", ["S", "XXL"])])
    assert [(one.code, one.exists) for one in plan] == [
        ("TSHIRT-AZUL-S", True), ("TSHIRT-AZUL-XXL", False), ("TSHIRT-PRETO-S", True), ("TSHIRT-PRETO-XXL", False),
    ]  # fmt: skip
    assert len(make_variants(shirt, [COLOURS, ("Tamanho", ["S", "XXL"])], company.session)) == 2
    assert article("TSHIRT-AZUL-S").price == 8
    assert (
        "já existem todas"
        in refusal(lambda: make_variants(shirt, [COLOURS, ("Tamanho", ["S"])], company.session)).message
    )
    for other in ([COLOURS], [SIZES, COLOURS]):
        assert "diferem em Cor, Tamanho" in refusal(lambda o=other: make_variants(shirt, o, company.session)).message


def test_what_cannot_be_a_model(company: Lojinha, shirt: int) -> None:
    make_variants(shirt, [COLOURS], company.session)
    company.issue("FS", line("CAFE"), prices_include_tax=True)
    save_article(None, {"code": "K", "description": "Cabaz", "price": D(1), "stocked": False, "kit": "V", "parts": "VINHO"},
                 company.session)  # fmt: skip
    for code in ("TSHIRT-AZUL", "CAFE", "K", "VINHO"):
        assert refusal(lambda c=code: make_variants(article(c).id, [SIZES], company.session)).rule == "variant", code


def test_all_are_made_or_none(company: Lojinha, shirt: int) -> None:
    save_article(None, {"code": "TSHIRT-PRETO", "description": "Outro artigo", "price": D(1)}, company.session)
    refused = refusal(lambda: make_variants(shirt, [COLOURS], company.session))
    assert (refused.field, refused.rule) == ("axis1", "unique")
    assert Article.select().where(Article.model_id == shirt).count() == 0
    assert not article("TSHIRT").is_model


@pytest.mark.parametrize(
    "axes",
    [
        [],
        [COLOURS, ("cor", ["X"])],
        [("A", ["1"]), ("B", ["1"]), ("C", ["1"]), ("D", ["1"])],
        [("Cor", ["Azul", "azul"])],
        [("Cor", ["--"])],
        [("A", [str(n) for n in range(15)]), ("B", [str(n) for n in range(15)])],
    ],
)
def test_values_that_give_no_variants(company: Lojinha, shirt: int, axes: list[Any]) -> None:
    assert refusal(lambda: make_variants(shirt, axes, company.session)).rule == "variant"


def test_how_an_axis_is_typed() -> None:
    assert read_axis(" Cor :  Azul claro,Preto , Azul claro ", "axis1") == ("Cor", ["Azul claro", "Preto"])
    assert read_axis("  ", "axis2") is None
    for text in ("Cor", "Cor:", ": Azul", "Cor: ,", "Cor: a=b", "Cor: a;b"):
        assert refusal(lambda t=text: read_axis(t, "axis3")).field == "axis3", text
