"""The paper of a receipt: the documents that it pays, with the tax of each rate where it says it (P302 4.4; DL 71/2013)."""

from __future__ import annotations

from fiscal.discounts import HUNDRED
from fiscal.doctypes import OLD_TYPES, TYPES
from fiscal.notation import show_day, show_number, show_rate
from fiscal.text import clean
from models.sales.record import IssuedDocument, Settled
from printing.paper import Labelled, PaperLine


def settled_lines(document: IssuedDocument) -> tuple[PaperLine, ...]:
    """A line for each document paid, or for each rate of it; what a credit note takes off says so and is not negative (F13)."""
    return tuple(_line(line) for line in document.settled)


def settled_sums(document: IssuedDocument) -> tuple[Labelled, ...]:
    """What was paid and what was taken off, then the tax where the receipt says it."""
    off = sum((line.amount + line.tax for line in document.settled if line.debit), start=HUNDRED * 0)
    rows = []
    if off:
        rows += [("Documentos", document.gross + off), ("Notas de crédito a abater", off)]
    given = sum((line.settlement for line in document.settled), start=HUNDRED * 0)
    if given:
        rows.append(("Descontos", given))
    if document.taxes:
        rows += [("Total s/ IVA", document.net), ("IVA", document.tax)]
    return tuple(Labelled(label, show_number(value)) for label, value in rows)


def _line(line: Settled) -> PaperLine:
    code = line.source.partition(" ")[0]
    kind = TYPES.get(code) or OLD_TYPES.get(code)
    name = kind.name if kind else "Documento"
    details = [f"IVA {show_rate(line.rate)}: {show_number(line.tax)}"] if line.tax else []
    if line.exemption_reason:
        details.append(clean(line.exemption_reason))
    if line.settlement:
        details.append(f"Com mais {show_number(line.settlement)} de desconto")
    if line.debit:
        details.append("A abater ao que se recebe")
    return PaperLine(
        code=clean(line.source),
        description=f"{name} de {show_day(line.source_date)}",
        quantity="",
        unit="",
        price="",
        discount="",
        tax=show_rate(line.rate) if line.tax_type else "",
        value=line.amount + line.tax,
        details=tuple(details),
    )
