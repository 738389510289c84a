"""The documents that lines are born from: what is left of each, and that they may become this one (1.3; C6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from peewee import fn

from fiscal.doctypes import DocumentType, document_type
from fiscal.errors import Refusal
from fiscal.rounding import ZERO
from fiscal.rules.conversion import check_source, check_taken
from models import db
from models.sales.draft import DraftLine
from models.sales.find import row_of
from models.sales.tables import Document, DocumentLine, DocumentOrigin, DocumentTransport
from models.stock.tables import StockMovement

if TYPE_CHECKING:
    from models.sales.customer import Buyer
    from models.sales.lines import Prepared


@dataclass(slots=True)
class Source:
    """A document that others are born from."""

    document: Document
    lines: list[DocumentLine]
    global_guide: bool
    taken: dict[int, Decimal] = field(default_factory=dict)
    """By line number: what documents in force already took."""

    @property
    def kind(self) -> DocumentType:
        return document_type(self.document.type)

    def left(self, line: DocumentLine) -> Decimal:
        quantity: Decimal = line.quantity
        return quantity - self.taken.get(int(line.number), ZERO)

    def line(self, number: int) -> DocumentLine | None:
        return next((own for own in self.lines if own.number == number), None)


def source(number: str) -> Source:
    """The source of a number, its row locked where the caller writes. Raises Refusal, field ``origin``."""
    try:
        row = row_of(number)
    except Refusal as refusal:
        refusal.field = "origin"
        raise
    row = db.lock_for_writing(Document.select().where(Document.id == row.id)).get()
    lines = list(DocumentLine.select().where(DocumentLine.document_id == row.id).order_by(DocumentLine.number))
    return Source(row, lines, is_global(int(row.id)), _taken(int(row.id)))


def is_global(document_id: int) -> bool:
    """Whether a document is a global guide."""
    transport = DocumentTransport.get_or_none(DocumentTransport.document_id == document_id)
    return transport is not None and bool(transport.global_guide)


def sources(lines: Iterable[DraftLine]) -> dict[str, Source]:
    """The sources of a draft's lines, by the number typed and by their own."""
    found: dict[str, Source] = {}
    for number in sorted({line.origin for line in lines if line.origin}):
        one = found.get(number) or source(number)
        found[number] = found[one.document.number] = one
    return found


def _taken(document_id: int) -> dict[int, Decimal]:
    query: Any = (
        DocumentOrigin.select(DocumentOrigin.origin_line, fn.SUM(DocumentOrigin.quantity))
        .join(Document, on=(Document.id == DocumentOrigin.document_id))
        .where(DocumentOrigin.origin_id == document_id, Document.status != "A")
        .group_by(DocumentOrigin.origin_line)
    )
    return {int(line): Decimal(total).scaleb(-6) for line, total in query.tuples()}


def check_sources(kind: DocumentType, lines: Sequence[Prepared], buyer: Buyer, found: dict[str, Source]) -> None:
    """Every source may become a document of this type, is of the same customer, and has enough left.

    Raises Refusal with field ``lines.N.origin`` or ``lines.N.quantity``.
    """
    for n, prepared in enumerate(lines, 1):
        line = prepared.line
        if not line.origin:
            continue
        one = found[line.origin]
        try:
            _check_source(kind, line, buyer, one)
        except Refusal as refusal:
            raise refusal.within(f"lines.{n}") from None


def _check_source(kind: DocumentType, line: DraftLine, buyer: Buyer, one: Source) -> None:
    document = one.document
    check_source(document.number, document.type, document.status, kind.code, global_guide=one.global_guide)
    same = (document.customer_id, document.customer_nif) == (buyer.id, buyer.nif)
    if not same and not one.global_guide and not (document.customer_id is None and not kind.is_guide):
        raise Refusal(
            f"{document.number} é de outro cliente ({document.customer_name}): escolha documentos do mesmo cliente.",
            field="origin",
            rule="conversion",
        )
    line.origin = document.number
    if not line.origin_line:
        return
    own = one.line(line.origin_line)
    if own is None or own.code != line.code:
        raise Refusal(
            f"A linha {line.origin_line} de {document.number} não é do artigo {line.code}.",
            field="origin",
            rule="conversion",
        )
    check_taken(document.number, line.origin_line, line.code, quantity=line.quantity, left=one.left(own))
    one.taken[line.origin_line] = one.taken.get(line.origin_line, ZERO) + line.quantity


def moved_already(found: dict[str, Source]) -> set[tuple[str, int]]:
    """Lines of sources whose goods have left the stock already: number and line."""
    ids = {int(one.document.id): str(one.document.number) for one in found.values()}
    query = StockMovement.select(StockMovement.document_id, StockMovement.line).where(
        StockMovement.document_id.in_(list(ids))
    )
    return {(ids[m.document_id], int(m.line)) for m in query if m.document_id is not None} if ids else set()


def origin_rows(lines: Sequence[Prepared], found: dict[str, Source]) -> list[dict[str, Any]]:
    """Rows of DocumentOrigin."""
    return [
        {
            "line": n,
            "number": prepared.line.origin,
            "date": found[prepared.line.origin].document.date,
            "origin_id": found[prepared.line.origin].document.id,
            "origin_line": prepared.line.origin_line,
            "quantity": prepared.line.quantity if prepared.line.origin_line else ZERO,
        }
        for n, prepared in enumerate(lines, 1)
        if prepared.line.origin
    ]
