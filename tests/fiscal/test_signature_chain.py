"""The signature: AT's four vectors, what openssl says of ours, and the characters that are printed (fiscal.md 2)."""

from __future__ import annotations

import shutil
import subprocess
from base64 import b64decode
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from fiscal.signature import KeySigner, Verifier, generate_key, printed_characters, signed_text

Vector = tuple[str, str, str, str]


@pytest.fixture(scope="module")
def vectors(reference: Path) -> list[Vector]:
    """Document, signed text, signature, printed characters."""
    rows = (reference / "at" / "hash_vectors.tsv").read_text(encoding="ascii").splitlines()
    found = [tuple(row.split("\t")) for row in rows if row and not row.startswith("#")]
    assert len(found) == 4
    return found  # type: ignore[return-value]


def test_the_text_of_at_s_vectors_is_built_from_their_values(vectors: list[Vector]) -> None:
    """Each series starts its own chain; the second and third carry the signature before them."""
    hashes = {number: signature for number, _, signature, _ in vectors}
    for number, text, _, _ in vectors:
        day, entry, its_number, gross, _ = text.split(";")
        code, _, sequence = number.rpartition("/")
        previous = hashes.get(f"{code}/{int(sequence) - 1}", "")
        assert its_number == number
        built = signed_text(date.fromisoformat(day), datetime.fromisoformat(entry), number, Decimal(gross), previous)
        assert built == text


def test_at_s_signatures_hold_with_at_s_public_key(vectors: list[Vector], reference: Path) -> None:
    verifier = Verifier((reference / "at" / "hash_demo_public_key.pem").read_text())
    for number, text, signature, printed in vectors:
        assert verifier.holds(text, signature), number
        assert printed_characters(signature) == printed
        assert not verifier.holds(text.replace(";2017-09-16T", ";2017-09-17T").replace(";28.07;", ";28.08;"), signature)


def test_the_text_has_two_decimals_no_zone_and_no_fraction() -> None:
    text = signed_text(date(2027, 1, 4), datetime(2027, 1, 4, 10, 15, 30, 999999), "FT 2027A/1", Decimal("1234.5"), "")
    assert text == "2027-01-04;2027-01-04T10:15:30;FT 2027A/1;1234.50;"


def test_the_worked_invoice_prints_nq6a() -> None:
    """Appendix A: the hash begins NOnxHi7evfqGYwUfD48b6mhAX945vpaUJ4..."""
    assert printed_characters("NOnxHi7evfqGYwUfD48b6mhAX945vpaUJ4ecRGBj" + "x" * 132) == "Nq6a"


def test_openssl_accepts_what_we_sign(tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl program here")
    signer = KeySigner(generate_key())
    text = signed_text(date(2026, 11, 24), datetime(2026, 11, 24, 10, 0), "FT 2026A/1", Decimal("24.60"), "")
    signature = signer.sign(text)
    assert len(signature) == 172
    (tmp_path / "public.pem").write_text(signer.public_pem)
    (tmp_path / "signature").write_bytes(b64decode(signature))
    command = ["openssl", "dgst", "-sha1", "-verify", "public.pem", "-signature", "signature"]
    told = subprocess.run(command, cwd=tmp_path, input=text.encode(), capture_output=True, check=False)
    assert told.stdout == b"Verified OK\n", told.stderr
    changed = text.replace("24.60", "24.61").encode()
    assert subprocess.run(command, cwd=tmp_path, input=changed, capture_output=True, check=False).returncode == 1
    described = subprocess.run(
        ["openssl", "rsa", "-pubin", "-in", "public.pem", "-noout", "-text"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "(1024 bit)" in described.stdout


def test_a_signature_is_always_the_same_and_shows_any_change() -> None:
    signer = KeySigner(generate_key())
    verifier, other = Verifier(signer.public_pem), Verifier(KeySigner(generate_key()).public_pem)
    signature = signer.sign("a;b;")
    assert signer.sign("a;b;") == signature, "PKCS#1 v1.5 has no chance in it"
    assert verifier.holds("a;b;", signature)
    assert not other.holds("a;b;", signature)
    for broken in ("", "0", "not base64 €", signature[:-4], signature[4:] + signature[:4]):
        assert not verifier.holds("a;b;", broken)


def test_a_signer_shows_its_key_to_nobody() -> None:
    private = generate_key()
    signer = KeySigner(private)
    secret = private.decode().splitlines()[2]
    assert secret not in repr(signer)
    assert "PRIVATE" not in repr(signer) + signer.public_pem
