"""The command line: one small module per command; nothing heavy is loaded before it is needed."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NoReturn

from fiscal.errors import NeedsConfirmation, Refusal
from fiscal.text import clean
from models.clock import Clock, SystemClock
from models.home import Home
from models.settings import BadSettings

if TYPE_CHECKING:
    import argparse

VERSION = "0.1.0"
COMMANDS = (
    "cli.commands.issue",
    "cli.commands.show",
    "cli.commands.explain",
    "cli.commands.cancel",
    "cli.commands.credit",
    "cli.commands.receipt",
    "cli.commands.references",
    "cli.commands.convert",
    "cli.commands.listing",
    "cli.commands.report",
    "cli.commands.importing",
    "cli.commands.verify",
    "cli.commands.key",
    "cli.commands.saft",
    "cli.commands.series",
    "cli.commands.inventory",
    "cli.commands.calendar",
    "cli.commands.month_end",
    "cli.commands.at",
    "cli.commands.backup",
    "cli.commands.integrity",
    "cli.commands.certify",
    "cli.commands.setup",
    "cli.commands.keys",
    "cli.commands.demo",
    "cli.commands.training",
    "cli.commands.bench",
)
DONE, REFUSED, MISUSED = 0, 1, 2


class Misuse(Exception):
    """The command was called wrongly (exit code 2): an unreadable file, a missing terminal."""


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    import argparse

    from cli.portuguese import speak_portuguese

    speak_portuguese()
    top = argparse.ArgumentParser(
        prog="balcao", description="Faturação ao balcão e ao teclado. Sem comando, abre o programa."
    )
    top.add_argument("--version", action="version", version=f"balcao {VERSION}", help="mostra a versão e sai")
    top.add_argument("--home", metavar="PASTA", help="pasta da empresa (ou variável BALCAO_HOME)")
    top.add_argument("--leitor", action="store_true", help="modo para leitores de ecrã (ou variável BALCAO_LEITOR=1)")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--home", metavar="PASTA", default=argparse.SUPPRESS, help="pasta da empresa")
    shared.add_argument("--operator", metavar="CÓDIGO", help="operador (ou variável BALCAO_OPERATOR)")
    commands = top.add_subparsers(dest="command", metavar="comando", title="comandos")
    for module in COMMANDS:
        import_module(module).declare(commands, shared)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command and gives its exit code: 0 done, 1 refused by a rule, 2 misuse."""
    argv = sys.argv[1:] if argv is None else argv
    with contextlib.suppress(AttributeError, ValueError):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        sys.stderr.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        given: Any = _only_home(argv) or parser().parse_args(argv)
    except SystemExit as leaving:
        return int(leaving.code or 0)
    home = Home.find(given.home)
    if given.leitor:
        os.environ["BALCAO_LEITOR"] = "1"
    try:
        return _open_program(home) if given.command is None else int(given.run(home, given) or DONE)
    except (BadSettings, Misuse) as error:
        return _told(str(error), MISUSED)
    except NeedsConfirmation as warning:
        return _told(f"{warning.message} Para continuar: --confirm {warning.key}", REFUSED)
    except Refusal as refusal:
        place = f" [{refusal.field}]" if refusal.field else ""
        return _told(f"{refusal.message}{place}", REFUSED)
    except KeyboardInterrupt:
        return _told("Interrompido.", REFUSED)
    except BrokenPipeError:
        # Whoever read the output has closed it (a pager, head): nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        return _unforeseen(home, error)
    finally:
        if "models.integrity.seal" in sys.modules:
            sys.modules["models.integrity.seal"].close_sealed()


def _only_home(argv: Sequence[str]) -> SimpleNamespace | None:
    """What was typed, if it is only ``balcao [--leitor] [--home DIR]``: no command's module need be read to open it."""
    reader = "--leitor" in argv
    match [word for word in argv if word != "--leitor"]:
        case []:
            return SimpleNamespace(command=None, home=None, leitor=reader)
        case ["--home", folder]:
            return SimpleNamespace(command=None, home=folder, leitor=reader)
    return None


def _open_program(home: Home) -> int:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Misuse("O programa abre-se num terminal. Para scripts há comandos: balcao --help.")
    if os.environ.get("TERM", "dumb") == "dumb":
        raise Misuse("Este terminal (TERM=dumb) não sabe mover o cursor: use outro, por exemplo TERM=xterm.")
    home.settings()
    _ = home.producer, home.signer  # what cannot be used is told before the screen is taken
    gc.disable()  # loading makes no garbage; the app collects again once its first screen stands
    clock = SystemClock()
    # The database opens on its own thread while the screens' modules are still being read.
    database = ThreadPoolExecutor(1, "database")
    opening = database.submit(_open_home, home, clock)
    from tui.app import run

    return run(home, clock, database, opening)


def _open_home(home: Home, clock: Clock) -> str:
    from models.opening import open_home

    return open_home(home, clock)


def _told(message: str, code: int) -> int:
    print(f"balcao: {clean(message)}", file=sys.stderr)
    return code


def _unforeseen(home: Home, error: Exception) -> int:
    """A fault of ours: one sentence for the operator, the trace in a file for whoever mends it."""
    import traceback

    trace = clean("".join(traceback.format_exception(error)), lines=True)
    note = ""
    with contextlib.suppress(OSError):
        home.path.mkdir(parents=True, exist_ok=True)
        (home.path / "erro.log").write_text(trace + "\n", encoding="utf-8")
        note = f" O pormenor ficou em {home.path / 'erro.log'}."
    return _told(f"Erro inesperado: {clean(str(error), 200) or type(error).__name__}.{note}", REFUSED)


def console() -> NoReturn:
    """What the command ``balcao`` starts."""
    _keep_psycopg_out()
    code = main(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # the line is gone: what could not be written must not change the exit code (to 120)
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    sys.exit(code)


def _keep_psycopg_out() -> None:
    """Peewee loads psycopg whenever it is installed (139 ms); a company on SQLite does without."""
    given = sys.argv[sys.argv.index("--home") + 1 :][:1] if "--home" in sys.argv else []
    with contextlib.suppress(Refusal):
        if Home.find(given[0] if given else None).database_url.startswith("sqlite:"):
            sys.modules.setdefault("psycopg", None)  # type: ignore[arg-type]


if __name__ == "__main__":
    console()
