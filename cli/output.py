"""Where a command writes what it was asked for: standard output, or a file that is written whole or not at all."""

from __future__ import annotations

import sys
from pathlib import Path

from cli.portuguese import why


def check_place(output: str) -> None:
    """Before the work is done: there must be somewhere to put it. Raises Misuse."""
    from cli.main import Misuse

    if not Path(output).absolute().parent.is_dir():
        raise Misuse(f"A pasta de {output} não existe.")
    if Path(output).is_dir():
        raise Misuse(f"Não se consegue escrever {output}: é uma pasta.")


def write(data: bytes, output: str | None) -> None:
    """To the file ``output``, under a temporary name and then renamed; None for standard output. Raises Misuse."""
    from cli.main import Misuse

    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    path = Path(output)
    temporary = path.with_name(f".{path.name}.novo")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError as error:
        raise Misuse(f"Não se consegue escrever {output}: {why(error)}.") from error
    finally:
        temporary.unlink(missing_ok=True)
