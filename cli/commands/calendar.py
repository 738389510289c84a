"""balcao calendar: what is to be told to the tax authority, until when, and whether it is done."""

from __future__ import annotations

import argparse
import json
from typing import Any

from cli.session import opened
from models.home import Home


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    command = commands.add_parser("calendar", parents=[shared], help="calendário de obrigações fiscais")
    command.add_argument("--json", action="store_true", help="um objeto JSON por linha")
    command.add_argument("--done", metavar="CHAVE", help="dá uma obrigação como feita")
    command.add_argument("--undone", metavar="CHAVE", help="volta a dá-la como por fazer")
    command.add_argument("--vat", choices=("mensal", "trimestral"), metavar="PERÍODO",
                         help="período da declaração de IVA: mensal ou trimestral")  # fmt: skip
    command.set_defaults(run=run)


def run(home: Home, given: argparse.Namespace) -> None:
    from fiscal.calendar import STATES
    from fiscal.notation import show_day
    from integrations.at.expiring import expiring
    from models.calendar import calendar, mark_done, set_vat_period

    session = opened(home, given)
    if given.vat:
        set_vat_period(given.vat, session)
    if given.done:
        mark_done(given.done, session)
    if given.undone:
        mark_done(given.undone, session, done=False)
    today = session.clock.now().date()
    for item in calendar(today, expiring(home.path)):
        days = item.days_left(today)
        if given.json:
            print(json.dumps({
                "key": item.key, "due": item.due.isoformat(), "days_left": days, "state": item.state, "what": item.what,
                "where": item.where, "source": item.source,
            }, ensure_ascii=False))  # fmt: skip
        else:
            print(f"{show_day(item.due)}  {days:>4} d  {STATES[item.state]:<9}  {item.what}. {item.where}")
