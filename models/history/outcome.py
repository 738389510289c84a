"""What an import of a SAF-T brought in, or would bring in, and what it could not take."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from fiscal.notation import show_euro
from fiscal.rounding import ZERO
from fiscal.text import clean

MOST_TOLD = 200
"""Remarks kept; all are counted."""
KINDS = {"customers": "clientes", "suppliers": "fornecedores", "articles": "artigos", "documents": "documentos"}
"""What is counted, and its Portuguese name."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that was not taken, or not as it stood. line: in the file, from 1; taken: whether the rest of it was."""

    line: int
    what: str
    why: str
    taken: bool

    def __str__(self) -> str:
        return f"linha {self.line}: {self.what}: {self.why}"


@dataclass(slots=True)
class Outcome:
    """Counts by kind (see KINDS). open: what customers still owe by the documents brought in, euro; batch: the id of the
    import, None where nothing was kept (a look before, or nothing new); same: when the very same file came in before.
    """

    name: str = ""
    release: str = ""
    start: date | None = None
    end: date | None = None
    new: Counter[str] = field(default_factory=Counter)
    had: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    taxes: int = 0
    lines: int = 0
    open: Decimal = ZERO
    remarks: list[Remark] = field(default_factory=list)
    remarked: int = 0
    batch: int | None = None
    same: bool = False

    @property
    def changes(self) -> bool:
        """Whether there is anything new in the file."""
        return bool(self.new.total())

    def remark(self, line: int, what: str, why: str, *, kind: str = "") -> None:
        """kind: the whole thing was not taken, and counts as refused; empty: something of it was changed."""
        self.remarked += 1
        if kind:
            self.refused[kind] += 1
        if len(self.remarks) < MOST_TOLD:
            self.remarks.append(Remark(line, clean(what, 80), clean(why, 300), not kind))


def told(outcome: Outcome, *, would: bool) -> list[str]:
    """The outcome in lines for a person. would: nothing was written yet."""
    period = f", de {outcome.start:%d-%m-%Y} a {outcome.end:%d-%m-%Y}" if outcome.start and outcome.end else ""
    lines = [f"SAF-T (PT) {outcome.release or '?'} de {outcome.name}{period}."]
    if outcome.same:
        return [*lines, "Este ficheiro já foi importado: nada mudou."]
    for kind, name in KINDS.items():
        lines.append(counted(name, outcome.new[kind], outcome.had[kind], outcome.refused[kind]))
    if outcome.types:
        lines.append("Por tipo: " + ", ".join(f"{n} {code}" for code, n in sorted(outcome.types.items())) + ".")
    if outcome.new["documents"]:
        lines.append(f"Por receber dos documentos importados: {show_euro(outcome.open)}.")
    if outcome.taxes:
        lines.append(f"Taxas de imposto do ficheiro: {outcome.taxes}, lidas e conferidas; as do Balcão são as da lei.")
    if not outcome.changes:
        lines.append("Não há nada de novo neste ficheiro: nada mudou.")
    elif would:
        lines.append("Nada foi escrito.")
    return lines


def counted(name: str, new: int, had: int, refused: int) -> str:
    """``Clientes: novos 49, já existentes 1, recusados 2.``"""
    return f"{name.capitalize()}: novos {new}, já existentes {had}" + (f", recusados {refused}." if refused else ".")


def undone(batch: int, gone: Counter[str]) -> str:
    """What an undo took away, for a person."""
    went = ", ".join(f"{name} {gone[kind]}" for kind, name in KINDS.items() if gone[kind])
    return f"Importação {batch} anulada. Saíram: {went or 'documentos 0'}. O que já está em uso ficou."
