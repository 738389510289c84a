"""``at/at.toml`` in the company's home: which AT, whose credentials, which certificate; mode 0600, in no database."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fiscal.errors import Refusal
from integrations.at.security import Credential
from integrations.at.values import Service

_HOST = "https://servicos.portaldasfinancas.gov.pt"
TEST, PRODUCTION = "teste", "producao"
ADDRESSES: Mapping[str, Mapping[Service, str]] = {
    PRODUCTION: {
        Service.SERIES: f"{_HOST}:422/SeriesWSService",
        Service.SELF_BILLING: f"{_HOST}:422/SeriesAutoFaturacaoWSService",
        Service.INVOICES: f"{_HOST}:423/fatcorews/ws/",
        Service.TRANSPORT: f"{_HOST}:401/sgdtws/documentosTransporte",
    },
    TEST: {
        Service.SERIES: f"{_HOST}:722/SeriesWSService",
        Service.SELF_BILLING: f"{_HOST}:722/SeriesAutoFaturacaoWSService",
        Service.INVOICES: f"{_HOST}:723/fatcorews/ws/",
        Service.TRANSPORT: f"{_HOST}:701/sgdtws/documentosTransporte",
    },
}
"""Fiscal.md 6.2. The test environment wants the sub-users of production; what it holds may be wiped."""

PROFILES = {Service.SERIES: "WSE", Service.INVOICES: "WFA", Service.TRANSPORT: "WDT"}
"""What Portal das Finanças calls the permission of each; self-billing goes by that of series."""

PASSWORDS = {
    Service.SERIES: "BALCAO_AT_SENHA_SERIES",
    Service.INVOICES: "BALCAO_AT_SENHA_FATURAS",
    Service.TRANSPORT: "BALCAO_AT_SENHA_TRANSPORTE",
}
"""Environment variables that stand before the file."""
CONNECT_SECONDS, ANSWER_SECONDS = 15, 60
CERTIFICATE_PASSWORD = "BALCAO_AT_SENHA_CERTIFICADO"

_KEYS: Mapping[str, type] = {
    "ambiente": str,
    "certificado": str,
    "chave": str,
    "senha_certificado": str,
    "chave_at": str,
    "autoridades": str,
    "ligar": int,
    "responder": int,
    "credenciais": dict,
    "enderecos": dict,
}
_KINDS = {str: "texto entre aspas", int: "um número inteiro", dict: "uma tabela"}
_SECONDS = {"ligar": (1, 120), "responder": (1, 600)}


class BadConfiguration(Refusal):
    """at.toml, or a file that it names, cannot be used."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """All that a client of AT must know. Secrets do not show when it is printed."""

    environment: str = TEST
    addresses: Mapping[Service, str] = field(default_factory=lambda: ADDRESSES[TEST])
    credentials: Mapping[Service, Credential] = field(default_factory=dict, repr=False)
    certificate: Path | None = None
    """The producer's client certificate: a .pfx/.p12 with its key, or PEM."""
    certificate_key: Path | None = None
    """PEM key of a PEM certificate."""
    certificate_password: str = field(default="", repr=False)
    at_key: Path | None = None
    """«Chave Cifra Pública AT», as AT hands it out; renewed by AT from time to time."""
    authorities: Path | None = None
    """Certificate authorities to believe instead of the system's (PEM)."""
    connect_seconds: int = CONNECT_SECONDS
    answer_seconds: int = ANSWER_SECONDS

    def credential(self, service: Service) -> Credential:
        """Raises BadConfiguration where there is none."""
        wanted = Service.SERIES if service is Service.SELF_BILLING else service
        found = self.credentials.get(wanted)
        if found is None or not found.user or not found.password:
            missing = "o utilizador" if found is None or not found.user else "a senha"
            raise BadConfiguration(
                f"Falta {missing} da AT para «{wanted}»: é o que vai em at.toml, na tabela [credenciais.{wanted}], "
                f"de um subutilizador com o perfil {PROFILES[wanted]}.",
                field=f"credenciais.{wanted}",
                rule="at",
            )
        return found


def folder(home: Path) -> Path:
    """Where all that is of AT lies, inside a company's home."""
    return home / "at"


def read(home: Path, environ: Mapping[str, str] = os.environ) -> Configuration:
    """The configuration of a company's home. Paths are taken from the folder ``at``.

    Raises BadConfiguration with the key and what to do: no file, a file that others can read, unknown keys, bad values.
    """
    return understood(home, written(home), environ)


def written(home: Path) -> dict[str, Any]:
    """What at.toml holds. Raises BadConfiguration as ``read``, but for what its values mean."""
    path = folder(home) / "at.toml"
    check_private(path)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadConfiguration(
            f"A comunicação com a AT não está configurada: falta o ficheiro {path}. O manual diz como se faz.",
            rule="at",
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadConfiguration(f"{path.name} não se consegue ler: {error}.", rule="at") from error
    except tomllib.TOMLDecodeError as error:
        raise BadConfiguration(f"{path.name} tem um erro de escrita: {error}.", rule="at") from error


def understood(home: Path, found: Mapping[str, Any], environ: Mapping[str, str] = os.environ) -> Configuration:
    """What the keys of at.toml mean. Raises BadConfiguration with the key."""
    _check(found, _KEYS, "")
    environment = found.get("ambiente", TEST)
    if environment not in ADDRESSES:
        raise _bad("ambiente", "tem de ser «teste» ou «producao»")
    for name, (least, most) in _SECONDS.items():
        if name in found and not least <= found[name] <= most:
            raise _bad(name, f"tem de ser um número de segundos de {least} a {most}")

    def file(name: str) -> Path | None:
        return folder(home) / Path(found[name]).expanduser() if found.get(name) else None

    return Configuration(
        environment=environment,
        addresses={**ADDRESSES[environment], **_addresses(found.get("enderecos", {}))},
        credentials=_credentials(found.get("credenciais", {}), environ),
        certificate=file("certificado"),
        certificate_key=file("chave"),
        certificate_password=environ.get(CERTIFICATE_PASSWORD) or found.get("senha_certificado", ""),
        at_key=file("chave_at"),
        authorities=file("autoridades"),
        connect_seconds=found.get("ligar", CONNECT_SECONDS),
        answer_seconds=found.get("responder", ANSWER_SECONDS),
    )


def check_private(path: Path) -> None:
    """Raises BadConfiguration where others than the owner can read a file that holds a secret."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return  # whoever reads it says what is wrong
    if os.name == "posix" and mode & 0o077:
        raise BadConfiguration(
            f"O ficheiro {path.name} tem segredos e pode ser lido por outros: corra «chmod 600 {path}».",
            field=path.name,
            rule="at",
        )


def _addresses(given: Mapping[str, Any]) -> dict[Service, str]:
    _check(given, {service.value: str for service in Service}, "enderecos.")
    for name, address in given.items():
        if not address.startswith("https://"):
            raise _bad(f"enderecos.{name}", "tem de começar por https://")
    return {Service(name): address for name, address in given.items()}


def _credentials(given: Mapping[str, Any], environ: Mapping[str, str]) -> dict[Service, Credential]:
    _check(given, {service.value: dict for service in PASSWORDS}, "credenciais.")
    found = {}
    for service, variable in PASSWORDS.items():
        of_service = given.get(service.value, {})
        _check(of_service, {"utilizador": str, "senha": str}, f"credenciais.{service}.")
        password = environ.get(variable) or of_service.get("senha", "")
        if of_service or password:
            found[service] = Credential(of_service.get("utilizador", ""), password)
    return found


def _check(found: Mapping[str, Any], known: Mapping[str, type], within: str) -> None:
    for key, value in found.items():
        kind = known.get(key)
        if kind is None:
            raise _bad(f"{within}{key}", f"não existe. As chaves são {', '.join(known)}")
        if type(value) is not kind:
            raise _bad(f"{within}{key}", f"tem de ser {_KINDS[kind]}")


def _bad(key: str, what: str) -> BadConfiguration:
    return BadConfiguration(f"at.toml: «{key}» {what}.", field=key, rule="at")
