"""The WS-Security header that AT's services want, byte by byte (fiscal.md 6.1; SER-G 4.1, EFT 2.2.1, TRP 4.1)."""

from __future__ import annotations

import base64
import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fiscal.errors import Refusal

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

SECEXT = "http://schemas.xmlsoap.org/ws/2002/12/secext"
KEY_BYTES = 16

Random = Callable[[int], bytes]
"""Gives so many bytes that nobody can foresee."""


@dataclass(frozen=True, slots=True)
class Credential:
    """A taxpayer's sub-user at Portal das Finanças."""

    user: str
    """``NIF/subuser``: ``555555555/1``."""
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Token:
    """The four texts of one request's UsernameToken."""

    username: str
    password: str
    nonce: str
    created: str


def token(credential: Credential, key: RSAPublicKey, now: dt.datetime, random: Random = secrets.token_bytes) -> Token:
    """A header for one request. Its symmetric key is new each time: AT refuses one that it has seen (12, 13).

    key: public key of AT's authentication system. now: UTC; AT refuses what is old (10, 11).
    """
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

    ks = random(KEY_BYTES)
    # AT's manuals say only "RSA"; PKCS#1 v1.5 is what its services take.
    nonce = key.encrypt(ks, PKCS1v15())
    return Token(
        username=credential.user,
        password=encrypted(ks, credential.password),
        nonce=base64.b64encode(nonce).decode("ascii"),
        created=encrypted(ks, created(now)),
    )


def encrypted(ks: bytes, text: str) -> str:
    """AES-128-ECB with PKCS#5 padding, in base64: what AT prescribes for the password and for the time."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    from cryptography.hazmat.primitives.padding import PKCS7

    padder = PKCS7(128).padder()
    padded = padder.update(text.encode("utf-8")) + padder.finalize()
    # ECB is weak in general; here each key encrypts two short texts once, and AT takes nothing else.
    encryptor = Cipher(algorithms.AES(ks), modes.ECB()).encryptor()  # noqa: S305
    return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode("ascii")


def created(now: dt.datetime) -> str:
    """``2013-01-01T19:20:30.45Z``: UTC with hundredths of a second."""
    if now.tzinfo is not None:
        now = now.astimezone(dt.UTC)
    return f"{now:%Y-%m-%dT%H:%M:%S}.{now.microsecond // 10_000:02}Z"


def public_key(data: bytes) -> RSAPublicKey:
    """AT's public key from what it hands out: a certificate or a bare key, in PEM or DER. Raises Refusal."""
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import load_der_public_key, load_pem_public_key

    readers: tuple[Callable[[bytes], object], ...] = (
        lambda given: x509.load_pem_x509_certificate(given).public_key(),
        lambda given: x509.load_der_x509_certificate(given).public_key(),
        load_pem_public_key,
        load_der_public_key,
    )
    for read in readers:
        try:
            found = read(data)
        except (ValueError, TypeError):
            continue
        if isinstance(found, RSAPublicKey):
            return found
    raise Refusal(
        "O ficheiro da chave pública da AT não é um certificado nem uma chave RSA, em PEM ou DER: "
        "descarregue de novo a «Chave Cifra Pública AT» e indique-a em «chave_at».",
        field="chave_at",
        rule="at",
    )
