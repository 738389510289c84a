"""Labels of the scale at the delicatessen: what they say by the shop's mask, and what the till makes of it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from company import Lojinha
from hypothesis import given
from hypothesis import strategies as st
from stdnum import ean

from fiscal.errors import Refusal
from fiscal.tables import tables
from models.catalogue.articles import save_article
from models.catalogue.labels import GS1_PORTUGAL, Label, read_label, read_masks
from models.sales.draft import Draft
from tui.entry.catalogue import Catalogue
from tui.entry.editor import DraftEditor

D = Decimal
MASKS = ("28AAAAAQQQQQC", "29AAAAAPPPPXC")


def label(first_twelve: str) -> str:
    return first_twelve + ean.calc_check_digit(first_twelve)


def test_a_label_says_its_weight_or_its_price() -> None:
    assert read_label(label("280020301250"), MASKS) == Label("00203", D("1.250"), None, "28")
    assert read_label(label("290020303379"), MASKS) == Label("00203", None, D("3.37"), "29")
    assert read_label(label("270020301250"), MASKS) is None, "no mask of this shop"
    assert read_label(label("280020301250")[:-1] + "x", MASKS) is None
    wrong = label("280020301250")
    assert read_label(wrong[:-1] + str((int(wrong[-1]) + 1) % 10), MASKS) is None
    assert read_label(label("280020301250"), ()) is None


@pytest.mark.parametrize(
    ("prefix", "quantity", "total"),
    [
        ("25", D(1250), None),
        ("26", None, D("12.50")),
        ("27", None, D("12.50")),
        ("28", D("1.250"), None),
        ("29", D("1.250"), None),
    ],
)
def test_the_norm_of_gs1_portugal(prefix: str, quantity: Decimal | None, total: Decimal | None) -> None:
    """26 and 28 are numbers of the shop, 27 and 29 of GS1: price in two, weight in the others; 25 counts pieces."""
    found = read_label(label(f"{prefix}0020301250"), read_masks(GS1_PORTUGAL))
    assert found == Label("00203", quantity, total, prefix)


@pytest.mark.parametrize("prefix", ["20", "21", "22", "23", "24"])
def test_the_norm_leaves_other_prefixes_to_each_shop(prefix: str) -> None:
    assert read_label(label(f"{prefix}0020301250"), read_masks(GS1_PORTUGAL)) is None


def test_a_producer_s_number_is_not_the_shop_s(company: Lojinha) -> None:
    """Ham is 203 of the shop; cheese came from a producer whose number at GS1 is 00203 too."""
    for code, barcodes in (("203", ""), ("QUEIJO", "2900203")):
        card = {"code": code, "description": f"Artigo {code}", "unit": "KG", "price": D(10), "barcodes": barcodes}
        save_article(None, card, company.session)
    catalogue = Catalogue(lambda: read_masks(GS1_PORTUGAL))
    found = {prefix: catalogue.find(label(f"{prefix}0020301250")) for prefix in ("28", "29")}
    assert [(found[p].code, found[p].barcode_quantity) for p in found] == [("203", D("1.25")), ("QUEIJO", D("1.25"))]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "mask",
    [
        "28AAAAAQQQQQ",
        "38AAAAAQQQQQC",
        "28AAAAAAAAAAC",
        "28QQQQQQQQQQC",
        "28AAAQQPPPPPC",
        "28AAQQAAQQQQC",
        "2*AAAAAQQQQQC",
        "C",
    ],
)
def test_a_mask_that_says_nothing_is_refused(mask: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_masks(f"28AAAAAQQQQQC {mask}")
    assert refused.value.field == "etiquetas"
    assert mask in refused.value.message


def test_masks_are_read_apart() -> None:
    assert read_masks(" 28aaaaaqqqqqc  29AAAAAPPPPXC ") == MASKS
    assert read_masks("") == ()


@given(st.text(max_size=15), st.lists(st.text("2AQPXC08", min_size=13, max_size=13), max_size=2))
def test_any_scan_and_any_mask_that_was_accepted_give_a_label_or_none(code: str, masks: list[str]) -> None:
    try:
        accepted = read_masks(" ".join(masks))
    except Refusal:
        return
    found = read_label(code, accepted)
    assert found is None or (found.quantity is None) != (found.total is None)


def test_ham_by_weight_and_by_price_at_the_till(company: Lojinha) -> None:
    """Ham at 9,90 the kilogram with tax: 1,250 kg by weight; 3,37 € by price is 0,340404 kg."""
    ham = {
        "code": "203",
        "description": "Fiambre fatiado",
        "unit": "KG",
        "price": D("9.90"),
        "price_includes_tax": True,
    }
    save_article(None, ham, company.session)
    save_article(None, {**ham, "code": "204", "description": "Queijo a pedir", "price": D(0)}, company.session)
    catalogue = Catalogue(lambda: MASKS)
    till = DraftEditor(
        Draft("FS", prices_include_tax=True), catalogue, tables().rate, lambda: company.clock.now().date()
    )
    till.enter(label("280020301250"))
    till.enter(label("290020303370"))
    assert [(line.code, line.quantity) for line in till.draft.lines] == [("203", D("1.590404"))]
    till.enter("-" + label("280020301250"))
    assert till.draft.lines[0].quantity == D("0.340404")
    with pytest.raises(Refusal, match="ficha de 204 não"):
        till.enter(label("290020403370"))
    with pytest.raises(Refusal, match="Não há artigo"):
        till.enter(label("280099901250"))
    with pytest.raises(Refusal, match="maior que zero"):
        till.enter(label("280020300000"))
