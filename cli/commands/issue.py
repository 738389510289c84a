"""balcao issue: issues what a file says and prints the proof of it."""

from __future__ import annotations

import argparse
import json
import sys
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, NoReturn

from cli.portuguese import why
from cli.session import opened
from fiscal.errors import Refusal
from models.home import Home
from models.sales import draft_file
from models.sales.advise import warnings
from models.sales.find import document
from models.sales.issue import issue, issued_as
from models.sales.record import IssuedDocument

LARGEST = 2_000_000
"""Bytes of a file of issue."""
LARGEST_EXPONENT = 40
"""Tens: 1e999999999 is short to write and would fill the memory when written out."""


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    command = commands.add_parser("issue", parents=[shared], help="emitir um documento a partir de um ficheiro JSON")
    command.add_argument("--file", required=True, metavar="FICHEIRO", help="ficheiro JSON, ou - para a entrada padrão")
    command.add_argument("--confirm", action="append", default=[], metavar="AVISO", help="aceitar um aviso")
    command.set_defaults(run=run)


def run(home: Home, given: argparse.Namespace) -> None:
    data = read_json(given.file)
    session = opened(home, given)
    draft = draft_file.read(data)
    known = issued_as(draft.operation)
    number = known or issue(draft, session, confirmed=frozenset(given.confirm))
    print_proof(document(number))
    if known is None:
        for warning in warnings(number, session):
            print(f"balcao: aviso: {warning}", file=sys.stderr)


def print_proof(issued: IssuedDocument) -> None:
    """What a stranger needs to check a document, as one JSON object."""
    proof = {
        "number": issued.number,
        "atcud": issued.atcud,
        "hash": issued.hash,
        "hash_control": issued.hash_control,
        "printed_hash": issued.printed_hash,
        "system_entry_date": issued.system_entry_date.isoformat(timespec="seconds"),
        "net": f"{issued.net:.2f}",
        "tax": f"{issued.tax:.2f}",
        "gross": f"{issued.gross:.2f}",
        "qr": issued.qr,
    }
    print(json.dumps(proof, ensure_ascii=False))


def read_json(name: str) -> Any:
    """A JSON file read strictly: keys once, numbers exact. Raises Misuse when it cannot be read."""
    from cli.main import Misuse

    data = _bytes(name)
    try:
        return json.loads(
            data.decode("utf-8-sig"), parse_float=_exact, parse_constant=_refused, object_pairs_hook=_once
        )
    except UnicodeDecodeError as error:
        raise Misuse(f"{name} não está em UTF-8 (byte {error.start}).") from error
    except json.JSONDecodeError as error:
        raise Misuse(f"{name} não é JSON: linha {error.lineno}, coluna {error.colno}.") from error
    except RecursionError as error:
        raise Misuse(f"{name} tem objetos dentro de objetos sem fim.") from error
    except ValueError as error:
        raise Misuse(f"{name} tem um número que não se consegue ler.") from error


def _bytes(name: str) -> bytes:
    from cli.main import Misuse

    try:
        if name == "-":
            data = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(LARGEST + 1)
    except OSError as error:
        raise Misuse(f"Não se consegue ler {name}: {why(error)}.") from error
    if len(data) > LARGEST:
        raise Misuse(f"{name} é demasiado grande: o máximo são {LARGEST // 1_000_000} MB.")
    return data


def _exact(word: str) -> Decimal:
    try:
        number = Decimal(word)
    except InvalidOperation:
        return _refused(word)
    return number if abs(number.adjusted()) <= LARGEST_EXPONENT else _refused(word)


def _refused(word: str) -> NoReturn:
    raise Refusal(f"«{word[:20]}» não é um número aceite.", rule="number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise Refusal(f"A chave «{key[:40]}» aparece duas vezes.", field=key[:40], rule="file")
        found[key] = value
    return found
