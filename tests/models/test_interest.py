"""Late payment interest by hand: days, rates that change, what was debited already, and the debit note."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from models.accounts.interest import interest, interest_draft, late_of, rate_on, save_rate
from models.accounts.opening import OpeningDraft, record_opening
from models.parties.customers import find_customer
from models.sales.draft import DraftCustomer
from models.sales.find import document
from models.sales.issue import issue
from models.verify import verify
from tests.company import Lojinha, loose, refusal

D = Decimal


def test_each_day_at_its_own_rate(company: Lojinha) -> None:
    """1000,00 at 10 % for 73 days (a fifth of a year) is 20,00; half of them at 5 %: 36 days 9,863, 37 days 5,068."""
    save_rate(date(2026, 1, 1), D(10), company.session)
    assert interest(D(1000), date(2026, 1, 2), date(2026, 3, 15)) == 20
    save_rate(date(2026, 2, 7), D(5), company.session)
    assert (rate_on(date(2026, 2, 6)), rate_on(date(2026, 2, 7)), rate_on(date(2025, 12, 31))) == (10, 5, None)
    assert interest(D(1000), date(2026, 1, 2), date(2026, 3, 15)) == D("14.93")
    assert interest(D(1000), date(2025, 12, 1), date(2025, 12, 31)) == 0
    for rate in ("0", "-1", "101", "0.0000001"):
        assert refusal(lambda rate=rate: save_rate(date(2026, 1, 1), D(rate), company.session)).field == "rate"


def test_a_debit_note_is_proposed_and_no_day_is_debited_twice(company: Lojinha) -> None:
    """365,00 due 1 October, at 10 %: 0,10 a day; 54 days until 24 November are 5,40, ten days later 1,00."""
    padaria = DraftCustomer(code="PADARIA")
    card = find_customer("PADARIA")
    assert card is not None
    company.at(2026, 9, 1, 10)
    sold = company.issue(
        "FT", loose("Obra", "1", "365"), customer=padaria, prices_include_tax=True, condition="30D"
    ).number  # fmt: skip
    company.at(2026, 11, 24, 10)
    record_opening(OpeningDraft("C", "PADARIA", "V/1", date(2026, 1, 1), D(100)), company.session)
    assert refusal(lambda: interest_draft(int(card.id), company.session)).field == "rate"
    save_rate(date(2026, 1, 1), D(10), company.session)
    ((own),) = late_of(int(card.id), company.clock.at.date())
    assert (own.number, own.days, own.since, own.interest) == (sold, 54, date(2026, 10, 2), D("5.40"))
    note = document(issue(interest_draft(int(card.id), company.session), company.session))
    assert (note.type, note.gross, note.tax, note.lines[0].exemption_code) == ("ND", D("5.40"), 0, "M01")
    assert note.lines[0].reference == sold
    assert refusal(lambda: interest_draft(int(card.id), company.session)).field == "customer"
    company.at(2026, 12, 4, 10)
    found = {own.number: own.interest for own in late_of(int(card.id), company.clock.at.date())}
    assert found == {sold: 1}  # and nothing on the debit note itself
    assert verify().findings == ()
