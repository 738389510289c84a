"""Whose key signs: a certificate number only over the producer's own key, new keys as new versions (C3, C4; 7.3)."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from company import Lojinha, line, refusal
from keystores import PASSWORD, PRODUCER_NIF, elliptic_key, encrypted_p12, encrypted_pem, producer_file, rsa_key

from fiscal.producer import certificate_of, fingerprint
from fiscal.signature import KeySigner, generate_key
from models.audit.tables import Audit
from models.home import Home
from models.opening import session_of
from models.sales.draft import Draft
from models.sales.find import document
from models.sales.issue import issue
from models.series.tables import SigningKey
from models.session import Session
from models.signing.change import create_key, import_key, rotate_key
from models.signing.check import check_key
from models.verify import verify
from printing import columns
from printing.receipt import lay_out

NOTICE = "Modo de ensaio"
on_sqlite = pytest.mark.parametrize("company", ["sqlite"], indirect=True)


def acting(company: Lojinha) -> Session:
    """A session opened anew, as after signing in."""
    return session_of(Home(company.folder), "ana", company.clock)


def sold(company: Lojinha, session: Session):
    return document(issue(Draft("FT", [line("CAFE")]), session))


def imported(company: Lojinha, private: bytes, **changed: str) -> int:
    return import_key(
        Home(company.folder),
        encrypted_pem(private),
        PASSWORD,
        producer_file(company.folder, private, **changed),
        company.session,
    )


def test_with_the_producers_key_documents_carry_the_producers_number(company: Lojinha) -> None:
    before = sold(company, acting(company))
    assert (before.certificate, before.hash_control) == ("9999", "1")
    private = generate_key()
    assert imported(company, private) == 2
    session = acting(company)
    after = sold(company, session)
    assert (after.certificate, after.hash_control) == ("1234", "2")
    assert after.qr.endswith("*R:1234")
    paper = columns.text(lay_out(after), 80)
    assert "Processado por programa certificado n.º 1234/AT" in paper
    assert NOTICE not in paper
    assert NOTICE in columns.text(lay_out(before), 80), "what was issued in test mode stays so"
    assert session.producer is not None
    assert (session.producer.name, session.producer.nif) == ("Casa do Software, Lda", PRODUCER_NIF)
    assert not Home(company.folder).test_mode
    assert verify().findings == (), "the chain goes on across the two keys"


def test_another_key_under_the_same_producer_is_test_mode_again(company: Lojinha) -> None:
    """The program never shows a number that it was not given for the key that signs."""
    imported(company, generate_key())
    (company.folder / "keys" / "signing.pem").write_bytes(generate_key())
    after = sold(company, acting(company))
    assert after.certificate == "9999"
    assert NOTICE in columns.text(lay_out(after), 80)
    assert Home(company.folder).test_mode
    told = [found.text for found in check_key(Home(company.folder), acting(company)) if not found.right]
    assert told == ["Modo de ensaio: a chave não é a do produtor Casa do Software, Lda, que producer.toml identifica."]


def test_a_producers_lost_key_is_not_replaced_by_a_random_one(company: Lojinha) -> None:
    imported(company, generate_key())
    (company.folder / "keys" / "signing.pem").unlink()
    assert "balcao key import" in refusal(lambda: sold(company, acting(company))).message
    assert not (company.folder / "keys" / "signing.pem").exists()


@on_sqlite
@pytest.mark.parametrize("pack", [encrypted_pem, encrypted_p12])
def test_both_kinds_of_keystore_open(company: Lojinha, pack: Callable[[bytes], bytes]) -> None:
    private = generate_key()
    file = producer_file(company.folder, private)
    import_key(Home(company.folder), pack(private), PASSWORD, file, company.session)
    assert acting(company).signer.public_pem == KeySigner(private).public_pem
    path = company.folder / "keys" / "signing.pem"
    assert path.stat().st_mode & 0o777 == 0o600


@on_sqlite
def test_keystores_made_by_openssl_open(company: Lojinha) -> None:
    """As a producer would: openssl genrsa 1024, pkcs8 -topk8; and pkcs12 -export with a certificate."""
    shell = {"cwd": company.folder, "check": True, "capture_output": True}
    subprocess.run(["openssl", "genrsa", "-out", "p.pem", "1024"], **shell)
    private = (company.folder / "p.pem").read_bytes()
    subprocess.run(
        ["openssl", "pkcs8", "-topk8", "-in", "p.pem", "-out", "p8.pem", "-passout", f"pass:{PASSWORD}"], **shell
    )
    subprocess.run(
        ["openssl", "req", "-x509", "-key", "p.pem", "-subj", "/CN=produtor", "-out", "c.pem", "-days", "9"], **shell
    )
    subprocess.run(
        ["openssl", "pkcs12", "-export", "-inkey", "p.pem", "-in", "c.pem", "-out", "p.pfx", "-passout", f"pass:{PASSWORD}"],
        **shell,
    )  # fmt: skip
    file = producer_file(company.folder, private)
    for name in ("p8.pem", "p.pfx"):
        (company.folder / "keys" / "signing.pem").write_bytes(generate_key())
        import_key(Home(company.folder), (company.folder / name).read_bytes(), PASSWORD, file, company.session)
        assert acting(company).signer.public_pem == KeySigner(private).public_pem


@on_sqlite
def test_a_keystore_that_will_not_do_is_refused_and_changes_nothing(company: Lojinha) -> None:
    private = generate_key()
    file = producer_file(company.folder, private)
    before = (company.folder / "keys" / "signing.pem").read_bytes()
    rows = Audit.select().count()
    for data, password, said in (
        (encrypted_pem(private), "outra", "a palavra-passe está errada"),
        (encrypted_p12(private), "outra", "a palavra-passe está errada"),
        (private, PASSWORD, "não está cifrada"),
        (b"", PASSWORD, "não se abre"),
        (b"\x30\x82" + os.urandom(900), PASSWORD, "não se abre"),
        (encrypted_pem(private)[:300], PASSWORD, "não se abre"),
        (b"x" * 200_000, PASSWORD, "demasiado grande"),
        (encrypted_pem(rsa_key(2048)), PASSWORD, "tem uma chave de 2048 bits; a AT exige RSA de 1024"),
        (encrypted_p12(rsa_key(2048)), PASSWORD, "tem uma chave de 2048 bits; a AT exige RSA de 1024"),
        (encrypted_pem(elliptic_key()), PASSWORD, "não tem uma chave RSA"),
        (encrypted_pem(generate_key()), PASSWORD, "A chave não é a do produtor"),
    ):
        refused = refusal(lambda d=data, p=password: import_key(Home(company.folder), d, p, file, company.session))
        assert said in refused.message
    without = refusal(lambda: import_key(Home(company.folder), encrypted_pem(private), PASSWORD, None, company.session))
    assert "--producer" in without.message
    assert (company.folder / "keys" / "signing.pem").read_bytes() == before
    assert sorted(path.name for path in (company.folder / "keys").iterdir()) == ["signing.pem"]
    assert not (company.folder / "producer.toml").exists()
    assert (Audit.select().count(), SigningKey.select().count()) == (rows, 0)


@on_sqlite
@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"certificado": "9999"}, "certificado"),
        ({"certificado": "0"}, "certificado"),
        ({"certificado": "12345"}, "certificado"),
        ({"certificado": ""}, "certificado"),
        ({"nome": ""}, "nome"),
        ({"nif": "503504565"}, "nif"),
        ({"chave": "ab12"}, "chave"),
        ({"morada": "Rua"}, "morada"),
    ],
)
def test_an_identification_with_anything_wrong_is_refused(company: Lojinha, changed: dict[str, str], key: str) -> None:
    assert refusal(lambda: imported(company, generate_key(), **changed)).field == key
    assert not (company.folder / "producer.toml").exists()


def test_rotating_keeps_old_documents_verifiable_and_is_told(company: Lojinha) -> None:
    home = Home(company.folder)
    first = sold(company, acting(company))
    old = (company.folder / "keys" / "signing.pem").read_bytes()
    assert rotate_key(home, company.session) == 2
    assert (company.folder / "keys" / "signing.1.pem").read_bytes() == old
    assert (company.folder / "keys" / "signing.1.pem").stat().st_mode & 0o777 == 0o600
    second = sold(company, acting(company))
    assert (first.hash_control, second.hash_control) == ("1", "2")
    assert verify().findings == ()
    entry = Audit.get(Audit.action == "key.rotate")
    public = acting(company).signer.public_pem
    assert (entry.operator, entry.subject, json.loads(entry.detail)) == (
        "ana",
        "2",
        {"fingerprint": fingerprint(public)},
    )
    assert rotate_key(home, company.session) == 3
    assert sorted(p.name for p in (company.folder / "keys").iterdir()) == [
        "signing.1.pem", "signing.2.pem", "signing.pem",
    ]  # fmt: skip


def test_a_producers_key_is_not_rotated_here(company: Lojinha) -> None:
    imported(company, generate_key())
    assert "declara à AT" in refusal(lambda: rotate_key(Home(company.folder), company.session)).message
    assert SigningKey.select().count() == 1


@on_sqlite
def test_the_first_key_is_made_once(company: Lojinha) -> None:
    home = Home(company.folder)
    assert "key rotate" in refusal(lambda: create_key(home, company.session)).message
    (company.folder / "keys" / "signing.pem").unlink()
    assert create_key(home, company.session) == 1
    assert SigningKey.get().public_pem == acting(company).signer.public_pem


def test_a_check_tells_who_can_read_the_key_and_what_it_signed(company: Lojinha) -> None:
    home = Home(company.folder)
    sold(company, acting(company))
    found = list(check_key(home, acting(company)))
    assert all(one.right for one in found)
    told = " ".join(one.text for one in found)
    assert "É a versão 1 (HashControl), desde 24-11-2026." in told
    assert "Confere a assinatura do último documento de 1 série(s)." in told
    assert "Modo de ensaio: certificado 9999" in told
    rotate_key(home, company.session)
    assert "feita com outra chave" in " ".join(one.text for one in check_key(home, acting(company)))
    home.key_file.chmod(0o640)
    wrong = [one.text for one in check_key(home, acting(company)) if not one.right]
    assert any("chmod 600" in text for text in wrong)


def test_a_number_needs_both_the_producer_and_the_key() -> None:
    key = KeySigner(generate_key()).public_pem
    assert certificate_of(None, key) == "9999"


def test_a_fingerprint_is_that_of_openssl(tmp_path: Path) -> None:
    """openssl: SHA-256 of the DER form of the public key, so that a producer can compare it without this program."""
    public = KeySigner(generate_key()).public_pem
    (tmp_path / "p.pem").write_text(public)
    der = subprocess.run(
        ["openssl", "rsa", "-pubin", "-in", "p.pem", "-outform", "DER"], cwd=tmp_path, capture_output=True, check=True
    ).stdout
    digest = subprocess.run(["openssl", "dgst", "-sha256", "-r"], input=der, capture_output=True, check=True).stdout
    assert fingerprint(public) == digest.decode().split()[0]
