"""Cancelling: the document stays, marked; only while nothing stands on it and the month is open (7.5, F11)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from company import Lojinha, line, loose, refusal

from models.audit.tables import Audit
from models.sales.cancel import cancel
from models.sales.find import document
from models.series.tables import Series
from models.verify import verify


def test_only_the_status_changes(company: Lojinha) -> None:
    sold = company.issue("FT", line("CAFE"))
    company.tick(minutes=5)
    assert cancel("ft 2026a/1", " Engano no\x1b artigo ", company.session) == sold.number
    marked = document(sold.number)
    assert marked == replace(
        sold, status="A", status_at=dt.datetime(2026, 11, 24, 10, 5), status_reason="Engano no artigo"
    )
    assert marked.cancelled
    last = Audit.select().order_by(Audit.id.desc()).first()
    assert (last.action, last.subject, last.operator) == ("cancel", sold.number, "ana")
    assert '"reason":"Engano no artigo"' in last.detail
    assert verify().findings == ()


def test_the_number_is_not_used_again_and_the_chain_goes_on(company: Lojinha) -> None:
    sold = company.issue("FT", line("CAFE"))
    cancel(sold.number, "Engano", company.session)
    assert Series.get(Series.type == "FT").last_hash == sold.hash
    assert company.issue("FT", line("CAFE")).number == "FT 2026A/2"
    assert verify().findings == ()


def test_once_and_with_a_reason(company: Lojinha) -> None:
    sold = company.issue("FT", line("CAFE"))
    for reason in ("", "  ", "ab", "x" * 51):
        assert refusal(lambda r=reason: cancel(sold.number, r, company.session)).field == "reason"
    cancel(sold.number, "Engano", company.session)
    assert refusal(lambda: cancel(sold.number, "Outra vez", company.session)).rule == "cancel"
    assert refusal(lambda: cancel("FT 2026A/9", "Engano", company.session)).field == "number"
    assert document(sold.number).status_reason == "Engano"


def test_f11_the_notes_on_it_go_first_last_in_first_out(company: Lojinha) -> None:
    sold = company.issue("FT", line("CAFE"))
    credit = company.credit(sold.number)
    debit = company.issue("ND", loose("Portes", "1", "5", reference=sold.number, reference_reason="Portes"))
    refused = refusal(lambda: cancel(sold.number, "Engano", company.session))
    assert (refused.rule, credit.number in refused.message, debit.number in refused.message) == ("F11", True, True)
    cancel(credit.number, "Engano", company.session)
    refused = refusal(lambda: cancel(sold.number, "Engano", company.session))
    assert (credit.number in refused.message, debit.number in refused.message) == (False, True)
    cancel(debit.number, "Engano", company.session)
    cancel(sold.number, "Engano", company.session)
    assert verify().findings == ()


def test_the_month_is_closed_after_day_5_of_the_next(company: Lojinha) -> None:
    first, second = company.issue("FT", line("CAFE")), company.issue("FT", line("CAFE"))
    company.at(2026, 12, 5, 23, 59, 59)
    cancel(first.number, "Engano", company.session)
    company.at(2026, 12, 6)
    refused = refusal(lambda: cancel(second.number, "Engano", company.session))
    assert "até 05-12-2026" in refused.message
    assert "nota de crédito" in refused.message
    assert company.credit(second.number).gross == second.gross


def test_december_closes_on_5_january(company: Lojinha) -> None:
    company.at(2026, 12, 31, 12)
    first, second = company.issue("FT", line("CAFE")), company.issue("FT", line("CAFE"))
    company.at(2027, 1, 5, 12)
    cancel(first.number, "Engano", company.session)
    company.at(2027, 1, 6)
    assert "até 05-01-2027" in refusal(lambda: cancel(second.number, "Engano", company.session)).message


def test_a_clock_set_back_does_not_cancel_before_the_issue(company: Lojinha) -> None:
    sold = company.issue("FT", line("CAFE"))
    company.tick(hours=-1)
    cancel(sold.number, "Engano", company.session)
    assert document(sold.number).status_at == sold.system_entry_date
