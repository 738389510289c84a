"""balcao month-end: what was issued in a month, what is not told to AT, and what comes next."""

from __future__ import annotations

import argparse
import dataclasses
import json
from datetime import date, timedelta
from typing import Any

from cli.session import opened
from models.home import Home


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    command = commands.add_parser(
        "month-end", parents=[shared], help="fim do mês: emitidos, por comunicar, o que se segue"
    )
    command.add_argument("month", nargs="?", metavar="AAAA-MM", help="o mês; sem isto, o anterior")
    command.add_argument("--json", action="store_true", help="um objeto JSON")
    command.set_defaults(run=run)


def run(home: Home, given: argparse.Namespace) -> None:
    from cli.main import Misuse
    from models.month_end import as_lines, month_end

    session = opened(home, given)
    today = session.clock.now().date()
    try:
        month = date.fromisoformat(f"{given.month}-01") if given.month else today.replace(day=1) - timedelta(days=1)
    except ValueError as error:
        raise Misuse(f"«{given.month[:20]}» não é um mês: escreva, por exemplo, 2026-11.") from error
    found = month_end(month, today)
    if given.json:
        print(json.dumps(dataclasses.asdict(found), ensure_ascii=False, default=str))
    else:
        print("\n".join(as_lines(found, today)))
