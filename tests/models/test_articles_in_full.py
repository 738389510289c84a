"""Families in a tree, brands, boxes with their own bar code and price, rules of stock, and several suppliers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from fiscal.errors import Refusal
from fiscal.tables import tables
from models.catalogue.articles import find_article, save_article
from models.catalogue.barcodes import barcodes_text
from models.catalogue.families import family_and_below, save_brand, save_family
from models.catalogue.family_form import FAMILIES
from models.catalogue.form import ARTICLES, load
from models.catalogue.tables import Family
from models.catalogue.units import Pack, in_units, read_units
from models.declared import Question
from models.importing import ARTICLES as ARTICLE_FILE
from models.importing import SELLERS, bring_in
from models.parties.suppliers import save_supplier
from models.purchases.draft import BoughtLine, PurchaseDraft
from models.purchases.origins import purchase_of
from models.purchases.record import record_purchase
from models.purchases.seller_form import load as load_seller
from models.purchases.sellers import forget_seller, save_seller
from models.purchases.tables import ArticleSupplier, PurchaseLine
from models.sales.draft import Draft
from models.stock.sheets import SheetDraft, SheetLine, record_sheet
from models.stock.tables import StockBalance
from models.stock.valuation import bring_up_to_date
from reports.all import REPORTS
from reports.report import Answer
from tests.company import Lojinha, article, line, refusal
from tui.entry.catalogue import Catalogue
from tui.entry.editor import DraftEditor

D = Decimal
BOX = "15601000000018"
"""GTIN-14 on a box of milk."""


def change(company: Lojinha, code: str, **values: Any) -> int:
    """The card of an article as it is, with these changes."""
    number = article(code).id
    return save_article(number, {**load(number), **values}, company.session)


def family(company: Lojinha, code: str, parent: str = "") -> int:
    return save_family(None, {"code": code, "name": f"Família {code}", "parent": parent}, company.session)


def till(*, with_tax: bool = True) -> DraftEditor:
    day = date(2026, 11, 24)
    return DraftEditor(Draft("FS", prices_include_tax=with_tax), Catalogue(), tables().rate, lambda: day)


# Families


def test_families_stand_in_a_tree_and_a_branch_moves_whole(company: Lojinha) -> None:
    """BEB holds VIN, which holds TIN; VIN moves under MER and TIN goes with it."""
    family(company, "BEB")
    wines = family(company, "VIN", "BEB")
    family(company, "TIN", "VIN")
    family(company, "BEB2")
    family(company, "MER")
    shown = [row.cells for row in FAMILIES.page(FAMILIES.asked(Question()), None, 20, False)]
    assert [(code, name.count("·")) for code, name in shown] == [
        ("BEB", 0), ("VIN", 1), ("TIN", 2), ("BEB2", 0), ("MER", 0),
    ]  # fmt: skip
    assert family_and_below("BEB") == ["BEB", "VIN", "TIN"]
    save_family(wines, {"code": "VIN", "name": "Vinhos", "parent": "MER"}, company.session)
    assert (family_and_below("BEB"), family_and_below("MER")) == (["BEB"], ["MER", "VIN", "TIN"])
    assert Family.get(Family.code == "TIN").path == "MER VIN TIN"


def test_a_family_is_never_inside_itself(company: Lojinha) -> None:
    top = family(company, "BEB")
    wines = family(company, "VIN", "BEB")
    family(company, "TIN", "VIN")
    for number, code, parent in (
        (top, "BEB", "TIN"),
        (top, "BEB", "BEB"),
        (wines, "VIN", "TIN"),
        (wines, "VIN", "NADA"),
    ):
        refused = refusal(
            lambda n=number, c=code, p=parent: save_family(n, {"code": c, "name": "X", "parent": p}, company.session)
        )
        assert refused.field == "parent"
    above = "TIN"
    for level in ("N4", "N5", "N6"):
        family(company, level, above)
        above = level
    assert "6 níveis" in refusal(lambda: family(company, "N7", "N6")).message
    deep = family(company, "ALTO")
    family(company, "BAIXO", "ALTO")
    under_five = {"code": "ALTO", "name": "X", "parent": "N5"}
    assert "6 níveis" in refusal(lambda: save_family(deep, under_five, company.session)).message


def test_a_family_in_use_keeps_its_code(company: Lojinha) -> None:
    drinks = family(company, "BEB")
    change(company, "VINHO", family="BEB")
    assert refusal(lambda: save_family(drinks, {"code": "BEBI", "name": "B"}, company.session)).field == "code"
    save_family(drinks, {"code": "BEB", "name": "Bebidas"}, company.session)


def test_a_list_and_a_report_of_a_family_hold_what_is_inside_it(company: Lojinha) -> None:
    family(company, "BEB")
    family(company, "VIN", "BEB")
    family(company, "OUT")
    change(company, "VINHO", family="VIN")
    change(company, "LEITE", family="BEB")
    change(company, "CAFE", family="OUT")
    question = ARTICLES.asked(Question(filters=(("family", "BEB"),)))
    assert [row.cells[0] for row in ARTICLES.page(question, None, 20, False)] == ["LEITE", "VINHO"]
    company.issue("FS", line("VINHO"), line("LEITE"), line("CAFE"))
    answer = Answer(REPORTS["margins"], lambda: company.clock.at.date())
    records, _ = answer.records(Question(filters=(("family", "BEB"),)), None, 10)
    assert sorted(str(record[0]) for record in records) == ["LEITE", "VINHO"]


def test_brands(company: Lojinha) -> None:
    number = save_brand(None, {"code": "delta", "name": "Delta"}, company.session)
    change(company, "CAFE", brand="delta")
    assert article("CAFE").brand == "DELTA"
    question = ARTICLES.asked(Question(filters=(("brand", "DELTA"),)))
    assert [row.cells[0] for row in ARTICLES.page(question, None, 20, False)] == ["CAFE"]
    assert refusal(lambda: change(company, "CAFE", brand="NICOLA")).field == "brand"
    assert refusal(lambda: save_brand(number, {"code": "DLT", "name": "Delta"}, company.session)).field == "code"
    assert refusal(lambda: save_brand(None, {"code": "Delta", "name": "Outra"}, company.session)).rule == "unique"


# Other units


def test_what_other_units_may_not_be(company: Lojinha) -> None:
    for text in ("CX", "CX=", "=12", "CX=0", "CX=-1", "CX=abc", "CX=12@", "CX=12@0", "UN=12", "PIPA=500", "CX=12 CX=6",
                 "CX=0,0000001", "CX=100000"):  # fmt: skip
        assert refusal(lambda t=text: read_units(t, "UN")).field in ("units", "number"), text
    assert read_units("cx=12@9,90; KG=0,5", "UN") == [Pack("CX", D(12), D("9.90")), Pack("KG", D("0.5"))]
    change(company, "LEITE", units="CX=12")
    assert refusal(lambda: change(company, "LEITE", unit="CX", units=None)).field == "unit"


def test_a_box_is_sold_by_its_unit_and_by_its_bar_code(company: Lojinha) -> None:
    """Milk at 1,06; the box of twelve at 12,00, so 1,00 each. Without a price of its own it is 12 times the article's."""
    change(company, "LEITE", units="CX=12@12", barcodes=f"5601000000011 6*5601000000028 CX*{BOX}")
    assert barcodes_text(article("LEITE").id) == f"5601000000011 6*5601000000028 CX*{BOX}"
    post = till()
    assert post.enter("2 CX*LEITE").notice.startswith("2 CX: 24 × Leite")
    assert post.enter(BOX).notice.startswith("1 CX: 36 × Leite")
    assert [(one.code, one.quantity, one.unit, one.price) for one in post.draft.lines] == [("LEITE", 36, "UN", 1)]
    post.enter("5601000000028")  # the pack of six has no price of its own: another line
    assert [(one.quantity, one.price) for one in post.draft.lines] == [(36, 1), (6, D("1.06"))]
    post.enter("3cx*5601000000011@11,40")  # a price typed with a unit is of that unit: 0,95 each
    assert post.draft.lines[-1].price == D("0.95")
    post.enter("-1 CX*LEITE")
    assert [one.quantity for one in post.draft.lines] == [36, 6, 24]
    assert refusal(lambda: post.enter("2 PAL*LEITE")).rule == "unit"
    sold = company.issue("FS", *post.draft.lines, prices_include_tax=True)
    assert StockBalance.get_by_id(article("LEITE").id).quantity == -66
    assert sold.gross == D("65.16")  # 36 + 6,36 + 22,80


def test_bar_codes_follow_a_change_of_the_box(company: Lojinha) -> None:
    change(company, "LEITE", units="CX=12", barcodes=f"CX*{BOX}")
    change(company, "LEITE", units="CX=10", barcodes=None)
    assert find_article(BOX)[1] == 10  # type: ignore[index]
    assert refusal(lambda: change(company, "LEITE", units="", barcodes=None)).field == "barcodes"


def test_letters_before_an_asterisk_are_a_unit_only_before_an_article(company: Lojinha) -> None:
    refused = refusal(lambda: till().enter("7up*lata"))
    assert "Nenhum artigo com" in refused.message, "words to look for"


def test_a_quantity_is_told_as_people_count_it() -> None:
    packs = [Pack("CX", D(12)), Pack("PAL", D(480))]
    assert in_units(D(530), "UN", packs) == "1 PAL + 4 CX + 2 UN"
    assert in_units(D(24), "UN", packs) == "2 CX"
    assert in_units(D(11), "UN", packs) == ""


# Stock


def test_how_an_article_is_followed_stays_once_it_moved(company: Lojinha) -> None:
    change(company, "CAFE", tracking="L")
    change(company, "CAFE", tracking="")
    record_sheet(SheetDraft("E", "A1", [SheetLine("CAFE", D(1))]), company.session)
    assert refusal(lambda: change(company, "CAFE", tracking="S")).field == "tracking"
    assert refusal(lambda: change(company, "VINHO", tracking="X")).field == "tracking"
    change(company, "CAFE", negative="N", minimum=D(2), maximum=D(10))
    kept = article("CAFE")
    assert (kept.tracking, kept.negative, kept.minimum, kept.maximum) == ("", "N", 2, 10)
    assert refusal(lambda: company.issue("FS", line("CAFE", "2"))).rule == "stock"
    for values, field in (
        ({"maximum": D(1)}, "maximum"), ({"minimum": D(11)}, "maximum"), ({"minimum": D(-1)}, "minimum"),
        ({"negative": "Z"}, "negative"),
    ):  # fmt: skip
        assert refusal(lambda v=values: change(company, "CAFE", **v)).field == field


def test_what_a_caller_leaves_out_stays(company: Lojinha) -> None:
    save_brand(None, {"code": "DELTA", "name": "Delta"}, company.session)
    change(company, "CAFE", brand="DELTA", negative="A", minimum=D(3), units="CX=6")
    plain = {"code": "CAFE", "description": article("CAFE").description, "price": D(13)}
    save_article(article("CAFE").id, plain, company.session)
    kept = load(article("CAFE").id)
    assert (kept["brand"], kept["negative"], kept["minimum"], kept["units"]) == ("DELTA", "A", 3, "CX=6")


def test_the_card_shows_what_goods_cost(company: Lojinha) -> None:
    """10 at 2,00 and 10 at 3,00: the last cost 3,00, the average 2,50. Typing over them changes nothing."""
    for cost in ("2.00", "3.00"):
        record_sheet(SheetDraft("E", "A1", [SheetLine("CAFE", D(10), cost=D(cost))]), company.session)
    bring_up_to_date()
    card = load(article("CAFE").id)
    assert (card["last_cost"], card["average_cost"]) == (3, D("2.5"))
    change(company, "CAFE", last_cost=D(99))
    assert load(article("CAFE").id)["last_cost"] == 3
    assert load(article("VINHO").id)["last_cost"] is None


# Suppliers


@pytest.fixture
def two(company: Lojinha) -> Lojinha:
    for code, nif, name in (
        ("TORRA", "501964843", "Torrefação do Norte, Lda"),
        ("LEITES", "503504564", "Leites, S.A."),
    ):
        save_supplier(None, {"code": code, "nif": nif, "name": name}, company.session)
    return company


def seller(company: Lojinha, supplier: str, **values: Any) -> int:
    return save_seller(None, {"article": "CAFE", "supplier": supplier, **values}, company.session)


def test_one_of_several_suppliers_is_preferred(two: Lojinha) -> None:
    first = seller(two, "TORRA", supplier_code="tx-9", price=D("7.5"), minimum=D(4), lead_days=D(3))
    second = seller(two, "LEITES")
    assert [ArticleSupplier.get_by_id(n).preferred for n in (first, second)] == [True, False]
    save_seller(second, {**load_seller(second), "preferred": True}, two.session)
    assert [ArticleSupplier.get_by_id(n).preferred for n in (first, second)] == [False, True]
    kept = load_seller(first)
    assert (kept["supplier_code"], kept["price"], kept["minimum"], kept["lead_days"]) == ("TX-9", D("7.5"), 4, 3)
    forget_seller(second, two.session)
    assert ArticleSupplier.get_by_id(first).preferred


def test_what_a_supplier_of_an_article_may_not_be(two: Lojinha) -> None:
    seller(two, "TORRA", supplier_code="TX-9")
    for values, field in (
        ({"supplier": "TORRA"}, "supplier"),
        ({"supplier": "NADA"}, "supplier"),
        ({"article": "NADA"}, "article"),
        ({"article": "VINHO", "supplier": "TORRA", "supplier_code": "tx-9"}, "supplier_code"),
        ({"unit": "CX"}, "unit"),
        ({"price": D(-1)}, "price"),
        ({"minimum": D("0.0000001")}, "minimum"),
        ({"lead_days": D("1.5")}, "lead_days"),
    ):
        given = {"article": "CAFE", "supplier": "LEITES", **values}
        assert refusal(lambda v=given: save_seller(None, v, two.session)).field == field, values
    assert ArticleSupplier.select().count() == 1


def test_an_order_by_the_supplier_s_own_code_comes_in_their_boxes(two: Lojinha) -> None:
    """TX-9 is the box of six of the roaster, at 42,00: two of them are twelve packets of coffee."""
    change(two, "CAFE", units="CX=6")
    number = seller(two, "TORRA", supplier_code="TX-9", unit="CX", price=D(42), minimum=D(2), lead_days=D(5))
    receipt = record_purchase(PurchaseDraft("RM", "TORRA", [BoughtLine("tx-9", quantity=D(2))]), two.session)
    bought = PurchaseLine.get(PurchaseLine.purchase_id == purchase_of(receipt).id)
    assert (bought.code, bought.unit, bought.factor, bought.price) == ("CAFE", "CX", 6, 42)
    assert StockBalance.get_by_id(article("CAFE").id).quantity == 12
    kept = ArticleSupplier.get_by_id(number)
    assert (kept.code, kept.minimum, kept.lead_days, kept.preferred) == ("TX-9", 2, 5, True)


def test_the_bar_code_of_a_box_is_bought_as_a_box(two: Lojinha) -> None:
    change(two, "LEITE", units="CX=12", barcodes=f"6*5601000000028 CX*{BOX}")
    for code in (BOX, "5601000000028"):
        record_purchase(PurchaseDraft("RM", "LEITES", [BoughtLine(code, quantity=D(2), price=D(1))]), two.session)
    assert StockBalance.get_by_id(article("LEITE").id).quantity == 36  # 2 boxes of 12, 2 packs of 6


# Files


def test_cards_and_suppliers_come_from_files(two: Lojinha) -> None:
    save_brand(None, {"code": "DELTA", "name": "Delta"}, two.session)
    cards = (
        "codigo;designacao;preco;marca;outras_unidades;movimenta_stock;seguido_por;stock_negativo;stock_minimo;stock_maximo\n"
        "CHA;Chá verde;2,50;DELTA;CX=24@48,00;S;Lote;N;12;48\n"
    )
    done = bring_in(ARTICLE_FILE, cards.encode(), two.session)
    assert (done.new, done.errors) == (1, [])
    card = load(article("CHA").id)
    assert [card[name] for name in ("brand", "units", "stocked", "tracking", "negative", "minimum", "maximum")] == [
        "DELTA", "CX=24@48", True, "L", "N", 12, 48,
    ]  # fmt: skip
    sellers = "artigo;fornecedor;codigo_fornecedor;unidade;preco;minimo;prazo;preferido\nCHA;TORRA;C-1;CX;30,00;2;7;S\n"
    assert bring_in(SELLERS, sellers.encode(), two.session).new == 1
    again = bring_in(SELLERS, sellers.replace("30,00", "31,00").encode(), two.session)
    assert (again.new, again.changed) == (0, 1)
    assert ArticleSupplier.get().price == 31
    with pytest.raises(Refusal):
        bring_in(SELLERS, b"artigo\nCHA\n", two.session)
