"""The records of a SAF-T (PT) of any release, 1.01 to 1.04, as values that fit our tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import BinaryIO

from fiscal.errors import Refusal
from fiscal.nif import FINAL_CONSUMER
from fiscal.saft.check.reading import BY_PATH, Document, day
from fiscal.saft.source import Source
from fiscal.text import clean, fold
from fiscal.xmltree import Node, records

MASTERS = "AuditFile/MasterFiles/"
HEADER, TAX = "AuditFile/Header", f"{MASTERS}TaxTable/TaxTableEntry"
_LEDGER = (f"{MASTERS}GeneralLedgerAccounts/Account", "AuditFile/GeneralLedgerEntries/Journal/Transaction")
PATHS = frozenset(
    (HEADER, TAX, *(MASTERS + n for n in ("GeneralLedger", "Customer", "Supplier", "Product", "TaxTableEntry")),
     *_LEDGER, *BY_PATH)
)  # fmt: skip
"""Accounts are read to be left out: this program keeps no ledger."""
RELEASES = ("1.01_01", "1.02_01", "1.03_01", "1.04_01")
BIGGEST = Decimal(10) ** 11
"""Amounts, prices and quantities from here on are absurd, and would not fit the database's integers."""
_UNKNOWN = ("", "desconhecido", "desconhecida", "desconhecidos", "unknown", "n/d")
_NOT_IN_A_CODE = re.compile(r"[\s*@%=]+")


@dataclass(frozen=True, slots=True)
class Header:
    nif: str
    name: str
    release: str
    start: date
    end: date


def opened(stream: BinaryIO) -> tuple[str, Source]:
    """The release, and the bytes to read. Raises Refusal for a ZIP, for what is no SAF-T, and for an unknown release."""
    start = stream.read(4)
    stream.seek(0)
    if start[:2] in (b"PK", b"\x1f\x8b"):
        raise Refusal("O ficheiro está comprimido: descomprima-o e importe o .xml que está dentro.", field="file")
    source = Source(stream)
    wrong = [found for found in source.head if found.rule in ("file.encoding", "file.root")]
    if wrong:
        raise Refusal(f"{wrong[0].message} {wrong[0].remedy}", field="file", rule=wrong[0].rule)
    release = source.release
    if release and release not in RELEASES:
        raise Refusal(
            f"O ficheiro é SAF-T (PT) {release}: leem-se as versões {', '.join(RELEASES)}.", field="file", rule="saft"
        )
    return release, source


def read(source: Source) -> Iterator[tuple[str, Node]]:
    """Each record in the order of the file. Raises Unreadable, and Refusal where it ends up as no SAF-T."""
    root = Node("", "", 0, {})
    for path, node in records(source, PATHS):
        if path in PATHS:
            yield path, node
        else:
            root = node
    if root.name != "AuditFile":
        raise Refusal(
            f"Não é um ficheiro SAF-T: o primeiro elemento é «{clean(root.name, 30)}», e devia ser «AuditFile».",
            field="file",
            rule="saft",
        )
    foreign = [found for found in source.tail() if found.rule == "file.encoding"]
    if foreign:
        message = f"Linha {foreign[0].line}: {foreign[0].message} {foreign[0].remedy}"
        raise Refusal(message, field="file", rule="file.encoding")


def header_of(node: Node, release: str) -> Header:
    """Raises Refusal where the file does not say whose it is and of when."""
    start, end = day(node.get("StartDate")), day(node.get("EndDate"))
    nif = clean(node.get("TaxRegistrationNumber"), 20).removeprefix("PT")
    if not nif or start is None or end is None:
        raise Refusal(
            f"Linha {node.line}: o cabeçalho não diz de quem é o ficheiro (TaxRegistrationNumber) e de quando "
            "(StartDate, EndDate). Peça-o de novo a quem o fez.",
            field="file",
            rule="saft",
        )
    version = release or clean(node.get("AuditFileVersion"), 10)
    return Header(nif, clean(node.get("CompanyName"), 100), version, start, end)


def said(text: str, limit: int | None = None) -> str:
    """A text, empty where the file says that it is unknown."""
    found = clean(text, limit)
    return "" if fold(found) in _UNKNOWN else found


def party_of(node: Node, kind: str) -> dict[str, str]:
    """A customer's or supplier's card. kind: ``Customer`` or ``Supplier``; nif is empty for a final consumer."""
    address = node.first("BillingAddress") or Node("", "", 0, {})
    street = said(address.get("AddressDetail"), 210) or " ".join(
        part for part in (said(address.get("StreetName")), said(address.get("BuildingNumber"))) if part
    )
    country = said(address.get("Country")).upper()
    nif = said(node.get(f"{kind}TaxID"), 30)
    return {
        "code": clean(node.get(f"{kind}ID"), 60),
        "nif": "" if nif == FINAL_CONSUMER else nif,
        "name": said(node.get("CompanyName"), 100),
        "address": street[:210],
        "postal_code": said(address.get("PostalCode"), 20),
        "city": said(address.get("City"), 50),
        "country": country if len(country) == 2 else "PT",
        "phone": said(node.get("Telephone"), 20),
        "email": said(node.get("Email"), 100),
    }


@dataclass(slots=True)
class Product:
    """An article of the file; what the lines say of it comes in as they are read."""

    line: int
    code: str
    description: str
    kind: str
    group: str
    barcode: str
    price: Decimal | None = None
    unit: str = ""
    tax: str = ""
    exemption: str = ""
    invoiced: bool = False


def product_of(node: Node) -> Product:
    code, number = clean(node.get("ProductCode"), 60), clean(node.get("ProductNumberCode"), 60)
    digits = number if number != code and number.isascii() and number.isdigit() and 4 <= len(number) <= 14 else ""
    kind = clean(node.get("ProductType"))
    return Product(
        node.line,
        code,
        clean(node.get("ProductDescription"), 200),
        kind if kind in ("P", "S") else "O",
        said(node.get("ProductGroup"), 50),
        digits,
    )


def article_code(code: str) -> str:
    """The code as an article may have it here: capitals, and a hyphen for what line entry would not read."""
    return _NOT_IN_A_CODE.sub("-", code.upper())


def note_lines(doc: Document, products: dict[str, Product]) -> None:
    """What the lines of a document say of its articles: the last price, unit and tax. Invoices say more than others."""
    invoice = doc.table.name == "SalesInvoices"
    if doc.cancelled:
        return
    for line in doc.lines:
        product = products.get(clean(line.product, 60))
        if product is None or line.price is None or not 0 < line.price < BIGGEST:
            continue
        if product.invoiced and not invoice:
            continue
        product.price, product.invoiced = line.price, invoice
        product.unit = clean(line.text("UnitOfMeasure"), 20).upper()
        if line.tax is not None and line.tax.type in ("IVA", "NS"):
            product.tax = "NS" if line.tax.type == "NS" else clean(line.tax.code, 10).upper()
            product.exemption = clean(line.text("TaxExemptionCode"), 10).upper()
