"""Running the command ``balcao`` as a script would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from models import db

BALCAO = Path(sys.executable).with_name("balcao")


def balcao(*arguments: str, given: str | bytes = "", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command as a process of its own: exit code, standard output and error as bytes."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("BALCAO_")}
    data = given.encode() if isinstance(given, str) else given
    return subprocess.run(
        [str(BALCAO), *arguments], input=data, capture_output=True, env={**clean, **environment}, timeout=60
    )


class Said:
    """What a command said in this process."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def proof(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@contextmanager
def closing() -> Iterator[None]:
    """Leaves no database open behind a command that ran in this process."""
    try:
        yield
    finally:
        db.close()
