"""balcao integrity: changes from outside, copies, restores, the block of issuing, and its end after the producer's report."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import Any

from cli.session import opened
from models.home import Home


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    command = commands.add_parser("integrity", help="alterações de fora, cópias, reposições, bloqueio da emissão")
    acts = command.add_subparsers(dest="act", metavar="ação", title="ações", required=True)
    showing = acts.add_parser("show", parents=[shared], help="o estado; 1 se a emissão está bloqueada")
    showing.set_defaults(run=show)
    lifting = acts.add_parser("unblock", parents=[shared], help="desbloquear a emissão, com o parecer do produtor")
    lifting.add_argument("--responsible", required=True, metavar="NOME", help="quem responde pelo parecer, no produtor")
    lifting.add_argument("--report", required=True, metavar="TEXTO", help="o que se passou e o que foi feito")
    lifting.set_defaults(run=lift)


def show(home: Home, given: argparse.Namespace) -> int:
    from models.integrity.block import blocked
    from models.integrity.copies import copies
    from models.integrity.watch import notices

    session = opened(home, given)
    found, stopped = copies(), blocked()
    print(f"Última cópia: {_at(found.last)}")
    print(f"Última cópia noutro disco: {_at(found.elsewhere)}")
    print(f"Reposições: {found.restores}" + (f", a última em {_at(found.restored)}" if found.restored else ""))
    print(f"Emissão bloqueada: {f'desde {_at(stopped.since)} ({stopped.first})' if stopped else 'não'}")
    for text in notices(session.clock.now().date(), home.settings()):
        print(f"! {text}")
    return 1 if stopped else 0


def lift(home: Home, given: argparse.Namespace) -> None:
    from models.integrity.block import unblock

    unblock(given.responsible, given.report, opened(home, given))
    print("A emissão está desbloqueada. O parecer e quem responde por ele ficaram no registo de auditoria.")


def _at(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if moment is not None else "nenhuma"
