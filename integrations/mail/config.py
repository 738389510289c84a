"""``correio.toml`` in the company's home: the SMTP server and who writes; mode 0600, in no database."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from fiscal.errors import Refusal
from integrations.declared import Integration
from models.declared import Choice, Field, Form, Number, Text, Values
from models.home import Home
from models.session import Session

FILE = "correio.toml"
STARTTLS, TLS, NONE = "starttls", "tls", "nenhuma"
SECURITY = ((STARTTLS, "STARTTLS (porta 587)"), (TLS, "TLS (porta 465)"), (NONE, "Nenhuma (só na própria rede)"))


@dataclass(frozen=True, slots=True)
class Mailbox:
    """How mail leaves. security: ``STARTTLS``, ``TLS`` or ``NONE``; user empty: the server asks for no password."""

    host: str
    port: int
    security: str
    user: str
    password: str
    sender: str


FIELDS = (
    Field("servidor", "Servidor", Text(200), 40, required=True, help="O nome do servidor de saída: smtp.exemplo.pt."),
    Field("porta", "Porta", Number(0), 8, required=True, default=Decimal(587), help="587 com STARTTLS, 465 com TLS."),
    Field("seguranca", "Segurança", Choice(SECURITY), 30, default=STARTTLS, required=True,
          help="A senha só segue cifrada, ou para a própria máquina."),
    Field("utilizador", "Utilizador", Text(200), 40, default="", help="Vazio se o servidor não pede senha."),
    Field("senha", "Senha", Text(200, secret=True), 20, default="", help="Vazio: fica a que já está guardada."),
    Field("remetente", "Remetente", Text(200), 40, required=True, help="O endereço de quem escreve."),
)  # fmt: skip


def read(home: Path) -> Mailbox:
    """The mailbox as configured. Raises Refusal where there is none, or where others may read its password."""
    path = home / FILE
    if not path.exists():
        raise Refusal(
            "Falta configurar o correio: Entidade > Configurações, F6 Integrações, Correio.", field="mail", rule="mail"
        )
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise Refusal(f"{FILE} pode ser lido por outros: corra «chmod 600 {path}».", field="mail", rule="mail")
    found = _written(home)
    try:
        box = Mailbox(
            str(found["servidor"]), int(found["porta"]), str(found["seguranca"]), str(found.get("utilizador", "")),
            str(found.get("senha", "")), str(found["remetente"]),
        )  # fmt: skip
    except (KeyError, ValueError) as error:
        raise Refusal(f"{FILE} está incompleto ({error}).", field="mail", rule="mail") from error
    if box.password and box.security == NONE and box.host not in ("localhost", "127.0.0.1", "::1"):
        raise Refusal(
            "Sem cifra não se manda a senha para outra máquina: escolha STARTTLS.", field="seguranca", rule="mail"
        )
    return box


def _written(home: Path) -> dict[str, Any]:
    path = home / FILE
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Refusal(f"Não se consegue ler {FILE}: {error}.", field="mail", rule="mail") from error


def _form(home: Home) -> Form:
    def load(_: object) -> Values:
        found = _written(home.path)
        values = {f.name: found.get(f.name, f.default) for f in FIELDS}
        return {**values, "porta": Decimal(str(values["porta"])), "senha": ""}

    def save(values: Values, session: Session) -> dict[str, str]:
        before = _written(home.path)
        found = {f.name: str(values[f.name] or "") for f in FIELDS}
        found["senha"] = found["senha"] or str(before.get("senha", ""))
        write(home.path, found)
        return {}

    return Form("Correio", FIELDS, load, save)


def write(home: Path, found: dict[str, str]) -> None:
    """Whole, under a temporary name and then renamed; never readable by others."""
    import tomli_w

    temporary = home / f".{FILE}.novo"
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(tomli_w.dumps(found))
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(home / FILE)


def _state(home: Home) -> str:
    try:
        box = read(home.path)
    except Refusal:
        return "Incompleto" if (home.path / FILE).exists() else "Não configurado"
    return f"{box.sender} por {box.host}"


def _trial(home: Home) -> Iterator[tuple[bool, str]]:
    from integrations.mail.smtp import MailError, greeted

    try:
        yield True, greeted(read(home.path))
    except MailError as error:
        yield False, str(error)


MAIL = Integration("Correio", "Enviar avisos por e-mail.", _form, _state, _trial)
