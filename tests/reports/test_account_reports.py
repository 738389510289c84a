"""Current accounts against figures worked out by hand: statement, pending, ageing; all told the same by `verify`."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fiscal.errors import Refusal
from models.accounts.opening import OpeningDraft, record_opening
from models.accounts.pay import PaidLine, PaymentDraft, pay_supplier
from models.accounts.proof import account_findings
from models.accounts.statement import statement
from models.accounts.summary import summary
from models.accounts.tables import OpenItem
from models.declared import Question
from models.parties.customers import find_customer
from models.parties.suppliers import find_supplier, save_supplier
from models.purchases.draft import BoughtLine, PurchaseDraft
from models.purchases.record import record_purchase
from models.sales.cancel import cancel
from models.sales.draft import DraftCustomer, DraftPayment
from models.sales.owed import open_documents
from models.sales.receipt import ReceiptDraft, ReceiptLine, issue_receipt
from reports.all import REPORTS
from reports.report import Answer
from tests.company import Lojinha, loose, refusal

D = Decimal
PADARIA = DraftCustomer(code="PADARIA")


def rows(company: Lojinha, name: str, **chosen: Any) -> list[dict[str, Any]]:
    answer = Answer(REPORTS[name], lambda: company.clock.at.date())
    records, _ = answer.records(Question(filters=tuple(chosen.items())), None, 1000)
    names = [column.name for column in REPORTS[name].columns]
    return [dict(zip(names, record, strict=True)) for record in records]


def sold(company: Lojinha, amount: str, kind: str = "FT", **head: Any) -> str:
    return company.issue(
        kind, loose("Serviço", "1", amount), customer=PADARIA, prices_include_tax=True, **head
    ).number  # fmt: skip


@pytest.fixture
def shop(company: Lojinha) -> Lojinha:
    """PADARIA owes 310,00 from before, 100,00 at 30 days of 1 September, 40,00 of today; 60,00 were received of the 100,00."""
    record_opening(
        OpeningDraft("C", "PADARIA", "V/1", date(2026, 7, 1), D(310), date(2026, 7, 31)), company.session
    )  # fmt: skip
    company.at(2026, 9, 1, 10)
    first = sold(company, "100", condition="30D")
    company.at(2026, 10, 5, 10)
    issue_receipt(ReceiptDraft([ReceiptLine(first, D(60))]), company.session)
    company.at(2026, 11, 24, 10)
    sold(company, "40")
    company.tick(minutes=1)
    sold(company, "15", "FR")
    return company


def test_the_statement_of_a_customer(shop: Lojinha) -> None:
    found = rows(shop, "account", customer="PADARIA")
    assert [(r["number"], r["more"], r["less"], r["balance"]) for r in found] == [
        ("V/1", 310, 0, 310),
        ("FT 2026A/1", 100, 0, 410),
        ("RG 2026A/1", 0, 60, 350),
        ("FT 2026A/2", 40, 0, 390),
        ("FR 2026A/1", 15, 15, 390),
    ]
    later = rows(shop, "account", customer="501964843", since=date(2026, 10, 1), until=date(2026, 10, 31))
    assert [(r["number"], r["more"], r["balance"]) for r in later] == [
        ("Saldo anterior", 410, 410),
        ("RG 2026A/1", 0, 350),
    ]
    assert [r["balance"] for r in rows(shop, "account", customer="PADARIA", since=date(2026, 12, 1))] == [390]
    assert rows(shop, "account") == []
    assert refusal(lambda: rows(shop, "account", customer="NINGUEM")).field == "customer"


def test_what_is_pending_and_since_when(shop: Lojinha) -> None:
    """V/1 was due 31 July: 116 days. FT 1 was due 1 October: 54 days. FT 2 is due today."""
    found = rows(shop, "pending")
    assert [(r["code"], r["number"], r["late"], r["total"], r["left"]) for r in found] == [
        ("PADARIA", "V/1", 116, 310, 310),
        ("PADARIA", "FT 2026A/1", 54, 100, 40),
        ("PADARIA", "FT 2026A/2", 0, 40, 40),
    ]
    assert [r["number"] for r in rows(shop, "pending", overdue=True)] == ["V/1", "FT 2026A/1"]
    assert rows(shop, "pending", customer="MARIA") == []
    assert rows(shop, "pending", side="F") == []


def test_ageing_by_thirty_days(shop: Lojinha) -> None:
    columns = ("code", "current", "d30", "d60", "d90", "over", "total")
    assert [[r[c] for c in columns] for r in rows(shop, "ageing")] == [["PADARIA", 40, 0, 40, 0, 310, 390]]
    # 31 October: 92 days after 31 July, 30 days after 1 October.
    then = rows(shop, "ageing", day=date(2026, 10, 31))
    assert [[r[c] for c in columns] for r in then] == [["PADARIA", 40, 40, 0, 0, 310, 390]]
    card = find_customer("PADARIA")
    assert card is not None
    told = summary("C", int(card.id), shop.clock.at.date())
    assert (told.open, told.overdue, len(told.items)) == (390, 350, 3)


def test_the_account_of_a_supplier(shop: Lojinha) -> None:
    save_supplier(None, {"code": "TORRA", "nif": "501964843", "name": "Torrefação, Lda"}, shop.session)
    line = BoughtLine(description="Serviço", price=D(100), tax="NOR", unit="UN")
    number = record_purchase(
        PurchaseDraft("FF", "TORRA", [line], supplier_number="A/7", due_on=date(2026, 12, 24)), shop.session
    )
    pay_supplier(PaymentDraft("TORRA", [PaidLine(number, D(23))]), shop.session)
    found = rows(shop, "account", supplier="TORRA")
    assert [(r["number"], r["theirs"], r["more"], r["less"], r["balance"]) for r in found] == [
        ("FF 2026/1", "A/7", 123, 0, 123),
        ("PF 2026/1", "", 0, 23, 100),
    ]
    assert [(r["code"], r["current"], r["total"]) for r in rows(shop, "ageing", side="F")] == [("TORRA", 100, 100)]
    card = find_supplier("TORRA")
    assert card is not None
    assert summary("F", int(card.id), date(2026, 12, 25)).overdue == 100


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("FPNRX"), st.integers(1, 20_000)), min_size=1, max_size=10))
def test_the_end_of_a_statement_is_the_sum_of_what_is_open(company: Lojinha, deeds: list[tuple[str, int]]) -> None:
    """Whatever is sold, part paid, credited, received and cancelled."""
    card = find_customer("PADARIA")
    assert card is not None
    made: list[str] = []
    for deed, count in deeds:
        company.clock.at += dt.timedelta(minutes=1)
        amount = D(count).scaleb(-2)
        if deed == "F":
            made.append(sold(company, str(amount)))
        elif deed == "P":
            made.append(sold(company, str(amount), payments=[DraftPayment("TB", min(amount, D("0.50")))]))
        elif deed == "N" and made:
            with suppress(Refusal):  # credited or cancelled already
                made.append(company.credit(made[count % len(made)]).number)
        elif deed == "R":
            owed = [o for o in open_documents(int(card.id)) if not o.credit]
            if owed:
                part = min(owed[0].left, amount)
                made.append(issue_receipt(ReceiptDraft([ReceiptLine(owed[0].number, part)]), company.session))
        elif deed == "X" and made:
            with suppress(Refusal):  # receipted, credited or cancelled already
                cancel(made[count % len(made)], "Engano", company.session)
    assert account_findings() == []
    lines = list(statement("C", int(card.id)))
    left = sum((item.left for item in OpenItem.select().where(OpenItem.party_id == card.id)), D(0))
    assert (lines[-1].balance if lines else D(0)) == left
