"""What the lines of a document say to a screen reader: the entry being typed, the cell, every line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from models.declared import Field
from models.sales.draft import DraftLine
from tui.entry.lines import described
from tui.terminal.spoken import FocusLine
from tui.widgets.cursor import CursorWidget
from tui.widgets.edit import Editor


class SpokenLines(CursorWidget):
    """The spoken side of LineGrid. A line put in or changed is said before the total."""

    FIRST: ClassVar[bool] = True

    at: int | None
    _fields: Mapping[str, Field]
    _lines: Sequence[DraftLine]
    _column: str
    _entry: Editor
    _cell: Editor | None

    def _cells(self, line: int) -> dict[str, str]:
        raise TypeError(f"{type(self).__name__} has no lines")

    def spoken(self) -> str:
        said: list[str] = []
        for line in range(len(self._lines)):
            told = self._line_heard(line)
            again = sum(1 for other in said if other.startswith(told))
            said.append(f"{told}, {again + 1}.ª vez" if again else told)
        return "\n".join(said)

    def spoken_in_full(self) -> str:
        return "\n".join(self._line_told(line) for line in range(len(self._lines)))

    def spoken_already(self) -> set[str]:
        """The notice of an edit says less of the line than the line itself."""
        return {described(line) for line in self._lines}

    def spoken_focus(self) -> FocusLine:
        if self.at is None:
            return FocusLine((id(self), "entry"), "Artigo: ", self._entry.text, self._entry.cursor)
        label = f"{self._fields[self._column].label}: "
        if self._cell is not None:
            return FocusLine((id(self), self.at, self._column), label, self._cell.text, self._cell.cursor)
        text = self._cells(self.at)[self._column] or "vazio"
        place = f"Linha {self.at + 1} de {len(self._lines)}"
        if self._column != "description":
            place += f", {self._lines[self.at].description}"
        return FocusLine((id(self), self.at, self._column, ""), label, text, after=place)

    def spoken_help(self) -> str:
        f = self._fields["code" if self.at is None else self._column]
        count = len(self._lines)
        place = f"{count} linha(s) no documento." if self.at is None else self._line_told(self.at)
        return f"{place}\n{f.help}"

    def _line_heard(self, line: int) -> str:
        """What a clerk wants to hear at once: what it is, how much of it, and what it comes to."""
        cells = self._cells(line)
        quantity = "" if cells["quantity"] == "1" else f"{cells['quantity']} {cells['unit']}"
        discount = f"desconto {cells['discount']}" if cells["discount"] else ""
        total = cells["total"] if cells["price"] else "falta o preço"
        return ", ".join(part for part in (cells["description"], quantity, discount, total) if part)

    def _line_told(self, line: int) -> str:
        cells = self._cells(line)
        parts = [f"Linha {line + 1}: {cells['description']}, {cells['quantity']} {cells['unit']}"]
        parts.append(f"preço {cells['price']}" if cells["price"] else "falta o preço")
        parts += [f"desconto {cells['discount']}"] if cells["discount"] else []
        parts += [f"IVA {cells['tax']} {cells['exemption']}".strip()]
        parts += [f"total {cells['total']}"] if cells["total"] else []
        return ", ".join(parts)
