"""Which documents and which masters a file holds: kinds of files, periods, establishments, suppliers, tax years."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from company import DATA, OPENING, D, Lojinha, line, loose, refusal, session_in
from hypothesis import given
from hypothesis import strategies as st

from models import db, migrate
from models.clock import FixedClock
from models.company.setup import save_company
from models.company.tables import Establishment
from models.outbox.tables import Outbox
from models.parties.tables import Supplier
from models.sales.draft import Draft, DraftCustomer, DraftTransport
from models.sales.issue import issue
from models.sales.receipt import ReceiptDraft, ReceiptLine, issue_receipt
from models.sales.tables import Document
from models.series.tables import Series
from models.work import Stopped
from reports.saft.export import export, to_file
from reports.saft.wanted import Wanted, fiscal_year, month_end, tax_year
from tests.reports.saft.businesses import suppliers
from tests.reports.saft.files import errors, exported, own_check

Official = Callable[[bytes], list[str]]
PADARIA = DraftCustomer(code="PADARIA")
NOVEMBER = (dt.date(2026, 11, 1), dt.date(2026, 11, 30))


def numbers(file: bytes) -> list[str]:
    return re.findall("<(?:InvoiceNo|DocumentNumber|PaymentRefNo)>([^<]*)<", file.decode("cp1252"))


def inside(file: bytes, element: str) -> list[str]:
    return re.findall(f"<{element}>([^<]*)<", file.decode("cp1252"))


def one_of_each(company: Lojinha) -> None:
    company.issue("FT", line("CAFE"), customer=PADARIA)
    company.issue("GR", line("VINHO"), customer=PADARIA)
    company.issue("OR", line("LEITE"), customer=DraftCustomer(code="MARIA"))
    issue_receipt(ReceiptDraft([ReceiptLine("FT 2026A/1", D("12.30"))]), company.session)


def test_each_kind_has_its_tables_and_masters(company: Lojinha, official: Official) -> None:
    one_of_each(company)
    found: dict[str, Any] = {}
    for basis in "FPRT":
        file = exported(company.session, basis=basis)
        assert official(file) == []
        assert errors(own_check(file, company.session.signer.public_pem)) == []
        assert inside(file, "TaxAccountingBasis") == [basis]
        found[basis] = numbers(file), set(inside(file, "CustomerID")), set(inside(file, "ProductCode"))
    every = ["FT 2026A/1", "GR 2026A/1", "OR 2026A/1", "RG 2026A/1"]
    assert found["F"] == (every, {"PADARIA", "MARIA"}, {"CAFE", "VINHO", "LEITE"})
    assert found["P"] == (every, {"PADARIA", "MARIA"}, {"CAFE", "LEITE", "VINHO", "SACO", "A1", "FORM", "MAO"})
    assert found["R"] == (["RG 2026A/1"], {"PADARIA"}, set())
    assert found["T"] == (["GR 2026A/1"], {"PADARIA"}, {"VINHO"})


def test_a_file_holds_the_days_that_it_says(company: Lojinha) -> None:
    company.issue("FT", line("CAFE"))
    company.at(2026, 12, 1, 9)
    company.issue("FT", line("CAFE"))
    company.at(2027, 1, 2, 9)
    company.issue("FT", line("CAFE"))
    assert numbers(exported(company.session, *NOVEMBER)) == ["FT 2026A/1"]
    year = exported(company.session, *tax_year(2026))
    assert numbers(year) == ["FT 2026A/1", "FT 2026A/2"]
    assert inside(year, "StartDate") + inside(year, "EndDate") == ["2026-01-01", "2026-12-31"]
    assert inside(year, "Period") == ["11", "12"]


def test_a_tax_year_is_called_after_the_year_in_which_it_begins(company: Lojinha, official: Official) -> None:
    """1.4: from 1-10-2026 to 30-9-2027 is 2026; November is its second month, September its twelfth."""
    company.issue("FT", line("CAFE"))
    company.at(2027, 9, 3, 9)
    company.issue("FT", line("CAFE"))
    start, end = tax_year(2026, 10)
    assert (start, end) == (dt.date(2026, 10, 1), dt.date(2027, 9, 30))
    file = exported(company.session, start, end, first_month=10)
    assert inside(file, "FiscalYear") == ["2026"]
    assert inside(file, "Period") == ["2", "12"]
    assert official(file) == []
    september = Wanted(dt.date(2027, 9, 1), dt.date(2027, 9, 30), first_month=10)
    assert september.fiscal_year == 2026


def test_one_establishment_is_the_documents_of_its_series(company: Lojinha, official: Official) -> None:
    with db.writing():
        Establishment.create(
            code="LOJA2", name="Loja 2", address="Rua B", postal_code="4000-001", city="Porto", active=True
        )
    series("FS", "LOJA2", establishment="LOJA2")
    company.issue("FS", line("CAFE"), series="2026A")
    company.issue("FS", line("LEITE"), series="LOJA2")
    file = exported(company.session, establishment="LOJA2")
    assert numbers(file) == ["FS LOJA2/1"]
    assert inside(file, "TaxEntity") == ["LOJA2"]
    assert inside(file, "ProductCode") == ["LEITE", "LEITE"]
    assert official(file) == []
    assert inside(exported(company.session), "TaxEntity") == ["Global"]
    assert refusal(lambda: exported(company.session, establishment="LOJA9")).field == "establishment"


def test_self_billing_is_a_file_of_the_supplier(company: Lojinha, official: Official) -> None:
    """1 g: the header is the supplier's, who issues is its customer, and the invoices are in no other file."""
    suppliers()
    series("FT", "AUTOF1", purpose="self_billing", supplier_id=Supplier.get(Supplier.code == "F1").id)
    company.issue("FT", loose("Grão de café", "10", "7"), billing="self", supplier="F1", series="AUTOF1")
    company.issue("FT", line("CAFE"), customer=PADARIA, series="2026A")
    file = exported(company.session, basis="S")
    assert numbers(file) == ["FT AUTOF1/1"]
    assert inside(file, "TaxRegistrationNumber") == ["503504564"]
    assert inside(file, "CompanyName") == ["Torrefação do Norte, S.A.", "Lojinha da Esquina, Lda"]
    assert inside(file, "CustomerTaxID") == ["509964435"]
    assert inside(file, "CustomerID") == ["PROPRIA", "PROPRIA"]
    assert inside(file, "SelfBillingIndicator") == ["1", "1"]
    assert inside(file, "InvoiceStatus") == ["S"]
    assert official(file) == []
    assert errors(own_check(file, company.session.signer.public_pem)) == []
    assert numbers(exported(company.session)) == ["FT 2026A/1"]
    assert exported(company.session, basis="S", supplier="F1") == file
    with db.writing():
        Supplier.update(address="Rua Nova, 99", city="Braga", phone="253 000 000").where(
            Supplier.code == "F1"
        ).execute()
    assert exported(company.session, basis="S") == file  # what was issued is what is told, whatever the card says since
    assert refusal(lambda: exported(company.session, basis="S", supplier="F9")).field == "supplier"
    with pytest.raises(Stopped):
        export(Wanted(*NOVEMBER), io.BytesIO(), company.session, cancelled=lambda: True)


def series(of: str, name: str, **more: Any) -> None:
    """A series of its own, with its code."""
    own = {
        "type": of, "name": name, "validation_code": f"{name}XX".ljust(8, "X"), "first_number": 1, "open": True,
        "starts_on": dt.date(2026, 1, 1), "last_number": 0, "last_hash": "", **more,
    }  # fmt: skip
    with db.writing():
        Series.create(**own)


def test_billing_for_others_says_who_really_issued(company: Lojinha, official: Official) -> None:
    """1 h: NIF, name and place of the database of who issued stand in HeaderComment."""
    suppliers()
    series("FT", "TERCF1", purpose="third_party", supplier_id=Supplier.get(Supplier.code == "F1").id)
    company.issue("FT", line("CAFE"), customer=PADARIA, billing="third", supplier="F1")
    company.issue("FT", line("LEITE"), customer=PADARIA)
    file = exported(company.session, basis="E")
    assert numbers(file) == ["FT TERCF1/1"]
    assert inside(file, "TaxRegistrationNumber") == ["503504564"]
    assert inside(file, "CustomerID") == ["PADARIA", "PADARIA"]
    assert inside(file, "ThirdPartiesBillingIndicator") == ["1"]
    comment = inside(file, "HeaderComment")[0]
    assert comment.startswith("Faturação emitida por terceiros: 509964435 Lojinha da Esquina, Lda; base de dados ")
    assert comment.endswith("Rua de Cedofeita, 120, 4050-180 Porto")
    assert official(file) == []
    assert errors(own_check(file, company.session.signer.public_pem)) == []
    assert numbers(exported(company.session)) == ["FT 2026A/1"]


def test_only_guides_that_at_does_not_know(company: Lojinha) -> None:
    for _ in range(2):
        company.issue("GT", line("CAFE"), customer=PADARIA, transport=DraftTransport())
    first = Document.get(Document.number == "GT 2026A/1")
    with db.writing():
        Outbox.create(
            kind="at.transport", subject=first.number, document_id=first.id, detail="{}", state="sent",
            created_at=company.clock.at, attempts=1, code="0", message="", answer="AT0000001234",
        )  # fmt: skip
    assert numbers(exported(company.session, basis="T", without_at_code=True)) == ["GT 2026A/2"]
    whole = exported(company.session, basis="T")
    assert numbers(whole) == ["GT 2026A/1", "GT 2026A/2"]
    assert inside(whole, "ATDocCodeID") == ["AT0000001234"]


def test_training_never_mixes_with_real_documents(company: Lojinha) -> None:
    series("FS", "FORMA", kind="F")
    company.issue("FT", line("CAFE"))
    company.issue("FS", line("CAFE"), series="FORMA")
    assert numbers(exported(company.session)) == ["FT 2026A/1"]


def test_a_database_of_training_has_files_of_its_own(database_url: str, tmp_path: Path) -> None:
    clock = FixedClock(OPENING)
    session = session_in(tmp_path, clock)
    db.connect(database_url)
    migrate.migrate(clock)
    save_company(dict(DATA), session)
    series("FT", "FORMA", kind="F")
    issue(Draft("FT", [loose("Ensaio", "1", "1")]), session)
    file = exported(session)
    db.close()
    assert numbers(file) == ["FT FORMA/1"]


def test_a_period_that_no_file_may_have() -> None:
    assert refusal(lambda: Wanted(dt.date(2026, 11, 30), dt.date(2026, 11, 1))).field == "end"
    assert refusal(lambda: Wanted(dt.date(2026, 11, 1), dt.date(2027, 1, 31))).field == "end"
    assert refusal(lambda: Wanted(dt.date(2026, 11, 1), dt.date(2026, 11, 30), "C")).field == "basis"
    assert refusal(lambda: Wanted(dt.date(2026, 11, 1), dt.date(2026, 11, 30), supplier="F1")).field == "supplier"


def test_file_names() -> None:
    """5.1: SAFT, NIF, year and month, as is the custom."""
    assert Wanted(*NOVEMBER).file_name("509964435") == "SAFT_509964435_2026_11.xml"
    assert Wanted(*tax_year(2026)).file_name("509964435") == "SAFT_509964435_2026.xml"
    assert (
        Wanted(dt.date(2026, 11, 1), dt.date(2026, 11, 5)).file_name("509964435")
        == "SAFT_509964435_20261101_20261105.xml"
    )
    odd = Wanted(*NOVEMBER, "S", "LOJA/2", "A B")
    assert odd.file_name("509964435") == "SAFT_509964435_2026_11_S_LOJA-2_A-B.xml"


@given(st.integers(2001, 2098), st.integers(1, 12), st.integers(1, 12))
def test_every_month_is_in_one_tax_year(year: int, month: int, first: int) -> None:
    wanted = Wanted(dt.date(year, month, 1), month_end(year, month), first_month=first)
    start, end = tax_year(wanted.fiscal_year, first)
    assert start <= wanted.start <= wanted.end <= end
    assert fiscal_year(end, first) == wanted.fiscal_year
    assert 1 <= wanted.period(wanted.start.isoformat()) <= 12


def test_before_the_month_is_over_it_warns(company: Lojinha, tmp_path: Path) -> None:
    company.issue("FT", line("CAFE"))
    path = tmp_path / "novembro.xml"
    early = to_file(Wanted(*NOVEMBER), path, company.session)
    assert "só acaba em 30-11-2026" in early.warnings[0]
    assert "já existe" in refusal(lambda: to_file(Wanted(*NOVEMBER), path, company.session)).message
    company.at(2026, 12, 1, 9)
    late = to_file(Wanted(*NOVEMBER), path, company.session, overwrite=True)
    assert not any("acaba" in warning for warning in late.warnings)
    empty = to_file(Wanted(dt.date(2026, 10, 1), dt.date(2026, 10, 31)), tmp_path / "outubro.xml", company.session)
    assert "Não há documentos" in empty.warnings[0]
    assert sorted(file.name for file in tmp_path.glob("*.xml")) == ["novembro.xml", "outubro.xml"]
    assert not list(tmp_path.glob(".*parcial"))
