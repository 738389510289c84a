"""balcao certify dictionary: the data dictionary of this version, of no company."""

from __future__ import annotations

from pathlib import Path

from tests.cli.command import balcao

CHECKOUT = Path(__file__).resolve().parents[2]
PAGE = CHECKOUT / "docs" / "certification" / "dictionary.md"


def test_the_dictionary_needs_no_company_and_makes_none(tmp_path: Path) -> None:
    said = balcao("--home", str(tmp_path / "nada"), "certify", "dictionary")
    assert (said.returncode, said.stderr) == (0, b"")
    assert said.stdout.decode() == PAGE.read_text(encoding="utf-8")
    assert not (tmp_path / "nada").exists()


def test_it_goes_to_a_file_whole_or_not_at_all(tmp_path: Path) -> None:
    said = balcao("certify", "dictionary", "--output", str(tmp_path / "d.md"))
    assert (said.returncode, said.stdout) == (0, b"")
    assert (tmp_path / "d.md").read_text(encoding="utf-8").startswith("# Data dictionary\n")
    assert balcao("certify", "dictionary", "--output", str(tmp_path)).returncode == 2
    assert balcao("certify").returncode == 2
