"""balcao inventory export: a shop without stock says so; a day to come is no inventory."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run


def test_no_stock_is_a_file_too(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "inventario.xml"
    said = run("inventory", "export", "--date", "2025-12-31", "--output", str(file))
    assert (said.code, said.out) == (0, f"Sem existências: {file} di-lo (NoStock).\n")
    assert b"<EndDate>2025-12-31</EndDate>" in file.read_bytes()


def test_what_cannot_be(run: Run, tmp_path: Path) -> None:
    assert run("inventory", "export", "--date", "31-12-2025").code == 2
    assert run("inventory", "export", "--date", "2999-12-31").code == 2
    out = str(tmp_path / "i.csv")
    said = run("inventory", "export", "--date", "2025-12-31", "--format", "csv", "--output", out)
    assert (said.code, "Não há existências" in said.err) == (1, True)
    assert not list(tmp_path.glob("i.csv*"))
