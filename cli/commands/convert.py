"""balcao convert: issues a document born from others, with what is left of them or part of it."""

from __future__ import annotations

import argparse
import json
import re
from decimal import Decimal
from typing import Any

from cli.commands.issue import print_proof
from cli.session import opened
from fiscal.errors import Refusal
from fiscal.notation import number as read_number
from models.home import Home
from models.parties.customers import find_customer
from models.sales import draft_file
from models.sales.convert import convert_draft
from models.sales.find import document
from models.sales.header import customer_of
from models.sales.issue import issue, issued_as

_NUMBER = re.compile(r"[^ ]+ [^ /^]+/[0-9]+")


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    command = commands.add_parser(
        "convert", parents=[shared], help="passar documentos a outro, por exemplo guias a fatura"
    )
    command.add_argument("number", nargs="+", metavar="NÚMERO", help="um ou mais documentos do mesmo cliente")
    command.add_argument("--to", required=True, metavar="TIPO", help="FT, GR, NE … o que pode dar")
    command.add_argument("--lines", metavar="N=QTD,…", help="só estas linhas, nestas quantidades: 1=2,3=1.5")
    command.add_argument(
        "--customer", metavar="CÓDIGO", help="código ou NIF: para quem, se o documento não o diz (guia global)"
    )
    command.add_argument("--draft", action="store_true", help="não emite: escreve o ficheiro que issue --file lê")
    command.add_argument("--id", metavar="CHAVE", help="chave da operação: repetida, dá o mesmo documento")
    command.add_argument("--confirm", action="append", default=[], metavar="AVISO", help="aceitar um aviso")
    command.set_defaults(run=run)


def run(home: Home, given: argparse.Namespace) -> None:
    session = opened(home, given)
    done = issued_as(given.id) if given.id and not given.draft else None
    if done is None:
        numbers = _numbers(given.number)
        draft = convert_draft(numbers, given.to.upper(), _quantities(numbers, given.lines) if given.lines else None)
        draft.operation = given.id or draft.operation
        if given.customer:
            card = find_customer(given.customer)
            if card is None:
                raise Refusal(f"Não há cliente com o código ou NIF «{given.customer[:30]}».", field="customer")
            draft.customer = customer_of(card)
        if given.draft:
            print(json.dumps(draft_file.written(draft), ensure_ascii=False, indent=1))
            return
        done = issue(draft, session, confirmed=frozenset(given.confirm))
    print_proof(document(done))


def _numbers(words: list[str]) -> list[str]:
    """``GR 2026A/1 GR 2026A/2``, with or without quotes, as numbers."""
    text = " ".join(" ".join(words).split())
    found = _NUMBER.findall(text)
    if " ".join(found) != text:
        raise Refusal(f"«{text[:60]}» não são números de documento: escreva, por exemplo, GR 2026A/1.", field="number")
    return found


def _quantities(numbers: list[str], text: str) -> dict[tuple[str, int], Decimal]:
    if len(numbers) != 1:
        raise Refusal("--lines é para um documento de cada vez.", field="lines")
    own = document(numbers[0]).number
    wanted = {}
    for part in text.split(","):
        line, _, quantity = part.strip().partition("=")
        if not line.isascii() or not line.isdigit() or len(line) > 4 or not quantity:
            raise Refusal(
                f"«{part[:20]}» não se percebe: escreva linha=quantidade, por exemplo 1=2,3=1.", field="lines"
            )
        wanted[(own, int(line))] = read_number(quantity, field="lines")
    return wanted
