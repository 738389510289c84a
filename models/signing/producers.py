"""The file ``producer.toml``: which certified producer answers for the program, and for which key."""

from __future__ import annotations

import tomllib
from pathlib import Path

from fiscal.errors import Refusal
from fiscal.producer import Producer, read_producer


def read_producer_file(path: Path) -> Producer:
    """Reads it. Raises Refusal with what is wrong in it."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refusal(f"{path.name} não se consegue ler: {error}.", rule="producer") from error
    return read_producer(found, path.name)
