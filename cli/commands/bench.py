"""balcao bench: how fast the program is on this machine, beside the floor of the same run."""

from __future__ import annotations

import argparse
import os
import sys
from typing import Any

from models.home import Home

ABOUT = {
    "start": "do comando ao primeiro ecrã",
    "keys": "octetos e tempo de cada tecla, nos ecrãs verdadeiros",
    "lookup": "procurar entre 100 000 artigos",
    "issue": "emitir um documento de dez linhas",
    "lists": "listas de 100 000 artigos e 500 000 documentos",
    "memory": "memória de uma sessão com 100 000 artigos",
    "saft-export": "exportar um SAF-T de 100 000 faturas",
    "saft-check": "verificar um SAF-T de 100 000 faturas",
    "stock": "saldo, movimentos e valor do stock, com um milhão de movimentos",
    "accounts": "antiguidade de 20 000 clientes, extrato de cinco anos",
    "references": "gestão de referências, com 100 000",
}


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    command = commands.add_parser("bench", parents=[shared], help="medir o programa nesta máquina")
    command.add_argument("names", nargs="*", metavar="MEDIÇÃO", help=f"{', '.join(ABOUT)} (todas)")
    command.add_argument("--list", action="store_true", help="dizer que medições há")
    command.add_argument("--format", choices=("text", "json"), default="text", help="forma (text)")
    command.add_argument("--output", metavar="FICHEIRO", help="escrever também num ficheiro")
    command.set_defaults(run=run)


def run(home: Home, given: argparse.Namespace) -> None:
    """The company measured is made for it in a temporary folder; the user's is neither read nor written."""
    from cli.main import Misuse
    from cli.output import check_place, write

    if given.list:
        print("\n".join(f"{name:<12}{about}" for name, about in ABOUT.items()))
        return
    unknown = [name for name in given.names if name not in ABOUT]
    if unknown:
        raise Misuse(f"Não há a medição «{unknown[0]}»: escolha entre {', '.join(ABOUT)}.")
    if given.output is not None:
        check_place(given.output)
    os.environ.pop("BALCAO_DATABASE", None)
    written = _measured(list(dict.fromkeys(given.names)) or list(ABOUT), as_json=given.format == "json")
    if given.output is not None:
        write((written + "\n").encode(), given.output)


def _measured(names: list[str], *, as_json: bool) -> str:
    """Runs the benchmarks, printing each part as it is done; gives all that was printed."""
    from importlib import import_module

    from cli.bench import table
    from cli.bench.machine import machine

    here = machine()
    done = []
    parts = [table.heading(here)]
    if not as_json:
        print(parts[0], flush=True)
    for name in names:
        for section in import_module(f"cli.bench.{name.replace('-', '_')}").run(_told):
            _told("")
            done.append((name, section))
            parts.append(table.section(section))
            if not as_json:
                print(parts[-1], flush=True)
    if as_json:
        parts = [table.as_json(here, done)]
        print(parts[0])
    return "\n".join(parts)


def _told(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{text:<70}" + ("" if text else "\r"), end="", file=sys.stderr, flush=True)
