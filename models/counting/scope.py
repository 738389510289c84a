"""Which articles a count is of: those of a family, those chosen, those that nobody counted for longest, the dearest."""

from __future__ import annotations

from fiscal.errors import Refusal
from models import db
from models.catalogue.families import family_and_below
from models.stock.valuation import bring_up_to_date
from models.stock.warehouses import warehouse_of

ALL, FAMILY, CODES, LONGEST, DEAREST = "T", "F", "A", "L", "V"
CHOICES = (
    (ALL, "Tudo"),
    (FAMILY, "Uma família"),
    (CODES, "Artigos escolhidos"),
    (LONGEST, "Há mais tempo por contar"),
    (DEAREST, "Os de maior valor"),
)
_HERE = "FROM stock_place p JOIN article a ON a.id = p.article_id "
_LAST = (
    "LEFT JOIN (SELECT e.article_id, max(c.day) AS day FROM stock_count c JOIN stock_count_entry e ON e.count_id = c.id "
    "WHERE c.warehouse_id = ? AND c.state = 'A' GROUP BY e.article_id) last ON last.article_id = a.id "
)
_LONGEST = (
    f"SELECT a.code {_HERE} {_LAST} WHERE p.warehouse_id = ? AND p.quantity <> 0 "
    "GROUP BY a.code, last.day ORDER BY coalesce(last.day, ''), a.code LIMIT ?"
)
_DEAREST = (
    f"SELECT a.code {_HERE} JOIN stock_balance b ON b.article_id = a.id WHERE p.warehouse_id = ? AND p.quantity > 0 "
    "AND b.quantity > 0 GROUP BY a.code, b.average_value, b.quantity "
    "ORDER BY CAST(b.average_value AS DOUBLE PRECISION) / b.quantity * sum(p.quantity) DESC, a.code LIMIT ?"
)
_FAMILY = f"SELECT DISTINCT a.code {_HERE} WHERE p.warehouse_id = ? AND a.family IN ({{}}) ORDER BY a.code"


def articles_to_count(warehouse: str, by: str, *, family: str = "", codes: str = "", most: int = 0) -> list[str] | None:
    """Codes of the articles that a count is of; None is everything.

    by: one of CHOICES. family: of which, with those inside. codes: typed with spaces or commas between them. most: how many
    articles, of the longest uncounted or the dearest, among those that are in the warehouse.
    Raises Refusal, field ``family``, ``codes`` or ``most``.
    """
    if by == ALL:
        return None
    if by == CODES:
        typed = codes.replace(",", " ").replace(";", " ").split()
        if not typed:
            raise Refusal("Escreva os códigos dos artigos, com espaços entre eles.", field="codes", rule="required")
        return typed
    place = int(warehouse_of(warehouse).id)
    if by == FAMILY:
        if not family:
            raise Refusal("Escolha a família a contar: F4 mostra-as.", field="family", rule="required")
        wanted = family_and_below(family)
        found = _asked(_FAMILY.format(", ".join("?" * len(wanted))), (place, *wanted))
        if not found:
            raise Refusal("Não há nada desta família neste armazém.", field="family", rule="count")
        return found
    if most < 1:
        raise Refusal("Diga quantos artigos se contam de cada vez: 20, por exemplo.", field="most", rule="range")
    if by == DEAREST:
        bring_up_to_date()
    found = _asked(_DEAREST, (place, most)) if by == DEAREST else _asked(_LONGEST, (place, place, most))
    if not found:
        raise Refusal("Não há nada neste armazém.", field="warehouse", rule="count")
    return found


def _asked(sql: str, values: tuple[object, ...]) -> list[str]:
    return [str(row[0]) for row in db.database.execute_sql(db.marked(sql), values).fetchall()]
