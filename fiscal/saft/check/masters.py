"""Customers, suppliers and articles: declared once, and there for every document that names them (XSD keys, 5.5.10)."""

from __future__ import annotations

from fiscal.saft.check.book import Book, Codes
from fiscal.saft.check.reading import Document
from fiscal.xmltree import Node

KEYS = {"Customer": "CustomerID", "Supplier": "SupplierID", "Product": "ProductCode"}
_NAMES = {"Customer": "cliente", "Supplier": "fornecedor", "Product": "artigo"}


def codes(book: Book, name: str) -> Codes:
    """The codes of a table of masters, by the name of its elements."""
    return {"Customer": book.customers, "Supplier": book.suppliers, "Product": book.products}[name]


def master(node: Node, book: Book) -> None:
    key = node.first(KEYS[node.name])
    if key is None:
        return
    known = codes(book, node.name)
    number = known[key.text]
    if known.declared[number]:
        book.findings.add(
            "master-twice",
            key.text,
            key.line,
            f"O {_NAMES[node.name]} «{key.text[:60]}» já está na linha {known.declared[number]}.",
        )
    known.declared[number] = key.line
    if node.name == "Product":
        known.describes[number] = hash(node.get("ProductDescription"))


def document(doc: Document, book: Book) -> None:
    for name, known in (("CustomerID", book.customers), ("SupplierID", book.suppliers)):
        if name in doc.parts:
            known.use(doc.text(name), doc.number, doc.line_of(name))
    for line in doc.lines:
        if "ProductCode" not in line.parts:
            continue
        number = book.products.use(line.product, doc.number, line.line_of("ProductCode"))
        if book.products.declared[number] and book.products.describes[number] != hash(line.text("ProductDescription")):
            book.findings.once(
                number,
                "description",
                doc.number,
                line.line_of("ProductDescription"),
                f"A descrição «{line.text('ProductDescription')[:40]}» não é a do artigo «{line.product[:30]}».",
            )


def end(book: Book) -> None:
    for name in KEYS:
        for code, place, line in codes(book, name).missing():
            book.findings.add(
                "master-missing", place, line, f"O {_NAMES[name]} «{code[:60]}» não está nas tabelas do ficheiro."
            )
