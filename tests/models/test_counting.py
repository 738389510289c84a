"""A shop counts its shelves: while it sells, by two people, blind; what was late in the books; approval corrects them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from company import Lojinha, article, line, refusal

from models import db
from models.catalogue.tables import Article
from models.counting.count import (
    count_again,
    count_line,
    count_nothing,
    count_of,
    counted_by,
    finish_count,
    give_up_count,
    open_count,
    reopen_count,
)
from models.counting.scope import articles_to_count
from models.counting.variances import Variance, approve_count, variances
from models.stock.inventory import stock_at
from models.stock.proof import stock_findings
from models.stock.sheets import SheetDraft, SheetLine, record_sheet, undo_sheet
from models.stock.tables import StockBalance
from models.stock.valuation import bring_up_to_date
from reports.counting import VARIANCES

D = Decimal


@pytest.fixture
def stocked(company: Lojinha) -> Lojinha:
    """Twenty kilos of coffee at 2,00, ten litres of milk at 0,50, since the first of the month."""
    lines = [SheetLine("CAFE", D(20), cost=D(2)), SheetLine("LEITE", D(10), cost=D("0.50"))]
    record_sheet(SheetDraft("E", "A1", lines, day=date(2026, 11, 1)), company.session)
    return company


def found(number: str) -> dict[str, Variance]:
    return {one.code: one for one in variances(number)}


def there(code: str) -> Decimal:
    return StockBalance.get_by_id(article(code).id).quantity  # type: ignore[no-any-return]


def test_selling_goes_on_while_it_is_counted(stocked: Lojinha) -> None:
    session = stocked.session
    number = open_count("A1", session, blind=False)
    assert number == "CT 2026/1"
    counted = count_line(number, "CAFE", D(12), session)
    assert (counted.total, counted.book) == (12, 20)
    stocked.issue("FS", line("CAFE", "3"))  # from the shelf that was counted: 20 were in the books when it was
    counted = count_line(number, "LEITE", D(9), session)
    stocked.issue("FS", line("LEITE", "1"))
    finish_count(number, session)
    cafe, leite = found(number)["CAFE"], found(number)["LEITE"]
    assert (cafe.counted, cafe.book, cafe.difference, cafe.value) == (12, 20, -8, D("-16.00"))
    assert (leite.counted, leite.book, leite.difference, leite.value) == (9, 10, -1, D("-0.50"))
    assert [one.code for one in variances(number)] == ["CAFE", "LEITE"]
    assert approve_count(number, session) == "C 2026/1"
    assert (there("CAFE"), there("LEITE")) == (9, 8)  # 20 - 3 sold - 8 missing; 10 - 1 - 1
    assert stock_findings() == []
    bring_up_to_date()
    assert StockBalance.get_by_id(article("CAFE").id).average_value == 18


def test_what_moved_while_it_was_counted_is_marked(stocked: Lojinha) -> None:
    number = open_count("A1", stocked.session)
    count_line(number, "CAFE", D(5), stocked.session)
    stocked.issue("FS", line("CAFE", "1"))
    count_line(number, "CAFE", D(14), stocked.session)
    one = found(number)["CAFE"]
    assert (one.moved, one.counted, one.book) == (True, 19, 19)
    count_again(number, "CAFE", D(18), stocked.session)
    again = found(number)["CAFE"]
    assert (again.counted, again.book, again.difference) == (18, 19, -1)


def test_goods_that_came_yesterday_and_are_recorded_after_the_count_were_on_the_shelf(stocked: Lojinha) -> None:
    number = open_count("A1", stocked.session)
    count_line(number, "CAFE", D(26), stocked.session)
    finish_count(number, stocked.session)
    assert found(number)["CAFE"].difference == 6
    late = SheetDraft("E", "A1", [SheetLine("CAFE", D(6))], day=date(2026, 11, 23))
    record_sheet(late, stocked.session)
    assert found(number)["CAFE"].difference == 0
    assert approve_count(number, stocked.session) == ""
    assert there("CAFE") == 26


def test_two_people_count_apart_and_the_third_count_decides(stocked: Lojinha) -> None:
    ana, rui = stocked.session, replace(stocked.session, operator="rui")
    number = open_count("A1", ana, twice=True)
    for session, cafe, leite in ((ana, 20, 10), (rui, 19, 10)):
        count_line(number, "CAFE", D(cafe), session)
        count_line(number, "LEITE", D(leite), session)
    finish_count(number, ana)
    assert found(number)["CAFE"].counted is None
    assert found(number)["CAFE"].rounds == (20, 19, None)
    assert found(number)["LEITE"].counted == 10
    assert variances(number)[0].code == "CAFE"
    assert "CAFE. Conte-os outra vez" in refusal(lambda: approve_count(number, ana)).message
    reopen_count(number, ana)
    count_again(number, "CAFE", D(19), ana)
    finish_count(number, ana)
    approve_count(number, ana)
    assert there("CAFE") == 19


def test_who_counts_blind_sees_nothing_of_the_books(stocked: Lojinha) -> None:
    number = open_count("A1", stocked.session, blind=True)
    assert count_line(number, "CAFE", D(3), stocked.session).book is None


def test_what_nobody_found_is_gone_if_one_says_so(stocked: Lojinha) -> None:
    number = open_count("A1", stocked.session)
    count_line(number, "CAFE", D(20), stocked.session)
    assert count_nothing(number, stocked.session) == 1
    assert count_nothing(number, stocked.session) == 0
    finish_count(number, stocked.session)
    approve_count(number, stocked.session)
    assert (there("CAFE"), there("LEITE")) == (20, 0)


def test_some_articles_only_and_in_one_count_at_a_time(stocked: Lojinha) -> None:
    session = stocked.session
    number = open_count("A1", session, articles=["CAFE"])
    assert "não faz parte" in refusal(lambda: count_line(number, "LEITE", D(1), session)).message
    assert open_count("A1", session, articles=["LEITE"]) == "CT 2026/2"
    assert "ainda não terminou" in refusal(lambda: open_count("A1", session)).message
    give_up_count(number, session)
    assert "já não se pode" in refusal(lambda: count_line(number, "CAFE", D(1), session)).message
    assert count_of(number).state == "X"


def test_a_pack_counts_its_units_and_too_much_is_taken_back(stocked: Lojinha) -> None:
    number = open_count("A1", stocked.session)
    assert count_line(number, "5601000000028", D(2), stocked.session).total == 12  # two packs of six
    assert count_line(number, "LEITE", D(-2), stocked.session).total == 10
    count_line(number, "CAFE", D(0), stocked.session)
    assert found(number)["CAFE"].difference == -20
    said = refusal(lambda: count_line(number, "LEITE", D(-11), stocked.session))
    assert (said.field, "só contou 10" in said.message) == ("quantity", True)


def test_the_stock_of_the_last_day_of_the_year_is_counted_in_january(stocked: Lojinha) -> None:
    stocked.at(2027, 1, 2, 9, 0)
    number = open_count("A1", stocked.session, day=date(2026, 12, 31))
    count_line(number, "CAFE", D(18), stocked.session)
    finish_count(number, stocked.session)
    sheet = approve_count(number, stocked.session)
    assert {a.code: left for a, left in stock_at(date(2026, 12, 31))} == {"CAFE": D(18), "LEITE": D(10)}
    undo_sheet(sheet, stocked.session)
    assert there("CAFE") == 20


def test_lots_are_counted_apart(stocked: Lojinha) -> None:
    with db.writing():
        Article.update(tracking="L").where(Article.code == "VINHO").execute()
    number = open_count("A1", stocked.session)
    assert "Falta o lote" in refusal(lambda: count_line(number, "VINHO", D(2), stocked.session)).message
    count_line(number, "VINHO", D(2), stocked.session, lot="L1", expires_on=date(2027, 5, 1))
    count_line(number, "VINHO", D(3), stocked.session, lot="L2")
    finish_count(number, stocked.session)
    approve_count(number, stocked.session)
    assert there("VINHO") == 5
    assert stock_findings() == []


def test_what_one_has_counted_is_shown_again(stocked: Lojinha) -> None:
    ana, rui = stocked.session, replace(stocked.session, operator="rui")
    number = open_count("A1", ana, twice=True)
    count_line(number, "LEITE", D(4), ana)
    count_line(number, "CAFE", D(12), ana)
    count_line(number, "CAFE", D(3), rui)
    count_line(number, "LEITE", D(2), ana)
    assert [(one.code, one.quantity) for one in counted_by(number, ana, 10)] == [("CAFE", 12), ("LEITE", 6)]
    assert [(one.code, one.quantity) for one in counted_by(number, rui, 10)] == [("CAFE", 3)]
    assert [one.code for one in counted_by(number, ana, 1)] == ["LEITE"]


def test_counted_again_after_the_end_holds_whatever_was_counted(stocked: Lojinha) -> None:
    number = open_count("A1", stocked.session)
    count_line(number, "CAFE", D(15), stocked.session)
    finish_count(number, stocked.session)
    count_again(number, "CAFE", D(16), stocked.session)
    count_again(number, "CAFE", D(0), stocked.session)
    assert (found(number)["CAFE"].counted, found(number)["CAFE"].difference) == (0, -20)
    assert refusal(lambda: count_again(number, "CAFE", D(-1), stocked.session)).field == "total"


def test_what_nobody_counted_for_longest_comes_first_and_the_dearest_by_value(stocked: Lojinha) -> None:
    session = stocked.session  # 20 of coffee are worth 40,00, 10 of milk 5,00
    assert articles_to_count("A1", "T") is None
    assert articles_to_count("A1", "L", most=5) == ["CAFE", "LEITE"]
    assert articles_to_count("A1", "V", most=1) == ["CAFE"]
    number = open_count("A1", session, articles=["CAFE"])
    count_line(number, "CAFE", D(20), session)
    finish_count(number, session)
    approve_count(number, session)
    assert articles_to_count("A1", "L", most=5) == ["LEITE", "CAFE"]
    assert articles_to_count("A1", "A", codes="cafe, leite") == ["cafe", "leite"]
    assert refusal(lambda: articles_to_count("A1", "A")).field == "codes"
    assert refusal(lambda: articles_to_count("A1", "F")).field == "family"
    assert refusal(lambda: articles_to_count("A1", "L")).field == "most"


def test_the_differences_of_a_blind_count_are_seen_after_its_end(stocked: Lojinha) -> None:
    number = open_count("A1", stocked.session, blind=True)
    count_line(number, "CAFE", D(17), stocked.session)
    values = VARIANCES.asked({"count": number}, date(2026, 11, 24))
    assert refusal(lambda: list(VARIANCES.rows(values, date(2026, 11, 24)))).rule == "count"
    finish_count(number, stocked.session)
    (row,) = VARIANCES.rows(values, date(2026, 11, 24))
    assert dict(zip([c.name for c in VARIANCES.columns], row, strict=True))["value"] == D("-6.00")
