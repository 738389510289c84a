"""A copy was put back and documents were lost: their numbers do not come again, and their duplicates are entered."""

from __future__ import annotations

import datetime as dt
import json

from models import db
from models.outbox import kinds
from models.outbox.choose import choose
from models.outbox.tables import Outbox
from models.sales.draft import DraftRecovery
from models.series.after_loss import begin_after_loss, plan_after_loss
from models.series.codes import series_named, set_codes
from models.series.new_year import without_code
from models.series.series import close_series
from models.series.tables import Series
from tests.company import Lojinha, line, refusal


def test_the_shop_goes_on_in_new_series_and_recovers_what_was_lost(company: Lojinha) -> None:
    company.issue("FT", line("CAFE"))
    assert {p.name for p in plan_after_loss(company.session)} == {"2026A.2"}
    assert Series.select().count() == 20
    planned = begin_after_loss(company.session)
    assert len(planned) == 20
    assert [(p.closed, p.name, p.recovery) for p in planned if p.type == "FT"] == [("2026A", "2026A.2", "REC2026.1")]
    assert [p.recovery for p in planned if p.type == "RG"] == [""]  # receipts are not signed
    assert not series_named("FT", "2026A").open
    assert series_named("FT", "REC2026.1").kind == "R"
    codes = {int(row.id): f"NOVA{row.type}{'R' if row.purpose else 'N'}7" for row in without_code()}
    set_codes(codes, company.session)
    company.tick(minutes=5)
    assert company.issue("FT", line("CAFE")).number == "FT 2026A.2/1"
    lost = company.issue(
        "FT", line("CAFE"), date=dt.date(2026, 11, 24), recovery=DraftRecovery("D", "FT 2026A/2"),
    )  # fmt: skip
    assert (lost.number, lost.origin) == ("FT REC2026.1/1", "FTD FT 2026A/2")


def test_a_second_loss_takes_the_next_names(company: Lojinha) -> None:
    begin_after_loss(company.session)
    set_codes({int(series_named("FS", "2026A.2").id): "SEGUNDA7"}, company.session)
    assert [(p.type, p.closed, p.name, p.recovery) for p in begin_after_loss(company.session)] == [
        ("FS", "2026A.2", "2026A.3", "REC2026.2")
    ]


def test_without_a_series_in_use_there_is_nothing_to_do(company: Lojinha) -> None:
    for row in Series.select():
        close_series(row.id, company.session)
    assert refusal(lambda: begin_after_loss(company.session)).field == "series"


def test_at_is_not_told_a_last_number_that_nobody_knows(company: Lojinha) -> None:
    company.issue("FT", line("CAFE"))
    choose({"series": "servico"}, company.session)
    with db.writing():
        Series.update(at_state="A").execute()
    begin_after_loss(company.session)
    told = [json.loads(row.detail)["do"] for row in Outbox.select().where(Outbox.kind == kinds.SERIES)]
    assert set(told) == {kinds.REGISTER}, "the new ones ask for their codes; the old ones end in the portal"
