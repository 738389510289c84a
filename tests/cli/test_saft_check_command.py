"""balcao saft check: what it prints for people and for scripts, its exit codes, and that it needs no company."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.bench.saft_made import Business
from fiscal.saft.check.rules import RULES
from fiscal.signature import KeySigner, generate_key
from tests.cli.command import Said, balcao

Run = Callable[..., Said]


@pytest.fixture(scope="module")
def signer() -> KeySigner:
    return KeySigner(generate_key())


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory, signer: KeySigner) -> Path:
    """A good file and one with a total changed after signing, and the key."""
    folder = tmp_path_factory.mktemp("saft")
    out = io.BytesIO()
    Business(counts={"FT": 9, "FS": 20, "NC": 3, "RG": 3}).write(out, signer.sign)
    good = out.getvalue()
    (folder / "bom.xml").write_bytes(good)
    first = good.index(b">FT 2026A/4<")
    start = good.index(b"<GrossTotal>", first) + len(b"<GrossTotal>")
    end = good.index(b"<", start)
    (folder / "mau.xml").write_bytes(good[:start] + b"987.65" + good[end:])
    (folder / "chave.pem").write_text(signer.public_pem)
    (folder / "outra.pem").write_text(KeySigner(generate_key()).public_pem)
    return folder


def lines_of_sales(files: Path) -> int:
    """Counted in the text; the three receipts have one line each."""
    return (files / "bom.xml").read_bytes().count(b"<LineNumber>") - 3


def test_a_good_file_in_words(run: Run, files: Path) -> None:
    said = run("saft", "check", str(files / "bom.xml"), "--public-key", str(files / "chave.pem"))
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        "SAF-T de 599999993 Negócio Inventado, Lda, de 01-10-2026 a 31-10-2026 (tipo F), feito por Inventado/Ninguém.",
        f"SalesInvoices: 32 documentos, 1 anulados, {lines_of_sales(files)} linhas.",
        "Payments: 3 documentos, 0 anulados, 3 linhas.",
        "Clientes: 50. Fornecedores: 0. Artigos: 200.",
        "Assinaturas: 32 conferem, 0 não conferem, 0 por verificar.",
        "Resultado: 0 erros, 0 avisos, 0 notas.",
    ]


def test_a_bad_file_in_words_and_for_scripts(run: Run, files: Path) -> None:
    """A total changed after signing: two errors, each with its line, and what to do once for each rule."""
    arguments = ("saft", "check", str(files / "mau.xml"), "--public-key", str(files / "chave.pem"))
    said = run(*arguments)
    assert said.code == 1
    lines = said.out.splitlines()
    assert [line.rpartition("[")[2] for line in lines if line.startswith("linha ")] == ["chain]", "gross]"]
    assert f"[gross] {RULES['gross'].remedy}" in lines
    assert lines[-2:] == [
        "Assinaturas: 31 conferem, 1 não conferem, 0 por verificar.",
        "Resultado: 2 erros, 0 avisos, 0 notas.",
    ]
    told = run(*arguments, "--json")
    assert told.code == 1
    report = json.loads(told.out)
    assert list(report) == [
        "company", "program", "basis", "start", "end", "documents", "masters", "signatures", "errors", "warnings", "notes",
        "counts", "findings",
    ]  # fmt: skip
    assert report["company"] == {"nif": "599999993", "name": "Negócio Inventado, Lda"}
    assert (report["start"], report["end"], report["basis"]) == ("2026-10-01", "2026-10-31", "F")
    assert report["documents"]["SalesInvoices"] == {"documents": 32, "cancelled": 1, "lines": lines_of_sales(files)}
    assert report["signatures"] == {"held": 31, "failed": 1, "unknown": 0}
    assert (report["errors"], report["warnings"], report["notes"]) == (2, 0, 0)
    assert report["counts"] == {"gross": 1, "chain": 1}
    chain, gross = report["findings"]
    assert list(chain) == ["severity", "rule", "place", "line", "message", "remedy"]
    assert (chain["place"], gross["place"]) == ("FT 2026A/4", "FT 2026A/4")
    text = (files / "mau.xml").read_text().split("\n")
    assert text[chain["line"] - 1].startswith("<Hash>")
    assert text[gross["line"] - 1] == "<GrossTotal>987.65</GrossTotal>"


def test_without_a_key_and_with_another_s(run: Run, files: Path) -> None:
    said = run("saft", "check", str(files / "bom.xml"))
    assert said.code == 0
    assert "As assinaturas não foram verificadas com a chave: falta --public-key." in said.out
    assert json.loads(run("saft", "check", str(files / "bom.xml"), "--json").out)["signatures"] is None
    other = run("saft", "check", str(files / "bom.xml"), "--public-key", str(files / "outra.pem"))
    assert other.code == 1
    assert "Nenhuma assinatura confere: veja se a chave pública é mesmo a deste programa." in other.out
    version = run("saft", "check", str(files / "bom.xml"), "--key-version", f"1={files / 'chave.pem'}")
    assert "Assinaturas: 32 conferem" in version.out


def test_misuse(run: Run, files: Path, tmp_path: Path) -> None:
    good = str(files / "bom.xml")
    for arguments, said in (
        (("saft",), "falta indicar: o_quê"),
        (("saft", "check"), "falta indicar: FICHEIRO.xml"),
        (("saft", "check", str(tmp_path / "nada.xml")), "não existe"),
        (("saft", "check", str(tmp_path)), "é uma pasta"),
        (("saft", "check", good, "--public-key", str(tmp_path / "nada.pem")), "Não se consegue ler a chave pública"),
        (("saft", "check", good, "--public-key", good), "A chave pública não se consegue ler"),
        (("saft", "check", good, "--key-version", "chave.pem"), "escreva a versão e o ficheiro"),
        (("saft", "check", good, "--key-version", "x=chave.pem"), "escreva a versão e o ficheiro"),
    ):
        told = run(*arguments)
        assert (told.code, told.out) == (2, ""), arguments
        assert said in told.err


def test_what_is_no_saft(run: Run, tmp_path: Path) -> None:
    page, packed = tmp_path / "pagina.xml", tmp_path / "saft.zip"
    page.write_text("<html/>")
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("saft.xml", "<AuditFile/>")
    for file, words in ((page, "Não é um ficheiro SAF-T"), (packed, "O ficheiro está comprimido (ZIP)")):
        said = run("saft", "check", str(file))
        assert (said.code, said.out) == (1, "")
        assert words in said.err


def test_no_company_is_needed_nor_made(files: Path, tmp_path: Path) -> None:
    """As a process of its own, on a home that does not exist."""
    home = tmp_path / "nenhuma"
    ran = balcao("--home", str(home), "saft", "check", str(files / "bom.xml"))
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout.decode().endswith("Resultado: 0 erros, 0 avisos, 0 notas.\n")
    assert not home.exists()


def test_the_company_s_newer_tables_of_the_law_count(run: Run, home: Path, files: Path) -> None:
    """Standard VAT of 24 per cent, by the company's own table: what the file has is then told."""
    (home / "fiscal").mkdir()
    (home / "fiscal" / "vat_rates.toml").write_text(
        '[[rate]]\nregion = "PT"\ncode = "NOR"\npercent = "24"\nsince = 2026-01-01\nsource = "de ensaio"\n'
    )
    said = run("saft", "check", str(files / "bom.xml"))
    assert said.code == 0
    assert "IVA PT NOR com 23%" in said.out
    assert "a taxa era 24%. [tax-rate]" in said.out
