"""balcao certify: what a certification asks the producer for."""

from __future__ import annotations

import argparse
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
