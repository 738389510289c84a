"""balcao explain: a document's cents one by one, what was signed, and exactly what AT receives."""

from __future__ import annotations

import argparse
import dataclasses
import json
from typing import Any

from cli.session import opened
from models.home import Home


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    command = commands.add_parser(
        "explain", parents=[shared], help="explicar um documento: valores, assinatura, QR, SAF-T"
    )
    command.add_argument("number", nargs="+", metavar="NÚMERO", help="por exemplo FT 2026A/1")
    command.add_argument("--json", action="store_true", help="um objeto JSON")
    command.set_defaults(run=run)


def run(home: Home, given: argparse.Namespace) -> None:
    from reports.explained import explain_document, explained

    opened(home, given)
    number = " ".join(given.number)
    if given.json:
        print(json.dumps(dataclasses.asdict(explain_document(number)), ensure_ascii=False))
    else:
        print("\n".join(explained(number)))
