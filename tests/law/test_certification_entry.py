"""C19 to C22 and C27 to C29: what the program computes, asks, limits and warns of at entry (Despacho 8632/2014, 3)."""

from __future__ import annotations

from decimal import Decimal

from company import Lojinha, line, loose, refusal

from fiscal.errors import NeedsConfirmation
from models.company.tables import Company
from models.sales.advise import warnings
from models.sales.cancel import cancel
from models.sales.credit import left_of
from models.sales.draft import DraftCustomer, DraftLine
from models.sales.tables import Document, DocumentLine

D = Decimal


def back(code: str, quantity: str, number: str, **given: object) -> DraftLine:
    return line(code, quantity, reference=number, reference_reason="Devolução", **given)


def test_C19_more_than_two_decimals_are_carried_until_the_total(company: Lojinha) -> None:
    """3.2.3: 100 x 0,55 less 8,8 % has the unit price 0,5016; three thirds of a cent are not lost on the way."""
    sold = company.issue("FT", line("A1", "100", discount="8.8%"))
    stored = DocumentLine.get(DocumentLine.code == "A1")
    assert (stored.unit_price, stored.amount) == (D("0.501600"), D("50.160000"))
    small = company.issue("FT", *[loose(f"Parafuso {n}", "1", "0.003333") for n in range(3)])
    assert (sold.net, small.net) == (D("50.16"), D("0.01"))  # 0,009999
    assert DocumentLine.select().where(DocumentLine.amount == D("0.003333")).count() == 3


def test_C20_without_tax_there_is_a_reason_and_with_tax_there_is_none(company: Lojinha) -> None:
    """3.2.6: the reason is asked for whenever tax is not computed."""
    for wrong in (
        line("CAFE", tax="ISE"),
        line("CAFE", tax="NS"),
        line("CAFE", tax="ISE", exemption="M00"),
        line("CAFE", tax="ISE", exemption="M26"),  # no longer in force
        line("CAFE", tax="NOR", exemption="M07"),
    ):
        refused = refusal(lambda x=wrong: company.issue("FT", x))
        assert (refused.rule, refused.field) == ("C20", "lines.1.exemption"), wrong
    sold = company.issue("FT", line("CAFE", tax="ISE", exemption="M04"))
    assert sold.lines[0].exemption_reason == "Isento artigo 13.º do CIVA"
    assert sold.tax == 0


def test_C21_credit_beyond_what_is_left_is_refused(company: Lojinha) -> None:
    """3.2.7: partial credit notes are held against the quantities and values of the invoices."""
    sold = company.issue("FT", line("CAFE", "3", price="10"))
    company.issue("NC", back("CAFE", "2", sold.number))
    for wrong, field in (
        (back("CAFE", "2", sold.number), "lines.1.quantity"),
        (back("CAFE", "1", sold.number, price="10.01"), "lines.1.price"),
    ):
        refused = refusal(lambda x=wrong: company.issue("NC", x))
        assert (refused.rule, refused.field) == ("C21", field)
    company.issue("NC", back("CAFE", "1", sold.number))
    assert [left for _, left in left_of(sold.number)] == [0]


def test_C22_discounts_are_between_0_and_100_percent(company: Lojinha) -> None:
    """3.2.8: on a line, in chain, in value and over the document; the ends are allowed."""
    for discount in ("-0.01%", "100.01%", "-1", "12.31", "60%+5"):
        line_one = refusal(lambda d=discount: company.issue("FT", line("CAFE", price="12.30", discount=d)))
        whole = refusal(lambda d=discount: company.issue("FT", line("CAFE", price="12.30"), global_discount=d))
        assert (line_one.rule, line_one.field) == ("C22", "lines.1.discount"), discount
        assert (whole.rule, whole.field) == ("C22", "global_discount"), discount
    assert company.issue("FT", line("CAFE", discount="0%")).net == 10
    assert company.issue("FT", line("CAFE", discount="100%")).gross == 0


def test_C27_what_saft_must_have_and_is_missing_is_told_at_issue(company: Lojinha) -> None:
    """3.4.1: missing mandatory data stop the document or, where the law leaves it possible, are warned of."""
    for wrong, field in (
        (line("", description="X2"), "lines.1.code"),
        (loose("X", "1", "1"), "lines.1.description"),
        (line("DIV", description="Diversos", price="1", tax="NOR"), "lines.1.code"),  # no unit
    ):
        assert refusal(lambda x=wrong: company.issue("FT", x)).field == field
    assert refusal(lambda: company.issue("FT")).rule == "C27"
    buyer = DraftCustomer(nif="510000010")
    assert refusal(lambda: company.issue("FT", line("CAFE"), customer=buyer)).rule == "C27"
    sold = company.issue("FT", line("CAFE"), customer=DraftCustomer(nif="510000010", name="Sem Morada, Lda"))
    assert warnings(sold.number, company.session)[0].startswith("Falta no cliente: morada")


def test_C27_the_issuer_s_data_are_whole_or_nothing_is_issued(company: Lojinha) -> None:
    """3.4.1: SAF-T's header needs the issuer's name, NIF and address."""
    for name in ("name", "address", "city"):
        assert refusal(lambda n=name: company.change(**{n: ""})).rule == "C27"
    assert Company.select().count() == 1


def test_C28_a_date_after_today_is_a_warning_that_binds_the_series(company: Lojinha) -> None:
    """3.4.2: a warning before issuing with a date after today's; after it no earlier date in that series."""
    import datetime as dt

    tomorrow = dt.date(2026, 11, 25)
    refused = refusal(lambda: company.issue("FT", line("CAFE"), date=tomorrow))
    assert isinstance(refused, NeedsConfirmation)
    assert (refused.rule, refused.key) == ("C28", "data-futura")
    assert not Document.select().exists()
    assert company.issue("FT", line("CAFE"), date=tomorrow, confirmed=("data-futura",)).date == tomorrow
    assert refusal(lambda: company.issue("FT", line("CAFE"))).rule == "C2"


def test_C29_a_clock_before_the_last_document_of_any_series_asks(company: Lojinha) -> None:
    """3.4.3: the program asks whether the system's date and time are right."""
    company.issue("FR", line("CAFE"))
    company.tick(seconds=-1)
    for kind in ("FT", "FS"):
        refused = refusal(lambda k=kind: company.issue(k, line("CAFE")))
        assert isinstance(refused, NeedsConfirmation)
        assert (refused.rule, refused.key) == ("C29", "relogio-atrasado")
        company.issue(kind, line("CAFE"), confirmed=("relogio-atrasado",))
    company.tick(seconds=1)
    company.issue("FT", line("CAFE"))


def test_C21_a_cancelled_note_no_longer_counts(company: Lojinha) -> None:
    """3.2.7: what is held against the invoice are notes in force."""
    sold = company.issue("FT", line("CAFE"))
    cancel(company.credit(sold.number).number, "Engano", company.session)
    assert company.credit(sold.number).gross == sold.gross
