"""The WS-Security header, byte by byte (fiscal.md 6.1)."""

from __future__ import annotations

import base64
import datetime as dt

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from fiscal.errors import Refusal
from integrations.at.security import Credential, created, encrypted, public_key, token
from tests.at_server.identity import Identity

KS = bytes(range(16))
MOMENT = dt.datetime(2026, 1, 2, 3, 4, 5, 60_000, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "cipher"),
    [
        ("teste123", "MDhdNzidrquXyai5j8xWFw=="),
        ("0123456789abcdef", "KBVnqy9M8Nc9MZgiW4uDk5VPZPLk6G6e7oLSAhZoSJk="),
        ("2026-01-02T03:04:05.06Z", "R+B+zeiBjRjcqWi373l/rejRMmKHLpSAXI4etWdYfRY="),
    ],
)
def test_the_vectors_of_the_specification(text: str, cipher: str) -> None:
    assert encrypted(KS, text) == cipher


def test_the_time_is_utc_with_hundredths() -> None:
    assert created(MOMENT) == "2026-01-02T03:04:05.06Z"
    lisbon_in_summer = dt.datetime(2026, 7, 1, 0, 30, 0, 999_999, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    assert created(lisbon_in_summer) == "2026-06-30T23:30:00.99Z"


def test_a_whole_header_with_known_randomness(world: Identity) -> None:
    made = token(
        Credential("599999993/37", "teste123"), world.cipher_key.public_key(), MOMENT, lambda count: KS[:count]
    )
    assert (made.username, made.password) == ("599999993/37", "MDhdNzidrquXyai5j8xWFw==")
    assert made.created == "R+B+zeiBjRjcqWi373l/rejRMmKHLpSAXI4etWdYfRY="
    nonce = base64.b64decode(made.nonce, validate=True)
    assert len(nonce) == 256
    assert world.cipher_key.decrypt(nonce, PKCS1v15()) == KS


def test_each_request_has_a_key_of_its_own(world: Identity) -> None:
    key, credential = world.cipher_key.public_key(), Credential("599999993/37", "teste123")
    made = [token(credential, key, MOMENT) for _ in range(3)]
    assert len({one.password for one in made}) == len({one.nonce for one in made}) == 3


def test_the_key_of_at_is_read_in_every_form_it_may_come(world: Identity) -> None:
    ours = world.cipher_key.public_key()
    der = world.at_key.read_bytes()
    from cryptography import x509

    forms = [
        der,
        x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM),
        ours.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        ours.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
    ]
    assert [public_key(form).public_numbers() for form in forms] == [ours.public_numbers()] * 4


@pytest.mark.parametrize("data", [b"", b"lixo", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_what_is_no_key_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(Refusal, match="descarregue de novo a «Chave Cifra Pública AT»") as refused:
        public_key(data)
    assert refused.value.field == "chave_at"


def test_a_password_does_not_show_where_a_credential_is_printed() -> None:
    assert "teste123" not in repr(Credential("599999993/37", "teste123"))
