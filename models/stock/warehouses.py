"""Warehouses: the card, and from which one a document takes its goods."""

from __future__ import annotations

from fiscal.errors import Refusal
from fiscal.text import clean
from models import db
from models.audit.log import record
from models.declared import Values
from models.session import Session
from models.stock.negative import LET, POLICIES
from models.stock.tables import StockPlace, Warehouse


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
    return _own("TRANSITO")


def on_consignment() -> int:
    """Id of the warehouse of goods that customers have on consignment, which are still the company's."""
    return _own("CONSIGNA")


def _own(code: str) -> int:
    return int(db.rows(Warehouse, "WHERE code = ?", (code,))[0].id)


def save_warehouse(warehouse_id: int | None, values: Values, session: Session) -> int:
    """Creates or changes a warehouse; gives its id.

    values: ``code``, ``name``, ``address``, ``postal_code``, ``city``, ``establishment`` (the code of one, or empty),
    ``negative`` (``models/stock/negative.py``) and ``active``. Raises Refusal: those of the program itself do not change,
    a code is used once, and one with goods stays active.
    """
    code, name = clean(str(values.get("code") or ""), 20).upper(), clean(str(values.get("name") or ""), 60)
    if not code or " " in code:
        raise Refusal("Falta o código do armazém (sem espaços).", field="code", rule="code")
    if len(name) < 2:
        raise Refusal("Falta o nome do armazém.", field="name", rule="required")
    negative = str(values.get("negative") or LET)
    if negative not in dict(POLICIES):
        raise Refusal("Stock negativo: P permitir, A avisar, N proibir.", field="negative", rule="choice")
    row = {
        "code": code, "name": name, "negative": negative, "active": bool(values.get("active", True)),
        "establishment": clean(str(values.get("establishment") or ""), 20), "transit": False,
        **{field: clean(str(values.get(field) or ""), 210) for field in ("address", "postal_code", "city")},
    }  # fmt: skip
    with db.writing():
        before = Warehouse.get_or_none(Warehouse.id == warehouse_id) if warehouse_id else None
        if before is not None and before.transit:
            raise Refusal(f"{before.name} é do programa: não se muda.", field="code", rule="warehouse")
        if Warehouse.select().where(Warehouse.code == code, Warehouse.id != (warehouse_id or 0)).exists():
            raise Refusal(f"Já há um armazém com o código {code}.", field="code", rule="unique")
        used = before is not None and StockPlace.select().where(StockPlace.warehouse_id == before.id).exists()
        if before is not None and used and before.code != code:
            raise Refusal("O armazém já tem movimentos: o código não se muda.", field="code", rule="warehouse")
        if before is not None and before.active and not row["active"]:
            _check_empty(before)
        number = int(before.id) if before is not None else db.insert_one(Warehouse, row)
        if before is not None:
            Warehouse.update(**row).where(Warehouse.id == before.id).execute()
        record(session, "warehouse.save", code, **{name: str(value) for name, value in row.items()})
    return number


def _check_empty(warehouse: Warehouse) -> None:
    goods = StockPlace.select().where(StockPlace.warehouse_id == warehouse.id, StockPlace.quantity != 0)
    if goods.exists():
        raise Refusal(f"{warehouse.name} ainda tem stock: transfira-o primeiro.", field="active", rule="warehouse")
    choosable = (Warehouse.active == True) & (Warehouse.transit == False)  # noqa: E712
    others = Warehouse.select().where(choosable, Warehouse.id != warehouse.id)
    if not others.exists():
        raise Refusal("É o único armazém: tem de ficar ativo.", field="active", rule="warehouse")
