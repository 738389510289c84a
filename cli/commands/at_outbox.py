"""balcao at send, outbox, retry, settle, withdraw, queue, mode: what is told to AT, from scripts and timers."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from threading import Event
from typing import Any

from cli.session import opened
from fiscal import notation
from fiscal.errors import Refusal
from fiscal.text import clean
from models.clock import utc_now
from models.home import Home

PAUSE = 2.0
"""Seconds between two looks at the queue, with --wait."""


def declare(acts: Any, shared: argparse.ArgumentParser) -> None:
    """Adds its actions to those of ``balcao at``."""
    sending = acts.add_parser("send", parents=[shared], help="enviar agora o que está por comunicar à AT")
    sending.add_argument("--wait", action="store_true", help="ficar até não haver mais nada à espera da sua vez")
    sending.set_defaults(run=send)
    listing = acts.add_parser("outbox", parents=[shared], help="mostrar o que está por comunicar, prazos e respostas")
    listing.add_argument("--all", action="store_true", help="também o que já foi enviado ou retirado")
    listing.add_argument("--json", action="store_true", help="um objeto JSON por linha")
    listing.set_defaults(run=show)
    again = acts.add_parser("retry", parents=[shared], help="pôr de novo na fila o que falhou ou está parado")
    again.add_argument("number", nargs="*", type=int, metavar="N", help="números da fila; nenhum: tudo")
    again.set_defaults(run=retry)
    for name, about, run in (
        ("settle", "dar por comunicado por outro meio (portal, ficheiro, telefone)", settle),
        ("withdraw", "retirar da fila o que não é para comunicar", withdraw),
    ):
        command = acts.add_parser(name, parents=[shared], help=about)
        command.add_argument("number", type=int, metavar="N", help="número da fila")
        command.add_argument("--reason", required=True, metavar="TEXTO", help="como ou porquê; fica no registo")
        if name == "settle":
            command.add_argument(
                "--code", default="", metavar="CÓDIGO", help="código da AT de um documento de transporte"
            )
        command.set_defaults(run=run)
    queueing = acts.add_parser(
        "queue", parents=[shared], help="pôr na fila o que se emitiu antes de usar o serviço web"
    )
    queueing.add_argument("--since", required=True, metavar="DATA", help="desde este dia, por exemplo 01-11-2026")
    queueing.set_defaults(run=queue)
    choosing = acts.add_parser("mode", parents=[shared], help="ver ou escolher como se comunica cada serviço")
    choosing.add_argument("chosen", nargs="*", metavar="SERVIÇO=MODO", help="por exemplo faturas=servico")
    choosing.set_defaults(run=mode)


def send(home: Home, given: argparse.Namespace) -> int:
    """Exit code 1 while something is left that needs a person, or a service that cannot be reached."""
    from integrations.at.authority import open_authority
    from integrations.at.deliver import deliver, lease, ready
    from models.outbox import kinds
    from models.outbox.pending import pending, something_due

    session = opened(home, given)
    authority = open_authority(home.path, utc_now)
    configuration = authority.client.configuration
    services, missing = ready(configuration)
    for text in missing:
        print(f"balcao: {clean(text)}", file=sys.stderr)
    pause = Event()
    try:
        while True:
            for told in deliver(authority, session, services, lease(configuration)):
                print(f"{told.subject}  {kinds.STATES[told.state]}  {clean(told.message)}", flush=True)
            left = pending()
            going = left is not None and left.waiting and not set(services) <= set(left.stopped)
            if not given.wait or not services or not going:
                break
            while not something_due(session.clock.now()):
                pause.wait(PAUSE)
    finally:
        authority.client.close()
    return 1 if left is not None and left.total else 0


def show(home: Home, given: argparse.Namespace) -> None:
    from models.declared import Question
    from models.outbox.listing import COMMUNICATION, OPEN, show_deadline
    from models.outbox.pending import time_left
    from reports.export import pages_of, write

    session = opened(home, given)
    wanted = Question() if given.all else Question(filters=(("state", OPEN),))
    pages = pages_of(COMMUNICATION, wanted, None)
    if given.json:
        write("jsonl", sys.stdout, COMMUNICATION.exported, pages)
        return
    from models.outbox.kinds import NAMES, STATES

    names = [column.name for column in COMMUNICATION.exported]
    for page in pages:
        for record in page:
            row = dict(zip(names, record, strict=True))
            left = time_left(row["deadline"], session.clock.now())
            deadline = show_deadline(row["kind"], row["deadline"]) + (f" ({left})" if left else "")
            print(
                f"{row['id']}  {NAMES[row['kind']]}  {row['subject']}  {STATES[row['state']]}  {deadline or '-'}  "
                f"{clean(row['message']) or '-'}"
            )


def retry(home: Home, given: argparse.Namespace) -> None:
    from models.outbox import act

    session = opened(home, given)
    for number in given.number:
        act.retry(number, session)
    done = len(given.number) or act.retry_all(session)
    print(f"De novo na fila: {done}. Envia-se com «balcao at send», ou pelo programa aberto.")


def settle(home: Home, given: argparse.Namespace) -> None:
    from models.outbox import act

    act.settle(given.number, given.reason, opened(home, given), given.code)
    print("Dado por comunicado.")


def withdraw(home: Home, given: argparse.Namespace) -> None:
    from models.outbox import act

    act.withdraw(given.number, given.reason, opened(home, given))
    print("Retirado da fila.")


def queue(home: Home, given: argparse.Namespace) -> None:
    from models.outbox import act

    session = opened(home, given)
    since: date = notation.day(given.since, session.clock.now().date())
    print(f"Postos na fila: {act.queue_since(since, session)} documentos desde {notation.show_day(since)}.")


def mode(home: Home, given: argparse.Namespace) -> None:
    from models.outbox.choose import choose
    from models.outbox.modes import MODES
    from models.outbox.modes import mode as chosen

    session = opened(home, given)
    wanted = {}
    for text in given.chosen:
        service, _, value = text.partition("=")
        if service not in MODES:
            raise Refusal(f"«{service[:30]}» não é um serviço: use {', '.join(MODES)}.", field="chosen", rule="at")
        wanted[service] = value
    choose(wanted, session)
    for service, modes in MODES.items():
        print(f"{service}={chosen(service)}  {dict(modes)[chosen(service)]}")
