"""What is bought: ordered, received in parts, invoiced at another price, credited; its cost, by hand; nothing twice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from fiscal.errors import NeedsConfirmation
from models.parties.suppliers import save_supplier
from models.purchases.draft import BoughtLine, PurchaseDraft
from models.purchases.landed import share_landed
from models.purchases.origins import open_purchases, purchase_of, remainder
from models.purchases.prepare import number_key
from models.purchases.record import cancel_purchase, record_purchase
from models.purchases.tables import ArticleSupplier, Purchase, PurchaseTax
from models.stock.proof import stock_findings
from models.stock.tables import StockBalance
from models.stock.valuation import bring_up_to_date
from tests.company import Lojinha, article, line, refusal

D = Decimal
TODAY = date(2026, 11, 24)


@pytest.fixture
def shop(company: Lojinha) -> Lojinha:
    for code, nif, name in (
        ("TORRA", "501964843", "Torrefação do Norte, Lda"),
        ("LEITES", "503504564", "Leites, S.A."),
    ):
        save_supplier(None, {"code": code, "nif": nif, "name": name}, company.session)
    return company


def bought(code: str, quantity: str, price: str | None = None, **given: Any) -> BoughtLine:
    return BoughtLine(code, quantity=D(quantity), price=None if price is None else D(price), **given)


def recorded(shop: Lojinha, kind: str, *lines: BoughtLine, yes: tuple[str, ...] = (), **head: Any) -> str:
    shop.tick(seconds=1)
    draft = PurchaseDraft(kind, head.pop("supplier", "TORRA"), list(lines), **head)
    return record_purchase(draft, shop.session, confirmed=frozenset(yes))


def worth(code: str) -> tuple[Decimal, Decimal]:
    bring_up_to_date()
    assert stock_findings() == []
    found = StockBalance.get_or_none(StockBalance.article_id == article(code).id)
    return (found.quantity, found.average_value) if found is not None else (D(0), D(0))


def state(number: str) -> str:
    return str(purchase_of(number).state)


def test_ordered_received_in_two_parts_and_invoiced_at_another_price(shop: Lojinha) -> None:
    order = recorded(shop, "EF", bought("CAFE", "10", "6"), expected_on=date(2026, 12, 1))
    assert (order, state(order), worth("CAFE")) == ("EF 2026/1", "N", (0, 0))
    part = bought("CAFE", "4", origin=order, origin_line=1)
    first = recorded(shop, "RM", part, supplier_number="GR 1/77")
    assert (state(order), worth("CAFE")) == ("P", (4, 24))
    (rest,) = remainder(purchase_of(order))
    assert (rest.quantity, rest.price) == (6, 6)
    second = recorded(shop, "RM", rest)
    assert (state(order), worth("CAFE")) == ("S", (10, 60))
    shop.issue("FS", line("CAFE", "5"))
    assert worth("CAFE") == (5, 30)
    lines = [
        bought("CAFE", "4", "6.50", origin=first, origin_line=1),
        bought("CAFE", "6", "6", origin=second, origin_line=1),
    ]
    asked = refusal(lambda: recorded(shop, "FF", *lines, supplier_number="FT 2026/00012"))
    assert isinstance(asked, NeedsConfirmation)
    assert "Linha 1, CAFE: a 6,5 € cada, e foi recebido a 6 €." in asked.message
    assert "Linha 2" not in asked.message
    invoice = recorded(shop, "FF", *lines, supplier_number="FT 2026/00012", yes=("differences",))
    # Four at 6,50 and six at 6,00 are 62,00: the five left are half of it, and the five sold cost 31,00, not 30,00.
    assert worth("CAFE") == (5, 31)
    assert (state(first), state(second), purchase_of(invoice).net) == ("S", "S", D("62.00"))
    assert (purchase_of(invoice).tax, purchase_of(invoice).gross) == (D("14.26"), D("76.26"))


def test_more_and_something_else_than_was_ordered(shop: Lojinha) -> None:
    order = recorded(shop, "EF", bought("CAFE", "10", "6"))
    lines = [bought("CAFE", "12", origin=order, origin_line=1), bought("LEITE", "1", "0.50")]
    asked = refusal(lambda: recorded(shop, "RM", *lines))
    assert isinstance(asked, NeedsConfirmation)
    assert "Linha 1, CAFE: 12 quando falta 10 do encomendado." in asked.message
    assert "Linha 2, LEITE: não estava no que se pediu ou recebeu." in asked.message
    assert Purchase.select().count() == 1
    recorded(shop, "RM", *lines, yes=("differences",))
    assert (state(order), worth("CAFE"), worth("LEITE")) == ("S", (12, 72), (1, D("0.5")))


def test_a_number_of_a_supplier_is_recorded_once_however_it_is_written(shop: Lojinha) -> None:
    assert number_key(" ft 2026/00012 ") == number_key("FT2026/12") != number_key("FT 2026/120")
    assert len({number_key(f"FT 2026/{n}") for n in ("11", "101", "1001", "110")}) == 4  # zeros inside are no padding
    number = recorded(shop, "FF", bought("CAFE", "1", "6"), supplier_number="FT 2026/00012")
    said = refusal(lambda: recorded(shop, "FF", bought("CAFE", "1", "6"), supplier_number="ft 2026/12"))
    assert said.message == "ft 2026/12 de Torrefação do Norte, Lda já está registado: FF 2026/1 de 24-11-2026."
    recorded(shop, "FF", bought("LEITE", "1", "1"), supplier_number="FT 2026/12", supplier="LEITES")
    cancel_purchase(number, "Engano", shop.session)
    assert worth("CAFE") == (0, 0)
    recorded(shop, "FF", bought("CAFE", "1", "6"), supplier_number="FT 2026/12")
    assert "Falta o número" in refusal(lambda: recorded(shop, "FF", bought("CAFE", "1", "6"))).message


def test_boxes_of_twelve_with_the_supplier_s_own_code(shop: Lojinha) -> None:
    box = bought("LEITE", "5", "8.40", unit="CX", factor=D(12))
    recorded(shop, "FF", box, supplier_number="1", supplier="LEITES")
    assert worth("LEITE") == (60, 42)  # 0,70 a litre
    known = ArticleSupplier.get()
    assert (known.unit, known.factor, known.price, known.preferred) == ("CX", 12, D("8.40"), True)
    ArticleSupplier.update(code="LX-12")
    recorded(
        shop, "FF", bought("LEITE", "1"), supplier_number="2", supplier="LEITES"
    )  # unit and price as the last time
    assert worth("LEITE") == (72, D("50.40"))


def test_what_the_supplier_printed_is_kept_within_its_rounding(shop: Lojinha) -> None:
    lines = [bought("CAFE", "3", "3.335"), bought("LEITE", "7", "0.333")]
    # 10,005 and 2,331: bases 10,01 and 2,33; taxes 2,30 and 0,14: 14,78.
    said = refusal(lambda: recorded(shop, "FF", *lines, supplier_number="1", total=D("14.90")))
    assert (said.field, "14,90" in said.message, "14,78" in said.message) == ("total", True, True)
    number = recorded(shop, "FF", *lines, supplier_number="1", total=D("14.77"))
    assert (purchase_of(number).gross, purchase_of(number).tax) == (D("14.77"), D("2.43"))
    assert {t.tax_code: t.tax for t in PurchaseTax.select()} == {"NOR": D("2.29"), "RED": D("0.14")}


def test_tax_that_is_not_deducted_and_expenses_that_are_no_article(shop: Lojinha) -> None:
    car = bought("CAFE", "2", "10", deductible=False)  # 20,00 + 23 %
    rent = BoughtLine(description="Renda de novembro", price=D(500), tax="ISE")
    number = recorded(shop, "FF", car, rent, supplier_number="1")
    assert worth("CAFE") == (2, D("24.60"))
    assert purchase_of(number).gross == D("524.60")


def test_freight_is_shared_over_what_it_brought(shop: Lojinha) -> None:
    goods = recorded(shop, "FF", bought("CAFE", "10", "6"), bought("LEITE", "40", "1"), supplier_number="1")
    freight = recorded(
        shop,
        "FF",
        BoughtLine(description="Transporte", price=D(20), tax="NOR"),
        supplier_number="T1",
        supplier="LEITES",
    )
    assert share_landed(freight, [(goods, 1), (goods, 2)], "V", shop.session) == [
        D(12),
        D(8),
    ]  # 60,00 and 40,00 of 100,00
    assert (worth("CAFE"), worth("LEITE")) == ((10, 72), (40, 48))
    assert "já foi repartida" in refusal(lambda: share_landed(freight, [(goods, 1)], "V", shop.session)).message
    cancel_purchase(freight, "Não era nossa", shop.session)
    assert (worth("CAFE"), worth("LEITE")) == ((10, 60), (40, 40))


def test_credits_of_price_and_of_goods(shop: Lojinha) -> None:
    invoice = recorded(shop, "FF", bought("CAFE", "10", "6"), supplier_number="1")
    recorded(shop, "FF", bought("CAFE", "10", "8"), supplier_number="2")
    assert worth("CAFE") == (20, 140)
    cheaper = bought("CAFE", "10", "0.50", origin=invoice, origin_line=1)
    recorded(shop, "NF", cheaper, supplier_number="NC 1", goods="N", yes=("differences",))
    assert worth("CAFE") == (20, 135)
    back = bought("CAFE", "4", "6", origin=invoice, origin_line=1)
    note = recorded(shop, "NF", back, supplier_number="NC 2", goods="S", yes=("differences",))
    # They go back at what they cost: 4 of 10 for 55,00 are 22,00.
    assert worth("CAFE") == (16, 113)
    cancel_purchase(note, "Engano", shop.session)
    assert worth("CAFE") == (20, 135)
    assert "já deu NF 2026/1" in refusal(lambda: cancel_purchase(invoice, "Engano", shop.session)).message


def test_what_was_sold_meanwhile_is_asked_about_before_a_receipt_is_cancelled(shop: Lojinha) -> None:
    receipt = recorded(shop, "RM", bought("CAFE", "10", "6"))
    shop.issue("FS", line("CAFE", "5"))
    with_stop = shop.session
    cancel_purchase(receipt, "Veio trocado", with_stop)  # the first warehouse lets stock go below zero
    assert worth("CAFE")[0] == -5
    assert "já está anulado" in refusal(lambda: cancel_purchase(receipt, "Veio trocado", with_stop)).message


def test_what_is_open_of_a_supplier(shop: Lojinha) -> None:
    order = recorded(shop, "EF", bought("CAFE", "10", "6"))
    receipt = recorded(shop, "RM", bought("CAFE", "10", origin=order, origin_line=1))
    supplier = int(purchase_of(order).supplier_id)
    assert [p.number for p in open_purchases(supplier, "RM")] == []
    assert [p.number for p in open_purchases(supplier, "FF")] == [receipt]
    cancel_purchase(receipt, "Engano", shop.session)
    assert [p.number for p in open_purchases(supplier, "RM")] == [order]


def test_what_is_wrong_says_where(shop: Lojinha) -> None:
    def said(kind: str = "FF", *lines: BoughtLine, **head: Any) -> tuple[str | None, str]:
        found = refusal(
            lambda: recorded(shop, kind, *(lines or (bought("CAFE", "1", "6"),)), **{"supplier_number": "1", **head})
        )
        return found.field, found.message

    assert said(supplier="[red]")[0] == "supplier"
    assert said("XX")[0] == "kind"
    assert said(date=date(2027, 1, 1))[0] == "date"
    assert said(date=date(1899, 1, 1))[0] == "date"
    assert said(due_on=date(2026, 1, 1))[0] == "due_on"
    assert said("FF", bought("NADA", "1", "1"))[0] == "lines.1.code"
    assert said("FF", bought("CAFE", "0", "1"))[0] == "lines.1.quantity"
    assert said("FF", bought("CAFE", "1", "-1"))[0] == "lines.1.price"
    assert said("FF", bought("CAFE", "1", "1", tax="XPTO"))[0] == "lines.1.tax"
    assert said("FF", BoughtLine(price=D(1)))[0] == "lines.1.description"
    assert said("NF", bought("CAFE", "1", "1"))[0] == "lines.1.origin"
    other = recorded(shop, "EF", bought("LEITE", "1", "1"), supplier="LEITES")
    assert "outro fornecedor" in said("RM", bought("LEITE", "1", origin=other, origin_line=1))[1]
    assert Purchase.select().count() == 1


def test_freight_on_the_invoice_of_goods_already_received(shop: Lojinha) -> None:
    """The goods came with a guide; the invoice puts their price right and brings 10,00 of freight, with VAT not deducted."""
    receipt = recorded(shop, "RM", bought("CAFE", "10", "6"))
    goods = bought("CAFE", "10", "7", origin=receipt, origin_line=1)
    freight = BoughtLine(description="Transporte", price=D(10), tax="NOR", deductible=False)
    invoice = recorded(shop, "FF", goods, freight, supplier_number="1", yes=("differences",))
    assert worth("CAFE") == (10, 70)
    assert share_landed(invoice, [(receipt, 1)], "Q", shop.session) == [D("12.30")]
    assert worth("CAFE") == (10, D("82.30"))
    cancel_purchase(invoice, "Engano", shop.session)
    assert worth("CAFE") == (10, 60)


def test_what_is_not_deducted_stays_so_when_it_is_invoiced(shop: Lojinha) -> None:
    receipt = recorded(shop, "RM", bought("CAFE", "2", "10", deductible=False))
    assert worth("CAFE") == (2, D("24.60"))
    recorded(shop, "FF", bought("CAFE", "2", origin=receipt, origin_line=1), supplier_number="1")
    assert worth("CAFE") == (2, D("24.60"))


def test_a_credit_of_price_takes_no_goods(shop: Lojinha) -> None:
    invoice = recorded(shop, "FF", bought("CAFE", "10", "6"), supplier_number="1")
    cheaper = bought("CAFE", "10", "0.50", origin=invoice, origin_line=1)
    recorded(shop, "NF", cheaper, supplier_number="NC 1", goods="N", yes=("differences",))
    recorded(shop, "NF", bought("CAFE", "10", "6", origin=invoice, origin_line=1), supplier_number="NC 2", goods="S")
    assert worth("CAFE")[0] == 0
