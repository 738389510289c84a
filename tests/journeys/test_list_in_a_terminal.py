"""A list on a real terminal: ordered, marked, copied by OSC 52, exported to a file."""

from __future__ import annotations

import base64
import re
from pathlib import Path

from tests.journeys.shop_with_demo import copied
from tests.journeys.terminal import Terminal


def test_marked_documents_are_copied_and_exported(tmp_path: Path) -> None:
    home = copied(tmp_path)
    terminal = Terminal(home)
    try:
        terminal.sign_in()
        terminal.types(":documentos\r")
        terminal.sees("1 de 8 documentos")
        terminal.types("\x0f")  # Ctrl+O
        terminal.sees("Ordenar por")
        terminal.types("tot\r")
        terminal.sees("Total € ▲")
        terminal.types("\x1b[H\x1b[2~\x14")  # Home, Insert, Ctrl+T
        terminal.sees("* 2 marcados")
        terminal.types("\x03")  # Ctrl+C
        terminal.sees("Copiadas 2 linhas.")
        (copy,) = re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07", terminal.stream)
        copied_rows = [row.split("\t") for row in base64.b64decode(copy).decode().split("\n")]
        assert len(copied_rows) == 2
        terminal.types("\x05")  # Ctrl+E
        terminal.sees("Exportar os marcados")
        terminal.types("\r")
        terminal.sees("2 linhas em ")
        (file,) = (home / "exportacoes").iterdir()
        rows = file.read_text("utf-8-sig").splitlines()[1:]
        assert [row.split(";")[0] for row in rows] == [cells[0] for cells in copied_rows]
        terminal.types("\x01")  # Ctrl+A
        terminal.sees("* 8 marcados")
        assert terminal.alive
    finally:
        terminal.kill()
