"""Tax that the customer keeps back: rates by income and date, who may, how much at least, and a waiver (fiscal.md 8.5)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from company import Lojinha, line, loose, refusal

from fiscal.errors import Refusal
from fiscal.rules.withholding import check_withholding
from fiscal.tables import tables
from models.sales.advise import warnings
from models.sales.draft import DraftCustomer, DraftWithholding
from printing.receipt import lay_out

D = Decimal
PADARIA = DraftCustomer(code="PADARIA")


@pytest.mark.parametrize(
    ("income", "region", "day", "percent"),
    [
        ("PROF", "PT", date(2024, 12, 31), "25"), ("PROF", "PT", date(2025, 1, 1), "23"),
        ("SERV", "PT", date(2026, 1, 1), "11.5"),
        ("INTEL", "PT", date(2026, 1, 1), "16.5"), ("ALTO", "PT-MA", date(2026, 1, 1), "20"),
        ("RENDA", "PT", date(2026, 1, 1), "25"), ("RENDA", "PT-AC", date(2026, 1, 1), "20"),
        ("RIRC", "PT", date(2026, 1, 1), "25"),
    ],
)  # fmt: skip
def test_the_rates_of_the_law(income: str, region: str, day: date, percent: str) -> None:
    own = tables().income(income, region, day)
    assert own.percent == D(percent)
    assert len(own.description) <= 60


def test_an_architect_chooses_the_income_and_the_rest_follows(company: Lojinha) -> None:
    """Ten hours at 20 € = 200 €, 23 % kept back = 46 €: the company pays 246 - 46 = 200 €."""
    held = DraftWithholding("", None, income="PROF")
    sold = company.issue("FT", line("MAO", "10"), customer=PADARIA, withholding=held)
    assert sold.withholding is not None
    assert (sold.withholding.type, sold.withholding.rate, sold.withholding.amount) == ("IRS", 23, 46)
    assert sold.withholding.description == "Retenção IRS, art. 101.º, n.º 1 b) do CIRS"
    assert (sold.gross, sold.payable) == (246, 200)
    assert "*P:46.00*" in sold.qr
    assert not any("contabilidade organizada" in text for text in warnings(sold.number, company.session))


def test_less_than_25_euro_is_not_kept_back_since_july_2025(company: Lojinha) -> None:
    """108,69 x 23 % = 24,9987 = 25,00; 108,60 x 23 % = 24,978 = 24,98."""
    held = DraftWithholding("IRS", D(23))
    assert company.issue("FT", loose("Projeto", "1", "108.69"), customer=PADARIA, withholding=held).payable
    refused = refusal(lambda: company.issue("FT", loose("Projeto", "1", "108.60"), customer=PADARIA, withholding=held))
    assert (refused.rule, "24,98" in refused.message) == ("C14", True)
    check_withholding(tables(), "IRS", "", D("24.98"), date(2025, 6, 30), "501964843", "PT")
    with pytest.raises(Refusal):
        check_withholding(tables(), "IRS", "", D("24.98"), date(2025, 7, 1), "501964843", "PT")


@pytest.mark.parametrize("customer", [None, DraftCustomer(nif="B12345674", name="Madrid SL", country="ES")])
def test_neither_consumers_nor_foreigners_keep_tax_back(company: Lojinha, customer: DraftCustomer | None) -> None:
    held = DraftWithholding("IRS", D(23))
    assert refusal(lambda: company.issue("FT", line("MAO", "10"), customer=customer, withholding=held)).rule == "C14"


def test_a_person_without_organised_accounting_is_warned_about(company: Lojinha) -> None:
    held = DraftWithholding("IRS", D(23))
    sold = company.issue("FT", line("MAO", "10"), customer=DraftCustomer(code="MARIA"), withholding=held)
    assert any("contabilidade organizada" in text for text in warnings(sold.number, company.session))


def test_a_waiver_is_said_on_the_document_and_nothing_is_kept_back(company: Lojinha) -> None:
    sold = company.issue(
        "FT",
        line("MAO", "10"),
        customer=PADARIA,
        withholding=DraftWithholding("", None, income="DISP"),
        notes="Obrigado.",
    )
    assert sold.withholding is None
    assert lay_out(sold).notes == (
        "Sem retenção, nos termos do n.º 1 do artigo 101.º-B do Código do IRS", "Obrigado.",
    )  # fmt: skip


def test_stamp_duty_is_kept_back_under_its_item(company: Lojinha) -> None:
    fee = loose("Comissão", "1", "100", "IS", stamp="17.3.4 4%")
    for wrong in ("", "Selo"):
        held = DraftWithholding("IS", D(4), wrong)
        assert refusal(lambda h=held: company.issue("FT", fee, customer=PADARIA, withholding=h)).field == (
            "withholding.description"
        )
    sold = company.issue("FT", fee, customer=PADARIA, withholding=DraftWithholding("IS", D(4), "17.3.4"))
    assert (sold.gross, sold.payable) == (104, 100)


def test_an_income_that_does_not_exist_is_refused(company: Lojinha) -> None:
    held = DraftWithholding("", None, income="XPTO")
    refused = refusal(lambda: company.issue("FT", line("MAO"), customer=PADARIA, withholding=held))
    assert refused.field == "withholding.income"
