"""The header: whose file it is, of what time, and which tables it may hold (fiscal.md 5.2 and 5.3)."""

from __future__ import annotations

from datetime import date

from fiscal.nif import is_nif
from fiscal.notation import show_day
from fiscal.saft.check.book import Book, Header
from fiscal.saft.check.reading import TABLES, day
from fiscal.xmltree import Node

_ALL = frozenset(table.name for table in TABLES)
_OF_BASIS = {
    "C": frozenset(("Payments",)),
    "R": frozenset(("Payments",)),
    "S": frozenset(("SalesInvoices",)),
    "T": frozenset(("MovementOfGoods",)),
}
"""Tables of documents that a kind of file may hold, where not all (Portaria 302/2016, 1.4)."""


def header(node: Node, book: Book) -> None:
    book.header = Header(
        node.get("TaxRegistrationNumber"),
        node.get("CompanyName"),
        node.get("TaxAccountingBasis"),
        node.get("ProductID"),
        day(node.get("StartDate")),
        day(node.get("EndDate")),
        node.get("SoftwareCertificateNumber"),
    )
    head = book.header
    if head.nif and not is_nif(head.nif):
        _add(book, node, "header-nif", "TaxRegistrationNumber", f"O NIF da empresa, «{head.nif[:30]}», não é válido.")
    if head.certificate == "0":
        said = "O número do certificado é 0: o programa não é certificado."
        _add(book, node, "uncertified", "SoftwareCertificateNumber", said)
    if head.start is not None and head.end is not None:
        _dates(node, head.start, head.end, book)


def _dates(node: Node, start: date, end: date, book: Book) -> None:
    if not start <= end < _a_year_after(start):
        said = f"O período vai de {show_day(start)} a {show_day(end)}."
        _add(book, node, "header-dates", "EndDate", said)
    year = node.get("FiscalYear")
    # A tax year that does not follow the calendar is called after the year in which it starts.
    right = (str(start.year), str(start.year - 1)) if (start.month, end.month) != (1, 12) else (str(start.year),)
    if year and year not in right:
        _add(
            book,
            node,
            "fiscal-year",
            "FiscalYear",
            f"O ano fiscal é {year[:9]}, e o período começa em {show_day(start)}.",
        )
    made = day(node.get("DateCreated"))
    if made is not None and made <= end:
        said = f"O ficheiro foi feito em {show_day(made)}, e o período acaba em {show_day(end)}."
        _add(book, node, "early-file", "DateCreated", said)


def _a_year_after(start: date) -> date:
    return (
        start.replace(year=start.year + 1, day=1 if (start.month, start.day) == (2, 29) else start.day)
        if (start.year < date.max.year)
        else date.max
    )


def _add(book: Book, node: Node, rule: str, element: str, message: str) -> None:
    found = node.first(element)
    book.findings.add(rule, "Header", found.line if found is not None else node.line, message)


def end(root: Node, book: Book) -> None:
    """The tables that the file holds against its kind."""
    allowed = _OF_BASIS.get(book.header.basis, _ALL)
    source = root.first("SourceDocuments")
    for node in source.children if source is not None else ():
        if node.name in _ALL and node.name not in allowed:
            said = f"Um ficheiro do tipo {book.header.basis} não leva a tabela {node.name}."
            book.findings.add("basis-table", node.name, node.line, said)
