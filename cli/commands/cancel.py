"""balcao cancel: cancels a document, with its reason."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from cli.session import opened
from models.home import Home
from models.sales.cancel import cancel
from models.sales.find import row_of, times_printed


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    command = commands.add_parser("cancel", parents=[shared], help="anular um documento")
    command.add_argument("number", nargs="+", metavar="NÚMERO")
    command.add_argument("--reason", required=True, metavar="MOTIVO", help="até 50 letras")
    command.set_defaults(run=run)


def run(home: Home, given: argparse.Namespace) -> None:
    session = opened(home, given)
    number = " ".join(given.number)
    printed = times_printed(int(row_of(number).id))
    done = cancel(number, given.reason, session)
    print(f"{done} anulado.")
    if printed:
        print(f"balcao: aviso: já foi impresso {printed} vez(es): recolha o papel do cliente.", file=sys.stderr)
