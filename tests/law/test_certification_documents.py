"""C1 to C9: signed, numbered, kept, named, referenced and marked as the law wants (Despacho 8632/2014; DL 28/2019)."""

from __future__ import annotations

import re
import sqlite3
import subprocess
from base64 import b64decode

import pytest
from company import COMPANY_BUYER, NIF, Lojinha, line, refusal
from every_type import NAMES, one_of_each
from paper import everywhere

from fiscal.doctypes import TYPES
from fiscal.errors import Refusal
from fiscal.signature import Verifier, printed_characters, signed_text
from models import db
from models.audit.tables import Audit
from models.keys import NoSigner
from models.sales.draft import Draft, DraftCustomer
from models.sales.issue import issue
from models.sales.tables import Document
from models.series.tables import Series, SigningKey
from models.session import Session
from models.verify import verify

paper_knows_no_database = pytest.mark.parametrize("company", ["sqlite"], indirect=True)


def test_C1_every_document_is_signed_before_anything_else_can_see_it(company: Lojinha) -> None:
    """1.1 and 2.2.1: all documents with external effect are signed, and before they are printed or sent."""
    public = Verifier(company.session.signer.public_pem)
    for sold in one_of_each(company).values():
        assert len(sold.hash) == 172
        text = signed_text(sold.date, sold.system_entry_date, sold.number, sold.gross, "")
        assert public.holds(text, sold.hash)
    without_key = Session("ana", clock=company.clock, signer=NoSigner())
    with pytest.raises(Refusal) as refused:
        issue(Draft("FS", [line("CAFE")]), without_key)
    assert refused.value.rule == "C4"
    assert Document.select().count() == len(NAMES), "what cannot be signed does not exist"


def test_C1_openssl_alone_confirms_the_chain(company: Lojinha) -> None:
    """4 and 6: each signature is over the document and the signature before it; anyone can check with the public key."""
    documents = [company.issue("FT", line("CAFE", str(n))) for n in (1, 2, 3)]
    (company.folder / "public.pem").write_text(company.session.signer.public_pem)
    previous = ""
    for sold in documents:
        entry = sold.system_entry_date.isoformat(timespec="seconds")
        (company.folder / "text").write_text(f"{sold.date};{entry};{sold.number};{sold.gross};{previous}")
        (company.folder / "signature").write_bytes(b64decode(sold.hash))
        command = ["openssl", "dgst", "-sha1", "-verify", "public.pem", "-signature", "signature", "text"]
        told = subprocess.run(command, cwd=company.folder, capture_output=True, text=True, check=False)
        assert told.stdout == "Verified OK\n", told.stderr
        previous = sold.hash


def test_C2_numbers_follow_date_and_time_without_a_gap(company: Lojinha) -> None:
    """1.6 and 3.2.1; DL 28/2019, 7.º n.4: numbers are consecutive in the series and follow the date and time of issue."""
    for n in range(1, 6):
        company.tick(minutes=7)
        assert company.issue("FS", line("CAFE")).sequence == n
        with pytest.raises(Refusal):
            company.issue("FS", line("CAFE", "0"))
    rows = list(Document.select(Document.sequence, Document.system_entry_date).order_by(Document.sequence).tuples())
    assert [sequence for sequence, _ in rows] == [1, 2, 3, 4, 5]
    assert [entry for _, entry in rows] == sorted(entry for _, entry in rows)
    company.tick(days=-1)
    assert refusal(lambda: company.issue("FS", line("CAFE"), confirmed=("relogio-atrasado",))).rule == "C2"


def test_C3_signature_and_key_version_are_kept_in_a_readable_database(company: Lojinha) -> None:
    """2.1.2 and 2.1.3: the signature and the whole number of its key stand beside the record, in a database not encrypted."""
    sold = company.issue("FT", line("CAFE"))
    query = "SELECT hash, hash_control, gross FROM document WHERE number = 'FT 2026A/1'"
    if company.postgres:
        row = db.database.execute_sql(query).fetchone()
    else:
        base = company.folder / "balcao.db"
        assert base.read_bytes().startswith(b"SQLite format 3\x00")
        with sqlite3.connect(base) as stranger:
            row = stranger.execute(query).fetchone()
    assert tuple(row) == (sold.hash, "1", 1230)
    key = SigningKey.get()
    assert (key.version, key.public_pem) == (1, company.session.signer.public_pem)


def test_C3_a_new_key_is_a_new_version_and_the_old_one_still_verifies(company: Lojinha) -> None:
    """2.1.4: documents carry the version of the key that signed them, also after the key changed."""
    from models.keys import FileSigner

    first = company.issue("FT", line("CAFE"))
    renewed = Session("ana", "caixa1", company.clock, FileSigner(company.folder / "keys" / "nova.pem"))
    second = issue(Draft("FT", [line("CAFE")]), renewed)
    assert (first.hash_control, Document.get(Document.number == second).hash_control) == ("1", "2")
    assert verify().findings == ()


def test_C4_the_private_key_is_seen_by_nobody(company: Lojinha) -> None:
    """3.1.4 and 4.3: the private key is protected, also while it signs."""
    company.issue("FT", line("CAFE"))
    path = company.folder / "keys" / "signing.pem"
    assert path.stat().st_mode & 0o777 == 0o600
    secret = path.read_text().splitlines()[3]
    assert "PRIVATE" not in repr(company.session) + company.session.signer.public_pem
    assert secret not in repr(company.session)
    everything = "".join(f"{row.detail}{row.subject}" for row in Audit.select())
    for table in db.database.get_tables():
        if not table.endswith(("_data", "_idx", "_docsize", "_config", "_words")):
            everything += str(db.database.execute_sql(f'SELECT * FROM "{table}"').fetchall())
    assert secret not in everything
    assert "PRIVATE KEY" not in everything
    path.chmod(0o644)
    from models.keys import FileSigner

    with pytest.raises(Refusal, match="chmod 600") as refused:
        FileSigner(path).sign("x")
    assert secret not in str(refused.value)


@paper_knows_no_database
def test_C5_every_document_says_plainly_what_it_is(company: Lojinha) -> None:
    """1.2: the nature of the document is plain on its paper; none of these is a document that only looks like an invoice."""
    documents = one_of_each(company)
    assert set(documents) == {t.code for t in TYPES.values() if not t.is_receipt} == set(NAMES)
    invoices = {"FT", "FS", "FR", "NC", "ND"}
    for kind, sold in documents.items():
        for text in everywhere(sold):
            assert f"{NAMES[kind]} {sold.number}" in text
            assert ("Este documento não serve de fatura" in text) == (kind not in invoices)


def test_C6_what_is_rectified_is_named_with_the_reason(company: Lojinha) -> None:
    """1.4: notes identify the documents that they rectify, on paper and in the data exported."""
    documents = one_of_each(company)
    for kind, number, reason in (("NC", "FT 2026A/1", "Devolução"), ("ND", "FR 2026A/1", "Portes")):
        assert [(x.reference, x.reference_reason) for x in documents[kind].lines] == [(number, reason)]
        for text in everywhere(documents[kind]):
            assert f"{number}, motivo: {reason}" in text
    assert refusal(lambda: company.issue("NC", line("CAFE"))).rule == "C6"
    assert refusal(lambda: company.issue("FT", line("CAFE", reference="FT 2026A/1"))).rule == "C6"


@paper_knows_no_database
def test_C6_what_a_document_comes_from_is_named_with_its_date(company: Lojinha) -> None:
    """1.3: a document made from orders, guides or table checks identifies them, on paper and in the data exported."""
    sources = {"PF": "OR", "NE": "OR", "FO": "NE", "FC": "GC", "FT": "GR", "FS": "CM"}
    for kind, sold in one_of_each(company).items():
        named = {origin.number for x in sold.lines for origin in x.origins}
        assert named == ({f"{sources[kind]} 2026A/1"} if kind in sources else set())
        for text in everywhere(sold):
            assert ("Documento de origem" in text) == (kind in sources)
            assert all(f"{number} de 24-11-2026" in text for number in named)


@paper_knows_no_database
def test_C34_a_conference_document_tells_the_hour_who_sells_and_what_it_is_not(company: Lojinha) -> None:
    """DL 28/2019, 7.º n.2: number, date and hour, supplier's name and NIF, what and how much, price and tax."""
    company.at(2026, 11, 24, 13, 47)
    checked = company.issue("CM", line("CAFE", "2"), line("LEITE"), prices_include_tax=True)
    # 2 x 12,30 + 1,06 = 25,66; without tax 20,00 + 1,00
    for text in everywhere(checked):
        for said in (
            "Consulta de mesa CM 2026A/1", "24-11-2026", "13:47",
            "Lojinha da Esquina, Lda", f"NIF {NIF}", "Café em grão 1 kg", "24,60",
            "Leite meio-gordo 1 l", "1,06", "c/ IVA", "21,00", "4,66", "25,66", "Este documento não serve de fatura",
        ):  # fmt: skip
            assert said in text
    hours = {"CM", "OR", "PF", "NE", "FO", "CC", "FC", "OU"}
    for kind, sold in one_of_each(company).items():
        for text in everywhere(sold):
            assert bool(re.search(r"\bHora\b", text)) == (kind in hours)


@paper_knows_no_database
def test_C7_four_characters_and_the_phrase_stand_on_every_paper(company: Lojinha) -> None:
    """2.2.2: characters 1, 11, 21 and 31 of the signature, a hyphen, and the phrase with the certificate's number."""
    for sold in one_of_each(company).values():
        four = sold.hash[0] + sold.hash[10] + sold.hash[20] + sold.hash[30]
        assert sold.printed_hash == printed_characters(sold.hash) == four
        for text in everywhere(sold):
            assert f"{four}-Processado por programa certificado n.º 9999/AT" in text
            assert "Emitido por programa" not in text
            assert "Modo de ensaio: programa ainda não certificado pela AT" in text
            assert f"ATCUD:{sold.atcud}" in text


@paper_knows_no_database
def test_C7_the_phrase_is_neither_the_first_nor_the_last_line(company: Lojinha) -> None:
    """2.2.12: not in the first or last line of the paper."""
    from printing import columns
    from printing.receipt import lay_out

    sold = company.issue("FT", line("CAFE"))
    for width in (32, 48, 80):
        rows = [row for row in columns.text(lay_out(sold), width).splitlines() if row.strip()]
        at = next(n for n, row in enumerate(rows) if "Processado" in row)
        assert 0 < at < len(rows) - 1


@paper_knows_no_database
def test_C8_date_type_series_and_number_are_printed(company: Lojinha) -> None:
    """2.2.4: type code, series, number in the series, and the date as DD-MM-AAAA or AAAA-MM-DD."""
    for kind, sold in one_of_each(company).items():
        for text in everywhere(sold):
            assert f"{kind} 2026A/1" in text
            assert "24-11-2026" in text


@paper_knows_no_database
def test_C9_a_consumer_without_nif_is_consumidor_final(company: Lojinha) -> None:
    """2.2.5: without the buyer's NIF its line is struck out or the words «Consumidor final» are printed."""
    nobody = company.issue("FS", line("CAFE"))
    only_a_name = company.issue("FT", line("CAFE"), customer=DraftCustomer(name="Rui Costa"))
    known = company.issue("FT", line("CAFE"), customer=DraftCustomer(code="PADARIA"))
    for sold in (nobody, only_a_name):
        for text in everywhere(sold):
            assert "Consumidor final" in text
            assert "999999990" not in text
            assert text.count("NIF") == 1, "only the issuer's"
    assert all("Rui Costa" in text for text in everywhere(only_a_name))
    for text in everywhere(known):
        assert "Consumidor final" not in text
        assert f"NIF {COMPANY_BUYER}" in text
        assert f"NIF {NIF}" in text


def test_C2_the_series_row_counts_with_the_documents(company: Lojinha) -> None:
    """1.6: the last number, date, time and signature of the series are those of its last document."""
    sold = company.issue("FT", line("CAFE"))
    row = Series.get(Series.type == "FT")
    found = (row.last_number, row.last_date, row.last_entry, row.last_hash)
    assert found == (1, sold.date, sold.system_entry_date, sold.hash)
