"""The producer's client certificate and AT's key: read from files, dated, and asked for (fiscal.md 6.1)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fiscal.errors import Refusal
from fiscal.nif import check_nif
from fiscal.text import clean
from integrations.at.config import BadConfiguration, Configuration, check_private
from integrations.at.security import public_key

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

WARN_DAYS = 60
"""Renewal takes a month; the manuals disagree on 12 or 24 months of validity, so the file's own date counts."""
KEY_BITS = 2048

LIMITS = {"C": 2, "ST": 32, "L": 32, "O": 180, "OU": 180, "CN": 9, "emailAddress": 80}
"""What AT takes in a request for a certificate: the field and its longest text."""
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True, slots=True)
class ClientCertificate:
    certificate: x509.Certificate
    key: RSAPrivateKey
    others: tuple[x509.Certificate, ...] = ()
    """Certificates of authorities that came with it."""


@dataclass(frozen=True, slots=True)
class Expiry:
    """Until when something is good."""

    what: str
    ends: dt.datetime
    """UTC."""

    def days_left(self, now: dt.datetime) -> int:
        """Whole days from ``now`` (UTC); below zero once it is over."""
        return (self.ends - now).days

    def warning(self, now: dt.datetime) -> str:
        """The sentence to show, from 60 days before; empty until then."""
        days = self.days_left(now)
        if days < 0:
            return f"{self.what} acabou em {self.ends:%d-%m-%Y}: a AT já não o aceita. Renove-o e indique o novo em at.toml."
        if days <= WARN_DAYS:
            when = "hoje" if days == 0 else "amanhã" if days == 1 else f"daqui a {days} dias"
            return f"{self.what} acaba {when}, em {self.ends:%d-%m-%Y}: peça já a renovação, que pode levar um mês."
        return ""


def expiries(configuration: Configuration) -> tuple[Expiry, ...]:
    """Of the client certificate and of AT's key, where it came as a certificate. Raises BadConfiguration."""
    client = client_certificate(configuration).certificate
    found = [Expiry("O certificado de cliente da AT", client.not_valid_after_utc)]
    at = _at_certificate(_bytes(configuration.at_key, "chave_at"))
    if at is not None:
        found.append(Expiry("O certificado da chave pública da AT", at.not_valid_after_utc))
    return tuple(found)


def at_key(configuration: Configuration) -> RSAPublicKey:
    """The key for the Nonce. Raises BadConfiguration."""
    return public_key(_bytes(configuration.at_key, "chave_at"))


def client_certificate(configuration: Configuration) -> ClientCertificate:
    """The producer's certificate with its key, from a .pfx or from PEM files. Raises BadConfiguration."""
    data = _bytes(configuration.certificate, "certificado")
    password = configuration.certificate_password.encode("utf-8") or None
    if b"-----BEGIN" in data:
        key_path = configuration.certificate_key or configuration.certificate
        return _from_pem(data, _bytes(key_path, "chave", secret=True), password)
    _bytes(configuration.certificate, "certificado", secret=True)
    return _from_pfx(data, password)


def _from_pem(data: bytes, key_data: bytes, password: bytes | None) -> ClientCertificate:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        first, *others = x509.load_pem_x509_certificates(data)
    except ValueError:
        raise _bad("certificado", "O ficheiro do certificado não é PEM nem .pfx: use o que a AT devolveu.") from None
    try:
        key = load_pem_private_key(key_data, password if b"ENCRYPTED" in key_data else None)
    except (ValueError, TypeError):
        raise _bad(
            "chave", "A chave do certificado não se consegue ler: veja o ficheiro e «senha_certificado»."
        ) from None
    return _pair(first, key, tuple(others))


def _from_pfx(data: bytes, password: bytes | None) -> ClientCertificate:
    from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

    try:
        found = load_pkcs12(data, password)
    except ValueError:
        raise _bad(
            "certificado", "O certificado .pfx não se abre: veja o ficheiro e a senha em «senha_certificado»."
        ) from None
    if found.cert is None or found.key is None:
        raise _bad("certificado", "O ficheiro .pfx não tem o certificado e a chave: exporte-o com os dois.")
    return _pair(found.cert.certificate, found.key, tuple(other.certificate for other in found.additional_certs))


def _pair(certificate: x509.Certificate, key: object, others: tuple[x509.Certificate, ...]) -> ClientCertificate:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

    if not isinstance(key, RSAPrivateKey) or key.public_key() != certificate.public_key():
        raise _bad("chave", "A chave não é a deste certificado: use a que foi feita com o pedido (CSR).")
    return ClientCertificate(certificate, key, others)


def _at_certificate(data: bytes) -> x509.Certificate | None:
    from cryptography import x509

    for read in (x509.load_pem_x509_certificate, x509.load_der_x509_certificate):
        try:
            return read(data)
        except ValueError:
            continue
    return None


def _bytes(path: Path | None, key: str, *, secret: bool = False) -> bytes:
    if path is None:
        raise _bad(key, f"Falta «{key}» em at.toml: indique o ficheiro. O manual diz como se obtém.")
    if secret:
        check_private(path)
    try:
        return path.read_bytes()
    except OSError as error:
        raise _bad(key, f"O ficheiro de «{key}» não se consegue ler ({error.strerror}): {path}.") from error


def _bad(key: str, message: str) -> BadConfiguration:
    return BadConfiguration(message, field=key, rule="at")


def request(fields: dict[str, str], password: str = "") -> tuple[bytes, bytes]:
    """A new RSA key and the request (CSR) that AT signs, both PEM. The key is encrypted where a password is given.

    fields: ST, L, O, OU, CN (NIF of the producer) and emailAddress; C is PT. Raises Refusal with the field.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import (
        BestAvailableEncryption,
        Encoding,
        NoEncryption,
        PrivateFormat,
    )
    from cryptography.x509.oid import NameOID

    names = {
        "C": NameOID.COUNTRY_NAME,
        "ST": NameOID.STATE_OR_PROVINCE_NAME,
        "L": NameOID.LOCALITY_NAME,
        "O": NameOID.ORGANIZATION_NAME,
        "OU": NameOID.ORGANIZATIONAL_UNIT_NAME,
        "CN": NameOID.COMMON_NAME,
        "emailAddress": NameOID.EMAIL_ADDRESS,
    }
    checked = checked_fields({"C": "PT", **fields})
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    subject = x509.Name([x509.NameAttribute(names[name], checked[name]) for name in names])
    csr = x509.CertificateSigningRequestBuilder().subject_name(subject).sign(key, hashes.SHA256())
    lock = BestAvailableEncryption(password.encode("utf-8")) if password else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock), csr.public_bytes(Encoding.PEM)


def checked_fields(fields: dict[str, str]) -> dict[str, str]:
    """The fields of a request as AT takes them: ASCII, not empty, not too long. Raises Refusal with the field."""
    checked = {}
    for name, most in LIMITS.items():
        text = clean(fields.get(name, ""))
        if not text:
            raise Refusal(f"Falta o campo {name} do pedido de certificado.", field=name, rule="at")
        if not text.isascii():
            raise Refusal(
                f"O campo {name} do pedido de certificado só leva letras sem acentos: escreva «{text}» sem eles.",
                field=name,
                rule="at",
            )
        if len(text) > most:
            raise Refusal(
                f"O campo {name} do pedido de certificado tem {len(text)} letras: no máximo {most}.",
                field=name,
                rule="at",
            )
        checked[name] = text
    checked["CN"] = check_nif(checked["CN"], field="CN")
    if not _EMAIL.fullmatch(checked["emailAddress"]):
        raise Refusal(
            "O endereço de correio do pedido não serve: escreva-o como geral@empresa.pt.", field="emailAddress"
        )
    return checked
