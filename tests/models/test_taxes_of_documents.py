"""Documents with taxes that a shop rarely sees: stamp duty, cash VAT, retailers, other countries, reverse charge, margins."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from company import COMPANY_BUYER, Lojinha, line, loose, refusal

from fiscal.tables import Tables
from models.sales.advise import warnings
from models.sales.draft import DraftCustomer
from models.series.series import create_series, in_use, set_validation_code
from models.verify import verify
from printing.receipt import lay_out

D = Decimal
PADARIA = DraftCustomer(code="PADARIA")
MADRID = DraftCustomer(nif="B12345674", name="Obras de Madrid SL", country="ES")
OSS = """
[[rate]]
region = "ES"
code = "NOR"
percent = "21"

[[rate]]
region = "FR"
code = "OUT"
percent = "2.1"
"""


def abroad(company: Lojinha, text: str = OSS) -> None:
    """The company writes the rates of the countries it sells to."""
    folder = company.folder / "fiscal"
    folder.mkdir(exist_ok=True)
    (folder / "oss.toml").write_text(text, encoding="utf-8")
    company.session = replace(company.session, tables=Tables(folder))


def test_stamp_duty_in_an_invoice_and_in_its_credit_note(company: Lojinha) -> None:
    """625 x 4 % = 25,00; 10 x 0,05 = 0,50; 20 x 23 % = 4,60: duty 25,50, taxes 30,10, bases 655, total 685,10."""
    sold = company.issue(
        "FT",
        loose("Comissão", "1", "625", "IS", stamp="17.3.4 4%"),
        loose("Cheques", "10", "1", "IS", stamp="4 0,05€"),
        line("MAO"),
        customer=PADARIA,
    )
    assert (sold.net, sold.tax, sold.gross) == (655, D("30.10"), D("685.10"))
    assert "*I1:PT*I2:635.00*I7:20.00*I8:4.60*M:25.50*N:30.10*O:685.10*" in sold.qr
    assert [(x.tax_type, x.tax_code, x.rate, x.fixed_tax) for x in sold.lines] == [
        ("IS", "17.3.4", 4, 0), ("IS", "4", 0, D("0.05")), ("IVA", "NOR", 23, 0),
    ]  # fmt: skip
    paper = lay_out(sold)
    assert [x.tax for x in paper.lines] == ["IS 4%", "IS 0,05 €", "23%"]
    assert [(x.label, x.value) for x in paper.sums] == [
        ("Total s/ IVA", "655,00"), ("IVA", "4,60"), ("Imposto do selo", "25,50"),
    ]  # fmt: skip
    back = company.credit(sold.number)
    assert (back.net, back.tax, back.gross) == (655, D("30.10"), D("685.10"))
    assert verify().findings == ()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"tax": "IS"}, "lines.1.exemption"), ({"tax": "IS", "stamp": "4%"}, "lines.1.exemption"),
        ({"tax": "IS", "stamp": "17.3.4 400%"}, "lines.1.exemption"), ({"tax": "NOR", "stamp": "17.3.4 4%"}, "lines.1.tax"),
        ({"tax": "IS", "stamp": "17.3.4 4%", "exemption": "M19"}, "lines.1.exemption"),
        ({"tax": "IS", "stamp": "17.3.4 4%", "region": "ES"}, "lines.1.tax"), ({"tax": "OUT"}, "lines.1.tax"),
    ],
)  # fmt: skip
def test_stamp_duty_badly_said_is_refused_with_its_field(company: Lojinha, given: dict[str, str], field: str) -> None:
    assert refusal(lambda: company.issue("FT", loose("Comissão", "1", "10", **given))).field == field


def test_a_small_retailer_charges_no_tax_and_says_that_nothing_can_be_deducted(company: Lojinha) -> None:
    company.change(regime="RETALHISTA")
    sold = company.issue("FS", line("CAFE"), prices_include_tax=True)
    assert (sold.gross, sold.tax, sold.lines[0].exemption_code) == (D("12.30"), 0, "M09")
    assert [m.value for m in lay_out(sold).mentions] == ["IVA – não confere direito a dedução"]
    refused = refusal(lambda: company.issue("FT", line("CAFE", tax="NOR")))
    assert "60.º" in refused.message


def cash_series(company: Lojinha, *types: str) -> None:
    for n, code in enumerate(types):
        series = create_series({"type": code, "name": "2026C", "purpose": "cash_vat"}, company.session)
        set_validation_code(series, f"CX{n}CASH99", company.session)


def test_under_cash_vat_invoices_have_a_series_of_their_own(company: Lojinha) -> None:
    company.change(regime="CAIXA")
    refused = refusal(lambda: company.issue("FT", line("CAFE"), customer=PADARIA))
    assert (refused.field, "iva de caixa" in refused.message.casefold()) == ("series", True)
    cash_series(company, "FT", "NC")
    today = company.clock.now().date()
    assert (in_use("FT", "", today), in_use("FT", "", today, "cash_vat")) == ("2026A", "2026C")

    sold = company.issue("FT", line("CAFE"), customer=PADARIA)
    assert (sold.number, sold.cash_vat) == ("FT 2026C/1", True)
    assert lay_out(sold).statements[0] == "IVA – regime de caixa"
    # Exempt, exported or reverse-charged operations are outside the regime and go with the others.
    course = company.issue("FT", line("FORM"), customer=PADARIA)
    assert (course.number, course.cash_vat) == ("FT 2026A/1", False)
    assert refusal(lambda: company.issue("FT", line("CAFE"), series="2026A")).field == "series"
    assert refusal(lambda: company.issue("FT", line("FORM"), series="2026C")).field == "series"
    # A quote is no invoice.
    assert company.issue("OR", line("CAFE"), customer=PADARIA).number == "OR 2026A/1"

    company.change(regime="NORMAL")  # it left the regime: what it takes back is still of it
    back = company.credit(sold.number)
    assert (back.number, back.cash_vat) == ("NC 2026C/1", True)
    assert company.issue("FT", line("CAFE"), customer=PADARIA).number == "FT 2026A/2"
    assert verify().findings == ()


def test_a_guide_cannot_have_a_cash_series(company: Lojinha) -> None:
    refused = refusal(lambda: create_series({"type": "GT", "name": "2026C", "purpose": "cash_vat"}, company.session))
    assert refused.field == "purpose"


def test_a_sale_to_a_consumer_in_spain_has_the_rate_that_the_company_wrote(company: Lojinha) -> None:
    """Ten hours at 20 € = 200 €, 21 % of Spain = 42 €."""
    sale = [line("MAO", "10")]
    assert "oss.toml" in refusal(lambda: company.issue("FT", *sale, region="ES")).message
    abroad(company)
    sold = company.issue("FT", *sale, region="ES", customer=DraftCustomer(name="Ana de Vigo", country="ES"))
    assert (sold.net, sold.tax, sold.gross) == (200, 42, 242)
    assert "*I1:ES*I7:200.00*I8:42.00*N:42.00*O:242.00*" in sold.qr
    assert warnings(sold.number, company.session) == []
    paper = lay_out(sold)
    assert (paper.show_region, paper.taxes[0].region) == (True, "Espanha")


def test_one_invoice_of_three_fiscal_spaces_and_never_of_four(company: Lojinha) -> None:
    """20 + 23 % of the mainland, 20 + 22 % of Madeira, 100 + 2,1 % of France: 4,60 + 4,40 + 2,10 = 11,10."""
    abroad(company)
    lines = [line("MAO"), line("MAO", region="PT-MA"), loose("Jornal", "1", "100", "OUT", region="FR")]
    sold = company.issue("FT", *lines, customer=DraftCustomer(name="Jean", country="FR"))
    assert (sold.net, sold.tax, sold.gross) == (140, D("11.10"), D("151.10"))
    assert "*I1:PT*I7:20.00*I8:4.60*J1:PT-MA*J7:20.00*J8:4.40*K1:FR*K7:100.00*K8:2.10*N:11.10*O:151.10*" in sold.qr
    refused = refusal(lambda: company.issue("FT", *lines, line("MAO", region="ES")))
    assert (refused.rule, "FR, PT, PT-MA" in refused.message or "ES" in refused.message) == ("qr", True)
    back = company.credit(sold.number)
    assert [(t.region, t.base, t.tax) for t in back.taxes] == [(t.region, t.base, t.tax) for t in sold.taxes]


@pytest.mark.parametrize(
    "text",
    [
        '[[rate]]\nregion = "PT"\ncode = "NOR"\npercent = "23"', '[[rate]]\nregion = "ES"\ncode = "NOR"\npercent = "121"',
        '[[rate]]\nregion = "ES"\ncode = "NOR"\npercent = 21', '[[rate]]\nregion = "ES"', "rate = 3", "[[rate",
        '[[rate]]\nregion = "ES"\ncode = "NOR"\npercent = "x"',
    ],
)  # fmt: skip
def test_a_file_of_foreign_rates_that_makes_no_sense_is_named(company: Lojinha, text: str) -> None:
    abroad(company, text)
    refused = refusal(lambda: company.issue("FT", line("MAO"), region="ES"))
    assert (refused.rule, "oss.toml" in refused.message) == ("tables", True)


def test_reverse_charge_is_for_a_customer_with_a_number(company: Lojinha) -> None:
    work = loose("Betonagem", "1", "1000", "ISE", exemption="M31")
    assert refusal(lambda: company.issue("FT", work)).field == "customer.nif"
    sold = company.issue("FT", work, customer=PADARIA)
    assert (sold.gross, sold.lines[0].exemption_reason) == (1000, "IVA – autoliquidação")
    assert lay_out(sold).taxes[0].name == "Autoliquidação M31"
    assert "*I2:1000.00*" in sold.qr


@pytest.mark.parametrize(
    ("code", "customer", "field"),
    [
        ("M16", PADARIA, "customer.country"), ("M16", None, "customer.nif"), ("M16", MADRID, ""),
        ("M40", PADARIA, "customer.country"), ("M40", MADRID, ""), ("M41", MADRID, ""), ("M41", PADARIA, "customer.country"),
        ("M30", DraftCustomer(nif=COMPANY_BUYER), ""), ("M35", None, "customer.nif"), ("M07", None, ""), ("M26", None, "lines"),
    ],
)  # fmt: skip
def test_who_may_buy_under_which_reason(
    company: Lojinha, code: str, customer: DraftCustomer | None, field: str
) -> None:
    goods = loose("Cortiça em prancha", "1", "100", "ISE", exemption=code)
    if not field:
        assert company.issue("FT", goods, customer=customer).gross == 100
    else:
        assert (refusal(lambda: company.issue("FT", goods, customer=customer)).field or "").startswith(field)


@pytest.mark.parametrize(
    ("code", "customer", "said"),
    [
        ("M05", PADARIA, "exportações"), ("M05", DraftCustomer(nif="123", name="Luanda SA", country="AO"), ""),
        ("M10", PADARIA, "53.º"), ("M09", PADARIA, "retalhistas"), ("M45", PADARIA, "Estado-Membro"),
        ("M31", MADRID, "autoliquidação"),
    ],
)  # fmt: skip
def test_what_looks_wrong_is_told_and_not_refused(
    company: Lojinha, code: str, customer: DraftCustomer, said: str
) -> None:
    sold = company.issue("FT", loose("Serviço", "1", "100", "ISE", exemption=code), customer=customer)
    told = " ".join(text for text in warnings(sold.number, company.session) if code in text)
    assert said in told if said else not told


def test_a_margin_scheme_shows_the_gross_price_and_no_tax(company: Lojinha) -> None:
    sold = company.issue(
        "FT", loose("Moeda de 1902", "1", "250", "ISE", exemption="M15"), customer=PADARIA, prices_include_tax=True
    )
    paper = lay_out(sold)
    assert (sold.gross, paper.lines[0].tax, paper.sums) == (250, "M15", ())
    assert (paper.taxes[0].name, paper.taxes[0].tax) == ("Regime da margem M15", "")
    assert paper.mentions[0].value == "Regime da margem de lucro – Objetos de coleção e antiguidades"
