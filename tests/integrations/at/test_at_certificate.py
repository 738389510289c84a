"""Certificates: how long they last, how they are asked for, and what is said when one does not serve (fiscal.md 6.1)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from fiscal.errors import Refusal
from integrations.at.certificate import Expiry, client_certificate, expiries, request
from integrations.at.config import BadConfiguration, Configuration
from tests.at_server import identity
from tests.at_server.identity import Identity

ENDS = dt.datetime(2027, 3, 31, 12, 0, tzinfo=dt.UTC)
CERTIFICATE = Expiry("O certificado de cliente da AT", ENDS)
FIELDS = {
    "ST": "Porto",
    "L": "Vila Nova de Gaia",
    "O": "Programas Oliveira, Lda",
    "OU": "Faturacao",
    "CN": "509964435",
    "emailAddress": "geral@oliveira.example",
}


@pytest.mark.parametrize(
    ("day", "warning"),
    [
        (dt.date(2027, 1, 29), ""),
        (dt.date(2027, 1, 30), "acaba daqui a 60 dias, em 31-03-2027: peça já a renovação, que pode levar um mês."),
        (dt.date(2027, 3, 30), "acaba amanhã, em 31-03-2027: peça já a renovação, que pode levar um mês."),
        (dt.date(2027, 3, 31), "acaba hoje, em 31-03-2027: peça já a renovação, que pode levar um mês."),
        (dt.date(2027, 4, 1), "acabou em 31-03-2027: a AT já não o aceita. Renove-o e indique o novo em at.toml."),
    ],
)
def test_the_warning_begins_sixty_days_before(day: dt.date, warning: str) -> None:
    now = dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)
    assert CERTIFICATE.warning(now) == (f"O certificado de cliente da AT {warning}" if warning else "")


def dated(world: Identity, folder: Path, ends: dt.datetime) -> Configuration:
    key = world.cipher_key
    made = identity.certificate("555555550", key, begins=ends - dt.timedelta(days=365), ends=ends, client=True)
    path = identity.write_private(folder / "cliente.pfx", identity.pfx(key, made))
    return Configuration(certificate=path, certificate_password=identity.PFX_PASSWORD, at_key=world.at_key)


def test_the_dates_are_those_of_the_files(world: Identity, tmp_path: Path) -> None:
    client, at = expiries(dated(world, tmp_path, ENDS))
    assert (client.what, client.ends) == ("O certificado de cliente da AT", ENDS)
    assert at.what == "O certificado da chave pública da AT"
    assert client.days_left(ENDS - dt.timedelta(days=10)) == 10


def test_a_bare_key_of_at_has_no_date(world: Identity, tmp_path: Path) -> None:
    bare = tmp_path / "chave.pem"
    bare.write_bytes(world.cipher_key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    assert len(expiries(replace(dated(world, tmp_path, ENDS), at_key=bare))) == 1


def test_a_pem_with_its_key_inside_and_a_chain(world: Identity, tmp_path: Path) -> None:
    both = identity.write_private(
        tmp_path / "tudo.pem",
        world.client_certificate.read_bytes() + world.authority.read_bytes() + world.client_key.read_bytes(),
    )
    found = client_certificate(Configuration(certificate=both))
    assert len(found.others) == 1
    assert found.key.public_key() == found.certificate.public_key()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"certificate": None}, "Falta «certificado» em at.toml"),
        ({"certificate": "nada.pfx"}, "não se consegue ler"),
        ({"certificate": "lixo.pfx"}, "não se abre: veja o ficheiro e a senha"),
        ({"certificate": "lixo.pem"}, "não é PEM nem .pfx"),
        ({"certificate_key": "lixo.pem"}, "A chave do certificado não se consegue ler"),
        (
            {"certificate_key": "outra.key"},
            "A chave não é a deste certificado: use a que foi feita com o pedido (CSR).",
        ),
    ],
)
def test_a_certificate_that_does_not_serve(
    world: Identity, tmp_path: Path, changed: dict[str, str | None], message: str
) -> None:
    identity.write_private(tmp_path / "lixo.pfx", b"lixo")
    identity.write_private(tmp_path / "lixo.pem", b"-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----\n")
    identity.write_private(tmp_path / "outra.key", identity.pem(world.cipher_key))
    good = Configuration(certificate=world.client_certificate, certificate_key=world.client_key)
    paths = {name: tmp_path / given if given else None for name, given in changed.items()}
    with pytest.raises(BadConfiguration) as refused:
        client_certificate(replace(good, **paths))  # type: ignore[arg-type]
    assert message in refused.value.message


def test_a_request_holds_what_at_wants_in_its_order() -> None:
    key_pem, csr_pem = request(FIELDS)
    csr = x509.load_pem_x509_csr(csr_pem)
    assert csr.is_signature_valid
    assert [(attribute.rfc4514_attribute_name, attribute.value) for attribute in csr.subject] == [
        ("C", "PT"),
        ("ST", "Porto"),
        ("L", "Vila Nova de Gaia"),
        ("O", "Programas Oliveira, Lda"),
        ("OU", "Faturacao"),
        ("CN", "509964435"),
        ("1.2.840.113549.1.9.1", "geral@oliveira.example"),
    ]
    key = load_pem_private_key(key_pem, None)
    assert isinstance(key, RSAPrivateKey)
    assert (key.key_size, key.public_key()) == (2048, csr.public_key())


def test_a_key_is_encrypted_where_a_password_is_given() -> None:
    key_pem, _ = request(FIELDS, "çã segredo")
    assert load_pem_private_key(key_pem, "çã segredo".encode())
    with pytest.raises(TypeError):
        load_pem_private_key(key_pem, None)


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        ("O", "Programas São João", "só leva letras sem acentos: escreva «Programas São João» sem eles"),
        ("ST", "", "Falta o campo ST"),
        ("L", "x" * 33, "tem 33 letras: no máximo 32"),
        ("CN", "509964436", "o último dígito devia ser 5"),
        ("emailAddress", "geral", "escreva-o como geral@empresa.pt"),
    ],
)
def test_a_request_that_at_would_refuse_is_not_made(field: str, text: str, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        request({**FIELDS, field: text})
    assert message in refused.value.message
    assert refused.value.field == field
