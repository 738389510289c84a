"""The files of the checkout, for the tests of the house."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def files() -> list[Path]:
    """Every file that is in git or would go in, relative to the checkout."""
    if not (CHECKOUT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=CHECKOUT,
        capture_output=True,
        check=True,
    )
    names = [Path(name) for name in listed.stdout.decode().split("\0") if name]
    return [name for name in names if (CHECKOUT / name).is_file()]


@pytest.fixture(scope="session")
def sources(files: list[Path]) -> dict[Path, str]:
    """Every Python file with its text."""
    return {name: (CHECKOUT / name).read_text(encoding="utf-8") for name in files if name.suffix == ".py"}


@pytest.fixture(scope="session")
def texts(files: list[Path]) -> dict[Path, str]:
    """Every text file with its text; pictures and fonts are left out."""
    found = {}
    for name in files:
        try:
            found[name] = (CHECKOUT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return found
