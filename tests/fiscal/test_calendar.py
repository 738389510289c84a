"""The calendar of obligations: dates by hand from section 13 of the specification."""

from __future__ import annotations

import datetime as dt
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fiscal.calendar import DONE, DUE, LATE, Facts, Month, Obligation, after, obligations, time_left, urgent

LONG_AGO = date(2020, 1, 1)


def of(today: date, **known: Any) -> dict[str, Obligation]:
    return {o.key: o for o in obligations(Facts(today, known.pop("since", LONG_AGO), **known))}


def test_the_fifth_of_the_next_month() -> None:
    found = of(date(2026, 11, 24), months={date(2026, 11, 1): Month(12), date(2026, 10, 1): Month(3)})
    november, october = found["faturas 2026-11"], found["faturas 2026-10"]
    assert (november.due, november.state, november.what) == (
        date(2026, 12, 5), DUE, "Comunicar 12 documento(s) de novembro de 2026",
    )  # fmt: skip
    assert (october.due, october.state) == (date(2026, 11, 5), LATE)


def test_a_month_without_invoices_is_told_too() -> None:
    found = of(date(2026, 12, 2), months={date(2026, 11, 1): Month(0)})
    assert found["faturas 2026-11"].what == "Comunicar que não houve faturas em novembro de 2026"
    assert "nenhuma até hoje" in found["faturas 2026-12"].what


def test_what_the_web_service_told_is_done_and_what_it_did_not_is_counted() -> None:
    told = of(date(2026, 12, 2), months={date(2026, 11, 1): Month(12, 0), date(2026, 12, 1): Month(4, 0)})
    assert told["faturas 2026-11"].state == DONE
    assert told["faturas 2026-12"].state == DUE  # the month is not over
    left = of(date(2026, 12, 2), months={date(2026, 11, 1): Month(12, 2)})["faturas 2026-11"]
    assert (left.state, left.what) == (DUE, "Comunicar 2 documento(s) de novembro de 2026")


def test_vat_by_month_and_by_quarter() -> None:
    monthly = of(date(2026, 11, 10))
    assert monthly["iva 2026-09"].due == date(2026, 11, 20)
    assert monthly["iva 2026-10"].due == date(2026, 12, 20)
    quarterly = of(date(2026, 11, 10), quarterly=True)
    assert quarterly["iva 2026-09"].what == "Declaração de IVA: 3.º trimestre de 2026"
    assert "iva 2026-10" not in quarterly
    assert not [key for key in of(date(2026, 11, 10), charges_vat=False) if key.startswith("iva")]


def test_sales_within_the_union_are_recapitulated_by_the_twentieth() -> None:
    found = of(date(2026, 11, 24), months={date(2026, 11, 1): Month(5, within_union=True)})
    assert found["recapitulativa 2026-11"].due == date(2026, 12, 20)
    assert "recapitulativa 2026-10" not in found


def test_series_of_the_new_year() -> None:
    december = of(date(2026, 12, 1), without_series=("FT", "FS"))["series 2027"]
    assert (december.due, december.state) == (date(2026, 12, 31), DUE)
    forgotten = of(date(2027, 1, 4), without_series=("FT",))["series 2027"]
    assert forgotten.state == LATE
    assert "Ano novo" in forgotten.where


def test_the_inventory_is_due_on_the_last_of_january() -> None:
    assert of(date(2027, 1, 10), stocked=True)["inventario 2026"].due == date(2027, 1, 31)
    assert "inventario 2026" not in of(date(2027, 1, 10))
    assert "inventario 2026" not in of(date(2027, 1, 10), stocked=True, since=date(2027, 1, 2))


def test_what_somebody_marked_is_done_and_comes_last() -> None:
    found = obligations(Facts(date(2026, 11, 10), LONG_AGO, marked=frozenset({"faturas 2026-10", "iva 2026-09"})))
    assert [o.key for o in found if o.state == DONE] == ["faturas 2026-10", "iva 2026-09"]
    assert [o.state for o in found][-2:] == [DONE, DONE]


def test_nothing_before_the_company_began_with_the_program() -> None:
    found = of(date(2026, 11, 24), since=date(2026, 11, 20))
    assert {key for key in found if key.startswith(("faturas", "iva"))} == {"faturas 2026-11", "iva 2026-11"}


def test_certificates_and_the_announced_dates() -> None:
    found = of(date(2026, 11, 24), expiries=[("O certificado de cliente da AT", date(2026, 12, 24))])
    assert found["validade 2026-12-24"].what == "O certificado de cliente da AT acaba"
    assert found["pdf 2026"].due == found["b2g 2026"].due == date(2026, 12, 31)
    assert "pdf 2026" not in of(date(2027, 1, 1))


def test_what_presses_goes_to_the_first_screen() -> None:
    today = date(2026, 12, 2)
    found = obligations(Facts(today, LONG_AGO, months={date(2026, 11, 1): Month(2)}))
    assert [o.key for o in urgent(found, today)] == ["iva 2026-09", "faturas 2026-11"]  # 12 days late; in 3 days
    assert [time_left(n) for n in (-2, -1, 0, 1, 3)] == ["passou há 2 dias", "passou ontem", "hoje", "amanhã", "3 dias"]


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-60, 60))
def test_months_are_counted_over_the_years(day: date, months: int) -> None:
    first = day.replace(day=1)
    there = after(first, months)
    assert (there.year - first.year) * 12 + there.month - first.month == months
    assert after(there, -months) == first


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_on_any_day_what_is_told_is_near_and_each_thing_once(today: date) -> None:
    found = obligations(Facts(today, LONG_AGO, stocked=True, without_series=("FT",)))
    assert len({o.key for o in found}) == len(found)
    assert all(dt.timedelta(-45) <= o.due - today <= dt.timedelta(62) for o in found)
