"""show, cancel, credit, list, verify, key, backup, restore, setup, demo and settings, as scripts see them."""

from __future__ import annotations

import base64
import json
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp

from models.home import Home
from tests.cli.command import Said, balcao
from tests.printing.roll import print_job

LOOSE = {"code": "L1", "description": "Artigo solto", "quantity": "3", "unit": "UN", "price": "10.00", "tax": "NOR"}
Run = Callable[..., Said]
Issue = Callable[[dict[str, Any]], Said]


def test_paper_by_command_original_first_then_second_copies(home: Path, issue: Issue, tmp_path: Path) -> None:
    """pdf and escpos are prints; text and json are not. The QR on both reads as the record's."""
    qr = issue({"type": "FT", "lines": [LOOSE]}).proof["qr"]
    at = ("--home", str(home), "show", "FT 2026A/1")
    assert b"Original" in balcao(*at).stdout
    pdf = tmp_path / "fatura.pdf"
    assert balcao(*at, "--format", "pdf", "--output", str(pdf)).returncode == 0
    page = pypdfium2.PdfDocument(pdf.read_bytes())[0]
    assert "Original" in page.get_textpage().get_text_bounded()
    assert [code.text for code in zxingcpp.read_barcodes(page.render(scale=3).to_pil())] == [qr]
    receipt = balcao(*at, "--format", "escpos")
    roll = print_job(receipt.stdout)
    assert "2.ª via" in roll.text
    assert [code.text for code in zxingcpp.read_barcodes(roll.drawn())] == [qr]
    assert "2.ª via".encode() in balcao(*at, "--format", "text").stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fatura.pdf", "loja"]


def test_cancel_and_credit(issue: Issue, run: Run) -> None:
    issue({"type": "FT", "lines": [LOOSE]})
    note = run("credit", "FT 2026A/1", "--reason", "Devolução", "--line", "1=2")
    assert (note.code, note.proof["gross"]) == (0, "24.60")
    refused = run("cancel", "FT 2026A/1", "--reason", "Engano")
    assert refused.code == 1
    assert "NC 2026A/1: anule primeiro esse documento" in refused.err
    assert run("cancel", "NC", "2026A/1", "--reason", "Engano").out == "NC 2026A/1 anulado.\n"
    assert run("cancel", "FT 2026A/1", "--reason", "x" * 51).code == 1
    assert run("cancel", "FT 2026A/1", "--reason", "Engano").code == 0
    assert [row["status"] for row in run("list", "documents", "--json").rows] == ["A", "A"]
    assert run("cancel", "FT 2026A/1").code == 2


def test_lists_have_the_keys_promised(issue: Issue, run: Run) -> None:
    issue({"type": "FS", "lines": [{"code": "LEITE"}]})
    (row,) = run("list", "documents", "--json").rows
    assert list(row) == [
        "number", "type", "date", "system_entry_date", "customer_nif", "customer_name", "net", "tax", "gross", "status",
        "operator", "atcud", "hash", "hash_control",
    ]  # fmt: skip
    assert (row["net"], row["tax"], row["gross"], row["status"]) == ("1.00", "0.06", "1.06", "N")
    milk = next(a for a in run("list", "articles", "--json").rows if a["code"] == "LEITE")
    assert milk["barcodes"] == ["5601000000011", "6*5601000000028"]
    assert [c["code"] for c in run("list", "customers", "--json").rows] == ["PADARIA", "MARIA"]
    assert run("list", "articles", "--json", "--limit", "2").out.count("\n") == 2


def test_a_list_goes_to_a_file_that_a_spreadsheet_opens(issue: Issue, run: Run, tmp_path: Path) -> None:
    issue({"type": "FS", "lines": [{"code": "LEITE"}]})
    file = tmp_path / "documentos.csv"
    assert run("list", "documents", "--format", "csv", "--output", str(file)).code == 0
    head, row = file.read_bytes().decode("utf-8-sig").splitlines()
    assert head.startswith("Número;Tipo;Data;Gravado em;NIF;Cliente;Sem IVA;IVA;Total;Estado;")
    assert row.startswith("FS 2026A/1;FS;")
    assert ";1,00;0,06;1,06;N;" in row
    assert run("list", "documents", "--format", "csv").out.splitlines()[0] == head
    assert run("list", "series", "--format", "json").out.startswith('[\n{"type": ')


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("--format", "xlsx"), "precisa de --output"),
        (("--json", "--format", "csv"), "escolha um"),
        (("--output", "x.csv"), "precisa de --format"),
        (("--format", "ods"), "ods"),
    ],
)
def test_a_list_asked_for_badly_is_misuse(run: Run, typed: tuple[str, ...], told: str) -> None:
    said = run("list", "articles", *typed)
    assert (said.code, said.out) == (2, "")
    assert told in said.err


def test_verify_names_the_document_that_was_altered(home: Path, issue: Issue, run: Run) -> None:
    """A cent is changed with sqlite3, past the triggers: exit code 1 and the number of the document."""
    for _ in range(3):
        issue({"type": "FT", "lines": [LOOSE]})
    assert run("verify").code == 0
    with sqlite3.connect(home / "balcao.db") as base:
        base.execute("DROP TRIGGER frozen_document_update")
        base.execute("DROP TRIGGER frozen_document_change")
        base.execute("UPDATE document SET gross = gross + 1 WHERE number = 'FT 2026A/2'")
    said = run("verify")
    assert said.code == 1
    assert "FT 2026A/2: " in said.out
    assert "frozen_document_update" in said.out
    found = json.loads(run("verify", "--json").out)
    assert {f["place"] for f in found["findings"]} >= {"FT 2026A/2", "document"}


def test_openssl_alone_verifies_the_chain_of_a_demonstration_company(tmp_path: Path) -> None:
    """A stranger with ``balcao list``, ``balcao key public`` and openssl: every signature of every series holds."""
    home = tmp_path / "demo"
    made = balcao(
        "demo", "--home", str(home), "--documents", "40", "--articles", "30", "--customers", "10", "--no-open"
    )
    assert made.returncode == 0, made.stderr
    public = tmp_path / "public.pem"
    public.write_bytes(balcao("key", "public", "--home", str(home)).stdout)
    listed = balcao("list", "documents", "--json", "--home", str(home)).stdout
    previous: dict[str, str] = {}
    count = 0
    for line in listed.splitlines():
        row = json.loads(line)
        series = row["number"].partition("/")[0]
        text = ";".join((row["date"], row["system_entry_date"], row["number"], row["gross"], previous.get(series, "")))
        (tmp_path / "signature").write_bytes(base64.b64decode(row["hash"]))
        check = ["openssl", "dgst", "-sha1", "-verify", str(public), "-signature", str(tmp_path / "signature")]
        done = subprocess.run(check, input=text.encode(), capture_output=True)
        assert done.stdout == b"Verified OK\n", row["number"]
        previous[series] = row["hash"]
        count += 1
    assert count == 40


def test_the_same_seed_on_the_same_day_gives_the_same_company(tmp_path: Path) -> None:
    """Only signatures differ: each installation has its own key."""
    lists = []
    for name in ("um", "dois"):
        home = str(tmp_path / name)
        balcao(
            "demo",
            "--home",
            home,
            "--documents",
            "25",
            "--articles",
            "30",
            "--customers",
            "8",
            "--seed",
            "5",
            "--no-open",
        )
        rows = [json.loads(line) for line in balcao("list", "documents", "--json", "--home", home).stdout.splitlines()]
        lists.append([{k: v for k, v in row.items() if k != "hash"} for row in rows])
    assert lists[0] == lists[1]
    assert len(lists[0]) == 25


def test_a_demonstration_never_lands_on_a_company(home: Path, run: Run) -> None:
    said = run("demo", "--no-open")
    assert said.code == 1
    assert "já tem coisas" in said.err


def test_backup_and_restore(home: Path, issue: Issue, run: Run, tmp_path: Path) -> None:
    issue({"type": "FT", "lines": [LOOSE]})
    copy = tmp_path / "copia.db"
    assert run("backup", str(copy)).code == 0
    assert run("backup", str(copy)).code == 1
    issue({"type": "FT", "lines": [LOOSE]})
    said = run("restore", str(copy))
    assert said.code == 0
    assert "ficou em" in said.out
    assert [row["number"] for row in run("list", "documents", "--json").rows] == ["FT 2026A/1"]
    assert run("restore", str(home / "balcao.toml")).code == 1
    assert run("verify").code == 0


def test_a_company_set_up_by_a_file(tmp_path: Path) -> None:
    company = {
        "nif": "599999993", "name": "Nova, Lda", "address": "Rua A, 1", "postal_code": "1000-001", "city": "Lisboa",
        "region": "PT-AC", "retailer": True, "operator": "rui", "operator_name": "Rui", "password": "segredo",
        "series": {"name": "2026B", "codes": {"FT": "AAAA1111"}},
    }  # fmt: skip
    home = str(tmp_path / "nova")
    assert balcao("setup", "--home", home, "--file", "-", given=json.dumps(company)).returncode == 0
    draft = json.dumps({"type": "FT", "region": "PT-AC", "lines": [LOOSE]})
    done = json.loads(balcao("issue", "--home", home, "--file", "-", given=draft).stdout)
    # 30,00 with the 16 % of the Azores
    assert (done["number"], done["atcud"], done["gross"]) == ("FT 2026B/1", "AAAA1111-1", "34.80")
    without_code = balcao("issue", "--home", home, "--file", "-", given=json.dumps({"type": "FS", "lines": [LOOSE]}))
    assert without_code.returncode == 1
    assert "código de validação" in without_code.stderr.decode()
    assert balcao("setup", "--home", home, "--file", "-", given=json.dumps(company)).returncode == 1
    bad = balcao("setup", "--home", str(tmp_path / "outra"), "--file", "-", given=json.dumps({**company, "nif": "1"}))
    assert bad.returncode == 1


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("cor = 1\n", "chave desconhecida «cor»"),
        ('gaveta = "sim"\n', "tem de ser true ou false"),
        ("impressora = [\n", "erro de escrita"),
        ('papel = "A4"\npapel = "A4"\n', "erro de escrita"),
    ],
)
def test_bad_settings_are_misuse_by_name(text: str, word: str, home: Path, run: Run) -> None:
    Home(home).settings_file.write_text(text, encoding="utf-8")
    said = run("list", "documents")
    assert said.code == 2
    assert "balcao.toml" in said.err
    assert word in said.err


def test_no_company_yet_is_said_plainly(tmp_path: Path) -> None:
    said = balcao("list", "documents", "--home", str(tmp_path / "nada"))
    assert said.returncode == 1
    assert "Ainda não há empresa" in said.stderr.decode()


@pytest.mark.postgres
def test_a_company_on_postgresql_by_url(postgres_url: str, tmp_path: Path) -> None:
    home = str(tmp_path / "loja")

    def there(*arguments: str, given: str = "") -> subprocess.CompletedProcess[bytes]:
        return balcao(*arguments, "--home", home, given=given, BALCAO_DATABASE=postgres_url)

    assert there("demo", "--documents", "12", "--articles", "20", "--customers", "5", "--no-open").returncode == 0
    draft = json.dumps({"type": "FT", "lines": [LOOSE], "id": "um"})
    first, again = (there("issue", "--file", "-", given=draft) for _ in range(2))
    assert first.stdout == again.stdout
    assert len(there("list", "documents", "--json").stdout.splitlines()) == 13
    assert there("verify").returncode == 0
    assert there("backup", str(tmp_path / "copia")).returncode == 1
