"""balcao receipt: receives what is owed of documents, and says what is still open."""

from __future__ import annotations

import argparse
from typing import Any

from cli.commands.issue import print_proof
from cli.session import opened
from fiscal.errors import Refusal
from fiscal.notation import day as read_day
from fiscal.notation import number as read_number
from models.home import Home
from models.sales.draft import DraftPayment
from models.sales.find import document
from models.sales.issue import issued_as


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    command = commands.add_parser("receipt", parents=[shared], help="emitir um recibo")
    command.add_argument(
        "what", nargs="+", metavar="NÚMERO=VALOR", help="«FT 2026A/1=50,00»; sem valor, tudo o que falta"
    )
    command.add_argument(
        "--pay", action="append", default=[], metavar="MEIO=VALOR", help="TB=50,00; sem isto, numerário"
    )
    command.add_argument("--date", metavar="DATA", help="do recibo; sem isto, hoje")
    command.add_argument("--series", default="", metavar="SÉRIE", help="sem isto, a que está em uso")
    command.add_argument("--notes", default="", metavar="TEXTO", help="observações")
    command.add_argument("--id", metavar="CHAVE", help="chave da operação: repetida, dá o mesmo recibo")
    command.add_argument("--confirm", action="append", default=[], metavar="AVISO", help="aceitar um aviso")
    command.set_defaults(run=run)


def run(home: Home, given: argparse.Namespace) -> None:
    from models.sales.owed import open_of
    from models.sales.receipt import ReceiptDraft, ReceiptLine, issue_receipt

    session = opened(home, given)
    done = issued_as(given.id) if given.id else None
    if done is None:
        lines = []
        for text in given.what:
            number, _, amount = text.partition("=")
            lines.append(ReceiptLine(number.strip(), _amount(amount, "amount") if amount else open_of(number.strip())))
        draft = ReceiptDraft(lines, series=given.series, notes=given.notes)
        draft.date = read_day(given.date, session.clock.now().date()) if given.date else None
        draft.payments = [_payment(text) for text in given.pay]
        draft.operation = given.id or draft.operation
        done = issue_receipt(draft, session, confirmed=frozenset(given.confirm))
    print_proof(document(done))


def _payment(text: str) -> DraftPayment:
    method, _, amount = text.partition("=")
    if not method or not amount:
        raise Refusal(
            f"«{text[:20]}» não se percebe: escreva meio=valor, por exemplo TB=50,00.", field="pay", rule="payment"
        )
    return DraftPayment(method.strip().upper(), _amount(amount, "pay"))


def _amount(text: str, field: str) -> Any:
    return read_number(text, field=field, places=2)
