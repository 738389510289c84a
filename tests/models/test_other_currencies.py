"""Documents whose prices are in another currency: euro in the books, both on paper, one rate (fiscal.md 5.4 and 7.6)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from company import Lojinha, line, loose, refusal
from hypothesis import given
from hypothesis import strategies as st

from fiscal.currency import from_euro, to_euro
from models.sales.convert import convert_draft
from models.sales.draft import DraftCustomer
from models.sales.find import document
from models.sales.issue import issue
from models.verify import verify
from printing.receipt import lay_out

D = Decimal
BOSTON = DraftCustomer(nif="98-7654321", name="Boston Cork Inc.", country="US")
USD: dict[str, Any] = {"currency": "USD", "exchange_rate": D("0.9"), "customer": BOSTON}


def test_prices_in_dollars_are_kept_in_euro_with_the_total_in_dollars(company: Lojinha) -> None:
    """3 x 100 USD less 30 USD = 270 USD, 23 % = 62,10: 332,10 USD. At 0,90: 243 + 55,89 = 298,89 €."""
    sold = company.issue("FT", line("A1", "3", price="100", discount="30"), **USD)
    assert (sold.net, sold.tax, sold.gross) == (243, D("55.89"), D("298.89"))
    assert sold.currency is not None
    assert (sold.currency.code, sold.currency.rate, sold.currency.gross) == ("USD", D("0.9"), D("332.10"))
    assert (sold.lines[0].price, sold.lines[0].discount) == (90, "27.00")
    assert "*N:55.89*O:298.89*" in sold.qr
    paper = lay_out(sold)
    assert paper.lines[0].details == ("100,00 USD cada",)
    assert [(x.label, x.value) for x in paper.after_total] == [
        ("Total em USD", "332,10 USD"), ("Câmbio: 1 USD", "0,90 €"),
    ]  # fmt: skip


def test_dollars_with_tax_are_rounded_in_dollars(company: Lojinha) -> None:
    """Two lines of 12,34 USD with tax: 24,68 USD; at 0,90 that is 22,212 = 22,21 €, not twice 11,11 = 22,22 €."""
    lines = [loose("Rolha", "1", "12.34"), loose("Prancha", "1", "12.34")]
    sold = company.issue("FT", *lines, prices_include_tax=True, **USD)
    assert sold.gross == D("22.21")
    assert sold.currency is not None
    assert sold.currency.gross == D("24.68")


def test_a_price_of_the_card_is_in_euro(company: Lojinha) -> None:
    """MAO costs 20 € without tax: 18,00 GBP at 1,111111 would be 20,00; here the euro stays and the total is turned."""
    sold = company.issue("FT", line("MAO"), currency="GBP", exchange_rate=D("1.25"), customer=BOSTON)
    assert (sold.lines[0].price, sold.gross) == (20, D("24.60"))
    assert sold.currency is not None
    assert sold.currency.gross == D("19.68")


def test_a_credit_note_keeps_currency_and_rate(company: Lojinha) -> None:
    """One of three at 100 USD: 100 + 23 = 123 USD, 110,70 €."""
    sold = company.issue("FT", line("A1", "3", price="100"), **USD)
    part = company.credit(sold.number, {1: D(1)})
    rest = company.credit(sold.number)
    assert part.currency is not None
    assert rest.currency is not None
    assert (part.gross, part.currency.gross) == (D("110.70"), D("123.00"))
    assert (rest.gross, rest.currency.gross) == (D("221.40"), D("246.00"))
    assert verify().findings == ()


def test_a_quote_in_dollars_becomes_an_invoice_at_the_rate_of_its_day(company: Lojinha) -> None:
    quote = company.issue("OR", line("A1", "3", price="33.33"), **USD)
    draft = convert_draft([quote.number], "FT")
    assert (draft.currency, draft.lines[0].price) == ("USD", D("33.33"))
    draft.exchange_rate = D("0.95")
    sold = document(issue(draft, company.session))
    assert sold.currency is not None
    assert (sold.currency.gross, sold.currency.rate) == (D("122.99"), D("0.95"))  # 99,99 + 23,00
    assert sold.net == D("94.99")  # 99,99 x 0,95 = 94,9905


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"currency": "EUR", "exchange_rate": D(1)}, "currency"), ({"currency": "ZZZ", "exchange_rate": D(1)}, "currency"),
        ({"currency": "US", "exchange_rate": D(1)}, "currency"), ({"currency": "USD"}, "exchange_rate"),
        ({"currency": "", "exchange_rate": D(1)}, "currency"),
        *(({"currency": "USD", "exchange_rate": D(rate)}, "exchange_rate") for rate in ("0", "-1", "11", "0.9000001")),
    ],
)  # fmt: skip
def test_what_is_no_currency_or_no_rate_is_refused(company: Lojinha, wrong: dict[str, Any], field: str) -> None:
    assert refusal(lambda: company.issue("FT", line("MAO"), **wrong)).field == field


def test_a_currency_may_be_typed_in_small_letters(company: Lojinha) -> None:
    sold = company.issue("FT", line("MAO"), currency="usd", exchange_rate=D("0.9"), customer=BOSTON)
    assert sold.currency is not None
    assert sold.currency.code == "USD"


@given(
    st.decimals(min_value=D("0.01"), max_value=D(9999), places=2),
    st.decimals(min_value=D("0.01"), max_value=D(10), places=6),
)
def test_a_price_comes_back_as_it_was_typed(price: Decimal, rate: Decimal) -> None:
    assert from_euro(to_euro(price, rate), rate) == price
