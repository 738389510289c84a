"""Payments to suppliers: several invoices, parts, credit notes, discounts, tax withheld; cancelled in order."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from models.accounts.opening import OpeningDraft, record_opening
from models.accounts.pay import PaidLine, PaymentDraft, cancel_payment, pay_supplier
from models.accounts.proof import account_findings
from models.accounts.tables import OpenItem, SupplierPayment, SupplierPaymentMeans
from models.parties.suppliers import save_supplier
from models.purchases.draft import BoughtLine, PurchaseDraft
from models.purchases.record import cancel_purchase, record_purchase
from models.sales.draft import DraftPayment
from tests.company import Lojinha, refusal

D = Decimal


@pytest.fixture
def shop(company: Lojinha) -> Lojinha:
    save_supplier(None, {"code": "TORRA", "nif": "501964843", "name": "Torrefação do Norte, Lda"}, company.session)
    save_supplier(None, {"code": "LEITES", "nif": "503504564", "name": "Leites, S.A."}, company.session)
    return company


def invoice(shop: Lojinha, theirs: str, price: str, supplier: str = "TORRA") -> str:
    """An expense with 23 %: 100 is 123,00 with tax."""
    shop.tick(seconds=1)
    line = BoughtLine(description="Serviço", price=D(price), tax="NOR", unit="UN")
    return record_purchase(PurchaseDraft("FF", supplier, [line], supplier_number=theirs), shop.session)


def credit(shop: Lojinha, of: str, quantity: str) -> str:
    """A credit note of the supplier on part of an invoice's only line."""
    line = BoughtLine(description="Serviço", quantity=D(quantity), unit="UN", tax="NOR", origin=of, origin_line=1)
    return record_purchase(PurchaseDraft("NF", "TORRA", [line], supplier_number=f"NC {of}"), shop.session)


def left() -> dict[str, Decimal]:
    assert account_findings() == []
    return {str(item.number): item.left for item in OpenItem.select().where(OpenItem.side == "F")}


def pay(shop: Lojinha, *lines: PaidLine, **head: object) -> str:
    return pay_supplier(PaymentDraft("TORRA", list(lines), **head), shop.session)  # type: ignore[arg-type]


def test_two_invoices_less_a_credit_note_a_discount_and_tax_withheld(shop: Lojinha) -> None:
    """123,00 + half of 246,00 - 24,60 = 221,40 settled; 2,46 given up; 23,00 withheld; 195,94 paid."""
    one, two = invoice(shop, "A/1", "100"), invoice(shop, "A/2", "200")
    note = credit(shop, one, "0.2")
    assert left() == {one: D(123), two: D(246), note: D("-24.60")}
    number = pay(
        shop, PaidLine(one, D(123), D("2.46")), PaidLine(two, D(123)), PaidLine(note, D("24.60")),
        withholding_type="IRS", withheld=D(23),
        means=[DraftPayment("TB", D("95.94")), DraftPayment("CH", D(100))],
    )  # fmt: skip
    assert number == "PF 2026/1"
    row = SupplierPayment.get(SupplierPayment.number == number)
    assert (row.settled, row.discount, row.withheld, row.paid) == (D("221.40"), D("2.46"), D(23), D("195.94"))
    assert sorted(m.amount for m in SupplierPaymentMeans.select()) == [D("95.94"), D(100)]
    assert left() == {two: D(123)}
    cancel_payment(number, "Cheque devolvido", shop.session)
    assert left() == {one: D(123), two: D(246), note: D("-24.60")}
    assert pay(shop, PaidLine(two, D(246))) == "PF 2026/2"
    assert left() == {one: D(123), note: D("-24.60")}


def test_what_was_paid_is_cancelled_after_its_payment(shop: Lojinha) -> None:
    one = invoice(shop, "A/1", "100")
    number = pay(shop, PaidLine(one, D(50)))
    no = refusal(lambda: cancel_purchase(one, "Engano", shop.session))
    assert (no.rule, number in no.message) == ("purchase", True)
    cancel_payment(number, "Engano", shop.session)
    assert refusal(lambda: cancel_payment(number, "Engano", shop.session)).field == "number"
    cancel_purchase(one, "Engano", shop.session)
    assert left() == {}


def test_invoice_and_credit_note_of_the_same_worth_and_an_opening_balance(shop: Lojinha) -> None:
    one = invoice(shop, "A/1", "100")
    note = credit(shop, one, "1")
    record_opening(OpeningDraft("F", "TORRA", "A/0", date(2025, 12, 1), D(80)), shop.session)
    number = pay(shop, PaidLine(one, D(123)), PaidLine(note, D(123)))
    assert SupplierPayment.get(SupplierPayment.number == number).paid == 0
    pay(shop, PaidLine("A/0", D(30)))
    assert left() == {"A/0": D(50)}


def test_what_is_wrong_is_said_in_its_field(shop: Lojinha) -> None:
    one = invoice(shop, "A/1", "100")
    note = credit(shop, invoice(shop, "A/2", "200"), "1")
    other = invoice(shop, "B/1", "100", supplier="LEITES")
    cases: list[tuple[PaymentDraft, str]] = [
        (PaymentDraft("NINGUEM", [PaidLine(one, D(1))]), "supplier"),
        (PaymentDraft("TORRA", []), "lines"),
        (PaymentDraft("TORRA", [PaidLine(other, D(1))]), "lines.1.number"),
        (PaymentDraft("TORRA", [PaidLine(one, D("123.01"))]), "lines.1.amount"),
        (PaymentDraft("TORRA", [PaidLine(one, D(0))]), "lines.1.amount"),
        (PaymentDraft("TORRA", [PaidLine(one, D(100), D(101))]), "lines.1.discount"),
        (PaymentDraft("TORRA", [PaidLine(one, D(123)), PaidLine(note, D(246))]), "lines"),
        (PaymentDraft("TORRA", [PaidLine(one, D(1))], date=date(2026, 11, 23)), "date"),
        (PaymentDraft("TORRA", [PaidLine(one, D(1))], date=date(2026, 11, 25)), "date"),
        (PaymentDraft("TORRA", [PaidLine(one, D(1))], means=[DraftPayment("TB", D(2))]), "means"),
        (PaymentDraft("TORRA", [PaidLine(one, D(1))], means=[DraftPayment("XX", D(1))]), "means.1.method"),
        (PaymentDraft("TORRA", [PaidLine(one, D(1))], withheld=D(1)), "withholding_type"),
        (PaymentDraft("TORRA", [PaidLine(one, D(1))], withholding_type="IRS", withheld=D(2)), "withheld"),
    ]
    for draft, field in cases:
        assert refusal(lambda draft=draft: pay_supplier(draft, shop.session)).field == field
    assert not SupplierPayment.select().exists()
    draft = PaymentDraft("TORRA", [PaidLine(one, D(1))])
    assert pay_supplier(draft, shop.session) == pay_supplier(draft, shop.session)
