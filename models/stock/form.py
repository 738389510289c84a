"""Warehouses, movements and sheets as declared: their forms, lists and look-ups are made from this."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fiscal.notation import show_day
from models.company.establishments import ESTABLISHMENTS
from models.company.tables import Establishment
from models.declared import Action, Choice, Column, Day, Exported, Field, Filter, Form, Text, Values, YesNo, defaults
from models.listings import at_least, at_most, equal, listed
from models.search import literal_prefix
from models.session import Session
from models.stock.negative import LET, POLICIES
from models.stock.sheets import KINDS, STATES, UNDONE, undo_sheet
from models.stock.tables import StockPlace, StockSheet, Warehouse
from models.stock.warehouses import save_warehouse


def warehouse_choices() -> list[tuple[str, str]]:
    """Codes and names of the warehouses that can be chosen."""
    query = Warehouse.select().where(Warehouse.active == True, Warehouse.transit == False)  # noqa: E712
    return [(w.code, w.name) for w in query.order_by(Warehouse.id)]


def first_warehouse() -> str:
    """The code of the first of them; empty while no company is open."""
    return next((code for code, _ in warehouse_choices()), "")


def establishments() -> list[tuple[str, str]]:
    return [("", "(qualquer)"), *((e.code, e.name) for e in Establishment.select().order_by(Establishment.code))]


FIELDS = (
    Field("code", "Código", Text(20, upper=True), 12, required=True, help="Curto, sem espaços: A1, LOJA2, CARRINHA.",
          locked=lambda values: "O armazém já tem movimentos: crie outro." if values.get("used") else ""),
    Field("name", "Nome", Text(60), 40, required=True, help="Como aparece nas listas."),
    Field("address", "Morada", Text(210), 44, default="", help="Para guias de transporte entre armazéns."),
    Field("postal_code", "Código postal", Text(20), 10, default="", help="Quatro algarismos, hífen, três: 1000-001."),
    Field("city", "Localidade", Text(50), 30, default="", help="Localidade do código postal."),
    Field("establishment", "Filial", Choice(establishments), 24, default="", lookup=lambda: ESTABLISHMENTS,
          help="As séries desta filial vendem daqui; vazio: todas as que não têm outro."),
    Field("negative", "Stock negativo", Choice(POLICIES), 14, default=LET, required=True,
          help="Sem mercadoria: permitir, avisar ou proibir. A ficha do artigo manda mais."),
    Field("active", "Ativo", YesNo(), 4, default=True, help="Um armazém inativo não se escolhe; só sem stock."),
)  # fmt: skip
_NAMES = [f.name for f in FIELDS]


def load(warehouse_id: Any) -> Values:
    if warehouse_id is None:
        return {**defaults(FIELDS), "id": None, "used": False}
    found = Warehouse.get_by_id(warehouse_id)
    used = StockPlace.select().where(StockPlace.warehouse_id == found.id).exists()
    return {"id": found.id, "used": used, **{name: getattr(found, name) for name in _NAMES}}


def form() -> Form:
    return Form("Armazém", FIELDS, load, lambda values, session: save_warehouse(values.get("id"), values, session))


def _row(values: tuple[Any, ...]) -> tuple[tuple[str, ...], Any, bool]:
    row_id, code, name, city, negative, transit, active = values
    return (code, name, city, "programa" if transit else dict(POLICIES)[negative].lower()), row_id, not active


WAREHOUSES = listed(
    "Armazéns",
    (
        Column("code", "Código", 12),
        Column("name", "Nome", 30, grows=True),
        Column("city", "Localidade", 16),
        Column("negative", "Negativo", 10),
    ),
    Warehouse,
    (
        Warehouse.id, Warehouse.code, Warehouse.name, Warehouse.city, Warehouse.negative, Warehouse.transit,
        Warehouse.active,
    ),
    _row,
    lambda text: literal_prefix(Warehouse.code, text.strip().upper()) | Warehouse.name.contains(text.strip()),
    {"code": (Warehouse.code,)},
    ("code", False),
    exported=(
        (Exported("code", "Código"), Warehouse.code),
        (Exported("name", "Nome", width=30), Warehouse.name),
        (Exported("active", "Ativo", "flag", width=7), Warehouse.active),
    ),
    form=form,
    empty="Nenhum armazém. F2 cria um.",
)  # fmt: skip

_KINDS = tuple(KINDS.items())
_STATES = tuple(STATES.items())


def _sheet_row(values: tuple[Any, ...]) -> tuple[tuple[str, ...], Any, bool]:
    row_id, number, kind, day, warehouse, target, reason, state = values
    names = {w.id: w.code for w in Warehouse.select(Warehouse.id, Warehouse.code)}
    where = names.get(warehouse, "") + (f" > {names.get(target, '')}" if target else "")
    return (
        (number, KINDS.get(kind, kind), show_day(day), where, reason, STATES.get(state, state)),
        row_id,
        state == UNDONE,
    )


def _undo() -> Callable[[Any, Session], object]:
    return lambda sheet_id, session: undo_sheet(str(StockSheet.get_by_id(sheet_id).number), session)


SHEETS = listed(
    "Folhas de stock",
    (
        Column("number", "Folha", 11),
        Column("kind", "Tipo", 13),
        Column("day", "Data", 10),
        Column("where", "Armazém", 12),
        Column("reason", "Motivo", 8, grows=True),
        Column("state", "Estado", 9),
    ),
    StockSheet,
    (
        StockSheet.id, StockSheet.number, StockSheet.kind, StockSheet.day, StockSheet.warehouse_id,
        StockSheet.to_warehouse_id, StockSheet.reason, StockSheet.state,
    ),
    _sheet_row,
    lambda text: literal_prefix(StockSheet.number, text.strip().upper()),
    {"day": (StockSheet.day, StockSheet.id), "number": (StockSheet.number,)},
    ("day", True),
    filters=(
        Filter(Field("kind", "Tipo", Choice((("", "(todos)"), *_KINDS)), 26, default="", help="Só folhas deste tipo."),
               lambda value: equal(StockSheet.kind, value), lambda value: KINDS[value].lower()),
        Filter(Field("state", "Estado", Choice((("", "(todos)"), *_STATES)), 18, default="", help="Só neste estado."),
               lambda value: equal(StockSheet.state, value), lambda value: STATES[value].lower()),
        Filter(Field("since", "Desde", Day(), 12, help="Folhas deste dia em diante."),
               lambda value: at_least(StockSheet.day, value), lambda value: f"de {show_day(value)}"),
        Filter(Field("until", "Até", Day(), 12, help="Folhas até este dia."),
               lambda value: at_most(StockSheet.day, value), lambda value: f"a {show_day(value)}"),
    ),
    exported=(
        (Exported("number", "Folha"), StockSheet.number),
        (Exported("kind", "Tipo", width=6), StockSheet.kind),
        (Exported("day", "Data", "day"), StockSheet.day),
        (Exported("reason", "Motivo", width=30), StockSheet.reason),
        (Exported("state", "Estado", width=6), StockSheet.state),
        (Exported("operator", "Operador"), StockSheet.operator),
    ),
    empty="Nenhuma folha. Entrada, Saída e Transferência fazem-nas.",
    actions=(Action("Anular", _undo()),),
)  # fmt: skip
