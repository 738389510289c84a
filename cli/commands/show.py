"""balcao show: a document as data, as text, or as paper."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from cli.output import check_place, write
from cli.session import opened
from models.home import Home
from models.sales.find import document
from models.sales.record import IssuedDocument


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    command = commands.add_parser("show", parents=[shared], help="mostrar um documento")
    command.add_argument("number", nargs="+", metavar="NÚMERO", help="por exemplo FT 2026A/1")
    command.add_argument("--format", choices=("json", "text", "pdf", "escpos"), default="text", help="forma (text)")
    command.add_argument("--output", metavar="FICHEIRO", help="escrever num ficheiro")
    command.add_argument("--profile", default="generic-80", metavar="PERFIL", help="impressora de talões (generic-80)")
    command.set_defaults(run=run)


def run(home: Home, given: argparse.Namespace) -> None:
    session = opened(home, given)
    number = document(" ".join(given.number)).number
    if given.format in ("pdf", "escpos"):
        from printing.deliver import as_escpos, as_pdf

        _check_place(given.output)
        data = as_pdf(number, session) if given.format == "pdf" else as_escpos(number, session, given.profile)
    elif given.format == "json":
        data = (json.dumps(plain(document(number)), ensure_ascii=False, indent=1) + "\n").encode()
    else:
        from printing.deliver import on_screen

        data = ("\n".join(on_screen(number, 80)[1]) + "\n").encode()
    write(data, given.output)


def plain(issued: IssuedDocument) -> dict[str, Any]:
    """Every field of a document; money, quantities and rates as text, dates as AAAA-MM-DD."""
    return {
        **{key: _plain(value) for key, value in dataclasses.asdict(issued).items()},
        "change": f"{issued.change:.2f}",
        "payable": f"{issued.payable:.2f}",
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


def _check_place(output: str | None) -> None:
    """Before the print is noted: there must be somewhere to put the bytes."""
    from cli.main import Misuse

    if output is None and sys.stdout.isatty():
        raise Misuse("Indique --output FICHEIRO: um terminal não mostra este formato.")
    if output is not None:
        check_place(output)
