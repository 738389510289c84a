"""Takes a producer's private key out of an encrypted keystore: PKCS#8 in PEM, or PKCS#12."""

from __future__ import annotations

from typing import Any

from fiscal.errors import Refusal
from fiscal.signature import KEY_BITS

LARGEST = 100_000
"""Bytes of a keystore; a key of 1024 bits with its certificates takes a few thousand."""


def read_keystore(data: bytes, password: str) -> bytes:
    """The private key as PEM (PKCS#8, no longer encrypted: for a file of mode 0600 and nothing else).

    data: an encrypted ``.pem`` or a ``.p12``/``.pfx``. Raises Refusal: unreadable, wrong password, not encrypted, not RSA of
    1024 bits.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    if len(data) > LARGEST:
        raise _refused("é demasiado grande para ser uma chave")
    try:
        key = _load(data, password.encode())
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _refused("não se abre: a palavra-passe está errada, ou não é PEM (PKCS#8) nem PKCS#12") from error
    if not isinstance(key, RSAPrivateKey):
        raise _refused("não tem uma chave RSA")
    if key.key_size != KEY_BITS:
        raise _refused(f"tem uma chave de {key.key_size} bits; a AT exige RSA de {KEY_BITS} (Despacho 8632/2014, 6.2)")
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _load(data: bytes, password: bytes) -> Any:
    from cryptography.hazmat.primitives.serialization import load_pem_private_key
    from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates

    if not data.lstrip().startswith(b"-----BEGIN"):
        return load_key_and_certificates(data, password)[0]
    if b"ENCRYPTED" not in data:
        raise _refused(
            "não está cifrada: peça-a ao produtor num ficheiro com palavra-passe (openssl pkcs8 -topk8 cifra-a)"
        )
    return load_pem_private_key(data, password)


def _refused(what: str) -> Refusal:
    return Refusal(f"A chave {what}.", field="file", rule="key")
