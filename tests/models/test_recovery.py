"""Documents written by hand while the program was down, and duplicates of what was lost (2.4, 2.5; C31, C33, F5)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from company import Lojinha, line, loose, refusal

from models.sales.cancel import cancel
from models.sales.draft import DraftCustomer, DraftRecovery
from models.series.series import create_series
from models.series.tables import Series
from models.verify import verify

D = Decimal
PADARIA = DraftCustomer(code="PADARIA")
ON_PAPER = dt.date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _series(company: Lojinha) -> None:
    for kind in ("FT", "FS"):
        create_series(
            {"type": kind, "name": "R2026", "validation_code": f"REC{kind}555", "purpose": "recovery"}, company.session
        )


def test_a_manual_invoice_is_recovered_with_its_own_number_beside_that_of_the_paper(company: Lojinha) -> None:
    assert Series.get(Series.name == "R2026").kind == "R"
    paper = company.issue(
        "FT", line("CAFE", "2"), date=ON_PAPER, customer=PADARIA, recovery=DraftRecovery("M", "abc/00001")
    )
    assert (paper.number, paper.origin, paper.source_billing) == ("FT R2026/1", "FTM abc/00001", "M")
    assert paper.hash_control == "1-FTM abc/00001"
    assert (paper.date, paper.system_entry_date) == (ON_PAPER, company.clock.at)
    assert len(paper.hash) == 172
    company.tick(minutes=1)
    back = company.credit(paper.number)
    assert [x.reference for x in back.lines] == ["abc/00001"], (
        "the number of the paper, not that of the recovery (2.4.6)"
    )
    assert verify().findings == ()


def test_a_lost_duplicate_carries_type_series_and_number(company: Lojinha) -> None:
    lost = company.issue("FT", line("CAFE"), date=ON_PAPER, recovery=DraftRecovery("D", "XY 2013A/00099"))
    assert (lost.origin, lost.hash_control) == ("FTD XY 2013A/00099", "1-FTD XY 2013A/00099")


def test_one_original_has_one_recovery_in_force(company: Lojinha) -> None:
    first = company.issue("FT", line("CAFE"), date=ON_PAPER, recovery=DraftRecovery("M", "abc/2"))
    again = {"date": ON_PAPER, "recovery": DraftRecovery("M", "abc/2")}
    no = refusal(lambda: company.issue("FT", line("CAFE"), **again))
    assert (no.rule, first.number in no.message) == ("C33", True)
    cancel(first.number, "Linha errada", company.session)
    assert company.issue("FT", line("CAFE", "3"), **again).number == "FT R2026/2"


def test_a_wrong_tax_on_the_paper_stays_as_it_was(company: Lojinha) -> None:
    """3.3.2: nothing is calculated again: 10,00 with 2,00 of tax was written by hand, and 2,00 it is."""
    given = DraftRecovery("M", "abc/3", net=D("10.00"), tax=D("2.00"))
    wrong = company.issue("FT", loose("Café", "1", "10"), date=ON_PAPER, recovery=given)
    assert (wrong.net, wrong.tax, wrong.gross) == (D(10), D(2), D(12))
    assert "*I7:10.00*I8:2.00*N:2.00*O:12.00*" in wrong.qr
    assert verify().findings == ()


def test_what_is_missing_is_asked_for(company: Lojinha) -> None:
    for given, head, where in (
        (DraftRecovery("X", "abc/1"), {"date": ON_PAPER}, "recovery.kind"),
        (DraftRecovery("M", "sem numero"), {"date": ON_PAPER}, "recovery.number"),
        (DraftRecovery("D", "abc/1"), {"date": ON_PAPER}, "recovery.number"),
        (DraftRecovery("M", "abc/1"), {}, "date"),
    ):
        assert (
            refusal(lambda given=given, head=head: company.issue("FT", line("CAFE"), recovery=given, **head)).field
            == where
        )  # type: ignore[misc]
