"""Order, dates and clocks that go wrong: C2, C28, C29 and T5 with the verbs (the clock is set, nobody waits)."""

from __future__ import annotations

import datetime as dt

from company import Lojinha, line, refusal

from fiscal.errors import NeedsConfirmation
from models.sales.draft import Draft
from models.sales.issue import issue
from models.sales.keep import keep, recall
from models.sales.tables import Document
from models.verify import verify

CONFIRMED = ("data-futura", "relogio-atrasado")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_no_document_is_dated_before_its_predecessor(company: Lojinha) -> None:
    company.issue("FT", line("CAFE"))
    refused = refusal(lambda: company.issue("FT", line("CAFE"), date=day("2026-11-23")))
    assert (refused.rule, refused.field) == ("C2", "date")
    assert company.issue("FR", line("CAFE"), date=day("2026-11-23")).number == "FR 2026A/1", "each series for itself"


def test_a_date_in_the_future_is_confirmed_and_then_binds_the_series(company: Lojinha) -> None:
    refused = refusal(lambda: company.issue("FT", line("CAFE"), date=day("2026-11-25")))
    assert isinstance(refused, NeedsConfirmation)
    assert (refused.rule, refused.key) == ("C28", "data-futura")
    assert not Document.select().exists()
    company.issue("FT", line("CAFE"), date=day("2026-11-25"), confirmed=("data-futura",))
    for today in (None, day("2026-11-24")):
        assert refusal(lambda d=today: company.issue("FT", line("CAFE"), date=d)).rule == "C2"
    company.tick(days=1)
    assert company.issue("FT", line("CAFE")).number == "FT 2026A/2"


def test_absurd_dates_are_refused(company: Lojinha) -> None:
    for text in ("1899-12-31", "1999-12-31", "2100-01-01", "9999-12-31"):
        refused = refusal(lambda t=text: company.issue("FT", line("CAFE"), date=day(t), confirmed=CONFIRMED))
        assert refused.field == "date"
    early = refusal(lambda: company.issue("FT", line("CAFE"), series="2026A", date=day("2025-12-31")))
    assert (early.rule, early.field) == ("C2", "date"), "before the series began"


def test_t5_the_clock_goes_back_one_day(company: Lojinha) -> None:
    """The same series is refused, another one asks: no document comes before its predecessor."""
    company.issue("FT", line("CAFE"))
    company.tick(days=-1)
    assert refusal(lambda: company.issue("FT", line("CAFE"), confirmed=CONFIRMED)).rule == "C2"
    asked = refusal(lambda: company.issue("FS", line("CAFE")))
    assert isinstance(asked, NeedsConfirmation)
    assert (asked.rule, asked.key) == ("C29", "relogio-atrasado")
    assert company.issue("FS", line("CAFE"), confirmed=("relogio-atrasado",)).number == "FS 2026A/1"
    company.tick(days=1)
    assert company.issue("FT", line("CAFE")).number == "FT 2026A/2"
    assert verify().findings == ()


def test_t5_the_clock_goes_back_one_second(company: Lojinha) -> None:
    company.issue("FT", line("CAFE"))
    company.issue("FT", line("CAFE"))  # the same second is no step back
    company.tick(seconds=-1)
    assert refusal(lambda: company.issue("FT", line("CAFE"), confirmed=CONFIRMED)).rule == "C2"


def test_t5_the_clock_lost_its_battery(company: Lojinha) -> None:
    """1970: refused even on the first day, when there is no document to compare with."""
    company.at(1970, 1, 1, 0, 0, 5)
    assert refusal(lambda: company.issue("FT", line("CAFE"), confirmed=CONFIRMED)).field == "date"
    company.at(2026, 11, 24, 10)
    company.issue("FT", line("CAFE"))
    company.at(1970, 1, 1)
    assert refusal(lambda: company.issue("FS", line("CAFE"), confirmed=CONFIRMED)).field == "date"
    assert Document.select().count() == 1


def test_t5_the_clock_jumped_ten_years_and_came_back(company: Lojinha) -> None:
    company.issue("FT", line("CAFE"))
    company.at(2036, 11, 24, 10)
    company.issue("FS", line("CAFE"))
    company.at(2026, 11, 24, 11)
    assert refusal(lambda: company.issue("FS", line("CAFE"), confirmed=CONFIRMED)).rule == "C2"
    assert refusal(lambda: company.issue("FT", line("CAFE"))).rule == "C29"
    assert company.issue("FT", line("CAFE"), confirmed=("relogio-atrasado",)).number == "FT 2026A/2"
    assert verify().findings == ()


def test_t5_the_hour_that_comes_twice(company: Lojinha) -> None:
    """Last Sunday of October, 02:00 becomes 01:00: refused in the series until 01:59:30 has passed again."""
    company.at(2026, 10, 25, 1, 59, 30)
    company.issue("FS", line("CAFE"))
    company.at(2026, 10, 25, 1, 0, 10)
    refused = refusal(lambda: company.issue("FS", line("CAFE"), confirmed=CONFIRMED))
    assert "acerte o relógio do computador ou use outra série" in refused.message
    assert refusal(lambda: company.issue("FR", line("CAFE"))).rule == "C29"
    company.issue("FR", line("CAFE"), confirmed=("relogio-atrasado",))
    company.at(2026, 10, 25, 1, 59, 30)
    assert company.issue("FS", line("CAFE")).number == "FS 2026A/2"
    assert verify().findings == ()


def test_t5_midnight_during_an_open_sale(company: Lojinha) -> None:
    """The sale began on the 24th and is paid on the 25th: its date is that of the issue, unless one was typed."""
    company.at(2026, 11, 24, 23, 59, 50)
    draft = Draft("FS", [line("CAFE")])
    keep(draft, company.session)
    typed = Draft("FR", [line("CAFE")], date=day("2026-11-24"))
    company.tick(seconds=20)
    assert company.issue("FS", line("LEITE")).date == day("2026-11-25")
    number = issue(recall(draft.operation, company.session), company.session)
    assert Document.get(Document.number == number).date == day("2026-11-25")
    assert Document.get(Document.number == issue(typed, company.session)).date == day("2026-11-24")
    assert verify().findings == ()


def test_t5_new_year_during_an_open_sale_without_a_new_series(company: Lojinha) -> None:
    """A series may be used beyond the year that began (1.6): the sale is not lost, it takes the next number."""
    company.at(2026, 12, 31, 23, 59, 59)
    company.issue("FS", line("CAFE"))
    company.tick(seconds=2)
    new = company.issue("FS", line("CAFE"))
    assert (new.number, new.date) == ("FS 2026A/2", day("2027-01-01"))
    assert verify().findings == ()


def test_the_tax_point_and_the_rates_are_of_the_document_s_date(company: Lojinha) -> None:
    from models.series.series import create_series

    old = {"type": "FT", "name": "2024X", "validation_code": "ANO2024X", "starts_on": day("2024-01-01")}
    create_series(old, company.session)
    for text, rate in (("2024-09-30", 5), ("2024-10-01", 4)):
        sold = company.issue("FT", line("LEITE", price="1"), series="2024X", date=day(text), region="PT-MA")
        assert (sold.lines[0].rate, sold.lines[0].tax_point) == (rate, day(text))
