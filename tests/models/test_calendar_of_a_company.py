"""The calendar of a company from its own documents, series and stock."""

from __future__ import annotations

import datetime as dt

from fiscal.calendar import DONE, LATE, Obligation
from models.calendar import calendar, mark_done, set_vat_period
from models.company.setup import set_setting
from tests.company import Lojinha, line, refusal


def of(company: Lojinha) -> dict[str, Obligation]:
    return {o.key: o for o in calendar(company.clock.at.date())}


def test_the_months_of_a_shop(company: Lojinha) -> None:
    company.issue("FS", line("CAFE"))
    company.issue("FR", line("CAFE"))
    company.issue("OR", line("CAFE"))
    november = of(company)["faturas 2026-11"]
    assert november.what == "Comunicar 3 documento(s) de novembro de 2026"  # conference documents too
    company.at(2027, 1, 3, 9, 0)
    found = of(company)
    assert found["faturas 2026-11"].state == LATE
    assert found["faturas 2026-12"].what == "Comunicar que não houve faturas em dezembro de 2026"
    assert found["series 2027"].state == LATE  # forgotten
    assert found["inventario 2026"].due == dt.date(2027, 1, 31)
    assert found["iva 2026-11"].due == dt.date(2027, 1, 20)


def test_what_is_said_to_be_done(company: Lojinha) -> None:
    mark_done("faturas 2026-11", company.session)
    assert of(company)["faturas 2026-11"].state == DONE
    mark_done("faturas 2026-11", company.session, done=False)
    assert of(company)["faturas 2026-11"].state != DONE
    assert refusal(lambda: mark_done("faturas 1999-01", company.session)).field == "key"


def test_vat_by_quarter(company: Lojinha) -> None:
    company.at(2027, 1, 3, 9, 0)
    assert "iva 2026-11" in of(company)
    set_vat_period("trimestral", company.session)
    assert "iva 2026-11" not in of(company)
    assert of(company)["iva 2026-12"].what == "Declaração de IVA: 4.º trimestre de 2026"
    assert refusal(lambda: set_vat_period("semanal", company.session)).field == "vat"


def test_under_article_53_there_is_no_return(company: Lojinha) -> None:
    company.change(regime="ISENTO")
    company.at(2027, 1, 3, 9, 0)
    assert not [key for key in of(company) if key.startswith("iva")]


def test_told_by_web_service_with_nothing_left_in_the_queue(company: Lojinha) -> None:
    company.issue("FS", line("CAFE"))
    set_setting("at.faturas", "servico", company.session)
    company.at(2026, 12, 2, 9, 0)
    assert of(company)["faturas 2026-11"].state == DONE
