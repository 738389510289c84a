"""balcao demo: makes a believable company through the real verbs, and opens it."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from models.home import Home


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    command = commands.add_parser("demo", parents=[shared], help="fazer e abrir uma empresa de demonstração")
    command.add_argument("--documents", type=int, default=150, metavar="N", help="documentos (150)")
    command.add_argument("--articles", type=int, default=300, metavar="N", help="artigos (300)")
    command.add_argument("--customers", type=int, default=60, metavar="N", help="clientes (60)")
    command.add_argument("--seed", type=int, default=1, metavar="S", help="a mesma semente dá os mesmos dados (1)")
    command.add_argument("--no-open", action="store_true", help="fazer sem abrir o programa")
    command.set_defaults(run=run)


def run(home: Home, given: argparse.Namespace) -> int:
    from cli.demo.build import build
    from cli.main import Misuse, _open_program

    if min(given.documents, given.customers) < 0 or given.articles < 1:
        raise Misuse("Os números têm de ser positivos, e os artigos pelo menos 1.")
    build(
        home, documents=given.documents, articles=given.articles, customers=given.customers, seed=given.seed, told=_told
    )
    return 0 if given.no_open else _open_program(home)


def _told(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{text:<70}", end="", file=sys.stderr, flush=True)
