"""Keystores as a producer would make them, and the file that says who the producer is."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)

from fiscal.producer import fingerprint
from fiscal.signature import KeySigner

PASSWORD = "chave do produtor"
PRODUCER_NIF = "503504564"


def rsa_key(bits: int) -> bytes:
    key = rsa.generate_private_key(65537, bits)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def elliptic_key() -> bytes:
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def encrypted_pem(private: bytes, password: str = PASSWORD) -> bytes:
    return load_pem_private_key(private, None).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(password.encode())
    )


def encrypted_p12(private: bytes, password: str = PASSWORD) -> bytes:
    key = load_pem_private_key(private, None)
    return pkcs12.serialize_key_and_certificates(
        b"produtor", key, None, None, BestAvailableEncryption(password.encode())
    )


def producer_file(folder: Path, private: bytes, **changed: str) -> Path:
    """``producer.toml`` for a key; ``changed`` puts other values in, an empty one takes the line out."""
    values = {
        "nome": "Casa do Software, Lda",
        "nif": PRODUCER_NIF,
        "produto": "Balcão",
        "certificado": "1234",
        "chave": fingerprint(KeySigner(private).public_pem),
        **changed,
    }
    path = folder / "do-produtor.toml"
    path.write_text("".join(f'{key} = "{value}"\n' for key, value in values.items() if value), encoding="utf-8")
    return path
