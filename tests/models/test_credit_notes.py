"""Credit notes: whole, in parts until nothing is left, over several invoices; never more than was sold (C6, C21, F10, F12)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from company import Lojinha, line, loose, refusal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fiscal.errors import Refusal
from models.sales.cancel import cancel
from models.sales.credit import credit_draft, creditable, left_of
from models.sales.draft import DraftCustomer, DraftLine
from models.sales.find import document
from models.sales.issue import issue
from models.sales.receipt import ReceiptDraft, ReceiptLine, issue_receipt
from models.sales.record import IssuedDocument

D = Decimal
WHY = "Devolução"


def back(code: str, quantity: str, number: str, **given: Any) -> DraftLine:
    return line(code, quantity, reference=number, reference_reason=WHY, **given)


def one_by_one(company: Lojinha, number: str) -> list[IssuedDocument]:
    """Gives back one unit of one line at a time until nothing is left."""
    notes = []
    while True:
        try:
            lefts = left_of(number)
        except Refusal:
            return notes
        wanted = next(((int(row.number), min(left, D(1))) for row, left in lefts if left), None)
        if wanted is None:
            return notes
        notes.append(company.credit(number, dict([wanted])))


def test_a_whole_invoice_is_credited_with_its_own_figures(company: Lojinha) -> None:
    sold = company.issue(
        "FT", line("A1", "100", discount="8.8%"), line("FORM", "3"), line("SACO", "3", discount="0.10"),
        global_discount="5%+1", customer=DraftCustomer(code="PADARIA"),
    )  # fmt: skip
    note = company.credit(sold.number)
    assert (note.number, note.type) == ("NC 2026A/1", "NC")
    assert (note.net, note.tax, note.gross, note.taxes) == (sold.net, sold.tax, sold.gross, sold.taxes)
    assert [x.amount for x in note.lines] == [x.amount for x in sold.lines]
    assert {(x.reference, x.reference_reason) for x in note.lines} == {(sold.number, WHY)}
    assert note.customer == sold.customer
    assert document(sold.number) == sold, "the invoice itself does not change"
    refused = refusal(lambda: credit_draft(sold.number, WHY))
    assert refused.rule == "F10"


def test_line_1_of_appendix_a_returned(company: Lojinha) -> None:
    """50,16 + 11,54 = 61,70."""
    sold = company.issue("FT", line("A1", "100", discount="8.8%"), line("FORM", "3"))
    note = company.credit(sold.number, {1: D(100)})
    assert (note.net, note.tax, note.gross) == (D("50.16"), D("11.54"), D("61.70"))
    assert [(row.code, left) for row, left in left_of(sold.number)] == [("A1", 0), ("FORM", 3)]
    rest = company.credit(sold.number)
    assert [x.code for x in rest.lines] == ["FORM"]


def test_three_bags_of_0_335_come_back_one_at_a_time(company: Lojinha) -> None:
    """3 x 0,335 = 1,01 on the ticket: 0,34 + 0,34 + 0,33 come back, and then nothing is left."""
    sold = company.issue("FS", line("SACO", "3"), prices_include_tax=True)
    assert sold.gross == D("1.01")
    assert [note.gross for note in one_by_one(company, sold.number)] == [D("0.34"), D("0.34"), D("0.33")]
    assert refusal(lambda: company.credit(sold.number)).rule == "F10"


@pytest.mark.parametrize(
    "lines",
    [
        [line("SACO", "7")],
        [line("SACO", "10", discount="8.8%")],
        [line("SACO", "3", discount="0.10")],
        [line("SACO", "3"), line("SACO", "2")],  # the same article scanned twice
        [line("SACO", "3"), line("CAFE", "2", discount="33.333333%"), line("SACO", "2", price="0.34")],
        [line("SACO", "3", price="0.005")],  # the first cent pays for two
        [line("SACO", "2.5", price="0.333")],
        [line("LEITE", "3", price="0.995"), line("VINHO", "3", price="1.115"), line("CAFE", "1", discount="100%")],
        [line("CAFE", "4", price="0.125", tax="ISE", exemption="M05")],
    ],
)
def test_with_tax_the_parts_together_are_the_total_to_the_cent(company: Lojinha, lines: list[DraftLine]) -> None:
    sold = company.issue("FS", *lines, prices_include_tax=True)
    notes = one_by_one(company, sold.number)
    assert sum(note.gross for note in notes) == sold.gross
    assert sum(x.quantity for note in notes for x in note.lines) == sum(x.quantity for x in sold.lines)
    assert all(note.gross >= 0 for note in notes)
    assert refusal(lambda: company.credit(sold.number)).rule == "F10"


@pytest.mark.parametrize(
    ("with_tax", "overall"), [(False, ""), (False, "5%"), (False, "0.37"), (True, "5%"), (True, "0.37")]
)
def test_in_parts_no_line_gives_back_more_than_it_was_worth(company: Lojinha, with_tax: bool, overall: str) -> None:
    lines = [line("SACO", "10"), line("A1", "3", discount="10%"), line("LEITE", "2", price="0.777777", discount="0.11")]
    free = line("CAFE", "2", discount="100%")
    sold = company.issue("FR", *lines, free, prices_include_tax=with_tax, global_discount=overall)
    notes = one_by_one(company, sold.number)
    given = sum(x.amount for note in notes for x in note.lines)
    assert abs(given - sum(x.amount for x in sold.lines)) <= D("0.00002")
    assert abs(sum(note.gross for note in notes) - sold.gross) <= len(notes) * D("0.01")
    assert refusal(lambda: company.credit(sold.number)).rule == "F10"


prices = st.decimals(min_value="0.001", max_value="99", places=3)
sold_lines = st.lists(
    st.tuples(st.sampled_from(["SACO", "LEITE", "CAFE"]), st.integers(1, 4), prices, st.sampled_from(["", "8.8%", "100%"])),
    min_size=1, max_size=4,
)  # fmt: skip


@given(sold_lines, st.data())
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_sold_with_tax_can_be_given_back_in_any_parts(
    company: Lojinha, sold_lines: list[Any], data: Any
) -> None:
    if company.postgres:
        return  # arithmetic alone: once is enough
    lines = [
        line(code, str(quantity), price=price, discount=discount) for code, quantity, price, discount in sold_lines
    ]
    sold = company.issue("FR", *lines, prices_include_tax=True)
    total = D(0)
    for _ in range(40):
        lefts = {int(row.number): left for row, left in left_of(sold.number) if left}
        if not lefts:
            break
        wanted = {n: D(data.draw(st.integers(0, int(left)))) for n, left in lefts.items()}
        if not any(wanted.values()):
            wanted = lefts
        total += company.credit(sold.number, wanted).gross
    assert total == sold.gross


def test_more_than_is_left_is_refused_in_quantity_and_in_value(company: Lojinha) -> None:
    sold = company.issue("FT", line("CAFE", "3", price="10"), line("MAO"))
    for wrong, field in (
        (back("CAFE", "4", sold.number), "lines.1.quantity"),
        (back("CAFE", "3", sold.number, price="10.01"), "lines.1.price"),
        (back("CAFE", "1", sold.number, price="30.01"), "lines.1.price"),
    ):
        refused = refusal(lambda x=wrong: company.issue("NC", x))
        assert (refused.rule, refused.field) == ("C21", field)
    assert refusal(lambda: credit_draft(sold.number, WHY, {1: D(4)})).rule == "C21"
    company.issue("NC", back("CAFE", "2", sold.number))
    assert refusal(lambda: company.issue("NC", back("CAFE", "2", sold.number))).rule == "C21"
    both = refusal(lambda: company.issue("NC", back("CAFE", "1", sold.number), back("CAFE", "1", sold.number)))
    assert both.field == "lines.2.reference", "two lines of one note count together"
    company.issue("NC", back("CAFE", "1", sold.number))
    assert refusal(lambda: company.issue("NC", back("CAFE", "1", sold.number))).rule == "F10"


def test_two_spellings_of_a_number_are_one_invoice(company: Lojinha) -> None:
    sold = company.issue("FT", line("CAFE", "1"))
    with pytest.raises(Refusal, match="já foi totalmente creditado"):
        company.issue("NC", back("CAFE", "1", "FT 2026A/1"), back("CAFE", "1", "ft  2026a/1"))
    note = company.issue("NC", back("cafe", "1", " ft 2026a/1"))
    assert (note.lines[0].reference, note.lines[0].code, note.gross) == (sold.number, "CAFE", sold.gross)


def test_a_scanned_bar_code_names_the_article_in_a_credit_note_too(company: Lojinha) -> None:
    sold = company.issue("FS", line("5601000000011", "2"), prices_include_tax=True)
    note = company.issue("NC", back("5601000000028", "1", sold.number), prices_include_tax=True)
    assert (note.lines[0].code, note.gross) == ("LEITE", D("1.06"))


def test_one_note_over_several_invoices_of_one_customer(company: Lojinha) -> None:
    buyer = DraftCustomer(code="PADARIA")
    first, second = (company.issue("FT", line("CAFE", n), customer=buyer) for n in ("1", "2"))
    note = company.issue("NC", back("CAFE", "1", first.number), back("CAFE", "2", second.number))
    assert note.gross == first.gross + second.gross
    assert [x.reference for x in note.lines] == [first.number, second.number]
    for number in (first.number, second.number):
        assert refusal(lambda n=number: credit_draft(n, WHY)).rule == "F10"


def test_a_note_is_for_one_customer_the_invoice_s(company: Lojinha) -> None:
    mine = company.issue("FT", line("CAFE"), customer=DraftCustomer(code="PADARIA"))
    other = company.issue("FT", line("CAFE"), customer=DraftCustomer(code="MARIA"))
    assert (
        refusal(lambda: company.issue("NC", back("CAFE", "1", mine.number), back("CAFE", "1", other.number))).rule
        == "C6"
    )
    wrong = DraftCustomer(nif="245123458", name="Rui")
    assert refusal(lambda: company.issue("NC", back("CAFE", "1", mine.number), customer=wrong)).field == "customer.nif"
    assert company.credit(mine.number).customer.nif == "501964843"


def test_what_was_not_sold_cannot_come_back(company: Lojinha) -> None:
    sold = company.issue("FT", line("CAFE"))
    refused = refusal(lambda: company.issue("NC", back("LEITE", "1", sold.number)))
    assert (refused.rule, refused.field) == ("F12", "lines.1.code")


def test_a_note_without_document_or_reason_is_refused(company: Lojinha) -> None:
    sold = company.issue("FT", line("CAFE"))
    for wrong, field in (
        (line("CAFE"), "reference"),
        (line("CAFE", reference="FT 2026A/99", reference_reason=WHY), "reference"),
        (line("CAFE", reference=sold.number), "reference_reason"),
        (line("CAFE", reference=sold.number, reference_reason="x" * 51), "reference_reason"),
    ):
        assert (refusal(lambda x=wrong: company.issue("NC", x)).field or "").endswith(field)
    for reason in ("", "ab", "x" * 51):
        assert refusal(lambda r=reason: credit_draft(sold.number, r)).rule == "reason"


def test_a_cancelled_invoice_and_a_credit_note_cannot_be_credited(company: Lojinha) -> None:
    cancelled, sold = company.issue("FT", line("CAFE")), company.issue("FT", line("CAFE"))
    cancel(cancelled.number, "Engano", company.session)
    note = company.credit(sold.number)
    for number in (cancelled.number, note.number):
        assert refusal(lambda n=number: credit_draft(n, WHY)).rule == "F10"
        assert refusal(lambda n=number: company.issue("NC", back("CAFE", "1", n))).rule == "F10"


def test_only_what_invoices_is_credited(company: Lojinha) -> None:
    """CIVA, art. 36.º n.º 6: a credit note rectifies an invoice or a debit note; not an order, a guide or a receipt."""
    sold, order = company.issue("FT", line("CAFE", "2")), company.issue("NE", line("CAFE"))
    guide = company.issue("GT", line("CAFE"), customer=DraftCustomer(code="PADARIA"))
    paid = issue_receipt(ReceiptDraft([ReceiptLine(sold.number, D(1))]), company.session)
    for number, said in ((order.number, "nota de encomenda"), (guide.number, "guia de transporte"), (paid, "recibo")):
        assert not creditable(number)
        refused = refusal(lambda n=number: credit_draft(n, WHY))
        assert (refused.rule, said in refused.message) == ("C6", True)
    assert refusal(lambda: company.issue("NC", back("CAFE", "1", order.number))).rule == "C6"
    assert creditable(sold.number)
    note = company.credit(sold.number, {1: D(1)})
    assert not creditable(note.number)
    assert creditable(sold.number)
    company.credit(sold.number)
    assert not creditable(sold.number)


def test_a_cancelled_note_gives_back_what_was_left(company: Lojinha) -> None:
    sold = company.issue("FT", line("CAFE", "3"))
    note = company.credit(sold.number, {1: D(2)})
    assert [left for _, left in left_of(sold.number)] == [1]
    cancel(note.number, "Engano", company.session)
    assert [left for _, left in left_of(sold.number)] == [3]
    assert company.credit(sold.number).gross == sold.gross


def test_a_note_keeps_the_rate_and_region_of_the_sale_though_both_changed(company: Lojinha) -> None:
    """Sold in Madeira at 5 % in September 2024, given back in November 2026 at 5 %."""
    import datetime as dt

    from models.series.series import create_series

    old = {"type": "FT", "name": "2024X", "validation_code": "ANO2024X", "starts_on": dt.date(2024, 1, 1)}
    create_series(old, company.session)
    sold = company.issue("FT", line("LEITE", price="1"), series="2024X", region="PT-MA", date=dt.date(2024, 9, 30))
    note = company.credit(sold.number)
    assert (note.lines[0].region, note.lines[0].rate, note.gross) == ("PT-MA", 5, D("1.05"))
    assert refusal(lambda: company.issue("NC", back("LEITE", "1", sold.number, tax="NOR"))).field == "lines.1.tax"


def test_a_debit_note_adds_to_a_document_in_force(company: Lojinha) -> None:
    sold = company.issue("FT", line("CAFE"))
    note = company.issue("ND", loose("Portes em falta", "1", "5.00", reference=sold.number, reference_reason="Portes"))
    assert (note.number, note.gross, note.lines[0].reference) == ("ND 2026A/1", D("6.15"), sold.number)
    assert refusal(lambda: company.issue("ND", loose("Portes", "1", "5"))).rule == "C6"
    other = company.issue("FT", line("CAFE"))
    cancel(other.number, "Engano", company.session)
    again = loose("Portes", "1", "5", reference=other.number, reference_reason="Portes")
    assert refusal(lambda: company.issue("ND", again)).rule == "F10"


def test_the_same_credit_sent_twice_is_one_note(company: Lojinha) -> None:
    """A dropped line: the second sending must hear the number, not that nothing is left."""
    sold = company.issue("FT", line("CAFE"))
    draft = credit_draft(sold.number, WHY)
    assert issue(draft, company.session) == issue(draft, company.session) == "NC 2026A/1"
