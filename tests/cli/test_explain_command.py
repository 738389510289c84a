"""balcao explain: what was signed and what AT receives, the same bytes as in the file."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run

SALE = {
    "type": "FS",
    "prices_include_tax": True,
    "lines": [{"code": "CAFE", "quantity": "2"}],
    "payments": [{"method": "NU", "amount": "24.60"}],
}


def test_a_document_is_explained_whole(run: Run, tmp_path: Path) -> None:
    made = run("issue", "--file", "-", given=SALE)
    assert made.code == 0, made.err
    proof = json.loads(made.out)
    said = run("explain", proof["number"])
    assert said.code == 0
    # 2 x 12,30 = 24,60 with 23 %: base 20,00, tax 4,60.
    assert "2 UN × 12,30 = 24,60 (com imposto)" in said.out
    assert "Total: 20,00 € + 4,60 € = 24,60 €" in said.out
    told = json.loads(run("explain", "--json", proof["number"]).out)
    assert (told["qr"], told["hash"], told["atcud"]) == (proof["qr"], proof["hash"], proof["atcud"])
    moment = proof["system_entry_date"]
    assert told["signed"] == f"{moment[:10]};{moment};{proof['number']};24.60;"
    file = tmp_path / "saft.xml"
    assert run("saft", "export", "--month", moment[:7], "--output", str(file)).code == 0
    assert told["node"].replace("\n", "") in file.read_text(encoding="windows-1252").replace("\n", "")


def test_no_such_document(run: Run) -> None:
    said = run("explain", "FT", "2026A/99")
    assert (said.code, "Não há nenhum documento FT 2026A/99" in said.err) == (1, True)
