"""balcao at, as whoever installs the program uses it: the certificate request, and the trial of everything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from tests.at_server import identity
from tests.at_server.server import PASSWORD, USER, AtServer, schemas
from tests.cli.conftest import Run

FIELDS = (
    "--nif", "509964435", "--name", "Programas Oliveira, Lda", "--unit", "Faturacao", "--district", "Porto",
    "--city", "Gaia", "--email", "geral@oliveira.example",
)  # fmt: skip


def utc() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> identity.Identity:
    return identity.make(tmp_path_factory.mktemp("at"))


@pytest.fixture
def server(world: identity.Identity) -> Iterator[AtServer]:
    with AtServer(world, schemas(None), utc) as running:
        yield running


@pytest.fixture
def configured(home: Path, world: identity.Identity, server: AtServer) -> Path:
    """at.toml of a shop whose AT is the stand-in."""
    path = home / "at" / "at.toml"
    path.parent.mkdir()
    path.touch(mode=0o600)
    services = ("series", "autofaturacao", "faturas", "transporte")
    addresses = "\n".join(f'{name} = "{server.address(name)}"' for name in services)
    credentials = "\n".join(
        f'[credenciais.{name}]\nutilizador = "{USER}"\nsenha = "{PASSWORD}"' for name in ("series", "faturas")
    )
    path.write_text(
        f'certificado = "{world.client_pfx}"\nsenha_certificado = "{identity.PFX_PASSWORD}"\n'
        f'chave_at = "{world.at_key}"\nautoridades = "{world.authority}"\n[enderecos]\n{addresses}\n{credentials}\n',
        encoding="utf-8",
    )
    return path


def test_the_request_for_a_certificate(run: Run, home: Path) -> None:
    said = run("at", "csr", *FIELDS)
    key, csr = home / "at" / "509964435.key", home / "at" / "509964435.csr"
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines() == [
        f"Chave: {key} (guarde uma cópia em lugar seguro; não a envie a ninguém)",
        f"Pedido: {csr} (é o que se envia à AT)",
    ]
    assert key.stat().st_mode & 0o777 == 0o600
    assert x509.load_pem_x509_csr(csr.read_bytes()).is_signature_valid


def test_a_key_is_never_written_over(run: Run, home: Path) -> None:
    run("at", "csr", *FIELDS)
    kept = (home / "at" / "509964435.key").read_bytes()
    again = run("at", "csr", *FIELDS)
    assert again.code == 1
    assert "sem essa chave o certificado pedido com ela não serve" in again.err
    assert (home / "at" / "509964435.key").read_bytes() == kept


def test_a_request_that_at_would_refuse_makes_no_file(run: Run, home: Path) -> None:
    said = run("at", "csr", *FIELDS[:3], "Programas São João", *FIELDS[4:])
    assert said.code == 1
    assert "só leva letras sem acentos" in said.err
    assert not (home / "at").exists()
    assert run("at", "csr", *FIELDS[:-2]).code == 2
    assert run("at").code == 2


def test_everything_right(run: Run, configured: Path, server: AtServer) -> None:
    said = run("at", "test")
    lines = said.out.splitlines()
    assert lines[0] == "Ambiente de testes da AT."
    assert [line[:6].strip() for line in lines[1:]] == ["certo"] * 8 + ["aviso"]
    assert lines[1].startswith("certo  Certificado: O certificado de cliente da AT vale até ")
    assert lines[3] == f"certo  Ligação (séries): 127.0.0.1:{server.port} responde."
    assert lines[6] == "certo  Relógio: O relógio deste computador está certo com o da AT."
    assert lines[7] == f"certo  Credenciais (séries): A AT aceita {USER}."
    assert lines[8] == f"certo  Credenciais (faturas): Há as de {USER}; só o primeiro documento as confirma."
    assert lines[9].startswith("aviso  Credenciais (transporte): Falta o utilizador da AT para «transporte»")
    assert said.code == 0
    assert server.series.known == {}
    assert PASSWORD not in said.out + said.err


def test_a_refused_password_stays_refused_until_somebody_says_so(run: Run, configured: Path, server: AtServer) -> None:
    right = configured.read_text()
    configured.write_text(right.replace(PASSWORD, "errada"))
    first, second = run("at", "test"), run("at", "test")
    assert (first.code, second.code, server.gate.wrong_passwords) == (1, 1, 1)
    assert "falha  Credenciais (séries): A AT recusou a senha do subutilizador" in second.out
    server.gate.users[USER].password = "errada"  # the account was put right at AT's end
    assert run("at", "test").code == 1
    assert run("at", "test", "--again").code == 0


def test_a_clock_that_is_wrong(run: Run, configured: Path, server: AtServer) -> None:
    server.now = lambda: utc() + dt.timedelta(minutes=30)
    said = run("at", "test")
    assert said.code == 1
    assert "falha  Relógio: O relógio deste computador está atrasado 30 min em relação ao da AT" in said.out


def test_at_is_down(run: Run, configured: Path, server: AtServer) -> None:
    server.down()
    said = run("at", "test")
    assert said.code == 1
    assert said.out.count("recusa a ligação ou está em baixo") == 3
    assert "sem ligação não se confirmam" in said.out


@pytest.mark.parametrize(
    ("days", "line", "code"),
    [
        (20, "aviso  Certificado: O certificado da chave pública da AT acaba daqui a 20 dias", 0),
        (-2, "falha  Certificado: O certificado da chave pública da AT acabou em", 1),
    ],
)
def test_a_certificate_that_ends_soon_and_one_that_ended(
    run: Run, configured: Path, world: identity.Identity, tmp_path: Path, days: int, line: str, code: int
) -> None:
    now = utc()
    made = identity.certificate(
        "Chave Cifra Pública AT",
        world.cipher_key,
        begins=now - dt.timedelta(days=400),
        ends=now + dt.timedelta(days=days, hours=1),
    )
    other = tmp_path / "chave.cer"
    other.write_bytes(made.public_bytes(Encoding.PEM))
    configured.write_text(configured.read_text().replace(str(world.at_key), str(other)))
    said = run("at", "test")
    assert line in said.out
    assert said.code == code


def test_without_configuration_it_says_what_is_missing(run: Run, home: Path) -> None:
    said = run("at", "test")
    assert (said.code, said.out) == (1, "")
    assert "falta o ficheiro" in said.err
    assert str(home / "at" / "at.toml") in said.err
