"""balcao inventory: the file of what there is in stock at the end of the year, for AT."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from cli.session import opened
from models.home import Home


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    command = commands.add_parser("inventory", help="inventário para a AT")
    acts = command.add_subparsers(dest="act", metavar="ação", title="ações", required=True)
    making = acts.add_parser("export", parents=[shared], help="o ficheiro de inventário de uma data")
    making.add_argument("--date", required=True, metavar="AAAA-MM-DD", help="o último dia do exercício")
    making.add_argument("--format", choices=("xml", "csv"), default="xml", help="forma do ficheiro (xml)")
    making.add_argument(
        "--version", choices=("2_01", "1_02"), default="2_01", help="com valores (2_01), ou sem eles (1_02)"
    )
    making.add_argument(
        "--costs", metavar="FICHEIRO", help="CSV com as colunas Código e Custo, de cada unidade, sem IVA"
    )
    making.add_argument("--output", metavar="FICHEIRO", help="escreve aqui, inteiro ou nada")
    making.set_defaults(run=export)


def export(home: Home, given: argparse.Namespace) -> None:
    from cli.main import Misuse
    from reports.inventory import write_inventory

    try:
        day = date.fromisoformat(given.date)
    except ValueError as error:
        raise Misuse(f"--date: «{given.date[:20]}» não é uma data: escreva, por exemplo, 2026-12-31.") from error
    session = opened(home, given)
    if day > session.clock.now().date():
        raise Misuse("--date: o dia ainda não acabou; o inventário faz-se depois.")
    path = Path(given.output or f"inventario_{day}.{given.format}")
    costs = Path(given.costs) if given.costs else None
    count = write_inventory(path, day, version=given.version, kind=given.format, costs=costs)
    print(f"{count} artigo(s) em {path}." if count else f"Sem existências: {path} di-lo (NoStock).")
