"""at.toml: what it may hold, who may read it, and the sentence for what is wrong in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from integrations.at.config import ADDRESSES, PRODUCTION, TEST, BadConfiguration, read
from integrations.at.security import Credential
from integrations.at.values import Service

WHOLE = """
ambiente = "producao"
certificado = "555555550.pfx"
senha_certificado = "pfx"
chave_at = "ChaveCifraPublicaAT.cer"
ligar = 5

[credenciais.series]
utilizador = "599999993/1"
senha = "um"

[credenciais.faturas]
utilizador = "599999993/2"
senha = "dois"

[enderecos]
transporte = "https://intermediario.example:401/sgdtws/documentosTransporte"
"""


def write(home: Path, text: str, mode: int = 0o600) -> Path:
    path = home / "at" / "at.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def test_a_whole_configuration(home: Path) -> None:
    write(home, WHOLE)
    found = read(home, {})
    assert (found.environment, found.connect_seconds, found.answer_seconds) == (PRODUCTION, 5, 60)
    assert found.credential(Service.SERIES) == found.credential(Service.SELF_BILLING) == Credential("599999993/1", "um")
    assert found.credential(Service.INVOICES) == Credential("599999993/2", "dois")
    assert found.certificate == home / "at" / "555555550.pfx"
    assert found.at_key == home / "at" / "ChaveCifraPublicaAT.cer"
    assert found.addresses[Service.SERIES] == "https://servicos.portaldasfinancas.gov.pt:422/SeriesWSService"
    assert found.addresses[Service.TRANSPORT].startswith("https://intermediario.example:401/")
    with pytest.raises(BadConfiguration, match="Falta o utilizador da AT para «transporte»"):
        found.credential(Service.TRANSPORT)


def test_the_environment_s_passwords_stand_before_the_file_s(home: Path) -> None:
    write(home, WHOLE + '[credenciais.transporte]\nutilizador = "599999993/3"\n')
    found = read(
        home,
        {
            "BALCAO_AT_SENHA_SERIES": "outra",
            "BALCAO_AT_SENHA_TRANSPORTE": "só aqui",
            "BALCAO_AT_SENHA_CERTIFICADO": "do ambiente",
        },
    )
    assert found.credential(Service.SERIES).password == "outra"
    assert found.credential(Service.TRANSPORT) == Credential("599999993/3", "só aqui")
    assert found.certificate_password == "do ambiente"


def test_nothing_said_means_the_test_environment(home: Path) -> None:
    write(home, "")
    found = read(home, {})
    assert found.environment == TEST
    assert dict(found.addresses) == {
        Service.SERIES: "https://servicos.portaldasfinancas.gov.pt:722/SeriesWSService",
        Service.SELF_BILLING: "https://servicos.portaldasfinancas.gov.pt:722/SeriesAutoFaturacaoWSService",
        Service.INVOICES: "https://servicos.portaldasfinancas.gov.pt:723/fatcorews/ws/",
        Service.TRANSPORT: "https://servicos.portaldasfinancas.gov.pt:701/sgdtws/documentosTransporte",
    }


def test_test_and_production_never_share_an_address() -> None:
    assert not set(ADDRESSES[TEST].values()) & set(ADDRESSES[PRODUCTION].values())


def test_secrets_do_not_show_where_the_configuration_is_printed(home: Path) -> None:
    write(home, WHOLE.replace('"um"', '"segredo-um"').replace('"pfx"', '"segredo-pfx"'))
    assert "segredo" not in repr(read(home, {}))


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_file_that_others_can_read_is_refused(home: Path, mode: int) -> None:
    path = write(home, WHOLE, mode)
    with pytest.raises(BadConfiguration, match="pode ser lido por outros") as refused:
        read(home, {})
    assert refused.value.message.endswith(f"corra «chmod 600 {path}».")


def test_no_file_says_which_one_is_missing(home: Path) -> None:
    with pytest.raises(BadConfiguration, match="não está configurada: falta o ficheiro"):
        read(home, {})


@pytest.mark.parametrize(
    ("text", "field", "message"),
    [
        ("certidao = 'x'", "certidao", "não existe. As chaves são ambiente, certificado"),
        ("ambiente = 'ensaio'", "ambiente", "tem de ser «teste» ou «producao»"),
        ("ambiente = 1", "ambiente", "tem de ser texto entre aspas"),
        ("ligar = 0", "ligar", "de 1 a 120"),
        ("ligar = true", "ligar", "tem de ser um número inteiro"),
        ("responder = 601", "responder", "de 1 a 600"),
        ("credenciais = 'x'", "credenciais", "tem de ser uma tabela"),
        ("[credenciais.gasoleo]\nsenha = ''", "credenciais.gasoleo", "As chaves são series, faturas, transporte"),
        ("[credenciais.series]\nuser = ''", "credenciais.series.user", "As chaves são utilizador, senha"),
        ("[credenciais.series]\nsenha = 1", "credenciais.series.senha", "tem de ser texto entre aspas"),
        ("[enderecos]\nseries = 'http://x'", "enderecos.series", "tem de começar por https://"),
        ("[enderecos]\noutro = 'https://x'", "enderecos.outro", "não existe"),
        ("ambiente = ", None, "tem um erro de escrita"),
    ],
)
def test_what_is_wrong_in_it_is_named(home: Path, text: str, field: str | None, message: str) -> None:
    write(home, text)
    with pytest.raises(BadConfiguration) as refused:
        read(home, {})
    assert message in refused.value.message
    assert refused.value.field == field


def test_bytes_that_are_no_text(home: Path) -> None:
    path = write(home, "")
    path.write_bytes(b'ambiente = "\xff"')
    with pytest.raises(BadConfiguration, match="não se consegue ler"):
        read(home, {})
