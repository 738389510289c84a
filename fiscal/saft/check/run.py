"""The check of a whole file, streamed: each record is looked at as it comes, and series and references at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from fiscal.errors import Refusal
from fiscal.saft.check import chain, head, masters, numbers, parties, plausible, references, sums, taxes
from fiscal.saft.check.book import Book, Header, Sums
from fiscal.saft.check.chain import Verified
from fiscal.saft.check.reading import BY_PATH, TABLES, Document, Table
from fiscal.saft.findings import Finding
from fiscal.saft.schema import RECORDS
from fiscal.saft.source import Source
from fiscal.saft.validate import unreadable, validate_record
from fiscal.signature import Verifier
from fiscal.tables import Tables
from fiscal.xmltree import Node, Unreadable, records

_TAX = "AuditFile/MasterFiles/TaxTable/TaxTableEntry"
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

    def going_on() -> None:
        if cancelled():
            raise Refusal("Interrompido.", rule="stopped")
        told(source.tell() // 1_000_000, total // 1_000_000)

    root = _read(Source(_not_zipped(source)), book, going_on)
    if root is not None:
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


def _read(source: Source, book: Book, going_on: Callable[[], None]) -> Node | None:
    """Looks at every record; gives what is above them, or None for a file that breaks off: what was read still counts.

    The schema's findings come before ours for the same record; those of another release of SAF-T are not asked for.
    """
    root, turn = None, 0
    for found in source.head:
        book.findings.join(found)
    try:
        for turn, (path, node) in enumerate(records(source, RECORDS), 1):
            if turn % 128 == 1:
                going_on()
            if source.is_current:
                for found in validate_record(path, node):
                    book.findings.join(found)
            if path in RECORDS:
                _record(path, node, book)
            else:
                root = node
    except Unreadable as error:
        if not turn:
            raise
        book.findings.join(unreadable(error))
    for found in source.tail():
        book.findings.join(found)
    if root is not None and root.name != "AuditFile":
        raise Refusal(
            f"Não é um ficheiro SAF-T: o primeiro elemento é «{root.name[:30]}», e devia ser «AuditFile».", field="file"
        )
    return root


def _record(path: str, node: Node, book: Book) -> None:
    table = BY_PATH.get(path)
    if table is not None:
        _document(table, node, book)
    else:
        _other(path, node, book)


def _document(table: Table, node: Node, book: Book) -> None:
    doc = Document(table, node)
    masters.document(doc, book)
    parties.document(doc, book)
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
