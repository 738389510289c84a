"""What other programs write and is right: amounts, currencies, taxes, recovered and integrated documents."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cli.bench.saft_made import Business
from fiscal.signature import KeySigner, generate_key
from tests.fiscal.saft.spoiled import File, checked, made

KEY = KeySigner(generate_key())
FT = "FT 2026A/5"


def test_amounts_as_some_programs_write_them() -> None:
    """No digit before the point, none after it, zeros at the end: the same number (XSD decimal)."""
    file = File(made(Business(counts={"FT": 3}), KEY))
    for n, line in enumerate(file.lines, 1):
        if line.startswith(("<CreditAmount>", "<UnitPrice>", "<Quantity>")):
            text = file.text(n)
            file.put(n, text.lstrip("0") if text.startswith("0.") else text + ("0000" if "." in text else "."))
    assert checked(file.data).findings == ()


def test_a_foreign_currency_at_its_rate(good: bytes) -> None:
    """AT's own example: 317.45 USD at 0.740747 are 235.15 EUR."""
    file = File(good)
    file.set("GrossTotal", FT, "235.15")
    file.insert(
        file.find("GrossTotal", FT),
        "<Currency>",
        "<CurrencyCode>USD</CurrencyCode>",
        "<CurrencyAmount>317.45</CurrencyAmount>",
        "<ExchangeRate>0.740747</ExchangeRate>",
        "</Currency>",
    )
    assert {finding.rule for finding in checked(file.data).findings} == {"gross"}


def one_line(item: tuple[str, ...], tax: tuple[str, ...], totals: tuple[str, str, str]) -> File:
    """An invoice of one line: from its quantity to its tax, which is put into the tax table, and its totals."""
    file = File(made(Business(counts={"FT": 1}, lines=1), KEY))
    file.drop(file.find("TotalCredit"))
    file.insert(file.find("TotalDebit"), "<TotalCredit>0</TotalCredit>")
    start = file.find("Quantity", "FT 2026A/1")
    end = next(n for n in range(start, len(file.lines)) if file.lines[n - 1] == "</Line>")
    file.drop(start, end - start)
    item = (item[0], "<UnitOfMeasure>UN</UnitOfMeasure>", *item[1:-1], "<Description>x</Description>", item[-1])
    file.insert(start - 1, *item, "<Tax>", *tax, "</Tax>")
    for name, value in zip(("TaxPayable", "NetTotal", "GrossTotal"), totals, strict=True):
        file.set(name, "FT 2026A/1", value)
    file.insert(
        file.lines.index("<TaxTable>") + 1,
        "<TaxTableEntry>",
        *tax[:3],
        "<Description>x</Description>",
        tax[3],
        "</TaxTableEntry>",
    )
    return file


def test_a_line_of_tax_alone() -> None:
    """Stamp duty of 0.8 % on 100 000, which is no income of the issuer: NetTotal 0, TaxPayable 800."""
    file = one_line(
        (
            "<Quantity>1</Quantity>",
            "<UnitPrice>0</UnitPrice>",
            "<TaxBase>100000</TaxBase>",
            "<TaxPointDate>2026-10-01</TaxPointDate>",
            "<CreditAmount>0</CreditAmount>",
        ),
        (
            "<TaxType>IS</TaxType>",
            "<TaxCountryRegion>PT</TaxCountryRegion>",
            "<TaxCode>1.1</TaxCode>",
            "<TaxPercentage>0.8</TaxPercentage>",
        ),
        ("800.00", "0", "800.00"),
    )
    assert checked(file.data).findings == ()
    file.set("TaxPayable", "FT 2026A/1", "799.00")
    file.set("GrossTotal", "FT 2026A/1", "799.00")
    assert [finding.rule for finding in checked(file.data).findings] == ["tax"]


def test_a_fixed_tax_counts_for_each_unit() -> None:
    """TaxAmount of 1 euro on 3 bills of 0: 3 euro (Portaria 302/2016, 4.1.4.19.15.5)."""
    file = one_line(
        (
            "<Quantity>3</Quantity>",
            "<UnitPrice>0</UnitPrice>",
            "<TaxPointDate>2026-10-01</TaxPointDate>",
            "<CreditAmount>0</CreditAmount>",
        ),
        (
            "<TaxType>IS</TaxType>",
            "<TaxCountryRegion>PT</TaxCountryRegion>",
            "<TaxCode>23.1</TaxCode>",
            "<TaxAmount>1.00</TaxAmount>",
        ),
        ("3.00", "0", "3.00"),
    )
    assert checked(file.data).findings == ()


def test_reverse_charge_written_as_out_without_tax() -> None:
    """AT's demonstration file has IVA OUT at 0 per cent."""
    file = one_line(
        (
            "<Quantity>1</Quantity>",
            "<UnitPrice>0.01</UnitPrice>",
            "<TaxPointDate>2026-10-01</TaxPointDate>",
            "<CreditAmount>0.01</CreditAmount>",
        ),
        (
            "<TaxType>IVA</TaxType>",
            "<TaxCountryRegion>PT</TaxCountryRegion>",
            "<TaxCode>OUT</TaxCode>",
            "<TaxPercentage>0</TaxPercentage>",
        ),
        ("0.00", "0.01", "0.01"),
    )
    end = file.lines.index("</Line>") + 1
    file.insert(
        end - 1,
        "<TaxExemptionReason>IVA – autoliquidação</TaxExemptionReason>",
        "<TaxExemptionCode>M31</TaxExemptionCode>",
    )
    assert checked(file.data).findings == ()


def test_recovered_papers_keep_their_own_dates() -> None:
    """Papers typed in later, not in the order of their dates; the moments of typing are in order (Despacho 8632/2014, 2.4)."""
    file = File(made(Business(counts={"FT": 5}), KEY))
    for n in range(1, 6):
        file.set("SourceBilling", f"FT 2026A/{n}", "M")
        file.set("HashControl", f"FT 2026A/{n}", f"1-FTM abc/0000{n}")
        file.set("InvoiceDate", f"FT 2026A/{n}", "2026-10-02" if n % 2 else "2026-10-01")
    file.set("InvoiceDate", "FT 2026A/1", "2026-10-01")
    assert checked(file.data).findings == ()


def test_a_discount_of_the_year_rectifies_no_one_invoice(good: bytes) -> None:
    """A rappel says its period as the reason, and no number (as AT's demonstration file does)."""
    file = File(good)
    file.drop(file.find("Reference", "NC 2026A/1"))
    assert checked(file.data).findings == ()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda file: file.set("Hash", FT, "0") and file.set("HashControl", FT, "0"), set()),
        (lambda file: file.set("ATCUD", FT, "0"), set()),
    ],
    ids=["unsigned", "without ATCUD"],
)
def test_what_another_program_made_keeps_what_it_had(
    spoil: Callable[[File], object], said: set[str], good: bytes
) -> None:
    """Integrated documents of an uncertified program have no signature, and old ones no ATCUD (fiscal.md 1.6)."""
    file = File(good)
    for n in range(1, 13):
        file.set("SourceBilling", f"FT 2026A/{n}", "I")
        file.set("HashControl", f"FT 2026A/{n}", "1234.1")
    spoil(file)
    assert {finding.rule for finding in checked(file.data).findings} == said


def test_another_program_s_signature_is_not_called_wrong(good: bytes, signer: KeySigner) -> None:
    """HashControl n.m: what cannot be verified is said once for each series, never as an error."""
    file = File(good)
    other = KeySigner(generate_key())
    for n in range(1, 13):
        file.set("SourceBilling", f"FT 2026A/{n}", "I")
        file.set("HashControl", f"FT 2026A/{n}", "1234.1")
        file.set("Hash", f"FT 2026A/{n}", other.sign(str(n)))
    report = checked(file.data, {None: signer.public_pem})
    assert [(finding.rule, finding.severity) for finding in report.findings] == [("chain-unverifiable", "note")]
    assert report.verified is not None
    assert (report.verified.failed, report.verified.unknown) == (0, 12)
