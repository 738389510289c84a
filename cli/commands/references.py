"""balcao references and balcao hooks: asks providers about payments, and takes the calls that they make."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from threading import Event
from typing import Any

from cli.portuguese import why
from cli.session import opened
from fiscal.errors import Refusal
from fiscal.text import clean
from models.home import Home

EVERY = 60.0
"""Seconds between two rounds of --wait."""
PORT = 8765


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    command = commands.add_parser("references", help="referências de pagamento")
    acts = command.add_subparsers(dest="act", metavar="ação", title="ações", required=True)
    polling = acts.add_parser(
        "poll", parents=[shared], help="perguntar ao prestador pelo que falta pagar ou transferir"
    )
    polling.add_argument("--wait", action="store_true", help="não acabar: volta a perguntar de minuto a minuto")
    polling.set_defaults(run=poll)
    matching = acts.add_parser("bank", parents=[shared], help="casar o extrato do banco (CAMT.053 ou CSV) com as pagas")
    matching.add_argument("file", metavar="FICHEIRO", help="o extrato, tal como o banco o dá")
    matching.add_argument("--apply", action="store_true", help="dá-las por transferidas; sem isto só se mostra")
    matching.set_defaults(run=bank)
    hooks = commands.add_parser("hooks", help="receber os avisos que os prestadores de pagamentos enviam")
    acts = hooks.add_subparsers(dest="act", metavar="ação", title="ações", required=True)
    serving = acts.add_parser("serve", parents=[shared], help="receber avisos até ser interrompido (Ctrl+C)")
    serving.add_argument(
        "--bind", default="127.0.0.1", metavar="ENDEREÇO", help="onde escuta; sem isto, só nesta máquina"
    )
    serving.add_argument("--port", type=int, default=PORT, metavar="PORTA", help=f"sem isto, {PORT}")
    serving.set_defaults(run=serve)
    subscribing = acts.add_parser("subscribe", parents=[shared], help="pedir ao prestador que envie avisos para um URL")
    subscribing.add_argument("url", metavar="URL", help="https://…/paypay, o que chega a «balcao hooks serve»")
    subscribing.set_defaults(run=subscribe)


def _provider(home: Home) -> Any:
    from integrations.payments import chosen

    provider = chosen(home)
    if provider is None:
        raise Refusal("Não há prestador de referências: escolha-o em Configurações > Integrações.", rule="reference")
    return provider


def poll(home: Home, given: argparse.Namespace) -> int:
    from integrations.payments import poll as round_of
    from models.references.states import STATES

    session = opened(home, given)
    provider, pause, failed = _provider(home), Event(), False
    while True:
        for told in round_of(provider, session):
            failed = bool(told.message) and told.state == told.before
            said = f"{told.number or told.code}  {STATES[told.state]}  {told.receipt} {clean(told.message)}"
            print(said.rstrip(), flush=True)
        if not given.wait:
            return 1 if failed else 0
        pause.wait(EVERY)


def bank(home: Home, given: argparse.Namespace) -> None:
    """What each credit of the statement is the transfer of; with --apply written down."""
    from fiscal.notation import show_day, show_euro
    from models.references.bank import matched, settle
    from models.references.bank_file import credits_of

    session = opened(home, given)
    try:
        data = Path(given.file).read_bytes()
    except OSError as error:
        raise Refusal(f"{given.file} não se consegue ler: {why(error)}.", field="file", rule="import") from error
    matches = matched(credits_of(data))
    for one in matches:
        numbers = ", ".join(row.number or row.reference for row in one.references)
        said = f"{numbers} ({one.why})" if numbers else "nada que se reconheça"
        print(f"{show_day(one.credit.day)}  {show_euro(one.credit.amount):>14}  {clean(one.credit.text, 40)}: {said}")
    known = sum(len(one.references) for one in matches)
    if given.apply:
        print(f"Dadas por transferidas: {settle(matches, session)}.")
    else:
        print(f"Reconhecidas: {known}. Nada mudou; --apply dá-as por transferidas.")


def serve(home: Home, given: argparse.Namespace) -> None:
    from integrations.hooks_server import HooksServer

    session = opened(home, given)
    provider = _provider(home)
    try:
        server = HooksServer((given.bind, given.port), provider, session, lambda text: print(clean(text), flush=True))
    except OSError as error:
        raise Refusal(
            f"Não se consegue escutar em {given.bind}:{given.port}: {error.strerror}.", field="port", rule="integration"
        ) from error
    host, port = server.server_address[:2]
    print(f"A receber avisos em http://{host!s}:{port}/{provider.code}. Ctrl+C acaba.", file=sys.stderr, flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()


def subscribe(home: Home, given: argparse.Namespace) -> None:
    from integrations.web import check_address

    opened(home, given)
    print("Pedidos avisos de:", ", ".join(_provider(home).subscribe(check_address(given.url))))
