"""balcao key: the public key that anybody may check signatures with."""

from __future__ import annotations

import argparse
from typing import Any

from cli.session import opened
from fiscal.errors import Refusal
from models.home import Home
from models.series.tables import SigningKey


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    command = commands.add_parser("key", parents=[shared], help="chave pública de assinatura")
    command.add_argument("what", choices=("public",), metavar="public", help="a chave pública, em PEM")
    command.add_argument("--version", type=int, metavar="N", help="versão (a dos documentos: hash_control)")
    command.set_defaults(run=run)


def run(home: Home, given: argparse.Namespace) -> None:
    session = opened(home, given)
    if given.version is None:
        print(session.signer.public_pem.strip())
        return
    found = SigningKey.get_or_none(SigningKey.version == given.version)
    if found is None:
        raise Refusal(f"Não há chave com a versão {given.version}.", field="version", rule="key")
    print(str(found.public_pem).strip())
