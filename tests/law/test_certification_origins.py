"""Certification: training, recovery, integration, export; and what may stand for a sale (C15, C30-C33, F5, F14)."""

from __future__ import annotations

import datetime as dt
import io
import xml.etree.ElementTree as ET
from decimal import Decimal
from pathlib import Path

import pytest
from company import CODES, Lojinha, line, loose, refusal

from fiscal.doctypes import TYPES
from models import db
from models.home import Home
from models.opening import session_of
from models.sales.cancel import cancel
from models.sales.convert import convert_draft
from models.sales.draft import Draft, DraftCustomer, DraftPayment, DraftRecovery
from models.sales.find import document
from models.sales.integrate import integrate
from models.sales.issue import issue
from models.sales.tables import Document
from models.series.series import create_series
from models.series.tables import Series
from models.training import make_training
from printing.receipt import lay_out
from reports.saft.export import export
from reports.saft.wanted import Wanted

D = Decimal
ON_PAPER = dt.date(2026, 11, 20)
PADARIA = DraftCustomer(code="PADARIA")
NS = "{urn:OECD:StandardAuditFile-Tax:PT_1.04_01}"


@pytest.fixture
def recovery(company: Lojinha) -> None:
    create_series(
        {"type": "FT", "name": "R2026", "validation_code": "RECFT555", "purpose": "recovery"}, company.session
    )


@pytest.mark.usefixtures("recovery")
def test_C15_every_document_issued_is_in_the_file_with_its_masters(company: Lojinha) -> None:
    """2.6.1-2.6.5 and 3.3.1: nothing can be left out, each key once, every master that a document names is there."""
    issued = [
        company.issue("FT", line("CAFE"), loose("Portes", "1", "5"), customer=PADARIA).number,
        company.issue("FS", line("LEITE")).number,
        company.issue("GR", line("CAFE"), customer=PADARIA).number,
        company.issue("OR", line("VINHO"), customer=PADARIA).number,
        company.issue("FT", line("CAFE"), date=ON_PAPER, recovery=DraftRecovery("M", "abc/1")).number,
    ]
    cancel(issued[1], "Engano", company.session)
    file = io.BytesIO()
    export(Wanted(dt.date(2026, 11, 1), dt.date(2026, 11, 30)), file, company.session)
    root = ET.fromstring(file.getvalue())
    numbers = [e.text for e in root.iter() if e.tag in (f"{NS}InvoiceNo", f"{NS}DocumentNumber")]
    assert sorted(map(str, numbers)) == sorted(issued)
    for master, key, used in (("Customer", "CustomerID", "CustomerID"), ("Product", "ProductCode", "ProductCode")):
        keys = [e.findtext(f"{NS}{key}") for e in root.iter(f"{NS}{master}")]
        assert len(keys) == len(set(keys))
        documents = root.find(f"{NS}SourceDocuments")
        assert documents is not None
        assert {e.text for e in documents.iter(f"{NS}{used}")} <= set(keys)


def test_C30_training_has_its_own_base_and_series_and_its_papers_say_so(company: Lojinha, tmp_path: Path) -> None:
    """1.5 and DL 28/2019, 7.º n.6: own series, the producer in place of the company, the words on every paper."""
    home = Home(company.folder)
    if company.postgres:
        home.save_settings({"base": company.url})
    training = make_training(home, company.clock)
    learnt = document(issue(Draft("FS", [line("CAFE")]), session_of(training, "ana", company.clock)))
    assert {s.kind for s in Series.select()} == {"F"}
    paper = lay_out(learnt)
    assert "Documento emitido para fins de Formação" in paper.statements
    assert paper.issuer.name != "Lojinha da Esquina, Lda"
    db.connect(company.url)
    assert not Document.select().exists()


@pytest.mark.usefixtures("recovery")
def test_C31_manual_documents_and_lost_duplicates_are_recovered_in_series_of_their_own(company: Lojinha) -> None:
    """2.4, 2.5, 2.2.9 and 2.2.10: date of the paper, own series, the original on the copy and in HashControl."""
    manual = company.issue("FT", line("CAFE"), date=ON_PAPER, recovery=DraftRecovery("M", "abc/00001"))
    lost = company.issue("FT", line("CAFE"), date=ON_PAPER, recovery=DraftRecovery("D", "XY 2013A/00099"))
    assert (manual.hash_control, lost.hash_control) == ("1-FTM abc/00001", "1-FTD XY 2013A/00099")
    assert lay_out(manual).copy == "Cópia do documento original - FTM abc/00001"
    assert lay_out(lost).copy == "Cópia do documento original - FTD XY 2013A/00099"
    assert (manual.date, manual.system_entry_date.date()) == (ON_PAPER, dt.date(2026, 11, 24))


def test_C32_integrated_documents_keep_their_signature_and_their_sums(company: Lojinha, reference: Path) -> None:
    """2.3 and 2.2.8: own series, original hash, nothing calculated again, and the paper is a copy."""
    file = (reference / "saft" / "example_minimal_F.xml").read_bytes().replace(b">599999993<", b">509964435<")
    for code in CODES.values():
        file = file.replace(f"<ATCUD>{code}-".encode(), f"<ATCUD>Z{code[1:]}-".encode())
    integrate(io.BytesIO(file), company.session)
    sold = document("FT 2027A/1")
    assert (sold.source_billing, sold.hash_control, sold.gross) == ("I", "9999.1", D("108.65"))
    assert sold.hash.startswith("NOnxHi7evfqG")
    assert lay_out(sold).copy == "Cópia do documento original"


@pytest.mark.usefixtures("recovery")
def test_C33_an_original_has_one_recovery_in_force(company: Lojinha) -> None:
    """3.2.2: a second recovery of the same original is refused until the first one is cancelled."""
    again = {"date": ON_PAPER, "recovery": DraftRecovery("M", "abc/7")}
    first = company.issue("FT", line("CAFE"), **again)
    assert refusal(lambda: company.issue("FT", line("CAFE"), **again)).rule == "C33"
    cancel(first.number, "Linha errada", company.session)
    assert company.issue("FT", line("CAFE"), **again).sequence == 2


@pytest.mark.usefixtures("recovery")
def test_F5_what_the_paper_said_is_not_calculated_again(company: Lojinha) -> None:
    """3.3.2: a wrong tax on the paper stays visible."""
    given = DraftRecovery("M", "abc/8", net=D("10.00"), tax=D("2.00"))
    wrong = company.issue("FT", loose("Café", "1", "10"), date=ON_PAPER, recovery=given)
    assert (wrong.net, wrong.tax, wrong.gross) == (D(10), D(2), D(12))


def test_F14_only_an_invoice_documents_a_sale(company: Lojinha) -> None:
    """CIVA 29.º n.19: what is no invoice is not paid, says that it is none, and becomes one by being invoiced."""
    paid = [DraftPayment("NU", D("12.30"))]
    for kind in TYPES.values():
        if kind.is_invoice or kind.is_receipt:
            continue
        head = {} if kind.code == "GA" else {"customer": PADARIA}
        assert refusal(lambda k=kind, h=head: company.issue(k.code, line("CAFE"), payments=paid, **h)).rule == "payment"  # type: ignore[misc]
        made = company.issue(kind.code, line("CAFE"), **head)
        assert lay_out(made).not_an_invoice == "Este documento não serve de fatura"
    order = "NE 2026A/1"
    company.tick(minutes=1)
    invoice = document(issue(convert_draft([order], "FT"), company.session))
    assert (invoice.type, document(order).status) == ("FT", "F")
