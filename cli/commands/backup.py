"""balcao backup and balcao restore: a verified copy in a file, and back."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from cli.progress import shown
from cli.session import opened
from models.clock import SystemClock
from models.home import Home


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    saving = commands.add_parser("backup", parents=[shared], help="guardar uma cópia verificada")
    saving.add_argument("file", metavar="FICHEIRO", help="ficheiro novo")
    saving.add_argument("--made", action="store_true", help="só registar uma cópia já feita por outro programa")
    saving.add_argument("--elsewhere", action="store_true", help="com --made: está noutro disco (em PostgreSQL)")
    saving.set_defaults(run=save)
    restoring = commands.add_parser("restore", parents=[shared], help="repor uma cópia")
    restoring.add_argument("file", metavar="FICHEIRO", help="cópia feita com balcao backup")
    restoring.set_defaults(run=put_back)


def save(home: Home, given: argparse.Namespace) -> None:
    from cli.main import Misuse
    from models.backup import backup
    from models.integrity.copies import note_copy

    path = Path(given.file).expanduser().absolute()
    if given.elsewhere and not given.made:
        raise Misuse("--elsewhere só se usa com --made.")
    if not path.parent.is_dir():
        raise Misuse(f"A pasta {path.parent} não existe.")
    session = opened(home, given)
    if given.made:
        note_copy(path, session, elsewhere=given.elsewhere)
        print(f"Registada a cópia {path}.")
        return
    with shown("MB") as told:
        backup(path, session, told)
    print(f"Cópia guardada e verificada em {path}. Guarde também a pasta {home.path / 'keys'}, em lugar seguro.")


def put_back(home: Home, given: argparse.Namespace) -> None:
    from models.backup import restore
    from models.opening import session_of

    session = session_of(home, given.operator or "restore", SystemClock())
    with shown("MB") as told:
        kept = restore(Path(given.file).expanduser().absolute(), home.database_url, session, told)
    print("Cópia reposta." + (f" O que lá estava ficou em {kept}." if kept else ""))
