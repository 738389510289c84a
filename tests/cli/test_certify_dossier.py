"""balcao certify dossier: what AT asks a producer for is in the folder, and each thing agrees with the others."""

from __future__ import annotations

import io
import re
import subprocess
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.command import Said, closing

Run = Callable[..., Said]


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from cli.main import main

    place = tmp_path_factory.mktemp("dossier")
    with closing():
        assert main(["--home", str(place / "nada"), "certify", "dossier", "--output", str(place / "feito")]) == 0
    assert not (place / "nada").exists(), "the user's company is not touched"
    return place / "feito"


def pages(file: Path) -> str:
    import pypdfium2

    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(file))


def rows(dossier: Path) -> list[list[str]]:
    """Number, document, moment, total, state, four characters, what it shows, file."""
    found = [line.strip("| \n").split(" | ") for line in (dossier / "indice.md").read_text("utf-8").splitlines()]
    return [row for row in found if len(row) == 8 and row[0].isdigit()]


def test_everything_that_at_asks_for_is_there(dossier: Path) -> None:
    """fiscal.md 7.3, item by item."""
    shown = {row[1]: row for row in rows(dossier)}
    assert {number.partition(" ")[0] for number in shown} == {
        "FT", "FS", "FR", "NC", "ND", "GR", "GT", "GA", "GC", "GD", "OR", "PF", "NE", "FO", "CM", "CC", "FC", "OU", "RG", "RC",
    }  # fmt: skip
    months = {row[2][3:5] for row in shown.values()}
    assert months == {"01", "02"}, "two accounting periods"
    early = [row for row in shown.values() if "sem NIF" in row[6] and row[2][11:13] < "10"]
    assert early, "a customer without NIF before 10:00"
    discounted = next(row for row in shown.values() if "8,8 %" in row[6])
    assert discounted[3] == "73,48 €"  # 47,65 + 10,96 of 50,16 less 5 %; 14,87 of 15,6488 less 5 %, exempt
    foreign = next(row for row in shown.values() if "moeda estrangeira" in row[6])
    assert foreign[3] == "113,16 €"  # 5 x 20 USD at 0,92 is 92,00, and 23 %


def test_every_document_is_a_pdf_that_says_what_it_is(dossier: Path) -> None:
    for row in rows(dossier):
        file = dossier / row[7].partition("](")[2].rstrip(")")
        text = pages(file)
        assert row[1] in text
        assert ("ANULADO" in text.upper()) == (row[4] == "A")
        if row[5] != "—":
            assert f"{row[5]}-Processado por programa certificado n.º 9999/AT" in text
    assert len(list(dossier.glob("*.pdf"))) == len(rows(dossier)) >= 35


def test_the_files_hold_the_documents_and_are_valid(dossier: Path, reference: Path) -> None:
    import xmlschema

    schema = xmlschema.XMLSchema11(str(reference / "saft" / "SAFTPT1.04_01.xsd"))
    inside: set[str] = set()
    files = sorted(dossier.glob("*.xml"))
    assert len(files) == 3
    for file in files:
        assert [error.reason for error in schema.iter_errors(io.BytesIO(file.read_bytes()))] == []
        text = file.read_text("cp1252")
        inside |= set(re.findall("<(?:InvoiceNo|DocumentNumber|PaymentRefNo)>([^<]*)<", text))
    assert inside == {row[1] for row in rows(dossier)}
    text = next(f for f in files if f.name.endswith("_01.xml")).read_text("cp1252")
    assert "<UnitPrice>0.47652</UnitPrice>" in text
    assert (
        "<CurrencyCode>USD</CurrencyCode><CurrencyAmount>123.00</CurrencyAmount><ExchangeRate>0.92</ExchangeRate>"
        in text
    )
    assert "<InvoiceStatus>A</InvoiceStatus>" in text
    assert re.search(r"<OriginatingON>NE 20\d\dA/1</OriginatingON>", text)
    recovered = next(f for f in files if f.name.endswith("_02.xml")).read_text("cp1252")
    assert "<HashControl>1-FTM abc/00001</HashControl>" in recovered
    assert "| 0 |" in (dossier / "indice.md").read_text("utf-8")


def test_openssl_verifies_every_signature_with_the_key_of_the_folder(dossier: Path, tmp_path: Path) -> None:
    told = (dossier / "assinaturas.txt").read_text("utf-8")
    signed = re.findall(r"texto assinado: (.*)\n  assinatura: (.*)\n", told)
    assert len(signed) >= 35
    for text, signature in (signed[0], signed[1], signed[-1]):
        (tmp_path / "text").write_text(text, "utf-8")
        (tmp_path / "signature").write_bytes(b64decode(signature))
        key = ["openssl", "dgst", "-sha1", "-verify", str(dossier / "chave_publica.txt")]
        ran = subprocess.run(
            [*key, "-signature", str(tmp_path / "signature"), str(tmp_path / "text")], capture_output=True, check=False
        )
        assert ran.stdout.strip() == b"Verified OK"


def test_a_folder_with_things_in_it_is_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "meu.txt").write_text("x")
    said = run("certify", "dossier", "--output", str(tmp_path))
    assert said.code == 1
    assert "já tem coisas" in said.err
    assert run("certify", "dossier").code == 2
