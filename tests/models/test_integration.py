"""Documents of another certified program: kept as they are, in series of their own, marked as copies (2.3; C32)."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import pytest
from company import CODES, Lojinha, line, refusal

from models.sales.find import document
from models.sales.integrate import integrate
from models.sales.tables import Document
from models.series.tables import Series
from models.verify import verify
from printing.receipt import lay_out

D = Decimal


@pytest.fixture
def file(company: Lojinha, reference: Path) -> bytes:
    """The example of the reference, as if it were of this shop: FT 2027A/1 and NC 2027A/1, with their signatures."""
    text = (reference / "saft" / "example_minimal_F.xml").read_bytes()
    for code in CODES.values():  # the validation codes are those of the other program's series
        text = text.replace(f"<ATCUD>{code}-".encode(), f"<ATCUD>Z{code[1:]}-".encode())
    return text.replace(b"<TaxRegistrationNumber>599999993<", b"<TaxRegistrationNumber>509964435<").replace(
        b"<CompanyID>599999993<", b"<CompanyID>509964435<"
    )


def test_everything_stays_as_the_other_program_made_it(company: Lojinha, file: bytes) -> None:
    done = integrate(io.BytesIO(file), company.session)
    assert done.taken == ("FT 2027A/1", "NC 2027A/1")
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
    assert (again.taken, again.known) == ((), ("FT 2027A/1", "NC 2027A/1"))
    assert Document.select().count() == 2


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
