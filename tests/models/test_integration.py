"""Documents of another certified program: kept as they are, in series of their own, marked as copies (2.3; C32)."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from company import CODES, Lojinha, line, refusal

from fiscal.saft.validate import validate_file
from models.sales.find import document
from models.sales.integrate import integrate
from models.sales.owed import open_of
from models.sales.tables import Document
from models.series.tables import Series
from models.verify import verify
from printing.receipt import lay_out
from tests.reports.saft.files import exported

D = Decimal


@pytest.fixture
def file(company: Lojinha, reference: Path) -> bytes:
    """The example of the reference, as if it were of this shop: FT 2027A/1, NC 2027A/1 with their signatures, RG 2027A/1."""
    text = (reference / "saft" / "example_minimal_F.xml").read_bytes()
    for code in CODES.values():  # the validation codes are those of the other program's series
        text = text.replace(f"<ATCUD>{code}-".encode(), f"<ATCUD>Z{code[1:]}-".encode())
    return text.replace(b"<TaxRegistrationNumber>599999993<", b"<TaxRegistrationNumber>509964435<").replace(
        b"<CompanyID>599999993<", b"<CompanyID>509964435<"
    )


def test_everything_stays_as_the_other_program_made_it(company: Lojinha, file: bytes) -> None:
    done = integrate(io.BytesIO(file), company.session)
    assert done.taken == ("FT 2027A/1", "NC 2027A/1", "RG 2027A/1")
    sold = document("FT 2027A/1")
    assert sold.hash.startswith("NOnxHi7evfqGYwUfD48b6mhAX945vpaUJ4ec"), "the original signature, copied"
    assert (sold.hash_control, sold.source_billing, sold.origin) == ("9999.1", "I", "FT 2027A/1")
    # Appendix A of the reference: base 97,11, tax 11,54, total 108,65
    assert (sold.net, sold.tax, sold.gross) == (D("97.11"), D("11.54"), D("108.65"))
    assert [(x.amount, x.settlement) for x in sold.lines] == [(D("50.16"), D("4.84")), (D("46.9464"), D(0))]
    assert lay_out(sold).copy == "Cópia do documento original"
    assert {s.purpose for s in Series.select().where(Series.name == "2027A")} == {"integrated"}
    assert verify().findings == ()


def test_the_same_file_again_changes_nothing(company: Lojinha, file: bytes) -> None:
    integrate(io.BytesIO(file), company.session)
    again = integrate(io.BytesIO(file), company.session)
    assert (again.taken, again.known) == ((), ("FT 2027A/1", "NC 2027A/1", "RG 2027A/1"))
    assert Document.select().count() == 3


def test_a_wrong_file_is_refused_whole(company: Lojinha, file: bytes) -> None:
    wrongs = (
        (file.replace(b">509964435<", b">501964843<"), "e não da empresa"),
        (file.replace(b"<UnitPrice>15.648800</UnitPrice>", b"<UnitPrice>quinze</UnitPrice>"), "Linha"),
        (file[:4000], "não se pode ler"),
        (b"<a/>", "não é um SAF-T"),
    )
    for wrong, said in wrongs:
        if wrong != file:
            assert said in refusal(lambda wrong=wrong: integrate(io.BytesIO(wrong), company.session)).message  # type: ignore[misc]
    assert not Document.select().exists()
    assert not Series.select().where(Series.name == "2027A").exists()


def test_own_documents_never_enter_such_a_series(company: Lojinha, file: bytes) -> None:
    integrate(io.BytesIO(file), company.session)
    company.at(2027, 2, 1, 10)
    assert refusal(lambda: company.issue("FT", line("CAFE"), series="2027A")).field == "series"


def test_a_receipt_pays_the_invoice_that_came_with_it(company: Lojinha, file: bytes) -> None:
    """The file's RG: 97,11 of the invoice (of 108,65) less 50,16 of the credit note, 46,95 by transfer."""
    integrate(io.BytesIO(file), company.session)
    paid = document("RG 2027A/1")
    assert (paid.net, paid.tax, paid.gross) == (D("46.95"), 0, D("46.95"))
    assert (paid.hash, paid.hash_control, paid.source_billing) == ("", "", "I")
    assert [(own.source, own.debit, own.amount) for own in paid.settled] == [
        ("FT 2027A/1", False, D("97.11")), ("NC 2027A/1", True, D("50.16")),
    ]  # fmt: skip
    assert [(p.method, p.name, p.amount) for p in paid.payments] == [("TB", "Transferência", D("46.95"))]
    assert open_of("FT 2027A/1") == D("11.54")
    paper = lay_out(paid)
    assert paper.copy == "Cópia do documento original"
    assert verify().findings == ()


def test_a_receipt_in_cash_vat_keeps_the_tax_of_each_rate(company: Lojinha, file: bytes) -> None:
    """100,00 at 23 % and 50,00 at 6 %: 26,00 of tax. The file says 26,01: a cent of rounding, which goes to the largest."""
    tax = (
        "<Tax><TaxType>IVA</TaxType><TaxCountryRegion>PT</TaxCountryRegion><TaxCode>{}</TaxCode>"
        "<TaxPercentage>{}</TaxPercentage></Tax>"
    )
    line = (
        "<Line><LineNumber>{}</LineNumber><SourceDocumentID><OriginatingON>FT 2026Z/7</OriginatingON>"
        "<InvoiceDate>2026-12-30</InvoiceDate></SourceDocumentID><CreditAmount>{}</CreditAmount>{}</Line>"
    )
    lines = line.format(1, "100.00", tax.format("NOR", "23")) + line.format(2, "50.00", tax.format("RED", "6"))
    text = file.decode().replace("RG 2027A/1", "RC 2027A/1").replace("<PaymentType>RG<", "<PaymentType>RC<")
    start, end = text.index("<Line>", text.index("<Payment>")), text.index("<DocumentTotals>", text.index("<Payment>"))
    text = text[:start] + lines + text[end:]
    text = text.replace("<TaxPayable>0.00</TaxPayable><NetTotal>46.95</NetTotal><GrossTotal>46.95</GrossTotal>",
                        "<TaxPayable>26.01</TaxPayable><NetTotal>150.00</NetTotal><GrossTotal>176.01</GrossTotal>")  # fmt: skip
    integrate(io.BytesIO(text.encode()), company.session)
    paid = document("RC 2027A/1")
    assert [(t.tax_code, t.base, t.tax) for t in paid.taxes] == [("NOR", 100, D("23.01")), ("RED", 50, 3)]
    assert [own.tax for own in paid.settled] == [D("23.01"), 3]
    wrong = text.replace("<NetTotal>150.00<", "<NetTotal>180.00<").replace("RC 2027A/1", "RC 2027A/2")
    assert "não somam o total" in refusal(lambda: integrate(io.BytesIO(wrong.encode()), company.session)).message
    changed = text.replace("<GrossTotal>176.01<", "<GrossTotal>177.01<")
    assert "não é este" in refusal(lambda: integrate(io.BytesIO(changed.encode()), company.session)).message


def test_what_came_in_goes_out_in_the_shop_s_own_file(company: Lojinha, file: bytes) -> None:
    """The receipt is exported as integrated (SourcePayment I), in a file of the right structure."""
    integrate(io.BytesIO(file), company.session)
    company.at(2027, 2, 1, 10)
    text = exported(company.session, date(2027, 1, 1), date(2027, 1, 31))
    assert b"<PaymentRefNo>RG 2027A/1</PaymentRefNo>" in text
    assert b"<SourcePayment>I</SourcePayment>" in text
    assert [found for found in validate_file(io.BytesIO(text)) if found.severity == "error"] == []
