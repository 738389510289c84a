"""Avenças: prepared for each period, issued once, caught up after months, stopped and gone on with after a kill."""

from __future__ import annotations

import datetime as dt
from datetime import date
from decimal import Decimal

import pytest

from models.parties.customers import find_customer, save_customer
from models.parties.form import load
from models.sales import recurring
from models.sales.draft import DraftCustomer
from models.sales.find import document
from models.sales.issue import issue
from models.sales.recurring import due_documents, issue_recurring, move_on, prepared, repeat_document, stop_recurring
from models.sales.tables import Document, Recurring
from models.verify import verify
from tests.company import Lojinha, loose, refusal

D = Decimal
PADARIA = DraftCustomer(code="PADARIA")


@pytest.fixture
def first(company: Lojinha) -> str:
    company.at(2026, 1, 10, 10)
    line = loose("Assistência de {período}", "1", "50")
    return company.issue("FT", line, customer=PADARIA, condition="30D", global_discount="10%").number


def test_an_invoice_is_repeated_each_month_on_its_last_day(company: Lojinha, first: str) -> None:
    kept = repeat_document(first, 1, date(2026, 1, 31), company.session)
    assert due_documents(date(2026, 1, 30)) == []
    company.at(2026, 4, 2, 9)
    found = due_documents(company.clock.at.date())
    assert [(d.recurring_id, d.period, d.customer) for d in found] == [
        (kept, date(2026, 1, 31), "PADARIA"),
        (kept, date(2026, 2, 28), "PADARIA"),
        (kept, date(2026, 3, 31), "PADARIA"),
    ]
    assert prepared(found[1]).lines[0].description == "Assistência de fevereiro de 2026"
    done = issue_recurring(found, company.session)
    # 50,00 less 10 % = 45,00 + 23 % = 55,35 each
    made = [document(one.number) for one in done]
    assert [(d.gross, d.lines[0].description, d.date) for d in made] == [
        (D("55.35"), f"Assistência de {month} de 2026", date(2026, 4, 2)) for month in ("janeiro", "fevereiro", "março")
    ]
    assert due_documents(company.clock.at.date()) == []
    assert Recurring.get_by_id(kept).next_on == date(2026, 4, 30)
    assert verify().findings == ()


def test_a_period_never_gives_two_documents(company: Lojinha, first: str) -> None:
    repeat_document(first, 3, date(2026, 1, 15), company.session, until=date(2026, 7, 1))
    company.at(2026, 12, 1, 9)
    due = due_documents(company.clock.at.date())
    assert [d.period for d in due] == [date(2026, 1, 15), date(2026, 4, 15)]
    here, there = issue_recurring(due, company.session), issue_recurring(due, company.terminal("caixa2"))
    assert [one.number for one in here] == [one.number for one in there]
    assert Document.select().count() == 3


def test_a_program_killed_half_way_goes_on(company: Lojinha, first: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed after the document was written and before the avença moved on: nothing of either stays; the next run goes on."""
    repeat_document(first, 1, date(2026, 2, 1), company.session)
    company.at(2026, 4, 2, 9)
    due = due_documents(company.clock.at.date())
    assert issue_recurring(due[:1], company.session)[0].number == "FT 2026A/2"

    class Killed(BaseException):
        pass

    def killed(*_: object) -> dt.date:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(recurring, "_next", killed)
        with pytest.raises(Killed):
            issue_recurring(due[1:], company.session)
    assert Document.select().count() == 2
    rest = due_documents(company.clock.at.date())
    assert [d.period for d in rest] == [date(2026, 3, 1), date(2026, 4, 1)]
    assert [one.number for one in issue_recurring(rest, company.session)] == ["FT 2026A/3", "FT 2026A/4"]
    assert verify().findings == ()


def test_one_that_is_refused_does_not_stop_the_others(company: Lojinha, first: str) -> None:
    other = company.issue("FT", loose("Aluguer", "1", "20"), customer=DraftCustomer(code="MARIA")).number
    repeat_document(first, 1, date(2026, 2, 1), company.session)
    repeat_document(other, 1, date(2026, 2, 1), company.session, title="Aluguer")
    card = find_customer("PADARIA")
    assert card is not None
    save_customer(int(card.id), {**load(card.id), "blocked": True}, company.session)
    company.at(2026, 2, 1, 9)
    done = issue_recurring(due_documents(company.clock.at.date()), company.session)
    assert [(one.due.customer, bool(one.number), "bloqueado" in one.refused) for one in done] == [
        ("PADARIA", False, True),
        ("MARIA", True, False),
    ]
    assert [d.customer for d in due_documents(company.clock.at.date())] == ["PADARIA"]


def test_one_issued_by_itself_counts_as_done(company: Lojinha, first: str) -> None:
    kept = repeat_document(first, 12, date(2026, 2, 1), company.session)
    company.at(2026, 2, 1, 9)
    (due,) = due_documents(company.clock.at.date())
    assert not move_on(due, company.session)
    issue(prepared(due), company.session)
    assert move_on(due, company.session)
    assert Recurring.get_by_id(kept).next_on == date(2027, 2, 1)
    company.at(2027, 2, 1, 9)
    stop_recurring(kept, company.session)
    assert due_documents(company.clock.at.date()) == []


def test_what_cannot_be_repeated_is_said(company: Lojinha, first: str) -> None:
    nobody = company.issue("FR", loose("Aluguer", "1", "20")).number
    order = company.issue("NE", loose("Aluguer", "1", "20"), customer=PADARIA).number
    day = date(2026, 2, 1)
    assert refusal(lambda: repeat_document(nobody, 1, day, company.session)).field == "customer"
    assert refusal(lambda: repeat_document(order, 1, day, company.session)).field == "number"
    assert refusal(lambda: repeat_document(first, 5, day, company.session)).field == "months"
    assert refusal(lambda: repeat_document(first, 1, day, company.session, until=date(2026, 1, 1))).field == "until"
