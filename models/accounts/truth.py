"""What is open of each document, as the documents themselves say: one question for each place that they are kept in.

The same question fills the table of open items, keeps it after each deed (``keep.py``) and proves it (``proof.py``).
"""

# ruff: noqa: S608 - statements made of constants and of whole numbers
from __future__ import annotations

DOCUMENT, HISTORY, OPENING, PURCHASE = "D", "H", "S", "P"
CUSTOMERS, SUPPLIERS = "C", "F"
COLUMNS = 'side, party_id, origin, origin_id, number, date, due, total, "left"'

# Receipts count in millionths, documents in cents.
_RECEIPTED = (
    "SELECT CAST(coalesce(sum(s.amount + s.settlement + s.tax), 0) AS BIGINT) / 10000 FROM document_settled s "
    "JOIN document r ON r.id = s.document_id WHERE r.status <> 'A' AND "
)
_BY_NUMBER = f"({_RECEIPTED} s.source_id IS NULL AND s.source = {{}}.number)"
"""A document that is not ours is settled by its number."""
_PAID = (
    "(SELECT CAST(coalesce(sum(abs(l.amount)), 0) AS BIGINT) FROM supplier_payment_line l "
    "JOIN supplier_payment p ON p.id = l.payment_id WHERE p.state <> 'A' AND l.origin = '{}' AND l.origin_id = {}.id)"
)
_DEBITS = "'NC', 'DA', 'RE', 'TD'"

ORIGINS = {
    # Of what is issued in a supplier's name the customer is ourselves (CIVA 36.º n.11).
    DOCUMENT: (
        "SELECT 'C' AS side, coalesce(o.customer_id, 0) AS party_id, 'D' AS origin, o.id AS origin_id, o.number AS number, "
        "o.date AS date, coalesce(o.due, o.date) AS due, CASE WHEN o.type = 'NC' THEN -1 ELSE 1 END AS sign, "
        "o.gross - o.withheld AS total, o.gross - o.withheld - (SELECT CAST(coalesce(sum(p.amount), 0) AS BIGINT) "
        f"FROM document_payment p WHERE p.document_id = o.id) - ({_RECEIPTED} s.source_id = o.id) AS rest "
        "FROM document o WHERE o.type IN ('FT', 'ND', 'FR', 'FS', 'NC') AND o.status <> 'A' AND o.self_billing = 0"
    ),
    HISTORY: (
        "SELECT 'C' AS side, coalesce(o.customer_id, 0) AS party_id, 'H' AS origin, o.id AS origin_id, o.number AS number, "
        f"o.date AS date, o.date AS due, CASE WHEN o.type IN ({_DEBITS}) THEN -1 ELSE 1 END AS sign, o.gross AS total, "
        f"o.open - {_BY_NUMBER.format('o')} AS rest FROM history_document o WHERE o.open > 0"
    ),
    OPENING: (
        "SELECT o.side AS side, o.party_id AS party_id, 'S' AS origin, o.id AS origin_id, o.number AS number, "
        "o.date AS date, o.due AS due, CASE WHEN o.total < 0 THEN -1 ELSE 1 END AS sign, abs(o.total) AS total, "
        f"abs(o.total) - CASE WHEN o.side = 'C' THEN {_BY_NUMBER.format('o')} ELSE {_PAID.format('S', 'o')} END AS rest "
        "FROM opening_balance o WHERE o.state <> 'A'"
    ),
    PURCHASE: (
        "SELECT 'F' AS side, o.supplier_id AS party_id, 'P' AS origin, o.id AS origin_id, o.number AS number, "
        "o.date AS date, coalesce(o.due_on, o.date) AS due, CASE WHEN o.kind = 'NF' THEN -1 ELSE 1 END AS sign, "
        f"o.gross AS total, o.gross - {_PAID.format('P', 'o')} AS rest "
        "FROM purchase o WHERE o.kind IN ('FF', 'NF') AND o.state <> 'A'"
    ),
}  # fmt: skip
"""Each document in force with its total and what is left of it, in cents, both without sign."""


def open_of_origin(origin: str, ids: tuple[int, ...] = ()) -> str:
    """The statement whose rows are the open items of an origin, in the order of ``COLUMNS``. ids: only of these."""
    only = f" AND o.id IN ({', '.join(str(int(one)) for one in ids)})" if ids else ""
    return (
        f"SELECT side, party_id, origin, origin_id, number, date, due, sign * total, sign * rest "
        f"FROM ({ORIGINS[origin]}{only}) found WHERE rest > 0"
    )


def filling(origin: str, ids: tuple[int, ...] = ()) -> str:
    """The statement that writes the open items of an origin."""
    return f"INSERT INTO open_item ({COLUMNS}) {open_of_origin(origin, ids)}"
