"""The command as scripts start it: exit codes, what goes to which stream, files that cannot be used."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from models.home import Home
from tests.cli.command import Said, balcao

LOOSE = {"code": "L1", "description": "Artigo solto", "quantity": "1", "unit": "UN", "price": "10.00", "tax": "NOR"}
Run = Callable[..., Said]
Issue = Callable[[dict[str, Any]], Said]


def test_exit_codes_and_streams(home: Path, tmp_path: Path) -> None:
    """0: one line of JSON on the output, nothing on the error. 1 and 2: nothing on the output, a sentence on the error."""
    at = ("--home", str(home))
    file = tmp_path / "rascunho.json"
    file.write_text(json.dumps({"type": "FT", "lines": [LOOSE]}), encoding="utf-8")
    done = balcao("issue", *at, "--file", str(file))
    assert (done.returncode, done.stdout.count(b"\n"), done.stderr) == (0, 1, b"")
    file.write_text(json.dumps({"type": "FT", "lines": [{**LOOSE, "quantity": "0"}]}), encoding="utf-8")
    refused = balcao("issue", *at, "--file", str(file))
    assert (refused.returncode, refused.stdout) == (1, b"")
    assert refused.stderr.decode().startswith("balcao: ")
    misused = balcao("issue", *at, "--fil")
    assert (misused.returncode, misused.stdout) == (2, b"")
    assert b"Traceback" not in refused.stderr + misused.stderr
    assert balcao(*at).returncode == 2  # the program itself, without a terminal


def test_home_and_operator_from_the_environment(home: Path) -> None:
    draft = json.dumps({"type": "FT", "lines": [LOOSE]})
    done = balcao("issue", "--file", "-", given=draft, BALCAO_HOME=str(home), BALCAO_OPERATOR="ana")
    number = json.loads(done.stdout)["number"]
    shown = balcao("show", number, "--format", "json", BALCAO_HOME=str(home))
    assert json.loads(shown.stdout)["operator"] == "ana"
    nobody = balcao("issue", "--file", "-", given=draft, BALCAO_HOME=str(home), BALCAO_OPERATOR="ninguem")
    assert (nobody.returncode, nobody.stdout) == (1, b"")


def test_the_public_key_is_the_same_by_its_version(home: Path, issue: Issue) -> None:
    version = json.dumps(issue({"type": "FT", "lines": [LOOSE]}).proof["hash_control"]).strip('"')
    at = ("key", "public", "--home", str(home))
    key = balcao(*at).stdout
    assert key.startswith(b"-----BEGIN PUBLIC KEY-----\n")
    assert balcao(*at, "--version", version).stdout == key
    assert balcao(*at, "--version", "99").returncode == 1
    assert balcao("key", "private", "--home", str(home)).returncode == 2


@pytest.mark.parametrize("form", ["pdf", "escpos"])
def test_a_print_that_has_nowhere_to_go_is_no_print(form: str, issue: Issue, run: Run, tmp_path: Path) -> None:
    """Refused before it is counted: the customer's paper is still the original; nothing is left half written."""
    issue({"type": "FT", "lines": [LOOSE]})
    place = tmp_path / "papel"
    place.mkdir()
    said = run("show", "FT 2026A/1", "--format", form, "--output", str(place))
    assert (said.code, "é uma pasta" in said.err) == (2, True)
    assert run("show", "FT 2026A/1", "--format", form, "--output", str(place / "a" / "b")).code == 2
    assert list(place.iterdir()) == []
    assert "Original" in run("show", "FT 2026A/1").out


def test_an_output_file_is_replaced_whole(issue: Issue, run: Run, tmp_path: Path) -> None:
    issue({"type": "FT", "lines": [LOOSE]})
    file = tmp_path / "fatura.json"
    file.write_text("x" * 100_000)
    assert run("show", "FT 2026A/1", "--format", "json", "--output", str(file)).out == ""
    assert json.loads(file.read_text(encoding="utf-8"))["number"] == "FT 2026A/1"


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (("list", "documents", "--limit", "-1"), 2, "não pode ser negativo"),
        (("list", "documents", "--limit", "x"), 2, "não serve aqui"),
        (("list", "documents", "--operator", "zz"), 1, "Não há operador ativo"),
        (("issue", "--file", "/"), 2, "é uma pasta"),
        (("issue", "--file", "/nao/existe"), 2, "não existe"),
        (("import", "articles", "/nao/existe"), 2, "não existe"),
        (("show", "FT 2026A/999"), 1, "Não há nenhum documento FT 2026A/999"),
        (("show", "FT 2026A/1", "--format", "docx"), 2, "escolha"),
        (("cancel", "FT 2026A/999", "--reason", "Engano"), 1, "Não há nenhum documento"),
        (("credit", "FT 2026A/1", "--reason", "Devolução", "--line", "9" * 5000 + "=1"), 1, "não se percebe"),
        (("credit", "FT 2026A/1", "--reason", "Devolução", "--line", "um=1"), 1, "não se percebe"),
        (("backup", "/nao/existe/copia.db"), 2, "não existe"),
        (("restore", "/nao/existe"), 1, "Não há nenhum ficheiro"),
        (("demo", "--documents", "-1", "--no-open"), 2, "positivos"),
    ],
)
def test_commands_badly_called(arguments: tuple[str, ...], code: int, word: str, issue: Issue, run: Run) -> None:
    issue({"type": "FT", "lines": [LOOSE]})
    before = run("list", "documents", "--json").out
    said = run(*arguments)
    assert (said.code, said.out) == (code, "")
    assert word in said.err
    assert "Erro inesperado" not in said.err
    assert run("list", "documents", "--json").out == before


@pytest.mark.parametrize("text", ["cor = 1\n", "terminal = 5\n", 'gaveta = "sim"\n', "impressora = [\n"])
def test_bad_settings_issue_nothing(text: str, home: Path, issue: Issue, run: Run) -> None:
    """Exit code 2, with the file and, where there is one, the key."""
    settings = Home(home).settings_file
    settings.write_text(text, encoding="utf-8")
    said = issue({"type": "FT", "lines": [LOOSE]})
    assert (said.code, said.out) == (2, "")
    assert "balcao.toml" in said.err
    assert text.endswith("[\n") or f"«{text.split()[0]}»" in said.err
    settings.unlink()
    assert run("list", "documents", "--json").out == ""
