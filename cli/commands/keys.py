"""balcao keys: the keys as they are set, and what this terminal really sends for each one pressed."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from models.home import Home


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    command = commands.add_parser("keys", parents=[shared], help="mostrar as teclas, e experimentá-las neste terminal")
    command.add_argument(
        "--try", dest="tried", action="store_true", help="mostrar o que o terminal envia em cada tecla"
    )
    command.set_defaults(run=run)


def run(home: Home, given: argparse.Namespace) -> int:
    from cli.main import Misuse
    from tui.terminal.keymap import BadKeys, read, rows, warnings

    try:
        keys = read(home.keys_file)
    except BadKeys as error:
        raise Misuse(error.message) from error
    if given.tried:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise Misuse("As teclas experimentam-se num terminal.")
        from tui.terminal.trying import try_keys

        try_keys(keys)
        return 0
    for name, written, about in rows(keys):
        print(f"{name:<14}{written:<18}{about}")
    for warning in warnings(keys):
        print(f"balcao: {warning}", file=sys.stderr)
    return 0
