"""Proves that what is kept beside the ledger of stock is what its movements add up to."""

from __future__ import annotations

from models import db
from models.protection import Finding

_BALANCES = (
    "SELECT article_id FROM (SELECT article_id, quantity FROM stock_balance "
    "UNION ALL SELECT article_id, -quantity FROM stock_movement) moved GROUP BY article_id HAVING sum(quantity) <> 0"
)
_PLACES = (
    "SELECT DISTINCT article_id FROM (SELECT article_id FROM (SELECT article_id, warehouse_id, lot_id, quantity "
    "FROM stock_place UNION ALL SELECT article_id, warehouse_id, lot_id, -quantity FROM stock_movement) moved "
    "GROUP BY article_id, warehouse_id, lot_id HAVING sum(quantity) <> 0) wrong"
)
_VALUES = (
    "SELECT b.article_id FROM stock_balance b LEFT JOIN "
    "(SELECT article_id, sum(average) AS average, sum(fifo) AS fifo FROM stock_value GROUP BY article_id) v "
    "ON v.article_id = b.article_id WHERE b.stale_from IS NULL "
    "AND (b.average_value <> coalesce(v.average, 0) OR b.fifo_value <> coalesce(v.fifo, 0))"
)


def stock_findings() -> list[Finding]:
    """What does not add up, by article: all together, in each place, and in value where it is up to date."""
    found = []
    for sql, what in (
        (_BALANCES, "o saldo de stock não é a soma dos movimentos."),
        (_PLACES, "o stock por armazém e lote não é a soma dos movimentos."),
        (_VALUES, "o valor do stock não é a soma do valor dos movimentos."),
    ):
        rows = db.database.execute_sql(sql).fetchall()
        found += [Finding(f"artigo n.º {row[0]}", what) for row in rows]
    return found
