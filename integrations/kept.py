"""The settings of an integration: a TOML file of mode 0600 in the home, out of the database and of its copies."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from integrations.trouble import NOT_CONFIGURED, Trouble
from models.home import Home

FOLDER = "integracoes"


def file_of(home: Home, name: str) -> Path:
    return home.path / FOLDER / f"{name}.toml"


def kept(home: Home, name: str) -> dict[str, Any]:
    """What was kept; nothing where there is no file yet. Raises Trouble for one that others can read or nobody can."""
    path = file_of(home, name)
    try:
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise Trouble(
                NOT_CONFIGURED,
                f"O ficheiro {path.name} tem segredos e pode ser lido por outros: corra «chmod 600 {path}».",
            )
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise Trouble(NOT_CONFIGURED, f"{path.name} não se consegue ler: {error}.") from error


def keep(home: Home, name: str, values: dict[str, Any]) -> None:
    """Whole, under a temporary name and then renamed; never readable by others."""
    import tomli_w

    path = file_of(home, name)
    temporary = path.with_name(f".{path.name}.novo")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(tomli_w.dumps(values))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise Trouble(NOT_CONFIGURED, f"Não se consegue escrever em {path.parent}: {error.strerror}.") from error
