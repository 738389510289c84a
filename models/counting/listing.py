"""The counts as a list, and what opening one asks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from fiscal.notation import show_day
from models.catalogue.form import families
from models.counting.count import APPROVED, GIVEN_UP, SCOPES, STATES, open_count
from models.counting.scope import ALL, CHOICES, articles_to_count
from models.counting.tables import StockCount
from models.declared import Choice, Column, Day, Exported, Field, Filter, Number, Text, Values, YesNo
from models.listings import at_least, at_most, equal, listed
from models.search import literal_prefix
from models.session import Session
from models.stock.form import first_warehouse, warehouse_choices
from models.stock.tables import Warehouse

OPENING = (
    Field("warehouse", "Armazém", Choice(warehouse_choices), 24, default=first_warehouse, required=True,
          help="O que se conta."),
    Field("by", "Contar", Choice(CHOICES), 28, default=ALL, required=True, help="Tudo, ou só uma parte de cada vez."),
    Field("family", "Família", Choice(families), 30, default="", help="Quando se conta uma família, com as de dentro."),
    Field("codes", "Artigos", Text(2000, upper=True), 40, default="", help="Quando são escolhidos: códigos, com espaços."),
    Field("most", "Quantos", Number(0, Decimal(0), Decimal(100_000), shown_least=0), 8, default=Decimal(20),
          help="Quando são os por contar ou os de maior valor."),
    Field("blind", "Às cegas", YesNo(), 4, default=True, help="Quem conta não vê o que devia haver."),
    Field("twice", "Por duas pessoas", YesNo(), 4, default=False, help="Cada uma conta tudo; onde diferem, conta-se de novo."),
    Field("day", "Data", Day(), 12, help="Do acerto; vazia: hoje."),
    Field("reason", "Motivo", Text(200), 40, default="", help="Porque se conta: fim do ano, rotação, falta…"),
)  # fmt: skip


def open_as_asked(values: Values, session: Session) -> str:
    """Opens a count from the answers to ``OPENING``; gives its number. Raises Refusal."""
    chosen = articles_to_count(
        str(values["warehouse"]), str(values["by"]), family=str(values["family"] or ""), codes=str(values["codes"] or ""),
        most=int(values["most"] or 0),
    )  # fmt: skip
    return open_count(
        str(values["warehouse"]), session, articles=chosen, blind=bool(values["blind"]), twice=bool(values["twice"]),
        day=values["day"], reason=str(values["reason"] or ""),
    )  # fmt: skip


def _row(values: tuple[Any, ...]) -> tuple[tuple[str, ...], Any, bool]:
    row_id, number, day, warehouse, scope, twice, reason, state = values
    place = Warehouse.get_by_id(warehouse).code
    what = dict(SCOPES)[scope] + (", a dois" if twice else "")
    cells = (number, show_day(day), place, what, reason, STATES[state])
    return cells, row_id, state in (APPROVED, GIVEN_UP)


COUNTS = listed(
    "Contagens",
    (
        Column("number", "Contagem", 11),
        Column("day", "Data", 10),
        Column("warehouse", "Armazém", 9),
        Column("scope", "O quê", 16),
        Column("reason", "Motivo", 6, grows=True),
        Column("state", "Estado", 11),
    ),
    StockCount,
    (
        StockCount.id, StockCount.number, StockCount.day, StockCount.warehouse_id, StockCount.scope, StockCount.twice,
        StockCount.reason, StockCount.state,
    ),
    _row,
    lambda text: literal_prefix(StockCount.number, text.strip().upper()),
    {"day": (StockCount.day, StockCount.id), "number": (StockCount.number,)},
    ("day", True),
    filters=(
        Filter(Field("state", "Estado", Choice((("", "(todos)"), *STATES.items())), 18, default="", help="Só neste estado."),
               lambda value: equal(StockCount.state, value), lambda value: STATES[value].lower()),
        Filter(Field("since", "Desde", Day(), 12, help="Contagens deste dia em diante."),
               lambda value: at_least(StockCount.day, value), lambda value: f"de {show_day(value)}"),
        Filter(Field("until", "Até", Day(), 12, help="Contagens até este dia."),
               lambda value: at_most(StockCount.day, value), lambda value: f"a {show_day(value)}"),
    ),
    exported=(
        (Exported("number", "Contagem"), StockCount.number),
        (Exported("day", "Data", "day"), StockCount.day),
        (Exported("reason", "Motivo", width=30), StockCount.reason),
        (Exported("state", "Estado", width=6), StockCount.state),
        (Exported("operator", "Operador"), StockCount.operator),
    ),
    empty="Nenhuma contagem. F2 abre uma.",
)  # fmt: skip
