"""The settings of AT as a form over at/at.toml (mode 0600) and the company's choice of what is told by web service."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fiscal.errors import Refusal
from integrations.at import config
from integrations.at.certificate import at_key, client_certificate, expiries
from integrations.at.config import PASSWORDS, PRODUCTION, PROFILES, TEST, BadConfiguration, Configuration, folder
from integrations.at.values import Service
from integrations.declared import Integration
from models.clock import utc_now
from models.declared import Choice, Field, Form, Text, Values, YesNo
from models.home import Home
from models.outbox import kinds
from models.outbox.act import retry_all
from models.outbox.choose import choose
from models.outbox.modes import MODES, key, mode
from models.session import Session

_USER = re.compile(r"[0-9]{9}/[0-9]{1,4}")
_NAMES = {Service.INVOICES: "Faturas", Service.TRANSPORT: "Transporte", Service.SERIES: "Séries"}
_FILES = {"certificado": "Certificado de cliente", "chave": "Chave do certificado", "chave_at": "Chave pública da AT"}
KEPT = "guardar"
_HELP = {
    Service.INVOICES: "Faturas, conferência e recibos: até dia 5 do mês seguinte, ou logo.",
    Service.TRANSPORT: "Guias: antes de a mercadoria sair.",
    Service.SERIES: "Antes de usar cada série: dá o código de validação.",
}
_LAW = {
    Service.INVOICES: "DL 198/2012, art. 3. Quem começa o ano pelo serviço web continua por ele até ao fim.",
    Service.TRANSPORT: "DL 147/2003, art. 5; dispensa até 100 000 € de vendas no ano anterior (art. 5 n.10).",
    Service.SERIES: "Portaria 195/2020: cada série tem o código que a AT lhe deu.",
}


def _check_user(text: str, values: Values) -> None:
    if not _USER.fullmatch(text):
        raise Refusal("Escreva o subutilizador como 555555555/1: o NIF da empresa, barra, e o número.", rule="at")


def _fields() -> tuple[Field, ...]:
    by_service: list[Field] = []
    for service, name in _NAMES.items():
        profile = PROFILES[service]
        by_service += [
            Field(key(service.value), f"{name}: como", Choice(MODES[service.value]), 50, default=MODES[service.value][0][0],
                  group=name, help=_HELP[service], law=_LAW[service]),
            Field(f"utilizador.{service}", "Subutilizador", Text(14), 16, default="", check=_check_user,
                  help=f"Com o perfil {profile}, criado no Portal das Finanças: 555555555/1."),
            Field(f"senha.{service}", "Senha", Text(100, secret=True), 16, default="",
                  help="Vazio: fica a que já está guardada."),
        ]  # fmt: skip
    return (
        *by_service,
        Field(KEPT, "Guardar senhas", YesNo(), 5, default=True, group="Ligação",
              help="Não: nada se guarda; pedem-se em cada sessão, na Comunicação (F7)."),
        Field("ambiente", "Ambiente", Choice(((TEST, "Testes"), (PRODUCTION, "Produção"))), 18, default=TEST,
              help="Em testes nada conta. Produção só com o certificado de produção."),
        Field("certificado", "Certificado", Text(200), 50, default="",
              help="O .crt ou .pfx que a AT deu, na pasta at da empresa."),
        Field("chave", "Chave", Text(200), 50, default="", help="A chave do .crt; com .pfx fica vazio."),
        Field("senha_certificado", "Senha do .pfx", Text(100, secret=True), 16, default="",
              help="Do .pfx, ou da chave cifrada. Vazio: fica a que está."),
        Field("chave_at", "Chave da AT", Text(200), 50, default="",
              help="O ficheiro «Chave Cifra Pública AT» (.cer), tal como vem."),
    )  # fmt: skip


def _written(home: Home) -> dict[str, Any]:
    """at.toml as it is; nothing where there is none yet. Raises BadConfiguration for one that cannot be read."""
    return config.written(home.path) if (folder(home.path) / "at.toml").exists() else {}


def at_form(home: Home) -> Form:
    """The form. ``save`` gives the passwords that are for this session only, by the name of their variable."""
    fields = _fields()

    def load(_: object) -> Values:
        found = _written(home)
        given = found.get("credenciais", {})
        values: Values = {f.name: found.get(f.name, f.default) for f in fields}
        for service in _NAMES:
            values[key(service.value)] = mode(service.value)
            values[f"utilizador.{service}"] = given.get(service.value, {}).get("utilizador", "")
            values[f"senha.{service}"] = ""
        values["senha_certificado"] = ""
        values[KEPT] = not found or any(one.get("senha") for one in given.values())
        return values

    def save(values: Values, session: Session) -> dict[str, str]:
        found = _with(_written(home), values)
        _check(home, found)
        for_now = {}
        if not values[KEPT]:
            for service, variable in PASSWORDS.items():
                if typed := str(values[f"senha.{service}"] or ""):
                    for_now[variable] = typed
        choose({service.value: str(values[key(service.value)]) for service in _NAMES}, session)
        _write(home, found)
        retry_all(session, states=(kinds.STOPPED,))
        return for_now

    return Form("Autoridade Tributária", fields, load, save)


def _with(found: dict[str, Any], values: Values) -> dict[str, Any]:
    """at.toml with what was typed in it; what the form does not know stays."""
    changed = {**found, "ambiente": values["ambiente"]}
    for name in (*_FILES, "senha_certificado"):
        typed = str(values[name] or "")
        if typed:
            changed[name] = typed
        elif name != "senha_certificado":
            changed.pop(name, None)
    credentials = {}
    for service in _NAMES:
        before = found.get("credenciais", {}).get(service.value, {})
        password = str(values[f"senha.{service}"] or "") or before.get("senha", "")
        one = {"utilizador": str(values[f"utilizador.{service}"] or ""), "senha": password if values[KEPT] else ""}
        if any(one.values()):
            credentials[service.value] = {name: text for name, text in one.items() if text}
    return {**changed, "credenciais": credentials}


def _check(home: Home, found: dict[str, Any]) -> None:
    """Files that were named must be there and fit each other. Raises Refusal with the field; nothing is written then."""
    try:
        configuration = config.understood(home.path, found, {})
        if configuration.at_key is not None:
            at_key(configuration)
        if configuration.certificate is not None:
            client_certificate(configuration)
    except Refusal as refusal:
        if refusal.field not in (*_FILES, "senha_certificado"):
            refusal.field = ""  # of at.toml itself, or of a file that the form does not show
        raise


def _write(home: Home, found: dict[str, Any]) -> None:
    """Whole, under a temporary name and then renamed; never readable by others."""
    import tomli_w

    place = folder(home.path)
    temporary = place / ".at.toml.novo"
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(tomli_w.dumps(found))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(place / "at.toml")
    except OSError as error:
        raise BadConfiguration(f"Não se consegue escrever em {place}: {error.strerror}.", rule="at") from error


def warnings(home: Path, configuration: Configuration | None = None) -> list[str]:
    """What of the certificate and of AT's key ends within 60 days, or is over; nothing where there is no at.toml."""
    if not (folder(home) / "at.toml").exists():
        return []
    try:
        found = expiries(configuration or config.read(home))
    except Refusal:
        return []  # not configured whole: the panel says what is missing once something waits
    now = utc_now()
    return [text for expiry in found if (text := expiry.warning(now))]


def _state(home: Home) -> str:
    try:
        configuration = config.read(home.path)
        client_certificate(configuration)
        at_key(configuration)
    except BadConfiguration as refusal:
        return "Incompleta" if (folder(home.path) / "at.toml").exists() and refusal.field else "Não configurada"
    used = [_NAMES[Service(service)].lower() for service in MODES if mode(service) == "servico"]
    place = "produção" if configuration.environment == PRODUCTION else "testes"
    return f"{place}: {', '.join(used)}" if used else f"{place}, nada por serviço web"


def _trial(home: Home) -> Iterator[tuple[bool, str]]:
    from integrations.at.authority import open_authority
    from integrations.at.checking import State, checked

    authority = open_authority(home.path, utc_now)
    try:
        for finding in checked(authority, utc_now()):
            yield finding.state is State.RIGHT, f"{finding.what}: {finding.message}"
    finally:
        authority.client.close()


AT = Integration("Autoridade Tributária", "Comunicar por serviço web.", at_form, _state, _trial)
