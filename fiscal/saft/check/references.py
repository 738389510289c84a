"""Documents that refer to others: credit notes to invoices, invoices to orders, receipts to what they pay (fiscal.md 1.8)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from fiscal.notation import show_day, show_price, show_quantity
from fiscal.saft.check import book as marks
from fiscal.saft.check.book import CREDIT, MENTION, RECEIPT, Book, Link, Series, millionths
from fiscal.saft.check.reading import Document, Line, day, split
from fiscal.saft.check.sums import CREDIT_TYPES
from fiscal.xmltree import Node

_CENT = 10_000
"""In millionths."""


@dataclass(slots=True)
class _Credited:
    """What credit notes took of one invoice so far, in millionths."""

    value: int = 0
    notes: int = 0
    told: bool = False
    quantities: dict[int, int] = field(default_factory=dict)


def document(doc: Document, series: Series, index: int, book: Book) -> None:
    """Keeps what a document refers to, and of an invoice what credit notes are held against."""
    sales = doc.table.name == "SalesInvoices"
    if sales and doc.type in CREDIT_TYPES:
        _keep_parts(doc, series, index, book)
    named: set[str] = set()
    for line in doc.lines:
        for child in line.parts.values():
            if child.name in ("OrderReferences", "References", "SourceDocumentID"):
                break
        else:
            continue
        _line(doc, line, series, index, named, book)
    if sales and doc.type in ("NC", "ND"):
        bare = next((line for line in doc.lines if "References" not in line.parts), None)
        if bare is not None:
            rule = "rectified-missing" if doc.type == "NC" else "debit-note-reference"
            book.findings.add(
                rule, doc.number, bare.line, f"A linha {bare.text('LineNumber')[:9]} não diz o que retifica."
            )


def _keep_parts(doc: Document, series: Series, index: int, book: Book) -> None:
    series.parts[index] = len(doc.lines)
    for line in doc.lines:
        sign = 1 if line.credit else -1
        book.parts.product.append(book.products[line.product])
        book.parts.quantity.append(sign * millionths(line.quantity))
        book.parts.value.append(sign * millionths(line.value))


def _line(doc: Document, line: Line, series: Series, index: int, named: set[str], book: Book) -> None:
    found = [c for c in line.node.children if c.name in ("OrderReferences", "References", "SourceDocumentID")]
    alone = sum(1 for c in found if c.name != "OrderReferences") == 1
    for child in found:
        kind, number, said = _reference(child, doc)
        if kind == MENTION and number in named:
            continue  # an order is named in every line; once is enough
        named.add(number)
        parts = split(number)
        if parts is None:
            continue  # the number of a paper, or of another program
        code, name, sequence = parts
        value = millionths(line.value) * (1 if line.credit or kind != RECEIPT else -1)
        book.links.add(
            Link(
                kind,
                series.number,
                index,
                child.line,
                book.series_of(code, name).number,
                sequence,
                said.toordinal() if said else 0,
                book.products[line.product] if kind == CREDIT else 0,
                millionths(line.quantity) if alone else 0,
                value if alone else 0,
            )
        )


def _reference(child: Node, doc: Document) -> tuple[int, str, date | None]:
    """Kind, number, and the date that the document says of it."""
    if child.name == "References":
        return (CREDIT if doc.type == "NC" else MENTION), child.get("Reference"), None
    if child.name == "OrderReferences":
        return MENTION, child.get("OriginatingON"), day(child.get("OrderDate"))
    return RECEIPT, child.get("OriginatingON"), day(child.get("InvoiceDate"))


def end(book: Book) -> None:
    """Once all documents are known, follows every reference into those series that the file has."""
    credited: dict[tuple[int, int], _Credited] = {}
    paid: dict[tuple[int, int], int] = {}
    for link in book.links:
        target, source = book.series[link.target], book.series[link.series]
        if not len(target):
            continue
        at = target.find(link.sequence)
        if at < 0:
            if link.sequence > target.first and book.header.basis != "T":
                number = f"{target.code} {target.name}/{link.sequence}"
                book.findings.add(
                    "reference-missing",
                    source.place(link.at),
                    link.line,
                    f"Refere-se ao {number}, que não existe nesta série.",
                )
            continue
        if link.day and target.day[at] and link.day != target.day[at]:
            book.findings.add(
                "reference-date",
                source.place(link.at),
                link.line,
                f"Diz que {target.place(at)} é de {_day(link.day)}, e é de {_day(target.day[at])}.",
            )
        if source.marks[link.at] & marks.CANCELLED:
            continue
        if link.kind == CREDIT:
            _credit(link, source, target, at, credited.setdefault((link.target, at), _Credited()), book)
        elif link.kind == RECEIPT:
            key = (link.target, at)
            paid[key] = paid.get(key, 0) + abs(link.value)
            _receipt(link, source, target, at, paid[key], book)


def _credit(link: Link, source: Series, target: Series, at: int, credited: _Credited, book: Book) -> None:
    place, original = source.place(link.at), target.place(at)
    if target.marks[at] & marks.CANCELLED:
        book.findings.add("credit-cancelled", place, link.line, f"Retifica o documento {original}, que está anulado.")
    if source.day[link.at] and source.day[link.at] < target.day[at]:
        book.findings.add(
            "reference-later",
            place,
            link.line,
            f"É de {_day(source.day[link.at])}, e retifica {original}, de {_day(target.day[at])}.",
        )
    if not target.parts[at]:
        return
    lines = range(target.first_part[at], target.first_part[at] + target.parts[at])
    credited.value += link.value
    credited.notes += 1
    worth = sum(book.parts.value[n] for n in lines)
    if credited.value > worth + _CENT * credited.notes and not credited.told:
        credited.told = True
        book.findings.add(
            "credit-value",
            place,
            link.line,
            f"As notas de crédito de {original} somam {_euro(credited.value)}, e ele vale {_euro(worth)} sem imposto.",
        )
    taken = credited.quantities[link.product] = credited.quantities.get(link.product, 0) + link.quantity
    sold = sum(book.parts.quantity[n] for n in lines if book.parts.product[n] == link.product)
    if sold and taken > sold >= taken - link.quantity:
        book.findings.add(
            "credit-quantity",
            place,
            link.line,
            f"As notas de crédito de {original} levam {_quantity(taken)} de um artigo de que ele tem {_quantity(sold)}.",
        )


def _receipt(link: Link, source: Series, target: Series, at: int, paid: int, book: Book) -> None:
    place, original = source.place(link.at), target.place(at)
    rectifying = target.type == "NC"
    if link.value and (link.value > 0) == rectifying and (rectifying or target.type in CREDIT_TYPES):
        side = "a crédito" if link.value > 0 else "a débito"
        book.findings.add("receipt-side", place, link.line, f"Tem {original} {side}.")
    if target.marks[at] & marks.CANCELLED:
        book.findings.add("receipt-cancelled", place, link.line, f"Paga o documento {original}, que está anulado.")
    gross = target.gross[at] * _CENT
    if gross >= 0 and paid > gross + _CENT >= paid - abs(link.value):
        book.findings.add(
            "receipt-above",
            place,
            link.line,
            f"Os recibos de {original} somam {_euro(paid)}, e ele é de {_euro(gross)}.",
        )


def _day(ordinal: int) -> str:
    return show_day(date.fromordinal(ordinal))


def _euro(value: int) -> str:
    return show_price(Decimal(value).scaleb(-6))


def _quantity(value: int) -> str:
    return show_quantity(Decimal(value).scaleb(-6))
