"""The example of the reference folder, entered through the verbs, gives a file that means the same."""

from __future__ import annotations

import datetime as dt
import io
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest

from models import db, migrate
from models.catalogue.articles import save_article
from models.clock import FixedClock
from models.company.setup import set_up
from models.keys import FileSigner
from models.sales.draft import Draft, DraftLine, DraftPayment
from models.sales.issue import issue
from models.sales.receipt import ReceiptDraft, ReceiptLine, issue_receipt
from models.series.series import set_validation_code
from models.series.tables import Series
from models.session import Session
from reports.saft.export import export
from reports.saft.wanted import Wanted

D = Decimal
OTHERWISE = {
    "Hash",  # another key
    "ProductCompanyTaxID", "ProductID", "ProductVersion",  # another program
    "Period",  # optional, and the example leaves it out
    "TaxTableEntry/Description",
}  # fmt: skip


@pytest.fixture
def example_company(tmp_path: Path, database_url: str) -> Iterator[Session]:
    clock = FixedClock(dt.datetime(2027, 1, 2, 9))
    session = Session("ana", "caixa1", clock, FileSigner(tmp_path / "keys" / "signing.pem"))
    db.connect(database_url)
    migrate.migrate(clock)
    set_up(
        {
            "nif": "599999993", "name": "Empresa Exemplo, Lda", "address": "Rua A, 1", "postal_code": "4000-001",
            "city": "Porto", "operator": "ana", "operator_name": "Ana", "password": "abre-te sésamo", "series": "2027A",
        },
        session,
    )  # fmt: skip
    codes = {"FT": "CSDF7T5H", "NC": "HB6FT7RV", "RG": "GTVX4Y8B"}
    for series in Series.select():
        if series.type in codes:
            set_validation_code(int(series.id), codes[series.type], session)
    plain = {"price_includes_tax": False}
    save_article(
        None, {"code": "A1", "description": "Artigo A", "price": D("0.55"), "tax_code": "NOR", **plain}, session
    )
    course = {"code": "S1", "description": "Formação isenta", "price": D("15.6488"), "unit": "H", "kind": "S", **plain}
    save_article(None, {**course, "tax_code": "ISE", "exemption_code": "M07"}, session)
    yield session
    db.close()


def test_the_example_means_the_same(example_company: Session, reference: Path) -> None:
    session = example_company
    clock = session.clock
    assert isinstance(clock, FixedClock)
    clock.at = dt.datetime(2027, 1, 4, 10, 15, 30)
    issue(Draft("FT", [DraftLine("A1", quantity=D(100), discount="8.8%"), DraftLine("S1", quantity=D(3))]), session)
    clock.at = dt.datetime(2027, 1, 5, 9, 2, 11)
    back = DraftLine("A1", quantity=D(100), price=D("0.5016"), reference="FT 2027A/1", reference_reason="Devolução")
    issue(Draft("NC", [back]), session)
    clock.at = dt.datetime(2027, 1, 6, 11)
    paid = [ReceiptLine("FT 2027A/1", D("108.65")), ReceiptLine("NC 2027A/1", D("61.70"))]
    issue_receipt(ReceiptDraft(paid, payments=[DraftPayment("TB", D("46.95"))]), session)
    clock.at = dt.datetime(2027, 2, 1, 9)
    sink = io.BytesIO()
    export(Wanted(dt.date(2027, 1, 1), dt.date(2027, 1, 31)), sink, session)
    ours = _meaning(sink.getvalue())
    theirs = _meaning((reference / "saft" / "example_minimal_F.xml").read_bytes())
    # Consumidor final is of Portugal here as in the QR code (decision 6); the example says Desconhecido.
    country = "AuditFile/MasterFiles/Customer/BillingAddress/Country"
    assert [value for path, value in ours if path == country] == ["PT"]
    theirs = [(path, "PT" if path == country else value) for path, value in theirs]
    # An RG that does not detail the tax says what was received, with tax; the example takes the same tax off both its
    # lines, which comes to the same total (5.4: the texts leave it open).
    received = {D("97.11"): D("108.65"), D("50.16"): D("61.70")}
    theirs = [
        (path, received.get(value, value) if isinstance(value, Decimal) and "/Payments/" in path else value)
        for path, value in theirs
    ]
    assert ours == theirs
    assert len(ours) > 120


def _meaning(file: bytes) -> list[tuple[str, str | Decimal]]:
    """Every value by its path, numbers as numbers, in order; the entries of the tax table in an order of their own."""
    root = ET.fromstring(file)
    for table in root.iter():
        if table.tag.endswith("}TaxTable"):
            table[:] = sorted(table, key=lambda entry: [child.text or "" for child in entry if "Code" in child.tag])
    return list(_values(root, ""))


def _values(node: ET.Element, above: str) -> Iterator[tuple[str, str | Decimal]]:
    path = f"{above}/{node.tag.partition('}')[2]}".lstrip("/")
    if any(path.endswith(f"/{name}") for name in OTHERWISE):
        return
    if len(node):
        for child in node:
            yield from _values(child, path)
        return
    text = (node.text or "").strip()
    try:
        yield path, Decimal(text)
    except InvalidOperation:
        yield path, text
