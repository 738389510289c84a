"""What F6 and F7 show: prices in both ways, stock, the last sales to this customer, the last documents."""

from __future__ import annotations

from decimal import Decimal

from company import PERSON, Lojinha, line, loose

from models.sales.cancel import cancel
from models.sales.draft import Draft, DraftCustomer
from models.sales.history import last_documents, last_sale
from models.supply.known import article_sheet

D = Decimal
MARIA = DraftCustomer(code="MARIA", nif=PERSON, name="Maria da Conceição")


def test_the_sheet_of_an_article(company: Lojinha) -> None:
    """Coffee: 12,30 with 23 %, 10,00 without; three sold of which two to Maria, one sale was cancelled."""
    sheet = article_sheet("5601234567892", Draft("FT"), company.session)
    assert sheet is not None
    assert (sheet.code, sheet.unit, sheet.tax_code, sheet.rate) == ("CAFE", "UN", "NOR", D(23))
    assert (sheet.without_tax, sheet.with_tax, sheet.sales, sheet.purchases) == (D(10), D("12.30"), (), ())
    assert sheet.stock is not None
    assert sheet.stock.there == 0
    maria = company.issue("FT", line("CAFE", "2", discount="10%"), customer=MARIA)
    company.tick(minutes=1)
    anybody = company.issue("FS", line("CAFE", "1"), prices_include_tax=True)
    company.tick(minutes=1)
    gone = company.issue("FT", line("CAFE", "9"), customer=MARIA)
    cancel(gone.number, "Engano", company.session)
    hers = article_sheet("CAFE", Draft("FT", customer=MARIA), company.session)
    assert hers is not None
    assert hers.stock is not None
    assert (hers.to, hers.stock.there) == ("Maria da Conceição", D(-3))
    assert [(s.number, s.quantity, s.price, s.with_tax, s.discount) for s in hers.sales] == [
        (maria.number, D(2), D(10), False, "10%")
    ]
    all_of_it = article_sheet("CAFE", Draft("FT"), company.session)
    assert all_of_it is not None
    assert [(s.number, s.price) for s in all_of_it.sales] == [(anybody.number, D("12.30")), (maria.number, D(10))]
    padaria = article_sheet("CAFE", Draft("FT", customer=DraftCustomer(code="PADARIA")), company.session)
    assert padaria is not None
    assert padaria.to == "", "who never bought it sees what others paid"
    assert len(padaria.sales) == 2


def test_a_service_moves_no_stock_and_an_unknown_code_has_no_sheet(company: Lojinha) -> None:
    work = article_sheet("MAO", Draft("FT"), company.session)
    assert work is not None
    assert (work.stock, work.without_tax, work.with_tax) == (None, D(20), D("24.60"))
    assert article_sheet("NADA", Draft("FT"), company.session) is None
    assert article_sheet("", Draft("FT"), company.session) is None


def test_what_a_customer_bought_last_is_sold_again_as_it_was(company: Lojinha) -> None:
    """The padaria's order, twice: same lines, same prices, same total of 2 x 11 less 10 % and 5 of transport, and VAT."""
    company.issue("FT", line("A1"), customer=MARIA)
    typed = [line("CAFE", "2", price="11", discount="10%"), loose("Transporte", "1", "5")]
    first = company.issue("FT", *typed, customer=MARIA)
    company.tick(minutes=1)
    cancel(company.issue("FT", line("A1"), customer=MARIA).number, "Engano", company.session)
    again = last_sale(MARIA)
    assert again is not None
    assert (again.number, again.prices_include_tax) == (first.number, False)
    assert [(one.code, one.quantity, one.price, one.discount, one.tax) for one in again.lines] == [
        ("CAFE", D(2), D(11), "10%", "NOR"),
        ("DIV", D(1), D(5), "", "NOR"),
    ]
    company.tick(minutes=1)
    assert company.issue("FT", *again.lines, customer=MARIA).gross == first.gross == D("30.50")  # 24,80 + 23 %
    assert last_sale(DraftCustomer(code="PADARIA")) is None


def test_the_last_documents_of_a_customer(company: Lojinha) -> None:
    numbers = []
    for _ in range(14):
        company.tick(minutes=1)
        numbers.append(company.issue("FT", line("CAFE"), customer=MARIA).number)
    company.issue("FS", line("CAFE"))
    assert [d.number for d in last_documents(MARIA)] == numbers[:-13:-1]
    assert last_documents(DraftCustomer(name="Quem passa")) == []
    assert last_documents(DraftCustomer(code="MARIA"))[0].number == numbers[-1]
