"""Stamp duty, OSS, reverse charge, margins, withholding, another currency, cash VAT and deposits in the file for AT."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from company import D, Lojinha, line, loose

from fiscal.tables import Tables
from models.catalogue.articles import save_article
from models.sales.draft import DraftCustomer, DraftWithholding
from models.series.series import create_series, set_validation_code
from reports.saft.export import node_of
from tests.reports.saft.files import errors, exported, own_check

Official = Callable[[bytes], list[str]]
PADARIA = DraftCustomer(code="PADARIA")
MADRID = DraftCustomer(nif="B12345674", name="Obras de Madrid SL", country="ES")


def said(number: str, name: str) -> list[str]:
    """The texts of an element of one document."""
    return re.findall(rf"<{name}>([^<]*)</{name}>", node_of(number).decode("cp1252"))


def sold(company: Lojinha, *lines: Any, kind: str = "FT", **head: Any) -> str:
    return company.issue(kind, *lines, **{"customer": PADARIA, **head}).number


def test_all_of_them_are_valid_and_say_what_was_issued(company: Lojinha, official: Official) -> None:
    (company.folder / "fiscal").mkdir()
    (company.folder / "fiscal" / "oss.toml").write_text(
        '[[rate]]\nregion = "ES"\ncode = "NOR"\npercent = "21"\n', encoding="utf-8"
    )
    company.session = replace(company.session, tables=Tables(company.folder / "fiscal"))

    duty = sold(
        company,
        loose("Comissão", "1", "625", "IS", stamp="17.3.4 4%"),
        loose("Cheques", "10", "1", "IS", stamp="4 0,05€"),
    )
    assert said(duty, "TaxCode") == ["17.3.4", "4"]
    assert (said(duty, "TaxPercentage"), [D(x) for x in said(duty, "TaxAmount")]) == (["4"], [D("0.05")])
    assert said(duty, "TaxPayable") == ["25.50"]

    spain = sold(company, line("MAO"), line("MAO", region="ES"), customer=DraftCustomer(name="Ana", country="ES"))
    assert (said(spain, "TaxCountryRegion"), said(spain, "TaxPercentage")) == (["PT", "ES"], ["23", "21"])

    coin = sold(company, loose("Moeda", "1", "250", "ISE", exemption="M15"))
    assert said(coin, "TaxExemptionReason") == ["Regime da margem de lucro–Objetos de coleção e antiguidades"]
    sold(company, loose("Betonagem", "1", "1000", "ISE", exemption="M31"))

    swiss = sold(
        company, loose("Rolhas", "3", "33.33", "ISE", exemption="M16"), customer=MADRID, currency="CHF",
        exchange_rate=D("1.05"),
    )  # fmt: skip
    assert (said(swiss, "CurrencyCode"), said(swiss, "CurrencyAmount")) == (["CHF"], ["99.99"])
    assert said(swiss, "GrossTotal") == ["104.99"]  # 99,99 x 1,05 = 104,9895

    held = sold(company, line("MAO", "10"), withholding=DraftWithholding("", None, income="PROF"))
    assert (said(held, "WithholdingTaxType"), said(held, "WithholdingTaxAmount")) == (["IRS"], ["46.00"])

    volta = {"code": "VOLTA", "description": "Depósito de embalagem", "kind": "O", "price": D("0.10"), "tax_code": "ISE",
             "exemption_code": "M01"}  # fmt: skip
    save_article(None, volta, company.session)
    save_article(None, {"code": "LATA", "description": "Sumo", "price": D("1.23"), "charges": "VOLTA"}, company.session)
    assert said(sold(company, line("LATA", "6")), "ProductCode") == ["LATA", "VOLTA"]

    for number in (duty, swiss):
        company.credit(number)

    company.change(regime="CAIXA")
    set_validation_code(
        create_series({"type": "FT", "name": "2026C", "purpose": "cash_vat"}, company.session),
        "CXFT2026",
        company.session,
    )
    assert said(sold(company, line("CAFE")), "CashVATSchemeIndicator") == ["1"]
    assert said(sold(company, line("FORM")), "CashVATSchemeIndicator") == ["0"]

    file = exported(company.session)
    assert official(file) == []
    assert errors(own_check(file, company.session.signer.public_pem)) == []
