"""What is left of orders, guides and table checks: line by line, by customer, and as a filter of the list."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from company import Lojinha, line, refusal

from models.declared import Question
from models.sales.cancel import cancel
from models.sales.convert import convert_draft
from models.sales.draft import Draft, DraftCustomer, DraftTransport
from models.sales.find import document
from models.sales.issue import issue
from models.sales.listing import DOCUMENTS
from models.sales.remainder import brought_in, may_become, open_documents, remainder

D = Decimal
PADARIA = DraftCustomer(code="PADARIA")
MARIA = DraftCustomer(code="MARIA")


def passed(company: Lojinha, number: str, into: str, quantity: str, customer: DraftCustomer | None = None) -> str:
    draft = convert_draft([number], into, {(number, 1): D(quantity)})
    draft.customer = customer or draft.customer
    return issue(draft, company.session)


def to_invoice() -> list[str]:
    """The list with its filter «Por faturar», oldest first."""
    asked = Question(sort="id", filters=(("state", "P"),))
    assert DOCUMENTS.source is not None
    rows = DOCUMENTS.page(asked, None, 50, False)
    assert DOCUMENTS.source.count_all(asked) == len(rows)
    return [row.cells[0] for row in rows]


def test_a_van_counts_what_it_still_carries(company: Lojinha) -> None:
    van = company.issue("GT", line("CAFE", "20"), valued=False, transport=DraftTransport(global_guide=True)).number
    first = passed(company, van, "FT", "3", PADARIA)
    second = passed(company, van, "GR", "5", PADARIA)
    found = remainder(van)
    assert [(own.code, own.quantity, own.taken, own.left) for own in found.lines] == [("CAFE", D(20), D(8), D(12))]
    assert found.born == (first, second)
    cancel(first, "Recusado", company.session)
    assert remainder(van).lines[0].left == D(15), "what was refused is back in the van"
    assert refusal(lambda: remainder(first)).rule == "conversion"


def test_open_documents_are_the_customers_own_and_the_vans(company: Lojinha) -> None:
    order = company.issue("NE", line("CAFE", "2"), customer=PADARIA).number
    hers = company.issue("NE", line("CAFE", "2"), customer=MARIA).number
    table = company.issue("CM", line("LEITE"), prices_include_tax=True).number
    van = company.issue("GT", line("CAFE", "20"), valued=False, transport=DraftTransport(global_guide=True)).number
    invoice = company.issue("FT", line("CAFE"), customer=PADARIA).number

    def numbers(customer: DraftCustomer | None, into: str) -> list[str]:
        return [str(one.number) for one in open_documents(customer, into)]

    assert numbers(PADARIA, "FT") == [order, table, van]
    assert numbers(MARIA, "FT") == [hers, table, van]
    assert numbers(None, "FS") == [table, van]
    assert numbers(PADARIA, "GT") == [order, van]
    assert numbers(PADARIA, "OR") == []
    passed(company, order, "FT", "2")
    assert numbers(PADARIA, "FT") == [table, van]
    assert refusal(lambda: may_become([invoice])).rule == "conversion"


def test_the_list_shows_what_waits_for_an_invoice(company: Lojinha) -> None:
    company.issue("OR", line("CAFE"), customer=PADARIA)
    order = company.issue("NE", line("CAFE", "4"), customer=PADARIA).number
    guide = company.issue("GR", line("CAFE", "2"), customer=PADARIA).number
    sheet = company.issue("FO", line("MAO"), customer=PADARIA).number
    company.issue("FT", line("CAFE"), customer=PADARIA)
    assert to_invoice() == [order, guide, sheet], "a quote waits for a yes"
    half = passed(company, order, "FT", "1")
    passed(company, guide, "FT", "2")
    assert to_invoice() == [order, sheet], "three of four are still to be invoiced, though the order's state is F"
    cancel(half, "Engano", company.session)
    cancel(sheet, "Engano", company.session)
    assert to_invoice() == [order]


def test_several_pass_to_what_all_of_them_may_be(company: Lojinha) -> None:
    order = company.issue("NE", line("CAFE"), customer=PADARIA).number
    guide = company.issue("GR", line("LEITE"), customer=PADARIA).number
    assert [code for code, _ in may_become([order, guide])] == ["FT", "FR", "FS"]
    assert [code for code, _ in may_become([guide])] == ["FT", "FR", "FS", "GD"]
    consigned = company.issue("GC", line("VINHO"), customer=PADARIA).number
    transport = company.issue("GT", line("VINHO"), customer=PADARIA).number
    assert "GT" not in [code for code, _ in may_become([transport])], "only a global guide is delivered by others"
    assert [code for code, _ in may_become([consigned, order])] == ["FT", "FR", "FS"]
    cancel(order, "Engano", company.session)
    assert refusal(lambda: may_become([order])).rule == "C6"


def test_what_is_brought_in_fits_the_document_or_is_refused(company: Lojinha) -> None:
    with_tax = company.issue("NE", line("CAFE"), customer=PADARIA, prices_include_tax=True).number
    without = company.issue("NE", line("CAFE"), customer=PADARIA).number
    less = company.issue("NE", line("CAFE"), customer=PADARIA, global_discount="5%").number
    empty = Draft("FT")
    assert brought_in(empty, [with_tax]).prices_include_tax is True
    begun = Draft("FT", [line("LEITE")])
    assert [x.origin for x in brought_in(begun, [without]).lines] == [without]
    assert refusal(lambda: brought_in(begun, [with_tax])).field == "prices_include_tax"
    assert refusal(lambda: brought_in(begun, [less])).field == "global_discount"


def test_the_validity_of_an_offer(company: Lojinha) -> None:
    """Decision 26: kept as the day until which it holds, never reckoned from the condition."""
    until = dt.date(2026, 12, 24)
    for kind in ("OR", "PF", "NE"):
        offer = company.issue(kind, line("CAFE"), customer=PADARIA, condition="30D", valid_until=until)
        assert (offer.due, offer.condition) == (until, "30 dias")
    assert company.issue("OR", line("CAFE"), condition="30D").due is None
    early = dt.date(2026, 11, 23)
    assert refusal(lambda: company.issue("OR", line("CAFE"), valid_until=early)).field == "valid_until"
    assert refusal(lambda: company.issue("FT", line("CAFE"), valid_until=until)).field == "valid_until"
    table = company.issue("CM", line("CAFE"))
    assert (table.due, table.condition) == (None, "")
    assert document("OR 2026A/1").due == until


def test_what_sells_nothing_is_no_sale(company: Lojinha) -> None:
    """Quotes and guides neither count as the day's turnover nor tell the last price of an article."""
    from models.sales.doubts import last_price
    from models.sales.history import last_sale
    from models.sales.today import at_a_glance
    from models.supply.known import article_sheet

    sold = company.issue("FT", line("CAFE", price="9"), customer=PADARIA).number
    company.issue("OR", line("CAFE", price="1"), customer=PADARIA)
    company.issue("GR", line("CAFE", "4"), customer=PADARIA, valued=False)
    # 9,00 and 23 % of tax
    assert at_a_glance(company.clock.at.date(), company.session).total == D("11.07")
    price = last_price("CAFE", with_tax=False)
    assert price is not None
    assert (price.amount, price.source) == (D(9), sold)
    sheet = article_sheet("CAFE", Draft("FT", customer=PADARIA), company.session)
    assert sheet is not None
    assert [sale.number for sale in sheet.sales] == [sold]
    repeated = last_sale(DraftCustomer(nif="501964843"))
    assert repeated is not None
    assert repeated.number == sold
