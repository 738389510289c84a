"""The series of a new year, made in one go; and the codes of many typed at once."""

from __future__ import annotations

import datetime as dt

import pytest

from models.series.codes import series_named, set_codes
from models.series.new_year import make_new_year, plan_new_year, sheet, without_code, years_without_series
from models.series.series import CASH_VAT, close_series, create_series, set_validation_code
from models.series.tables import Series
from tests.company import Lojinha, line, refusal


def test_every_type_in_use_gets_its_series_and_a_second_time_nothing(company: Lojinha) -> None:
    company.at(2026, 12, 10, 9, 0)
    for kind in ("GA", "CC", "FC"):
        close_series(series_named(kind, "2026A").id, company.session)
    planned = plan_new_year(2027)
    assert len(planned) == 17  # twenty types, three closed
    assert {new.name for new in planned} == {"2027A"}
    assert Series.select().count() == 20  # a plan writes nothing
    assert len(make_new_year(2027, company.session)) == 17
    made = series_named("ft", "2027a")
    assert (made.first_number, made.last_number, made.starts_on) == (1, 0, dt.date(2027, 1, 1))
    assert (made.validation_code, made.open, made.kind) == ("", True, "N")
    assert make_new_year(2027, company.session) == []
    assert Series.select().count() == 37


def test_the_new_series_issues_from_the_first_of_january_and_not_before(company: Lojinha) -> None:
    company.at(2026, 12, 10, 9, 0)
    make_new_year(2027, company.session)
    set_validation_code(series_named("FT", "2027A").id, "NOVAFT27", company.session)
    assert company.issue("FT", line("CAFE")).number == "FT 2026A/1"
    company.at(2027, 1, 2, 9, 0)
    sold = company.issue("FT", line("CAFE"))
    assert (sold.number, sold.atcud) == ("FT 2027A/1", "NOVAFT27-1")


def test_each_purpose_keeps_its_own_series_under_the_name_asked_for(company: Lojinha) -> None:
    create_series({"type": "FT", "name": "2026AC", "purpose": CASH_VAT, "validation_code": "CAIXAFT6"}, company.session)
    create_series({"type": "FT", "name": "LOJA", "establishment": "", "purpose": "recovery",
                   "validation_code": "RECUPFT6"}, company.session)  # fmt: skip
    names = {(new.type, new.purpose): new.name for new in plan_new_year(2027, "2027.X")}
    assert names["FT", ""] == "2027.X"
    assert names["FT", CASH_VAT] == "2027.XC"
    assert names["FT", "recovery"] == "LOJA.2027"
    assert names["NC", ""] == "2027.X"
    make_new_year(2027, company.session, "2027.X")
    assert series_named("FT", "LOJA.2027").kind == "R"


def test_what_cannot_be_is_refused_and_makes_nothing(company: Lojinha) -> None:
    assert refusal(lambda: plan_new_year(2027, "AT2027")).field is not None
    assert refusal(lambda: plan_new_year(27)).field == "year"
    said = refusal(lambda: make_new_year(2027, company.session, "2026A"))
    assert said.field == "name"
    assert "FT 2026A já existe" in said.message
    assert Series.select().count() == 20


def test_series_without_a_code_are_not_in_use(company: Lojinha) -> None:
    for row in Series.select():
        close_series(row.id, company.session)
    assert refusal(lambda: plan_new_year(2027)).field == "year"


def test_the_sheet_says_what_the_portal_asks_for(company: Lojinha) -> None:
    assert sheet() == []
    made = make_new_year(2027, company.session)
    assert len(sheet()) == 20
    assert sheet()[0] == ("FS", "Fatura simplificada", "SI", "2027A", "Normal", 1, dt.date(2027, 1, 1), "")
    assert [row[0] for row in sheet()[:5]] == ["FS", "FT", "FR", "NC", "RG"]
    assert len(sheet(made[:2])) == 2


def test_codes_are_written_all_or_none(company: Lojinha) -> None:
    make_new_year(2027, company.session)
    first, second, third = (int(row.id) for row in without_code()[:3])
    said = refusal(lambda: set_codes({first: "ABCD2345", second: "ABCD2345", third: ""}, company.session))
    assert said.field == f"code.{second}"
    assert Series.get_by_id(first).validation_code == ""
    assert set_codes({first: "ABCD2345", second: " EFGH6789 ", third: ""}, company.session) == 2
    assert Series.get_by_id(second).validation_code == "EFGH6789"
    assert Series.get_by_id(third).validation_code == ""


@pytest.mark.parametrize(("day", "missing"), [((2026, 11, 24), 0), ((2026, 12, 1), 20), ((2027, 1, 3), 20)])
def test_what_the_next_year_still_needs(company: Lojinha, day: tuple[int, int, int], missing: int) -> None:
    assert len(years_without_series(dt.date(*day), 31)) == missing
    make_new_year(2027, company.session)
    for row in without_code():
        set_validation_code(row.id, f"NOVO27{row.type}", company.session)
    assert years_without_series(dt.date(*day), 31) == []
