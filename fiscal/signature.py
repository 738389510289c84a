"""The signature chain of documents (Despacho 8632/2014, 2.1-2.2, 4 and 6-7): what is signed and how."""

from __future__ import annotations

from base64 import b64decode, b64encode
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

KEY_BITS = 1024
"""What AT documents and what SAF-T can carry: 172 characters of base64."""


class Signer(Protocol):
    """Signs with a private key that it keeps to itself (C4)."""

    @property
    def public_pem(self) -> str:
        """The public key, PEM."""

    def sign(self, message: str) -> str:
        """RSA PKCS#1 v1.5 over SHA-1 of the UTF-8 message, base64 in one line."""


def signed_text(day: date, system_entry: datetime, number: str, gross: Decimal, previous_hash: str) -> str:
    """The text to sign: ``2017-03-10;2017-03-10T15:58:01;1T 1/1;28.07;``, the previous hash last (empty for the first).

    gross: euro, written with exactly two decimals.
    """
    return f"{day:%Y-%m-%d};{system_entry:%Y-%m-%dT%H:%M:%S};{number};{gross:.2f};{previous_hash}"


def printed_characters(signature: str) -> str:
    """Characters 1, 11, 21 and 31 (2.2.2)."""
    return signature[0:40:10]


class KeySigner:
    """A signer over a private key in memory."""

    def __init__(self, private_pem: bytes) -> None:
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

        self._key: RSAPrivateKey = load_pem_private_key(private_pem, None)  # type: ignore[assignment]
        self._public = self._key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    def __repr__(self) -> str:
        return "KeySigner(...)"

    @property
    def public_pem(self) -> str:
        return self._public

    def sign(self, message: str) -> str:
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.hashes import SHA1

        return b64encode(self._key.sign(message.encode(), PKCS1v15(), SHA1())).decode()  # noqa: S303 - the law's choice


class Verifier:
    """Checks signatures with a public key alone."""

    def __init__(self, public_pem: str) -> None:
        from cryptography.hazmat.primitives.serialization import load_pem_public_key

        self._key: RSAPublicKey = load_pem_public_key(public_pem.encode())  # type: ignore[assignment]

    def holds(self, message: str, signature: str) -> bool:
        """Whether ``signature`` (base64) was made over ``message`` with this key's private half."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.hashes import SHA1

        try:
            self._key.verify(b64decode(signature, validate=True), message.encode(), PKCS1v15(), SHA1())  # noqa: S303
        except (InvalidSignature, ValueError):
            return False
        return True


def generate_key() -> bytes:
    """A new private key, PEM (PKCS#8), to be written with mode 0600 and never put in a repository."""
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = generate_private_key(65537, KEY_BITS)  # Despacho 8632/2014, 6.2 fixes 1024 bits
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
