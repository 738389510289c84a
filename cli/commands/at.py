"""balcao at: the certificate request for AT, and a trial of all that communication needs."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from cli.commands import at_outbox
from cli.portuguese import why
from fiscal.errors import Refusal
from fiscal.text import clean
from models.clock import utc_now
from models.home import Home

FIELDS = (
    ("nif", "CN", "NIF", "NIF do produtor do programa"),
    ("name", "O", "EMPRESA", "nome da empresa, sem acentos"),
    ("unit", "OU", "SECÇÃO", "secção ou departamento, sem acentos"),
    ("district", "ST", "DISTRITO", "distrito, sem acentos"),
    ("city", "L", "LOCALIDADE", "localidade, sem acentos"),
    ("email", "emailAddress", "CORREIO", "endereço de correio eletrónico"),
)
"""Option, field of the request, what stands for its value, help."""


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    command = commands.add_parser("at", help="comunicação com a Autoridade Tributária")
    acts = command.add_subparsers(dest="act", metavar="ação", title="ações", required=True)
    asking = acts.add_parser("csr", parents=[shared], help="fazer a chave e o pedido de certificado que a AT assina")
    for option, _, metavar, about in FIELDS:
        asking.add_argument(f"--{option}", required=True, metavar=metavar, help=about)
    asking.set_defaults(run=ask_certificate)
    trying = acts.add_parser("test", parents=[shared], help="experimentar certificado, relógio, ligação e credenciais")
    trying.add_argument(
        "--again", action="store_true", help="voltar a tentar uma senha que a AT recusou, depois de a desbloquear"
    )
    trying.set_defaults(run=try_all)
    at_outbox.declare(acts, shared)


def ask_certificate(home: Home, given: argparse.Namespace) -> None:
    """Writes NIF.key (0600) and NIF.csr in the folder ``at`` of the home; an existing key is never written over."""
    from integrations.at.certificate import request
    from integrations.at.config import CERTIFICATE_PASSWORD, folder

    fields = {field: getattr(given, option) for option, field, _, _ in FIELDS}
    key, csr = request(fields, os.environ.get(CERTIFICATE_PASSWORD, ""))
    place = folder(home.path)
    key_path, csr_path = (place / f"{clean(given.nif)}{end}" for end in (".key", ".csr"))
    for path in (key_path, csr_path):
        if path.exists():
            raise Refusal(
                f"Já existe {path}: sem essa chave o certificado pedido com ela não serve. Mude-lhe o nome para fazer outro.",
                rule="at",
            )
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_new(key_path, key, 0o600)
        _write_new(csr_path, csr, 0o644)
    except OSError as error:
        raise Refusal(f"Não se consegue escrever em {place}: {why(error)}.", rule="at") from error
    print(f"Chave: {key_path} (guarde uma cópia em lugar seguro; não a envie a ninguém)")
    print(f"Pedido: {csr_path} (é o que se envia à AT)")


def _write_new(path: Path, data: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def try_all(home: Home, given: argparse.Namespace) -> int:
    from integrations.at.authority import open_authority
    from integrations.at.checking import State, checked
    from integrations.at.config import PRODUCTION

    authority = open_authority(home.path, utc_now)
    configuration = authority.client.configuration
    if given.again:
        authority.client.allow_again()
    name = "produção" if configuration.environment == PRODUCTION else "testes"
    print(f"Ambiente de {name} da AT.")
    wrong = 0
    for finding in checked(authority, utc_now()):
        wrong += finding.state is State.WRONG
        print(clean(f"{finding.state:<6} {finding.what}: {finding.message}"), flush=True)
    authority.client.close()
    return 1 if wrong else 0
