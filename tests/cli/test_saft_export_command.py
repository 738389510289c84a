"""balcao saft export: the file that it says, whole or not at all, and never over another one by mistake."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.command import Said, balcao

Run = Callable[..., Said]


@pytest.fixture
def sold(run: Run, issue: Callable[[dict[str, object]], Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The month of an invoice that was just issued."""
    monkeypatch.chdir(tmp_path)
    said = issue({"type": "FT", "id": "a1", "lines": [{"code": "CAFE", "quantity": "2"}]})
    assert said.code == 0
    month: str = said.proof["system_entry_date"][:7]
    return month


def test_a_month_goes_into_a_file_with_the_usual_name(run: Run, sold: str, tmp_path: Path) -> None:
    name = f"SAFT_509964435_{sold.replace('-', '_')}.xml"
    said = run("saft", "export", "--month", sold)
    assert (said.code, said.out) == (0, f"1 documentos em {name}.\n")
    assert "só acaba em" in said.err
    file = (tmp_path / name).read_bytes()
    assert b"<InvoiceNo>FT 2026A/1</InvoiceNo>" in file
    again = run("saft", "export", "--month", sold)
    assert again.code == 1
    assert "já existe" in again.err
    assert run("saft", "export", "--month", sold, "--force").code == 0
    assert (tmp_path / name).read_bytes() == file
    checked = run("saft", "check", name)
    assert checked.code == 0
    assert "0 erros" in checked.out


def test_the_standard_output_is_the_file_and_nothing_else(home: Path, sold: str, tmp_path: Path) -> None:
    said = balcao("--home", str(home), "saft", "export", "--year", sold[:4], "--output", "-")
    assert said.returncode == 0
    assert said.stdout.startswith(b'<?xml version="1.0" encoding="Windows-1252"?>')
    assert "Café em grão".encode("cp1252") in said.stdout
    assert said.stdout.endswith(b"</AuditFile>\n")
    assert not list(tmp_path.glob("*.xml"))


def test_days_and_kinds(run: Run, sold: str, tmp_path: Path) -> None:
    assert run("saft", "export", "--from", f"{sold}-01", "--to", f"{sold}-28", "--basis", "P").code == 0
    (made,) = tmp_path.glob("*.xml")
    assert re.fullmatch(r"SAFT_509964435_[0-9]{8}_[0-9]{8}_P[.]xml", made.name)
    assert b"<TaxAccountingBasis>P<" in made.read_bytes()


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--month", "2026-13"), 2, "--month: escreva por exemplo 2026-11"),
        (("--month", "novembro"), 2, "--month"),
        (("--year", "26"), 2, "--year: escreva por exemplo 2026"),
        (("--from", "2026-11-01"), 2, "Falta --to"),
        (("--to", "2026-11-01"), 2, "--month"),
        (("--month", "2026-11", "--to", "2026-11-30"), 2, "--to vai com --from"),
        (("--from", "2026-11-30", "--to", "2026-11-01"), 1, "troque as datas"),
        (("--month", "2026-11", "--basis", "X"), 2, "--basis"),
        (("--month", "2026-11", "--basis", "S"), 1, "Não há documentos de autofaturação"),
        (("--month", "2026-11", "--without-at-code"), 2, "só para --basis T"),
        (("--month", "2026-11", "--establishment", "L9"), 1, "«L9» desconhecido"),
        (("--month", "2026-11", "--first-month", "13"), 2, "de 1 a 12"),
        (("--month", "2026-11", "--output", "nada/aqui.xml"), 2, "não existe"),
        ((), 2, "--month"),
    ],
)
def test_what_is_badly_asked_is_said_and_writes_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], code: int, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    said = run("saft", "export", *words)
    assert (said.code, said.out) == (code, "")
    assert told in said.err
    assert "one of the arguments" not in said.err
    assert not list(tmp_path.glob("*.xml"))
