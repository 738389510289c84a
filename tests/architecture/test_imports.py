"""What importing a floor brings into memory: heavy libraries come on first use, never at the start."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]

# peewee imports psycopg eagerly where it is installed: that one is not ours to refuse.
SCREEN = ("textual", "rich")
HEAVY = ("fpdf", "escpos", "httpx", "cryptography", "PIL", "lxml", "serial", "segno", "argon2")

_PROGRAM = """
import importlib, pkgutil, sys
package = importlib.import_module(sys.argv[1])
for module in pkgutil.walk_packages(getattr(package, "__path__", []), package.__name__ + "."):
    importlib.import_module(module.name)
print(*sys.modules)
"""


def loaded(package: str) -> set[str]:
    """Top-level names in memory once the package and every module in it have been imported."""
    ran = subprocess.run(
        [sys.executable, "-c", _PROGRAM, package], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return {module.partition(".")[0] for module in ran.stdout.split()}


@pytest.mark.parametrize(
    "package",
    ["fiscal", "models.declared", "models.sales.record", "models", "hardware", "printing", "integrations", "reports"],
)
def test_a_lower_floor_brings_in_nothing_heavy(package: str) -> None:
    assert not loaded(package) & {*SCREEN, *HEAVY}


@pytest.mark.parametrize("package", ["themes", "tui"])
def test_the_screens_bring_in_nothing_heavy_but_textual(package: str) -> None:
    assert not loaded(package) & set(HEAVY)


_FIRST_SCREEN = """
import sys
import cli.main, models.opening, tui.app, tui.screens.sign_in
print(*sys.modules)
"""
AFTER_IT = (
    "fiscal.tables",
    "fiscal.rules",
    "models.session",
    "models.calendar",
    "models.integrity.block",
    "models.sales",
    "models.catalogue",
    "models.people.operators",
    "integrations",
    "printing",
    "reports",
    "hardware",
    "tui.screens.main_menu",
    "tui.widgets.list",
    "argparse",
)
"""What the sign-in screen does without: who signs in waits for it while the code is typed, not before."""


def test_the_first_screen_stands_without_what_comes_after_it() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _FIRST_SCREEN], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert not [
        module for module in ran.stdout.split() for late in AFTER_IT if module == late or module.startswith(f"{late}.")
    ]


def test_a_command_that_opens_no_screen_does_not_load_textual() -> None:
    assert not loaded("cli") & {*SCREEN, *HEAVY}
