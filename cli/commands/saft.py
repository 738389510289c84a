"""balcao saft: the files that the tax authority reads; each thing to do with them is a module of its own."""

from __future__ import annotations

import argparse
from importlib import import_module
from typing import Any

PARTS = (
    "cli.commands.saft_export",
    "cli.commands.saft_check",
    "cli.commands.saft_import",
    "cli.commands.saft_integrate",
)
"""Each declares itself as a command does."""


def declare(commands: Any, shared: argparse.ArgumentParser) -> None:
    command = commands.add_parser("saft", help="ficheiros SAF-T (PT)")
    parts = command.add_subparsers(dest="what", metavar="o_quê", title="o que fazer", required=True)
    for module in PARTS:
        import_module(module).declare(parts, shared)
