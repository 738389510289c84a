"""balcao training: opens the company's training copy, where nothing is real."""

from __future__ import annotations

import argparse
from typing import Any

from models.clock import SystemClock
from models.home import Home


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    command = commands.add_parser("training", parents=[shared], help="abrir a empresa de formação, onde nada é a sério")
    command.add_argument("--no-open", action="store_true", help="fazer sem abrir o programa")
    command.set_defaults(run=run)


def run(home: Home, given: argparse.Namespace) -> int:
    from cli.main import _open_program
    from models import db
    from models.training import make_training

    training = make_training(home, SystemClock())
    if given.no_open:
        print(training.path)
        return 0
    db.close()
    return _open_program(training)
