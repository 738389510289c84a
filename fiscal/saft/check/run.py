"""The check of a whole file, streamed: each record is looked at as it comes, and series and references at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import BinaryIO

from fiscal.errors import Refusal
from fiscal.saft.check import chain, head, masters, numbers, parties, plausible, references, sums, taxes
from fiscal.saft.check.book import Book, Header, Sums
from fiscal.saft.check.chain import Verified
from fiscal.saft.check.reading import BY_PATH, TABLES, Document, Table
from fiscal.saft.findings import Finding
from fiscal.signature import Verifier
from fiscal.tables import Tables
from fiscal.xmltree import Node, records

_MASTERS = "AuditFile/MasterFiles/"
_LEDGER = (f"{_MASTERS}GeneralLedgerAccounts/Account", "AuditFile/GeneralLedgerEntries/Journal/Transaction")
_TAX = f"{_MASTERS}TaxTable/TaxTableEntry"
PATHS = frozenset(("AuditFile/Header", _TAX, *(_MASTERS + name for name in masters.KEYS), *_LEDGER, *BY_PATH))
"""The records of a SAF-T file."""
_SEVERITIES = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found.

    findings: by line, at most 100 of each rule; counts and severities have how many there were. documents: of each table
    that has any. masters: how many customers, suppliers and articles. verified: None where no key was given.
    """

    header: Header
    findings: tuple[Finding, ...]
    counts: Mapping[str, int]
    severities: Mapping[str, int]
    documents: Mapping[str, Sums]
    masters: Mapping[str, int]
    verified: Verified | None

    def number(self, severity: str) -> int:
        """How many findings of a severity, those beyond what is kept included."""
        return self.severities.get(severity, 0)


def keys_of(pems: Mapping[int | None, str]) -> dict[int | None, Verifier]:
    """Public keys (PEM) by version, None for all others. Raises Refusal for what is no RSA public key."""
    found = {}
    for version, pem in pems.items():
        try:
            found[version] = Verifier(pem)
        except (ValueError, TypeError):
            raise Refusal(
                "A chave pública não se consegue ler: é preciso um ficheiro PEM, que começa por "
                "«-----BEGIN PUBLIC KEY-----».",
                field="public_key",
                rule="key",
            ) from None
    return found


def check(
    source: BinaryIO,
    *,
    tables: Tables,
    today: date,
    keys: Mapping[int | None, str] | None = None,
    told: Callable[[int, int], None] = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
    total: int = 0,
) -> Report:
    """Checks a SAF-T (PT) file, whoever made it.

    tables: the law's. today: dates beyond next year are absurd. keys: public keys (PEM) by version, None for every
    version without one. told: megabytes read, and of how many if ``total``, the size in bytes, is given. cancelled:
    asked now and then; when it is true the work ends with a Refusal (rule ``stopped``). Raises Refusal too for what is
    not well-formed XML, a ZIP, or no SAF-T, and for a key that is none.
    """
    verifiers = keys_of(keys or {})
    book = Book(tables, today)
    root = Node("", "", 0, {})
    validate = _schema()

    def going_on() -> None:
        if cancelled():
            raise Refusal("Interrompido.", rule="stopped")
        told(source.tell() // 1_000_000, total // 1_000_000)

    for turn, (path, node) in enumerate(records(_not_zipped(source), PATHS)):
        if turn % 128 == 0:
            going_on()
        for found in validate(path, node):
            book.findings.join(found)
        table = BY_PATH.get(path)
        if table is not None:
            _document(table, node, book)
        elif path in PATHS:
            _other(path, node, book)
        else:
            root = node
    if root.name != "AuditFile":
        raise Refusal(
            f"Não é um ficheiro SAF-T: o primeiro elemento é «{root.name[:30]}», e devia ser «AuditFile».", field="file"
        )
    _end(root, book)
    verified = chain.end(book, verifiers, going_on)
    kept = sorted(book.findings.kept, key=lambda found: (found.line, _SEVERITIES.index(found.severity), found.rule))
    return Report(
        book.header,
        tuple(kept),
        dict(book.findings.counts),
        dict(book.findings.severities),
        {table.name: book.sums[table.name] for table in TABLES if table.name in book.sums},
        {name: len(masters.codes(book, name)) for name in masters.KEYS},
        verified if verifiers else None,
    )


def _document(table: Table, node: Node, book: Book) -> None:
    doc = Document(table, node)
    masters.document(doc, book)
    sums.document(doc, book)
    taxes.document(doc, book)
    plausible.document(doc, book)
    chain.document(doc, book)
    place = numbers.document(doc, book)
    if place is not None:
        references.document(doc, *place, book)


def _other(path: str, node: Node, book: Book) -> None:
    if path == _TAX:
        taxes.entry(node, book)
    elif node.name in masters.KEYS:
        masters.master(node, book)
        if node.name != "Product":
            parties.master(node, book)
        plausible.texts(node, node.get(masters.KEYS[node.name]), book)
    elif node.name == "Header":
        head.header(node, book)
        plausible.texts(node, "Header", book)


def _end(root: Node, book: Book) -> None:
    head.end(root, book)
    sums.end(root, book)
    masters.end(book)
    numbers.end(book)
    references.end(book)


def _not_zipped(source: BinaryIO) -> BinaryIO:
    start = source.read(4)
    source.seek(0)
    if start[:2] == b"PK":
        raise Refusal(
            "O ficheiro está comprimido (ZIP): descomprima-o e verifique o .xml que está dentro.", field="file"
        )
    if start[:2] == b"\x1f\x8b":
        raise Refusal("O ficheiro está comprimido (GZIP): descomprima-o primeiro.", field="file")
    return source


def _schema() -> Callable[[str, Node], Iterable[Finding]]:
    """The schema's part of the check (``fiscal.saft.validate``); its findings come before ours for the same record."""
    try:
        validate: Callable[[str, Node], Iterable[Finding]] = import_module("fiscal.saft.validate").validate_record
    except ModuleNotFoundError:
        return lambda path, node: ()
    return validate
