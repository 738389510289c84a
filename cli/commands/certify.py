"""balcao certify: what a certification asks the producer for."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cli.output import check_place, write
from models.home import Home


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    command = commands.add_parser("certify", help="para o produtor: o que a certificação pede")
    acts = command.add_subparsers(dest="act", metavar="ação", title="ações", required=True)
    telling = acts.add_parser("dictionary", help="dicionário de dados desta versão, em Markdown (inglês)")
    telling.add_argument("--output", metavar="FICHEIRO", help="ficheiro em vez da saída padrão")
    telling.set_defaults(run=tell)
    making = acts.add_parser(
        "dossier", help="os documentos de ensaio que a AT pede, os SAF-T, as assinaturas e o índice"
    )
    making.add_argument("--output", metavar="PASTA", required=True, help="pasta nova ou vazia")
    making.set_defaults(run=make)


def tell(home: Home, given: argparse.Namespace) -> None:
    """Of a new empty company, so that it is this version's and nobody's data."""
    from models import db, migrate
    from models.clock import SystemClock
    from models.dictionary import dictionary

    if given.output is not None:
        check_place(given.output)
    with TemporaryDirectory() as folder:
        db.connect(f"sqlite:///{Path(folder) / 'nova.db'}")
        try:
            migrate.migrate(SystemClock())
            text = dictionary()
        finally:
            db.close()
    write(text.encode(), given.output)


def make(home: Home, given: argparse.Namespace) -> None:
    """With the signing key of this home where it has one, which is what the producer declares; else with a new one."""
    from cli.dossier.build import build

    os.environ.pop("BALCAO_DATABASE", None)  # the company is made for it; the user's is neither read nor written
    folder = Path(given.output).expanduser().absolute()
    made = build(folder, home.signer if home.key_file.exists() else None, _told)
    print(f"{made} documentos em {folder}: comece por indice.md.")


def _told(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{text:<60}" + ("" if text else "\r"), end="", file=sys.stderr, flush=True)
