"""Series: names, AT's validation codes, which one a document goes to, closing."""

from __future__ import annotations

from datetime import date

import pytest
from company import Lojinha, line, refusal

from fiscal.errors import Refusal
from models.series.series import close_series, create_series, in_use, set_validation_code
from models.series.tables import Series


def series(kind: str, name: str = "2026A") -> Series:
    return Series.get(Series.type == kind, Series.name == name)


def test_a_name_serves_once_per_type_whatever_its_case(company: Lojinha) -> None:
    for name in ("2026A", "2026a"):
        values = {"type": "FT", "name": name}
        assert "já existe" in refusal(lambda v=values: create_series(v, company.session)).message


def test_not_even_after_it_was_closed(company: Lojinha) -> None:
    close_series(series("FT").id, company.session)
    with pytest.raises(Refusal, match="já existe"):
        create_series({"type": "FT", "name": "2026a"}, company.session)


def test_names_that_at_does_not_take(company: Lojinha) -> None:
    for name in ("AT26", "at26", "2026/B", "2026 B", ""):
        values = {"type": "FT", "name": name}
        assert refusal(lambda v=values: create_series(v, company.session)).field == "name"


def test_an_unknown_type_is_refused(company: Lojinha) -> None:
    with pytest.raises(Refusal, match="«VD» desconhecido"):
        create_series({"type": "VD", "name": "2026B"}, company.session)


def test_nothing_is_issued_before_at_s_code_is_typed(company: Lojinha) -> None:
    number = create_series({"type": "FT", "name": "2026B"}, company.session)
    with pytest.raises(Refusal) as refused:
        company.issue("FT", line("CAFE"), series="2026B")
    assert (refused.value.rule, refused.value.field) == ("atcud", "series")
    set_validation_code(number, "zz11yy22", company.session)
    assert company.issue("FT", line("CAFE"), series="2026b").atcud == "ZZ11YY22-1"


def test_a_code_is_fixed_by_the_first_document(company: Lojinha) -> None:
    set_validation_code(series("FT").id, "NOVO1234", company.session)
    assert company.issue("FT", line("CAFE")).atcud == "NOVO1234-1"
    with pytest.raises(Refusal, match="já tem documentos"):
        set_validation_code(series("FT").id, "OUTRO123", company.session)
    set_validation_code(series("FT").id, "NOVO1234", company.session)  # the same again changes nothing


def test_two_series_cannot_share_a_code(company: Lojinha) -> None:
    """The ATCUD is unique: a code belongs to one series of one type."""
    with pytest.raises(Refusal, match="já é da série FT 2026A"):
        set_validation_code(series("FR").id, "CSDF7T5H", company.session)
    with pytest.raises(Refusal, match="já é da série FT 2026A"):
        create_series({"type": "FT", "name": "2026B", "validation_code": "csdf7t5h"}, company.session)
    assert not Series.select().where(Series.name == "2026B").exists()


def test_a_closed_series_keeps_its_documents_and_takes_no_more(company: Lojinha) -> None:
    first = company.issue("FT", line("CAFE"))
    close_series(series("FT").id, company.session)
    with pytest.raises(Refusal, match="está fechada"):
        company.issue("FT", line("CAFE"), series="2026A")
    with pytest.raises(Refusal, match="Não há série FT em uso"):
        company.issue("FT", line("CAFE"))
    assert company.credit(first.number).gross == first.gross


def test_each_type_counts_for_itself_from_one(company: Lojinha) -> None:
    numbers = [company.issue(kind, line("CAFE")).number for kind in ("FT", "FS", "FT", "FR", "FS")]
    assert numbers == ["FT 2026A/1", "FS 2026A/1", "FT 2026A/2", "FR 2026A/1", "FS 2026A/2"]


def test_the_new_year_s_series_waits_for_its_day(company: Lojinha) -> None:
    """December: 2027A is ready, 2026A is still used; on 1 January it is 2027A, with no key more."""
    values = {"type": "FS", "name": "2027A", "validation_code": "ANO2027A", "starts_on": date(2027, 1, 1)}
    create_series(values, company.session)
    company.at(2026, 12, 31, 23, 59, 58)
    assert company.issue("FS", line("CAFE")).number == "FS 2026A/1"
    with pytest.raises(Refusal, match="anterior ao início da série"):
        company.issue("FS", line("CAFE"), series="2027A")
    company.tick(seconds=3)
    new = company.issue("FS", line("CAFE"))
    assert (new.number, new.date) == ("FS 2027A/1", date(2027, 1, 1))
    assert company.issue("FS", line("CAFE"), series="2026A").number == "FS 2026A/2"


def test_a_series_without_code_is_passed_over(company: Lojinha) -> None:
    create_series({"type": "FT", "name": "2026Z"}, company.session)
    assert company.issue("FT", line("CAFE")).series == "2026A"


def test_the_series_told_before_issuing_is_the_one_issued_in(company: Lojinha) -> None:
    today = company.clock.now().date()
    assert in_use("FT", "", today) == "2026A"
    assert in_use("FT", "2026a", today) == "2026A"
    assert in_use("FT", "NENHUMA", today) == ""
    assert company.issue("FT", line("CAFE")).number == "FT 2026A/1"
    close_series(Series.get(Series.type == "FT").id, company.session)
    assert in_use("FT", "", today) == ""
