"""Signers outside the program, by ``[assinatura]`` in balcao.toml: a process, or a service over HTTP.

Whatever comes back is checked with the public key before anybody sees it: a wrong signature is never stored.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from fiscal.errors import Refusal
from fiscal.signature import Verifier
from fiscal.text import clean
from models.settings import LONGEST_SIGNATURE, BadSettings

LONGEST_ANSWER = 10_000
"""Bytes read of an answer; a signature is 172."""
TOKEN = "BALCAO_SIGN_TOKEN"
"""Environment variable with the service's bearer token, before the file."""


class Transport(Protocol):
    """How a text gets to whoever signs it, and what comes back."""

    name: str
    """As a message names it."""

    def ask(self, text: bytes) -> bytes:
        """The answer. Raises Refusal that says what went wrong."""


class ExternalSigner:
    """Signs through a transport; the public key is this installation's own copy, never what the transport says."""

    def __init__(self, transport: Transport, public_file: Path) -> None:
        self.transport = transport
        self._file = public_file
        self._verifier: Verifier | None = None
        self._pem = ""

    def __repr__(self) -> str:
        return f"ExternalSigner({self.transport.name})"

    @property
    def public_pem(self) -> str:
        if not self._pem:
            self._pem = read_public_key(self._file)
        return self._pem

    def sign(self, message: str) -> str:
        if self._verifier is None:
            self._verifier = Verifier(self.public_pem)
        answer = self.transport.ask(message.encode())
        signature = "".join(answer.decode("ascii", errors="replace").split())
        if not self._verifier.holds(message, signature):
            shown = clean(answer.decode("utf-8", errors="replace"), 60) or "nada"
            raise refused(
                self.transport.name,
                f"o que devolveu não é uma assinatura válida com a chave pública {self._file.name} ({shown})",
            )
        return signature


def refused(name: str, what: str) -> Refusal:
    """What whoever issues is told: nothing was issued, and where to look."""
    return Refusal(f"Não se assinou: {name}: {what}. Nada foi emitido; veja [assinatura] em balcao.toml.", rule="C4")


def external_signer(home: Path, wanted: Mapping[str, Any]) -> ExternalSigner:
    """The signer of ``[assinatura]``. Files are relative to ``home``. Raises BadSettings for what is missing or contrary."""
    command, service = wanted.get("comando", "").strip(), wanted.get("servico", "").strip()
    if bool(command) == bool(service):
        raise _bad("comando", "indique um programa (comando) ou um serviço (servico), um só")
    if not wanted.get("chave_publica"):
        raise _bad("chave_publica", "falta o ficheiro com a chave pública de quem assina")
    patience = int(wanted.get("prazo", LONGEST_SIGNATURE))
    transport = _process(command, patience) if command else _service(home, service, wanted, patience)
    return ExternalSigner(transport, home / str(wanted["chave_publica"]))


def _process(command: str, patience: int) -> Transport:
    from models.signing.process import Process

    try:
        words = shlex.split(command)
    except ValueError as error:
        raise _bad("comando", "há aspas por fechar") from error
    return Process(words, patience)


def _service(home: Path, address: str, wanted: Mapping[str, Any], patience: int) -> Transport:
    from models.signing.service import Service, is_safe

    if not is_safe(address):
        raise _bad("servico", "tem de ser https://…; http:// só para um serviço nesta máquina (localhost)")
    authority = wanted.get("autoridade")
    token_file = home / str(wanted["token"]) if wanted.get("token") else None
    return Service(address, patience, token_file, home / str(authority) if authority else None)


def _bad(key: str, what: str) -> BadSettings:
    return BadSettings(f"balcao.toml: «assinatura.{key}»: {what}.", field=f"assinatura.{key}", rule="settings")


def read_public_key(path: Path) -> str:
    """A public key's PEM as this program writes it, whatever its line ends. Raises Refusal."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

    try:
        key = load_pem_public_key(path.read_bytes())
    except OSError as error:
        raise Refusal(f"A chave pública {path} não se lê: {error.strerror}.", rule="C4") from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise Refusal(f"{path.name} não é uma chave pública em PEM.", rule="C4") from error
    if not isinstance(key, RSAPublicKey) or key.key_size != 1024:
        raise Refusal(f"{path.name} não é uma chave RSA de 1024 bits, que a AT exige.", rule="C4")
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def read_token(path: Path | None) -> str:
    """The bearer token: the environment's, else the file's; empty if neither. Raises Refusal for one that others can read."""
    given = os.environ.get(TOKEN, "")
    if given or path is None:
        return given.strip()
    try:
        if path.stat().st_mode & 0o077:
            raise Refusal(f"A senha {path.name} pode ser lida por outros: corra «chmod 600» sobre ela.", rule="C4")
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(f"A senha {path} do serviço de assinatura não se lê.", rule="C4") from error
