"""Receipts: what is still to be paid, cash VAT by rate, credit notes taken off, and no signature (1.1; P302 4.4)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from company import Lojinha, line, loose, refusal

from models import db
from models.parties.customers import find_customer
from models.sales.cancel import cancel
from models.sales.draft import DraftCustomer, DraftPayment
from models.sales.find import document
from models.sales.owed import open_documents, open_of
from models.sales.receipt import ReceiptDraft, ReceiptLine, issue_receipt
from models.sales.record import IssuedDocument
from models.series.series import create_series, set_validation_code
from models.verify import verify

D = Decimal
PADARIA = DraftCustomer(code="PADARIA")


def pay(company: Lojinha, *lines: tuple[str, str], **head: object) -> IssuedDocument:
    company.tick(minutes=1)
    draft = ReceiptDraft([ReceiptLine(number, D(amount)) for number, amount in lines], **head)  # type: ignore[arg-type]
    return document(issue_receipt(draft, company.session))


def test_a_receipt_pays_part_then_the_rest(company: Lojinha) -> None:
    sold = company.issue("FT", line("CAFE", "10"), customer=PADARIA, prices_include_tax=True)
    first = pay(company, (sold.number, "100"), payments=[DraftPayment("TB", D(100))])
    assert (first.number, first.gross, first.net, first.tax) == ("RG 2026A/1", D(100), D(100), D(0))
    assert (first.hash, first.hash_control, first.customer.code) == ("", "", "PADARIA")
    assert first.qr.startswith(
        "A:509964435*B:501964843*C:PT*D:RG*E:N*F:20261124*G:RG 2026A/1*H:AAJ0RG40-1*I1:0*N:0.00*"
    )
    assert first.qr.endswith("*O:100.00*Q:0*R:9999")
    assert open_of(sold.number) == D(23)
    no = refusal(lambda: pay(company, (sold.number, "23.01")))
    assert (no.field, no.message) == (
        "lines.1.amount", f"De {sold.number} só falta receber 23,00 €: escreveu 23,01 €.",
    )  # fmt: skip
    second = pay(company, (sold.number, "23"))
    assert [(p.method, p.amount) for p in second.payments] == [("NU", D(23))]
    assert open_of(sold.number) == 0
    assert [(s.source, s.amount, s.tax_type) for s in second.settled] == [(sold.number, D(23), "")]
    assert verify().findings == ()


def test_a_credit_note_takes_off_what_is_paid(company: Lojinha) -> None:
    sold = company.issue("FT", line("CAFE", "10"), customer=PADARIA, prices_include_tax=True)
    back = company.credit(sold.number, {1: D(2)})
    receipt = pay(company, (sold.number, "123"), (back.number, "24.60"))
    assert (receipt.gross, [s.debit for s in receipt.settled]) == (D("98.40"), [False, True])
    assert (open_of(sold.number), open_of(back.number)) == (0, 0)
    assert refusal(lambda: pay(company, (back.number, "1"))).field == "lines.1.amount"


def test_a_receipt_is_cancelled_before_its_invoice(company: Lojinha) -> None:
    sold = company.issue("FT", line("CAFE"), customer=PADARIA, prices_include_tax=True)
    receipt = pay(company, (sold.number, "12.30"))
    no = refusal(lambda: cancel(sold.number, "Engano", company.session))
    assert (no.rule, receipt.number in no.message) == ("F11", True)
    cancel(receipt.number, "Cheque devolvido", company.session)
    assert open_of(sold.number) == D("12.30")
    cancel(sold.number, "Engano", company.session)
    assert refusal(lambda: pay(company, (sold.number, "12.30"))).field == "lines.1.number"
    assert verify().findings == ()


def test_documents_of_two_customers_or_of_nobody_are_not_paid_together(company: Lojinha) -> None:
    one = company.issue("FT", line("CAFE"), customer=PADARIA).number
    other = company.issue("FT", line("CAFE"), customer=DraftCustomer(code="MARIA")).number
    guide = company.issue("GR", line("CAFE"), customer=PADARIA).number
    assert refusal(lambda: pay(company, (one, "1"), (other, "1"))).field == "lines"
    assert refusal(lambda: pay(company, (guide, "1"))).field == "lines.1.number"
    assert refusal(lambda: pay(company)).rule == "receipt"


def owed(code: str) -> list[tuple[str, Decimal, Decimal, bool]]:
    """What the screen of receipts shows of a customer."""
    card = find_customer(code)
    assert card is not None
    return [(own.number, own.total, own.left, own.credit) for own in open_documents(int(card.id))]


def test_what_a_customer_owes_is_what_no_receipt_in_force_has_settled(company: Lojinha) -> None:
    first = company.issue("FT", line("CAFE", "10"), customer=PADARIA, prices_include_tax=True).number
    part = company.issue(
        "FT", line("CAFE", "2"), customer=PADARIA, prices_include_tax=True, payments=[DraftPayment("TB", D(4))]
    ).number
    company.issue("FR", line("CAFE"), customer=PADARIA, prices_include_tax=True)
    company.issue("GR", line("CAFE"), customer=PADARIA)
    company.issue("FT", line("CAFE"), customer=DraftCustomer(code="MARIA"), prices_include_tax=True)
    wrong = company.issue("FT", line("CAFE"), customer=PADARIA, prices_include_tax=True).number
    cancel(wrong, "Engano", company.session)
    back = company.credit(first, {1: D(1)}).number
    rest = (part, D("24.60"), D("20.60"), False)
    note = (back, D("12.30"), D("12.30"), True)
    assert owed("PADARIA") == [(first, D(123), D(123), False), rest, note]
    pay(company, (first, "100"))
    receipt = pay(company, (first, "23"), (back, "12.30"))
    assert owed("PADARIA") == [rest]
    cancel(receipt.number, "Cheque devolvido", company.session)
    assert owed("PADARIA") == [(first, D(123), D(23), False), rest, note]


def test_what_a_customer_owes_is_found_by_indexes(company: Lojinha) -> None:
    if company.postgres:
        pytest.skip("PostgreSQL plans by its statistics: so few rows are always scanned")
    company.issue("FT", line("CAFE"), customer=PADARIA, prices_include_tax=True)
    plans: list[str] = []
    execute = db.database.obj.execute_sql

    def explained(sql: str, params: Any = None, **options: Any) -> Any:
        plans.extend(row[3] for row in execute(f"EXPLAIN QUERY PLAN {sql}", params).fetchall())
        return execute(sql, params, **options)

    card = find_customer("PADARIA")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db.database.obj, "execute_sql", explained)
        assert len(open_documents(int(card.id))) == 1  # type: ignore[union-attr]
    assert plans
    assert not [step for step in plans if step.startswith("SCAN")]


def test_the_same_operation_gives_the_same_receipt(company: Lojinha) -> None:
    sold = company.issue("FT", line("CAFE"), customer=PADARIA).number
    draft = ReceiptDraft([ReceiptLine(sold, D(5))])
    assert issue_receipt(draft, company.session) == issue_receipt(draft, company.session)
    assert open_of(sold) == D("7.30")


def test_cash_vat_says_the_tax_of_each_rate_that_was_paid(company: Lojinha) -> None:
    """DL 71/2013: RC with invoice, date and tax by rate; paying all in parts pays each cent of tax once."""
    company.change(regime="CAIXA")
    series = create_series({"type": "FT", "name": "2026C", "purpose": "cash_vat"}, company.session)
    set_validation_code(series, "CX1CASH99", company.session)
    sold = company.issue(
        "FT", loose("Serviço", "1", "100"), loose("Livro", "1", "50", "RED"), customer=PADARIA
    )  # 123,00 at 23 % and 53,00 at 6 %
    card = find_customer("PADARIA")
    assert card is not None
    assert [(own.number, own.left, own.cash_vat) for own in open_documents(int(card.id))] == [
        ("FT 2026C/1", D(176), True)
    ]
    first = pay(company, (sold.number, "88"))
    assert first.type == "RC"
    # 88 is half of 176: 61,50 of 123,00 and 26,50 of 53,00
    assert [(s.tax_code, s.amount, s.tax) for s in first.settled] == [
        ("NOR", D(50), D("11.5")),
        ("RED", D(25), D("1.5")),
    ]
    assert (first.net, first.tax, first.gross) == (D(75), D(13), D(88))
    assert "*I1:PT*I3:25.00*I4:1.50*I7:50.00*I8:11.50*N:13.00*O:88.00*Q:0*" in first.qr
    parts = [pay(company, (sold.number, amount)) for amount in ("0.01", "33.33", "54.66")]
    paid = [s for receipt in (first, *parts) for s in receipt.settled]
    assert sum(s.tax for s in paid if s.tax_code == "NOR") == D(23)
    assert sum(s.tax for s in paid if s.tax_code == "RED") == D(3)
    assert open_of(sold.number) == 0
