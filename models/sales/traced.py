"""Which lots and serial numbers went with a document."""

from __future__ import annotations

from collections.abc import Sequence

from models import db
from models.sales.record import Traced
from models.stock.lots import SERIAL

_WENT = (
    "SELECT m.document_id, m.line, l.code, a.tracking, min(m.id) FROM stock_movement m JOIN lot l ON l.id = m.lot_id "
    "JOIN article a ON a.id = m.article_id WHERE m.document_id IN ({0}) AND m.lot_id > 0 AND m.reason <> 'A' "
    "GROUP BY m.document_id, m.line, l.code, a.tracking "
    "UNION ALL SELECT o.document_id, o.line, l.code, a.tracking, min(m.id) FROM document_origin o "
    "JOIN stock_movement m ON m.document_id = o.origin_id AND m.line = o.origin_line JOIN lot l ON l.id = m.lot_id "
    "JOIN article a ON a.id = m.article_id WHERE o.document_id IN ({0}) AND m.lot_id > 0 AND m.reason <> 'A' "
    "GROUP BY o.document_id, o.line, l.code, a.tracking "
    "UNION ALL SELECT g.document_id, g.line, l.code, a.tracking, g.id FROM stock_guide g "
    "JOIN stock_sheet_line s ON s.sheet_id = g.sheet_id AND s.number = g.sheet_line JOIN lot l ON l.id = s.lot_id "
    "JOIN article a ON a.id = s.article_id WHERE g.document_id IN ({0}) ORDER BY 5"
)


def went_with(documents: Sequence[int]) -> dict[tuple[int, int], tuple[Traced, ...]]:
    """By document id and line number: lots and serial numbers of goods that it moved, that the guide did which it invoices, or
    the transfer that it travels with."""
    if not documents:
        return {}
    asked = db.marked(_WENT.format(", ".join("?" * len(documents))))
    found: dict[tuple[int, int], tuple[Traced, ...]] = {}
    for document, line, code, tracking, _ in db.database.execute_sql(
        asked, (*documents, *documents, *documents)
    ).fetchall():
        key, one = (int(document), int(line)), Traced(str(code), tracking == SERIAL)
        if one not in found.get(key, ()):
            found[key] = (*found.get(key, ()), one)
    return found
