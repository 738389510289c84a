"""Who answers for the program before AT. Until a producer's own key signs, it runs in test mode and says so everywhere."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fiscal.errors import Refusal
from fiscal.nif import check_nif
from fiscal.text import clean

PROGRAM = "Balcão"
TEST_CERTIFICATE = "9999"
"""AT's number for tests; a certified producer gives its own, with its key."""
TEST_MODE_NOTICE = "Modo de ensaio: programa ainda não certificado pela AT"
_CERTIFICATE = re.compile(r"[1-9][0-9]{0,3}")
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")

TRAINING_NOTICE = "FORMAÇÃO: nada do que aqui se emite tem valor fiscal"
TRAINING_STATEMENT = "Documento emitido para fins de Formação"
"""On every paper of a training series (Despacho 8632/2014, 1.5; DL 28/2019, 7.º n.6)."""


@dataclass(frozen=True, slots=True)
class Producer:
    """A producer whom AT certified, and the one key that its certificate stands for."""

    name: str
    nif: str
    product: str
    """The product's name as declared to AT."""
    certificate: str
    """AT's certificate number, 1 to 4 digits."""
    fingerprint: str
    """Of the public key declared to AT (Modelo 24), as ``fingerprint`` gives it."""


def certificate_of(producer: Producer | None, public_pem: str) -> str:
    """The number that a document signed with this key may carry: the producer's only over the producer's own key."""
    if producer is None or fingerprint(public_pem) != producer.fingerprint:
        return TEST_CERTIFICATE
    return producer.certificate


def fingerprint(public_pem: str) -> str:
    """SHA-256 of a public key (its DER form), 64 hexadecimal digits. Raises ValueError for what is no PEM."""
    from hashlib import sha256  # not needed until something is signed

    body = "".join(line.strip() for line in public_pem.splitlines() if line.strip() and not line.startswith("-----"))
    try:
        return sha256(b64decode(body, validate=True)).hexdigest()
    except Error as error:
        raise ValueError("no PEM") from error


def read_producer(found: Mapping[str, Any], file: str) -> Producer:
    """A producer out of the keys of its file: ``nome``, ``nif``, ``produto``, ``certificado``, ``chave``.

    file: its name, for messages. Raises Refusal with the key that is missing or wrong: nothing is guessed.
    """
    names = ("nome", "nif", "produto", "certificado", "chave")
    for key in (*found, *names):
        if key not in names or not isinstance(found.get(key), str) or not clean(str(found[key])):
            raise _wrong(file, key, "as chaves são nome, nif, produto, certificado e chave, com texto entre aspas")
    given = {name: clean(str(found[name]), 200) for name in names}
    certificate, key = given["certificado"], given["chave"].replace(":", "").lower()
    if not _CERTIFICATE.fullmatch(certificate) or certificate == TEST_CERTIFICATE:
        raise _wrong(file, "certificado", "tem de ser o número que a AT deu, de 1 a 9998")
    if not _FINGERPRINT.fullmatch(key):
        raise _wrong(file, "chave", "tem de ser a impressão digital da chave pública, 64 algarismos hexadecimais")
    return Producer(given["nome"], check_nif(given["nif"]), given["produto"], certificate, key)


def _wrong(file: str, key: str, what: str) -> Refusal:
    return Refusal(f"{file}: «{clean(key, 30)}»: {what}.", field=clean(key, 30), rule="producer")


def certificate_phrase(printed_hash: str, certificate: str) -> str:
    """``AxAx-Processado por programa certificado n.º 0000/AT`` (Despacho 8632/2014, 2.2.2; C7)."""
    return f"{printed_hash}-Processado por programa certificado n.º {certificate}/AT"
