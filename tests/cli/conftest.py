"""A company for the command line, and the command run in this process."""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cli.main import main
from tests.cli.command import Said, closing
from tests.company import found


@pytest.fixture(scope="session")
def _lojinha(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("lojinha") / "loja"
    home.mkdir()
    found(f"sqlite:///{home / 'balcao.db'}", home)
    return home


@pytest.fixture
def home(_lojinha: Path, tmp_path: Path) -> Path:
    """The home of Lojinha, without documents."""
    shutil.copytree(_lojinha, tmp_path / "loja")
    return tmp_path / "loja"


Run = Callable[..., Said]


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """``run("issue", "--file", "-", given=draft)`` in this process, on Lojinha."""
    monkeypatch.delenv("BALCAO_DATABASE", raising=False)

    def command(*arguments: str, given: object = None) -> Said:
        data = given if isinstance(given, bytes) else json.dumps(given).encode() if given is not None else b""
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data), isatty=lambda: False))
        capsys.readouterr()
        with closing():
            code = main(["--home", str(home), *arguments])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Said(code, said.out, said.err)

    return command


@pytest.fixture
def issue(run: Run) -> Callable[[dict[str, Any]], Said]:
    """``issue({...})``: a file of issue given on standard input."""
    return lambda draft: run("issue", "--file", "-", given=draft)
