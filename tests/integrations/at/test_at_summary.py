"""LineSummary, worked out by hand, and what must hold of any document (fiscal.md 6.3, Appendix A)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from fiscal.rounding import cents
from integrations.at.mapping import invoice, lines, status
from integrations.at.summary import summarised
from integrations.at.values import OrderReference, SummaryLine, Tax, Withheld
from tests.printing import examples

D = Decimal
DAY, NEXT = dt.date(2027, 1, 4), dt.date(2027, 1, 5)
NORMAL, EXEMPT = Tax("IVA", "PT", "NOR", D(23)), Tax("IVA", "PT", "ISE", D(0))


def line(amount: str, tax: Tax = NORMAL, day: dt.date = DAY, **rest: object) -> SummaryLine:
    return SummaryLine(D(amount), "C", tax, day, **rest)  # type: ignore[arg-type]


def test_the_invoice_of_the_appendix() -> None:
    assert lines(examples.appendix_a()) == (
        line("50.16"),
        line("46.95", EXEMPT, exemption_code="M07"),
    )


def test_lines_of_one_kind_become_one_in_the_order_they_came() -> None:
    told = summarised(
        [
            line("10.00"),
            line("5.00", EXEMPT, exemption_code="M07"),
            line("2.50"),
            line("1.00", EXEMPT, exemption_code="M07"),
        ]
    )
    assert [(one.amount, one.exemption_code) for one in told] == [(D("12.50"), ""), (D("6.00"), "M07")]


def test_each_thing_that_at_tells_apart_makes_a_summary_of_its_own() -> None:
    order = (OrderReference("NE 2027A/1"),)
    told = summarised(
        [
            line("1"),
            line("1", day=NEXT),
            line("1", replace(NORMAL, region="PT-AC", percentage=D(16))),
            line("1", EXEMPT, exemption_code="M07"),
            line("1", EXEMPT, exemption_code="M16"),
            line("1", references=("FT 2027A/1",)),
            line("1", orders=order),
            replace(line("1"), side="D"),
            line("1", only_tax_base=True),
        ]
    )
    assert len(told) == 9


def test_an_order_s_date_and_the_order_of_references_tell_nothing_apart() -> None:
    told = summarised(
        [
            line("1", orders=(OrderReference("NE 2027A/1"),), references=("FT 2027A/1", "FT 2027A/2")),
            line("2", orders=(OrderReference("NE 2027A/1", DAY),), references=("FT 2027A/2", "FT 2027A/1")),
        ]
    )
    assert told == (line("3.00", orders=(OrderReference("NE 2027A/1", DAY),), references=("FT 2027A/1", "FT 2027A/2")),)


def test_parts_of_one_rate_add_up_to_its_rounded_total() -> None:
    """Three days of 0,333: alone each is 0,33, together 0,999 is 1,00: the second part takes the cent (0,666 is 0,67)."""
    told = summarised([line("0.333", day=dt.date(2027, 1, d)) for d in (4, 5, 6)])
    assert [one.amount for one in told] == [D("0.33"), D("0.34"), D("0.33")]


def test_stamp_duty_given_as_an_amount_is_added_up_too() -> None:
    stamp = Tax("IS", "PT", "60", None, D("2.10"))
    (told,) = summarised([line("10", stamp), line("20", replace(stamp, amount=D("4.20")))])
    assert (told.amount, told.tax) == (D("30.00"), replace(stamp, amount=D("6.30")))


def test_a_credit_note_goes_to_the_debit_side_with_what_it_rectifies() -> None:
    (told,) = lines(examples.credit_note())
    assert (told.amount, told.side, told.references) == (D("50.16"), "D", ("FT 2027A/1",))


def test_a_document_becomes_what_at_wants_of_it() -> None:
    made = invoice(replace(examples.to_a_company(), cash_vat=True))
    assert (made.issuer, made.certificate, made.hash_characters) == ("599999993", "9999", "Nq6a")
    assert (made.header.number, made.header.atcud, made.header.customer_nif) == (
        "FT 2027A/1",
        "CSDF7T5H-1",
        "509964435",
    )
    assert (made.status.status, made.status.at) == ("N", dt.datetime(2027, 1, 4, 10, 15, 30))
    assert (made.totals.tax, made.totals.net, made.totals.gross) == (D("11.54"), D("97.11"), D("108.65"))
    assert (made.withheld, made.cash_vat, made.paperless) == ((Withheld("IRS", D("22.34")),), True, False)


def test_a_cancelled_document_is_registered_as_issued_and_then_says_since_when_it_is_not() -> None:
    document = examples.cancelled(examples.appendix_a())
    assert invoice(document) == invoice(examples.appendix_a())
    assert (status(document).status, status(document).at) == ("A", dt.datetime(2027, 1, 4, 18, 30, 5))


some_lines = st.lists(
    st.builds(
        line,
        st.decimals(0, 10_000, places=6).map(str),
        st.sampled_from([NORMAL, EXEMPT]),
        st.sampled_from([DAY, NEXT]),
        references=st.sampled_from([(), ("FT 2027A/1",)]),
    ),
    max_size=30,
)


@given(some_lines)
def test_the_summaries_of_a_rate_are_its_total_and_none_is_below_zero(given_lines: list[SummaryLine]) -> None:
    told = summarised(given_lines)
    for tax in (NORMAL, EXEMPT):
        exact = sum((one.amount for one in given_lines if one.tax == tax), D(0))
        assert sum((one.amount for one in told if one.tax == tax), D(0)) == cents(exact)
    assert all(one.amount >= 0 for one in told)
    assert len({(one.tax, one.tax_point, one.references) for one in told}) == len(told)
