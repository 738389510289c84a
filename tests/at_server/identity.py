"""Who is who at the stand-in for AT: authority, server, producer and AT's cipher key, made on the fly."""

from __future__ import annotations

import datetime as dt
import ipaddress
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PFX_PASSWORD = "senha do pfx"


@dataclass(frozen=True)
class Identity:
    """The files of one world; nothing of it outlives the tests."""

    folder: Path
    cipher_key: rsa.RSAPrivateKey
    """The private half of «Chave Cifra Pública AT»."""

    @property
    def authority(self) -> Path:
        return self.folder / "ca.pem"

    @property
    def server(self) -> Path:
        return self.folder / "server.pem"

    @property
    def client_certificate(self) -> Path:
        return self.folder / "cliente.crt"

    @property
    def client_key(self) -> Path:
        return self.folder / "cliente.key"

    @property
    def client_pfx(self) -> Path:
        return self.folder / "cliente.pfx"

    @property
    def stranger_pfx(self) -> Path:
        """A certificate of an authority that AT does not know."""
        return self.folder / "estranho.pfx"

    @property
    def at_key(self) -> Path:
        """As AT hands it out: a certificate, in DER."""
        return self.folder / "ChaveCifraPublicaAT.cer"


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def certificate(
    name: str,
    key: rsa.RSAPrivateKey,
    *,
    signed_by: tuple[x509.Certificate, rsa.RSAPrivateKey] | None = None,
    authority: bool = False,
    client: bool = False,
    begins: dt.datetime | None = None,
    ends: dt.datetime | None = None,
) -> x509.Certificate:
    """A certificate for one key, signed by another or by itself. By default good from yesterday for 300 days."""
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer, signer = (signed_by[0].subject, signed_by[1]) if signed_by else (subject, key)
    usage = ExtendedKeyUsageOID.CLIENT_AUTH if client else ExtendedKeyUsageOID.SERVER_AUTH
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins or now - dt.timedelta(days=1))
        .not_valid_after(ends or now + dt.timedelta(days=300))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
    if authority:
        builder = builder.add_extension(
            x509.KeyUsage(
                digital_signature=True, content_commitment=False, key_encipherment=False, data_encipherment=False,
                key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
            ),
            critical=True,
        )  # fmt: skip
    else:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False).add_extension(
            x509.ExtendedKeyUsage([usage]), critical=False
        )
    return builder.sign(signer, hashes.SHA256())


def pem(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def write_private(path: Path, data: bytes) -> Path:
    path.touch(mode=0o600)
    path.write_bytes(data)
    return path


def pfx(key: rsa.RSAPrivateKey, made: x509.Certificate) -> bytes:
    lock = BestAvailableEncryption(PFX_PASSWORD.encode())
    return pkcs12.serialize_key_and_certificates(b"AT", key, made, None, lock)


def make(folder: Path) -> Identity:
    """All keys and certificates of a world, in ``folder``."""
    ca_key, server_key, client_key, cipher_key = (new_key() for _ in range(4))
    ca = certificate("Autoridade de ensaio", ca_key, authority=True)
    signer = (ca, ca_key)
    server = certificate("localhost", server_key, signed_by=signer)
    client = certificate("555555550", client_key, signed_by=signer, client=True)
    stranger = certificate("555555550", client_key, client=True)
    made = Identity(folder, cipher_key)
    made.authority.write_bytes(ca.public_bytes(Encoding.PEM))
    write_private(made.server, pem(server_key) + server.public_bytes(Encoding.PEM))
    made.client_certificate.write_bytes(client.public_bytes(Encoding.PEM))
    write_private(made.client_key, pem(client_key))
    write_private(made.client_pfx, pfx(client_key, client))
    write_private(made.stranger_pfx, pfx(client_key, stranger))
    made.at_key.write_bytes(certificate("Chave Cifra Pública AT", cipher_key).public_bytes(Encoding.DER))
    return made
