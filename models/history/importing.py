"""Imports the SAF-T of the program before this one: cards that are missing, and its documents as history, all or nothing."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, BinaryIO

from fiscal.errors import Refusal
from fiscal.saft.check.reading import BY_PATH, Document
from fiscal.text import clean
from fiscal.xmltree import Node
from models import db
from models.audit.log import record
from models.company.setup import current
from models.history import documents
from models.history.balances import settle
from models.history.cards import Cards
from models.history.outcome import Outcome
from models.history.source import HEADER, MASTERS, TAX, Header, header_of, note_lines, opened, read
from models.history.tables import HistoryBatch, HistoryDocument, HistoryLine
from models.sales.tables import Document as Issued
from models.session import Session
from models.work import Cancelled, Told, going_on, never, to_nobody

_AT_ONCE = 500
"""Documents written together."""


class _Undo(Exception):
    """Takes back everything: the look before an import, or a file without anything new."""


def import_saft(
    stream: BinaryIO,
    name: str,
    session: Session,
    *,
    only_look: bool = False,
    total: int = 0,
    told: Told = to_nobody,
    cancelled: Cancelled = never,
) -> Outcome:
    """Imports a file in one transaction; what cannot be taken is remarked and does not stop the rest.

    stream: the bytes, which can be read again from the start; name: of the file, to show. only_look: does everything and
    takes it back. told: in megabytes, of ``total`` bytes if given. A file that came in before, or with nothing new,
    changes nothing. Raises Refusal for a file that is broken, no SAF-T, or of another company, Stopped when cancelled:
    nothing is imported then.
    """
    digest = _digest(stream)
    release, source = opened(stream)
    coming = _Coming(session, name, digest, release)

    def step() -> None:
        going_on(stream.tell() // 1_000_000, total // 1_000_000, told, cancelled)

    try:
        with db.writing():
            for turn, (path, node) in enumerate(read(source)):
                if turn % 128 == 0:
                    step()
                coming.take(path, node)
            coming.end()
            if only_look or not coming.outcome.changes:
                raise _Undo
            coming.keep()
    except _Undo:
        coming.outcome.batch = None
    return coming.outcome


def _digest(stream: BinaryIO) -> str:
    found = hashlib.sha256()
    while chunk := stream.read(1 << 20):
        found.update(chunk)
    stream.seek(0)
    return found.hexdigest()


@dataclass
class _Coming:
    """A file on its way in."""

    session: Session
    name: str
    digest: str
    release: str
    outcome: Outcome = field(default_factory=Outcome)
    header: Header | None = None
    waiting: list[tuple[int, dict[str, Any], list[dict[str, Any]]]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.cards = Cards(self.session, self.outcome)

    def take(self, path: str, node: Node) -> None:
        if path == HEADER:
            self._begin(header_of(node, self.release))
            return
        if self.header is None:
            raise Refusal(
                f"Linha {node.line}: o ficheiro não começa pelo cabeçalho (Header). Peça-o de novo a quem o fez.",
                field="file",
                rule="saft",
            )
        if path in BY_PATH:
            self._document(Document(BY_PATH[path], node))
        elif path == f"{MASTERS}Customer":
            self.cards.customer(node)
        elif path == f"{MASTERS}Supplier":
            self.cards.supplier(node)
        elif path == f"{MASTERS}Product":
            self.cards.product(node)
        elif path == TAX:
            self.cards.tax(node, self.header.start, self.header.end)

    def _begin(self, header: Header) -> None:
        own = current().nif
        if header.nif != own:
            raise Refusal(
                f"O ficheiro é de outra empresa: o NIF dele é {clean(header.nif, 20)} e o desta é {own}. "
                "Importe-o na empresa certa.",
                field="file",
                rule="saft",
            )
        self.header, out = header, self.outcome
        out.name, out.release, out.start, out.end = header.name, header.release, header.start, header.end
        before = HistoryBatch.select().where(HistoryBatch.digest == self.digest, HistoryBatch.undone_at.is_null())
        if before.exists():
            out.same = True
            raise _Undo
        # The id that documents refer to; what was counted is written at the end.
        out.batch = db.insert_one(
            HistoryBatch,
            {
                "digest": self.digest, "name": clean(self.name, 200), "nif": header.nif, "starts_on": header.start,
                "ends_on": header.end, "at": self.session.clock.now(), "operator": self.session.operator, "counts": "{}",
            },
        )  # fmt: skip

    def _document(self, doc: Document) -> None:
        note_lines(doc, self.cards.products)
        what, line = doc.number or doc.table.element, doc.node.line
        try:
            row, lines = documents.row_of(doc, self.cards), documents.lines_of(doc)
        except Refusal as refusal:
            self.outcome.remark(line, what, refusal.message, kind="documents")
            return
        if doc.number in self.seen:
            self.outcome.remark(line, what, "está duas vezes no ficheiro: ficou o primeiro.", kind="documents")
            return
        self.seen.add(doc.number)
        self.waiting.append((line, row, lines))
        if len(self.waiting) >= _AT_ONCE:
            self._write()

    def _write(self) -> None:
        numbers = [row["number"] for _, row, _ in self.waiting]
        imported, issued = _among(HistoryDocument, numbers), _among(Issued, numbers)
        for line_number, row, lines in self.waiting:
            number = row["number"]
            ours = issued.get(number)
            if ours is not None and ours != row["hash"]:
                why = "já há outro documento com este número, emitido no Balcão."
                self.outcome.remark(line_number, number, why, kind="documents")
                continue
            if ours is not None or number in imported:
                self.outcome.had["documents"] += 1
                continue
            document_id = db.insert_one(HistoryDocument, {"batch_id": self.outcome.batch, **row})
            db.insert(HistoryLine, [{"document_id": document_id, **line} for line in lines])
            self.outcome.new["documents"] += 1
            self.outcome.types[row["type"]] += 1
            self.outcome.lines += len(lines)
        self.waiting = []

    def end(self) -> None:
        """What has to wait for the whole file: articles, whose prices the lines tell, and the balances."""
        if self.header is None:
            raise Refusal(
                "O ficheiro não tem cabeçalho (Header), e não se sabe de quem é. Peça-o de novo a quem o fez.",
                field="file",
                rule="saft",
            )
        self._write()
        self.cards.articles()
        settle()
        owed = db.database.execute_sql(
            f"SELECT COALESCE(SUM(CASE WHEN type IN ({_CREDITS}) THEN -open ELSE open END), 0) "  # noqa: S608
            f"FROM history_document WHERE batch_id = {self.outcome.batch:d}"
        ).fetchone()[0]
        self.outcome.open = Decimal(int(owed)).scaleb(-2)

    def keep(self) -> None:
        out = self.outcome
        counts = {
            "new": dict(out.new), "had": dict(out.had), "refused": dict(out.refused), "types": dict(out.types),
            "lines": out.lines, "remarks": [str(remark) for remark in out.remarks], "made": self.cards.made,
        }  # fmt: skip
        HistoryBatch.update(counts=json.dumps(counts, ensure_ascii=False)).where(HistoryBatch.id == out.batch).execute()
        told = {kind: out.new[kind] for kind in out.new}
        record(self.session, "saft.import", clean(self.name, 200), batch=out.batch, digest=self.digest, **told)


_CREDITS = ", ".join(f"'{code}'" for code, kind in documents.KNOWN.items() if kind.debit)


def _among(table: Any, numbers: list[str]) -> dict[str, str]:
    """Which of the numbers a table has, each with its signature."""
    return dict(table.select(table.number, table.hash).where(table.number.in_(numbers)).tuples())
