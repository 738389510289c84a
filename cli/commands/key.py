"""balcao key: the signing key: made, shown, changed, imported from its producer, looked at."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from cli.portuguese import why
from cli.session import opened
from fiscal.errors import Refusal
from models.home import Home
from models.series.tables import SigningKey

PASSWORD = "BALCAO_KEY_PASSWORD"
"""Environment variable with the keystore's password."""


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    command = commands.add_parser("key", help="chave de assinatura: fazer, mostrar, mudar, importar, verificar")
    acts = command.add_subparsers(dest="act", metavar="ação", title="ações", required=True)
    create = acts.add_parser("create", parents=[shared], help="fazer a primeira chave desta instalação")
    create.set_defaults(run=make)
    public = acts.add_parser("public", parents=[shared], help="a chave pública, em PEM")
    public.add_argument("--version", type=int, metavar="N", help="versão (a dos documentos: hash_control)")
    public.set_defaults(run=show)
    rotating = acts.add_parser("rotate", parents=[shared], help="mudar para uma chave nova, com a versão seguinte")
    rotating.add_argument("--yes", action="store_true", help="sim, a chave nova já se pode usar")
    rotating.set_defaults(run=rotate)
    taking = acts.add_parser("import", parents=[shared], help="importar a chave de um produtor certificado")
    taking.add_argument("file", metavar="FICHEIRO", help="chave cifrada: PEM (PKCS#8) ou PKCS#12 (.p12, .pfx)")
    taking.add_argument("--producer", metavar="FICHEIRO", help="producer.toml: quem é o produtor e o seu certificado")
    taking.add_argument("--password-file", metavar="FICHEIRO", help="ficheiro com a palavra-passe da chave")
    taking.set_defaults(run=take)
    checking = acts.add_parser("check", parents=[shared], help="permissões, versão, produtor, últimos documentos")
    checking.set_defaults(run=check)


def make(home: Home, given: argparse.Namespace) -> None:
    from models.signing.change import create_key

    session = opened(home, given)
    version = create_key(home, session)
    print(f"Chave feita em {home.key_file}, versão {version}. Guarde uma cópia dela em lugar seguro.")


def show(home: Home, given: argparse.Namespace) -> None:
    session = opened(home, given)
    if given.version is None:
        print(session.signer.public_pem.strip())
        return
    found = SigningKey.get_or_none(SigningKey.version == given.version)
    if found is None:
        raise Refusal(f"Não há chave com a versão {given.version}.", field="version", rule="key")
    print(str(found.public_pem).strip())


def rotate(home: Home, given: argparse.Namespace) -> None:
    from models.signing.change import rotate_key

    session = opened(home, given)
    if not given.yes:
        raise Refusal(
            "Mudar de chave: os documentos seguintes passam a ser assinados com uma chave nova, com a versão seguinte; os "
            "anteriores continuam a verificar-se com a antiga. Um produtor certificado só o faz depois de entregar à AT "
            "uma nova declaração Modelo 24 com a chave pública nova (Despacho 8632/2014, 2.1.4). Para continuar: --yes",
            field="yes",
            rule="C3",
        )
    version = rotate_key(home, session)
    print(
        f"Chave mudada: os próximos documentos levam a versão {version}. A antiga ficou ao lado, em {home.key_file.parent}; "
        "quem já tem o Balcão aberto assina com ela até voltar a entrar."
    )


def take(home: Home, given: argparse.Namespace) -> None:
    from models.signing.change import import_key

    session = opened(home, given)
    data = _read(given.file)
    producer = Path(given.producer) if given.producer else None
    if producer is not None:
        _read(given.producer)
    version = import_key(home, data, _password(given.password_file), producer, session)
    found = home.producer
    assert found is not None
    print(
        f"Chave de {found.name} importada, versão {version}, certificado n.º {found.certificate}/AT. Apague o ficheiro "
        f"{given.file}."
    )


def check(home: Home, given: argparse.Namespace) -> int:
    from models.signing.check import check_key

    session = opened(home, given)
    right = True
    for found in check_key(home, session):
        right = right and found.right
        print(("  " if found.right else "! ") + found.text)
    return 0 if right else 1


def _read(name: str) -> bytes:
    from cli.main import Misuse

    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise Misuse(f"Não se consegue ler {name}: {why(error)}.") from error


def _password(file: str | None) -> str:
    """The keystore's password: from the file, the environment, or asked for without echo; never from the command line."""
    if file is not None:
        return _read(file).decode("utf-8", errors="replace").rstrip("\r\n")
    if PASSWORD in os.environ:
        return os.environ[PASSWORD]
    if not sys.stdin.isatty():
        from cli.main import Misuse

        raise Misuse(f"Falta a palavra-passe da chave: num terminal pergunta-se; senão, --password-file ou {PASSWORD}.")
    from getpass import getpass

    return getpass("Palavra-passe da chave: ")
