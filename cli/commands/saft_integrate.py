"""balcao saft integrate: takes the documents of another certified program as they are."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from cli.portuguese import why
from cli.session import opened
from models.home import Home


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    command = commands.add_parser(
        "integrate", parents=[shared], help="integrar documentos de outro programa certificado da mesma empresa"
    )
    command.add_argument("file", metavar="FICHEIRO", help="SAF-T do outro programa")
    command.set_defaults(run=run)


def run(home: Home, given: argparse.Namespace) -> None:
    from cli.main import Misuse
    from models.sales.integrate import integrate

    session = opened(home, given)
    try:
        with Path(given.file).open("rb") as file:
            done = integrate(file, session)
    except OSError as error:
        raise Misuse(f"Não se consegue ler {given.file}: {why(error)}.") from error
    print(f"{len(done.taken)} documento(s) integrado(s); {len(done.known)} já cá estava(m).")
