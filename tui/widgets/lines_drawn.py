"""What stands around the lines of a document, as text: the names of the columns, and how many lines are out of sight."""

from __future__ import annotations

from collections.abc import Mapping

from models.declared import Field
from tui.entry import columns
from tui.terminal.cells import fit


def header(fields: Mapping[str, Field], cells: int, reached: str = "") -> str:
    """The labels of the columns that show on ``cells``, the one under the cursor (``reached``) among them."""
    widths = columns.layout(cells - 2, reached).items()
    return " " + " ".join(fit(fields[name].label, width, right=fields[name].kind.right) for name, width in widths)


def rule(above: int, below: int, cells: int) -> str:
    """A line of dashes that says how many lines are hidden."""
    text = f"─ {above} linha(s) acima " if above else ""
    text += f"─ {below} abaixo " if below > 0 else ""
    return text.ljust(cells, "─")[:cells]


def invitation(row: int, count: int) -> str:
    """What an empty document says below its header."""
    return "  Leia o código de barras, escreva o código ou palavras do artigo." if not count and row == 2 else ""


def cell(name: str, text: str, width: int, *, right: bool, lot: str = "") -> str:
    """A cell that is not being edited; a number is never cut, and of the lot at the end of a description at most half."""
    if lot:
        tail = fit(lot, min(len(lot), width // 2)).rstrip()
        return f"{fit(text, width - len(tail) - 1)} {tail}"
    if name in ("quantity", "price", "total"):
        return columns.fitted_number(text, width)
    return fit(text, width, right=right)


def left_of(column: str, cells: int, reached: str = "") -> int:
    """Where a column begins on ``cells``, after the mark of the line under the cursor; 1 for one that does not show."""
    x = 1
    for name, width in columns.layout(cells - 2, reached).items():
        if name == column:
            return x
        x += width + columns.GAP
    return 1
