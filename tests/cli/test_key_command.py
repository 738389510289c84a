"""balcao key as a producer and a shop use it: create, public, rotate, import, check."""

from __future__ import annotations

import os
import pty
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fiscal.signature import KeySigner, generate_key
from tests.cli.command import BALCAO, Said
from tests.models.keystores import PASSWORD, encrypted_p12, encrypted_pem, producer_file

Run = Callable[..., Said]
Issue = Callable[[dict[str, Any]], Said]
SALE = {"type": "FS", "lines": [{"code": "CAFE"}]}


@pytest.fixture
def keystore(tmp_path: Path) -> tuple[Path, Path, bytes]:
    """A producer's encrypted key, its identification, and the key itself."""
    private = generate_key()
    path = tmp_path / "produtor.pem"
    path.write_bytes(encrypted_pem(private))
    return path, producer_file(tmp_path, private), private


def test_a_producers_key_comes_in_with_its_certificate(
    home: Path, run: Run, issue: Issue, keystore: tuple[Path, Path, bytes], tmp_path: Path
) -> None:
    path, identification, private = keystore
    secret = tmp_path / "palavra"
    secret.write_text(PASSWORD + "\n")
    said = run("key", "import", str(path), "--producer", str(identification), "--password-file", str(secret))
    assert (said.code, said.err) == (0, "")
    assert "Casa do Software, Lda importada, versão 1, certificado n.º 1234/AT" in said.out
    assert PASSWORD not in said.out
    proof = issue(SALE).proof
    assert proof["hash_control"] == "1"
    assert proof["qr"].endswith("*R:1234")
    assert run("key", "public").out.strip() == KeySigner(private).public_pem.strip()
    checked = run("key", "check")
    assert checked.code == 0
    assert "Produtor Casa do Software, Lda, NIF 503504564, certificado n.º 1234/AT." in checked.out
    refused = run("key", "rotate", "--yes")
    assert (refused.code, "declara à AT" in refused.err) == (1, True)
    assert run("verify").code == 0


def test_the_password_from_the_environment(
    run: Run, keystore: tuple[Path, Path, bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _, identification, private = keystore
    path = tmp_path / "produtor.p12"
    path.write_bytes(encrypted_p12(private))
    monkeypatch.setenv("BALCAO_KEY_PASSWORD", "errada")
    wrong = run("key", "import", str(path), "--producer", str(identification))
    assert (wrong.code, wrong.out) == (1, "")
    assert "a palavra-passe está errada" in wrong.err
    monkeypatch.setenv("BALCAO_KEY_PASSWORD", PASSWORD)
    assert run("key", "import", str(path), "--producer", str(identification)).code == 0


def test_the_password_asked_for_in_a_terminal_is_not_shown(home: Path, keystore: tuple[Path, Path, bytes]) -> None:
    path, identification, _ = keystore
    ours, theirs = pty.openpty()
    command = [str(BALCAO), "--home", str(home), "key", "import", str(path), "--producer", str(identification)]
    started = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    seen = ""
    while "Palavra-passe da chave:" not in seen:
        seen += os.read(ours, 1000).decode()
    os.write(ours, PASSWORD.encode() + b"\n")
    while "importada" not in seen:
        seen += os.read(ours, 1000).decode()
    assert started.wait(timeout=60) == 0
    os.close(ours)
    assert PASSWORD not in seen


def test_without_a_terminal_or_a_password_it_says_how_to_give_one(run: Run, keystore: tuple[Path, Path, bytes]) -> None:
    path, identification, _ = keystore
    said = run("key", "import", str(path), "--producer", str(identification))
    assert said.code == 2
    assert "--password-file ou BALCAO_KEY_PASSWORD" in said.err
    assert run("key", "import", "não há.pem").code == 2
    assert run("key", "import").code == 2
    assert run("key").code == 2


def test_rotating_asks_and_explains_first(home: Path, run: Run, issue: Issue) -> None:
    assert issue(SALE).proof["hash_control"] == "1"
    before = run("key", "public").out
    asked = run("key", "rotate")
    assert asked.code == 1
    assert "Modelo 24" in asked.err
    assert run("key", "public").out == before
    done = run("key", "rotate", "--yes")
    assert done.code == 0
    assert "os próximos documentos levam a versão 2" in done.out
    assert issue(SALE).proof["hash_control"] == "2"
    assert run("key", "public", "--version", "1").out == before
    assert run("key", "public", "--version", "2").out == run("key", "public").out != before
    assert run("verify").code == 0
    assert run("key", "create").code == 1


def test_a_key_that_others_can_read_is_found(home: Path, run: Run) -> None:
    (home / "keys" / "signing.pem").chmod(0o644)
    said = run("key", "check")
    assert said.code == 1
    assert "! O ficheiro" in said.out
    assert "chmod 600" in said.out


def test_an_identification_put_there_by_hand_gives_no_number(
    home: Path, run: Run, issue: Issue, tmp_path: Path
) -> None:
    """Somebody copies another shop's producer.toml: the key here is not that producer's."""
    producer_file(tmp_path, generate_key()).rename(home / "producer.toml")
    proof = issue(SALE).proof
    assert proof["qr"].endswith("*R:9999")
    assert "! Modo de ensaio" in run("key", "check").out
    (home / "producer.toml").write_text("certificado = 1234")
    said = run("issue", "--file", "-", given=SALE)
    assert (said.code, said.out) == (1, "")
    assert "producer.toml: «certificado»" in said.err
