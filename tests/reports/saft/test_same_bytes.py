"""The same shop gives the same bytes: again, and in the other database; and odd texts are written, never refused."""

from __future__ import annotations

import dataclasses
import io
import shutil
import threading
import xml.etree.ElementTree as ET
from decimal import Decimal
from pathlib import Path

import pytest
from company import Lojinha, found, line, loose, opened
from hypothesis import given
from hypothesis import strategies as st

from fiscal.producer import Producer, fingerprint
from models import db
from models.parties.customers import save_customer
from models.parties.tables import Customer
from models.sales.draft import DraftCustomer
from models.sales.find import document
from models.sales.tables import Document
from reports.saft.export import export, node_of
from reports.saft.lines import product_description
from reports.saft.texts import code, micro, plain, unit_price, words
from reports.saft.wanted import Wanted
from tests.reports.saft.businesses import ACTS, known, live, suppliers
from tests.reports.saft.files import exported

DAYS = [(name, n * 7919) for n in range(12) for name in ACTS]


@pytest.mark.postgres
def test_both_databases_give_the_same_bytes(tmp_path: Path, postgres_url: str) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    first.mkdir()
    found(f"sqlite:///{first}/balcao.db", first)
    shutil.copytree(first, second)
    found_files = []
    found(postgres_url, second)
    for url, folder in ((f"sqlite:///{first}/balcao.db", first), (postgres_url, second)):
        with opened(url, tmp_path / f"{folder.name}-work", first / "keys") as shop:
            suppliers()
            known(shop)
            live(shop, DAYS)
            shop.at(2026, 12, 1, 9)
            files = [exported(shop.session, basis=basis) for basis in "FP"]
            assert files == [exported(shop.session, basis=basis) for basis in "FP"]
            found_files.append((files, [node_of(str(row.number)) for row in Document.select().order_by(Document.id)]))
    assert len(found_files[0][1]) > 30
    assert found_files[0] == found_files[1]


def test_whatever_was_issued_is_written(company: Lojinha) -> None:
    """Signs outside Windows-1252, markup, an empty address."""
    company.issue("FT", loose("ž 漢字 <b>&amp;", "1", "10"), customer=DraftCustomer(name="Ω & Łódź"))
    file = exported(company.session)
    assert file.startswith(b'<?xml version="1.0" encoding="Windows-1252"?>\n')
    text = file.decode("cp1252")
    assert "<Description>ž ?? &lt;b&gt;&amp;amp;</Description>" in text
    assert "<CompanyName>O &amp; Lódz</CompanyName>" in text
    assert product_description("DIV", "x") == "x (DIV)", "the schema wants two characters"
    assert "<AddressDetail>Desconhecido</AddressDetail><City>Desconhecido</City>" in text


def test_a_customer_renamed_and_changed_is_one_customer(company: Lojinha) -> None:
    company.issue("FT", line("CAFE"), customer=DraftCustomer(code="PADARIA"))
    card = Customer.get(Customer.code == "PADARIA")
    changed = {
        "code": "PAD-2", "nif": card.nif, "name": card.name, "address": "Rua Nova, 1", "postal_code": "4000-001",
        "city": "Porto",
    }  # fmt: skip
    save_customer(card.id, changed, company.session)
    company.issue("FT", line("CAFE"), customer=DraftCustomer(code="PAD-2"))
    text = exported(company.session).decode("cp1252")
    assert text.count("<CustomerID>PAD-2</CustomerID>") == 3
    assert "PADARIA" not in text


def test_a_key_of_a_producer_is_named(company: Lojinha) -> None:
    signer = company.session.signer
    producer = Producer("Casa / Programas, Lda", "599999993", "Balcão", "1234", fingerprint(signer.public_pem))
    session = dataclasses.replace(company.session, producer=producer)
    text = exported(session).decode("cp1252")
    assert "<SoftwareCertificateNumber>1234</SoftwareCertificateNumber><ProductID>Balcão/Casa - Programas, Lda<" in text
    assert "<ProductCompanyTaxID>599999993</ProductCompanyTaxID>" in text
    test = exported(company.session).decode("cp1252")
    assert (
        "<SoftwareCertificateNumber>9999</SoftwareCertificateNumber><ProductID>Balcão/sem produtor certificado<" in test
    )


def test_what_is_committed_meanwhile_is_not_in_the_file(company: Lojinha) -> None:
    """One moment of the database: another terminal sells between the totals and the documents after them."""
    company.issue("FT", line("CAFE"))

    def sell() -> None:
        company.issue("FT", line("LEITE"))
        db.close()

    def told(done: int, total: int) -> None:
        if not done:
            other = threading.Thread(target=sell)
            other.start()
            other.join()

    today = company.clock.at.date()
    sink = io.BytesIO()
    assert export(Wanted(today, today), sink, company.session, told).documents == 1
    text = sink.getvalue().decode("cp1252")
    assert "<NumberOfEntries>1</NumberOfEntries>" in text
    assert "FT 2026A/2" not in text
    assert "LEITE" not in text
    assert document("FT 2026A/2").lines[0].code == "LEITE"


@given(st.text(max_size=80), st.text(max_size=80))
def test_two_codes_never_become_one(one: str, two: str) -> None:
    a, b = code(one, 30), code(two, 30)
    assert a
    assert (a == b) == (one == two)
    a.encode("cp1252")


@given(st.text(max_size=300), st.integers(1, 210))
def test_words_are_written_whole(value: str, limit: int) -> None:
    said = words(value, limit)
    said.encode("cp1252")
    read = ET.fromstring(f"<a>{said}</a>").text or ""
    assert len(read) <= limit


@given(st.integers(0, 10**15), st.integers(1, 10**12))
def test_numbers_read_back_what_they_were(amount: int, quantity: int) -> None:
    assert Decimal(micro(amount)) == Decimal(amount).scaleb(-6)
    assert Decimal(plain(quantity)) == Decimal(quantity).scaleb(-6)
    assert len(micro(amount).partition(".")[2]) >= 2
    price = Decimal(unit_price((2 * amount * 1_000_000 + quantity) // (2 * quantity), quantity, amount))
    assert abs(price * Decimal(quantity).scaleb(-6) - Decimal(amount).scaleb(-6)) <= Decimal("0.005")
