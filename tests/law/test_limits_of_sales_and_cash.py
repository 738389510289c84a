"""Limits: simplified invoices (CIVA art. 40), cash (LGT art. 63-C and 63-E)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import partial

from company import Lojinha, line, refusal

from fiscal.errors import Refusal
from fiscal.rules.payment import cash_warning, check_cash, check_simplified
from fiscal.tables import tables
from models.sales.draft import DraftCustomer, DraftPayment

D = Decimal
TODAY = dt.date(2026, 11, 24)


def simplified(company: Lojinha, gross: str, **buyer: str) -> str:
    """The rule that refuses a simplified invoice of that total, or nothing."""
    customer = DraftCustomer(**buyer) if buyer else None
    payments = [DraftPayment("CD", D(gross))]
    what = [line("CAFE", price=gross)]
    try:
        company.issue("FS", *what, prices_include_tax=True, customer=customer, payments=payments)
    except Refusal as refused:
        return refused.rule
    return ""


def test_a_retailer_may_go_to_1000_with_consumers_and_to_100_with_companies(company: Lojinha) -> None:
    assert simplified(company, "1000.00") == ""
    assert simplified(company, "1000.01") == "CIVA-40"
    assert simplified(company, "1000.00", code="MARIA") == ""
    assert simplified(company, "100.00", code="PADARIA") == ""
    assert simplified(company, "100.01", code="PADARIA") == "CIVA-40"


def test_who_is_no_retailer_stops_at_100(company: Lojinha) -> None:
    company.change(retailer=False)
    assert simplified(company, "100.00") == ""
    assert simplified(company, "100.01") == "CIVA-40"


def test_what_is_beyond_is_an_invoice(company: Lojinha) -> None:
    refused = refusal(lambda: company.issue("FS", line("CAFE", price="2000"), prices_include_tax=True))
    assert (refused.field, "emita uma fatura (FT) ou uma fatura-recibo (FR)" in refused.message) == ("type", True)
    assert company.issue("FT", line("CAFE", price="2000"), prices_include_tax=True).gross == 2000


def test_article_53_has_no_limit_since_july_2025(company: Lojinha) -> None:
    """DL 35/2025."""
    company.change(regime="ISENTO", retailer=False)
    assert simplified(company, "2500.00") == ""
    check = partial(check_simplified, tables(), D(2500), retailer=False, small_exempt=True, customer_nif="999999990")
    check(day=dt.date(2025, 7, 1))
    assert refusal(lambda: check(day=dt.date(2025, 6, 30))).rule == "CIVA-40"


def test_the_total_with_tax_counts(company: Lojinha) -> None:
    """813,01 net is 1000,00 with tax; 813,02 is 1000,01."""
    by_card = [DraftPayment("CD", D("1000.01"))]
    assert refusal(lambda: company.issue("FS", line("CAFE", price="813.02"), payments=by_card)).rule == "CIVA-40"
    by_card = [DraftPayment("CD", D("1000.00"))]
    assert company.issue("FS", line("CAFE", price="813.01"), payments=by_card).gross == D("1000.00")


def test_three_thousand_in_cash_is_forbidden_and_a_thousand_is_warned_of() -> None:
    check_cash(tables(), D("2999.99"), TODAY)
    assert refusal(lambda: check_cash(tables(), D("3000.00"), TODAY)).rule == "LGT-63E"
    assert "63.º-C" in cash_warning(tables(), D("1000.00"), "501964843", TODAY)
    assert cash_warning(tables(), D("999.99"), "501964843", TODAY) == ""
    assert cash_warning(tables(), D("1000.00"), "234567899", TODAY) == "", "a consumer may"
