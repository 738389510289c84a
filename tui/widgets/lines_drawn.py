"""What stands around the lines of a document, as text: the names of the columns, and how many lines are out of sight."""

from __future__ import annotations

from collections.abc import Mapping

from models.declared import Field
from tui.entry import columns
from tui.terminal.cells import fit


def header(fields: Mapping[str, Field], cells: int) -> str:
    """The labels of the columns that show on ``cells``."""
    widths = columns.layout(cells - 2).items()
    return " " + " ".join(fit(fields[name].label, width, right=fields[name].kind.right) for name, width in widths)


def rule(above: int, below: int, cells: int) -> str:
    """A line of dashes that says how many lines are hidden."""
    text = f"─ {above} linha(s) acima " if above else ""
    text += f"─ {below} abaixo " if below > 0 else ""
    return text.ljust(cells, "─")[:cells]


def invitation(row: int, count: int) -> str:
    """What an empty document says below its header."""
    return "  Leia o código de barras, escreva o código ou palavras do artigo." if not count and row == 2 else ""
