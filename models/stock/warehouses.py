"""Warehouses: the card, and from which one a document takes its goods."""

from __future__ import annotations

from fiscal.errors import Refusal
from fiscal.text import clean
from models import db
from models.stock.tables import Warehouse


def warehouse_of(code: str) -> Warehouse:
    """The active warehouse of a code, as typed. Raises Refusal, field ``warehouse``."""
    typed = clean(code, 20).upper()
    found = db.rows(Warehouse, "WHERE code = ?", (typed,))
    if not found or found[0].transit:
        raise Refusal(f"Armazém «{typed}» desconhecido: F4 mostra os armazéns.", field="warehouse", rule="warehouse")
    if not found[0].active:
        raise Refusal(f"O armazém {typed} está inativo: escolha outro.", field="warehouse", rule="warehouse")
    return found[0]


def selling_from(code: str, establishment: str) -> int:
    """Id of the warehouse that a document moves: the one typed, else its establishment's, else the first.

    establishment: code of the establishment of the document's series; empty for none. Raises Refusal, field ``warehouse``.
    """
    if code:
        return int(warehouse_of(code).id)
    found = db.rows(
        Warehouse,
        "WHERE active = 1 AND transit = 0 AND establishment IN (?, '') ORDER BY establishment DESC, id LIMIT 1",
        (establishment,),
    )
    if not found:
        raise Refusal(
            "Não há nenhum armazém ativo: reative um em Stocks, Armazéns.", field="warehouse", rule="warehouse"
        )
    return int(found[0].id)


def in_transit() -> int:
    """Id of the warehouse of goods under way between two others."""
    return int(db.rows(Warehouse, "WHERE transit = 1 ORDER BY id LIMIT 1")[0].id)
