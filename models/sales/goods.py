"""What a document moves: goods that leave, come back, or stay the company's own at a customer's (consignment)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from fiscal.doctypes import DocumentType
from fiscal.errors import NeedsConfirmation, Refusal
from fiscal.rounding import micro
from models.catalogue.kits import parts_of
from models.catalogue.tables import Article
from models.parties.customers import OWN_CODE
from models.sales.customer import Buyer
from models.sales.lines import Prepared
from models.sales.origins import Source, moved_already
from models.sales.tables import Document, DocumentOrigin
from models.stock.lots import lot_of
from models.stock.move import TAKEN_BACK, Moved
from models.stock.tables import Lot, StockMovement
from models.stock.valuation import TRANSFER
from models.stock.warehouses import on_consignment

Line = tuple[str, int]
"""A line of a source: its document's number, and the line's."""


def moves_goods(
    kind: DocumentType, lines: Sequence[Prepared], customer: Buyer, transport: dict[str, Any] | None
) -> bool:
    """Whether the document moves anything: not what only changes place between the company's own, or goes round in a van."""
    if not kind.moves or customer.code == OWN_CODE or (transport is not None and transport["global_guide"]):
        return False
    return any(line.article_id is not None and line.stocked for line in lines)


def goods_of(
    kind: DocumentType,
    lines: Sequence[Prepared],
    customer: Buyer,
    born_from: dict[str, Source],
    warehouse: int,
    now: datetime,
    confirmed: frozenset[str],
) -> dict[str, list[Moved]]:
    """What each line moves, by the reason that the ledger gives: the type, or a transfer where only the place changes.

    Goods on consignment are still the company's: the guide brings them to the place ``on_consignment`` and the invoice takes
    them from there. What a guide already took for good is not taken twice. What comes back comes at the value at which it
    left, where the line says of which document it is. Raises Refusal whose field is ``lines.N.lot``, NeedsConfirmation
    (key ``expired``) for a lot that has ended.
    """
    sign = 1 if kind.code == "GD" and customer.supplier_id is None else kind.moves
    at_customers = _consigned(born_from) if born_from else set()
    gone = moved_already(born_from) - at_customers if sign < 0 else set()
    sold: list[Moved] = []
    placed: list[Moved] = []
    for n, line, article, quantity in _pieces(lines):
        source = line.line.origin, line.line.origin_line
        if source in gone:
            continue
        lot = _lot(line, n, sign > 0, now, confirmed) if line.tracking else 0
        if kind.code == "GC":
            placed += _change(article, n, quantity, warehouse, on_consignment(), lot)
        elif source in at_customers and sign > 0:
            placed += _change(article, n, quantity, on_consignment(), warehouse, lot)
        else:
            left = _left_by(line.reference_id, article) if sign > 0 and line.reference_id is not None else None
            place = on_consignment() if source in at_customers else warehouse
            if left is not None:
                place, lot = left.warehouse_id, lot or left.lot_id
            sold.append(Moved(article, n, sign * quantity, place, lot, reverses_id=None if left is None else left.id))
    return {reason: moved for reason, moved in ((kind.code, sold), (TRANSFER, placed)) if moved}


def _pieces(lines: Sequence[Prepared]) -> Iterator[tuple[int, Prepared, int, Decimal]]:
    """What moves with each line: its number, the line, an article and how much of it; of a kit, each of its parts."""
    kits = parts_of(line.article_id for line in lines if line.kit and line.article_id is not None)
    for n, line in enumerate(lines, 1):
        if line.article_id is None or not line.stocked:
            continue
        if not line.kit:
            yield n, line, line.article_id, line.line.quantity
        for part, quantity in kits.get(line.article_id, ()):
            yield n, line, int(part.id), micro(line.line.quantity * quantity)


def _change(article: int, line: int, quantity: Decimal, here: int, there: int, lot: int) -> list[Moved]:
    return [Moved(article, line, -quantity, here, lot), Moved(article, line, quantity, there, lot)]


def _left_by(document: int, article: int) -> StockMovement | None:
    """The movement by which an article left with a document that is credited; None where a guide took it, or several did."""
    found = list(
        StockMovement.select().where(
            StockMovement.document_id == document,
            StockMovement.article_id == article,
            StockMovement.quantity < 0,
            StockMovement.reason.not_in((TAKEN_BACK, TRANSFER)),
        )
    )
    return found[0] if len(found) == 1 else None


def _lot(line: Prepared, n: int, enters: bool, now: datetime, confirmed: frozenset[str]) -> int:
    """The lot, or the piece, that a line moves."""
    article = Article.get_by_id(line.article_id)
    if enters and line.reference_id is not None and not line.line.lot and _left_by(line.reference_id, article.id):
        return 0  # that of the sale
    try:
        lot = lot_of(
            article, line.line.lot, now, expires_on=line.line.expires_on, enters=enters, quantity=line.line.quantity
        )
    except Refusal as refusal:
        refusal.message = f"Linha {n}: {refusal.message}"
        raise refusal.within(f"lines.{n}") from None
    ends = Lot.get_by_id(lot).expires_on
    if not enters and ends is not None and ends < now.date() and "expired" not in confirmed:
        raise NeedsConfirmation(
            f"Linha {n}: o lote {line.line.lot} de {article.code} acabou em {ends:%d-%m-%Y}. Vender assim mesmo?",
            key="expired",
            field=f"lines.{n}.lot",
            rule="lot",
        )
    return lot


def _consigned(born_from: dict[str, Source]) -> set[Line]:
    """The lines of sources whose goods are at a customer's: of guides of consignment, and of what was born from them."""
    ids = {int(one.document.id): str(one.document.number) for one in born_from.values()}
    query: Any = (
        StockMovement.select(StockMovement.document_id, StockMovement.line)
        .where(StockMovement.document_id.in_(list(ids)), StockMovement.warehouse_id == on_consignment())
        .tuples()
    )
    found = {(ids[document], int(line)) for document, line in query}
    invoiced = [number for number, one in ids.items() if born_from[one].document.type == "FC"]
    if invoiced:
        through: Any = (
            DocumentOrigin.select(DocumentOrigin.document_id, DocumentOrigin.line)
            .join(Document, on=(Document.id == DocumentOrigin.origin_id))
            .where(DocumentOrigin.document_id.in_(invoiced), DocumentOrigin.origin_line > 0, Document.type == "GC")
            .tuples()
        )
        found |= {(ids[document], int(line)) for document, line in through}
    return found
