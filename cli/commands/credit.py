"""balcao credit: issues a credit note on a document, whole or by line."""

from __future__ import annotations

import argparse
from decimal import Decimal
from typing import Any

from cli.commands.issue import print_proof
from cli.session import opened
from fiscal.errors import Refusal
from fiscal.notation import number as read_number
from models.home import Home
from models.sales.credit import credit_draft
from models.sales.find import document
from models.sales.issue import issue, issued_as


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    command = commands.add_parser("credit", parents=[shared], help="emitir uma nota de crédito")
    command.add_argument("number", nargs="+", metavar="NÚMERO", help="documento a creditar")
    command.add_argument("--reason", required=True, metavar="MOTIVO", help="até 50 letras")
    command.add_argument("--line", action="append", default=[], metavar="N=QTD", help="só esta linha, nesta quantidade")
    command.add_argument("--id", metavar="CHAVE", help="chave da operação: repetida, dá a mesma nota")
    command.add_argument("--confirm", action="append", default=[], metavar="AVISO", help="aceitar um aviso")
    command.set_defaults(run=run)


def run(home: Home, given: argparse.Namespace) -> None:
    session = opened(home, given)
    done = issued_as(given.id) if given.id else None
    if done is None:
        draft = credit_draft(" ".join(given.number), given.reason, _quantities(given.line) if given.line else None)
        draft.operation = given.id or draft.operation
        done = issue(draft, session, confirmed=frozenset(given.confirm))
    print_proof(document(done))


def _quantities(lines: list[str]) -> dict[int, Decimal]:
    wanted = {}
    for text in lines:
        line, _, quantity = text.partition("=")
        if not line.isascii() or not line.isdigit() or len(line) > 4 or not quantity:
            raise Refusal(f"«{text[:20]}» não se percebe: escreva linha=quantidade, por exemplo 1=2.", field="line")
        wanted[int(line)] = read_number(quantity, field="line")
    return wanted
