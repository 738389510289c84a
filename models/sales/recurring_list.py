"""The list of avenças as declared, and the questions that make and change one."""

from __future__ import annotations

from typing import Any

from fiscal.notation import show_day
from models.declared import Choice, Column, Day, Exported, Field, Filter, Text
from models.listings import Condition, at_most, listed
from models.sales.recurring import EVERY
from models.sales.tables import Recurring
from models.search import literal_prefix

NEW = (
    Field("number", "Repetir a fatura", Text(60), 22, required=True,
          help="Número de uma FT ou FR emitida: a avença leva as linhas e os preços dela."),
    Field("months", "Periodicidade", Choice(tuple((str(n), name) for n, name in EVERY)), 24, default="1", required=True,
          help="De quantos em quantos meses."),
    Field("first", "Primeira em", Day(), 12, required=True, help="O dia do mês fica; nos meses curtos, o último."),
    Field("until", "Até", Day(), 12, help="Vazio: sem fim."),
    Field("title", "Designação", Text(100), 40, default="", help="Para a reconhecer na lista; vazia: o nome do cliente."),
)  # fmt: skip


def _row(values: tuple[Any, ...]) -> tuple[tuple[str, ...], Any, bool]:
    row_id, title, customer, kind, months, next_on, active = values
    when = show_day(next_on) if active else "terminada"
    return (title, customer, kind, dict(EVERY)[int(months)], when), row_id, not active


def _match(text: str) -> Any:
    """The customer's code from its beginning, or a part of the title."""
    typed = text.strip()
    return literal_prefix(Recurring.customer_code, typed.upper()) | Recurring.title.contains(typed)


AVENCAS = listed(
    "Avenças",
    (
        Column("title", "Designação", 24, grows=True),
        Column("customer", "Cliente", 10),
        Column("type", "Tipo", 4),
        Column("months", "Periodicidade", 16),
        Column("next", "Próxima", 10),
    ),
    Recurring,
    (
        Recurring.id, Recurring.title, Recurring.customer_code, Recurring.type, Recurring.months, Recurring.next_on,
        Recurring.active,
    ),
    _row,
    _match,
    {"next": (Recurring.next_on, Recurring.id)},
    ("next", False),
    filters=(
        Filter(Field("active", "Estado", Choice((("", "(todas)"), ("S", "Em vigor"), ("N", "Terminadas"))), 14, default="",
                     help="Só as que ainda dão faturas, ou as outras."),
               lambda value: [Condition(Recurring.active == (value == "S"))],
               lambda value: "em vigor" if value == "S" else "terminadas"),
        Filter(Field("until", "Próxima até", Day(), 12, help="As que se emitem até este dia."),
               lambda value: at_most(Recurring.next_on, value), lambda value: f"até {show_day(value)}"),
    ),
    exported=(
        (Exported("title", "Designação", width=30), Recurring.title),
        (Exported("customer", "Cliente"), Recurring.customer_code),
        (Exported("type", "Tipo", width=4), Recurring.type),
        (Exported("months", "Meses", "number", places=0), Recurring.months),
        (Exported("next_on", "Próxima", "day"), Recurring.next_on),
        (Exported("until", "Até", "day"), Recurring.until),
        (Exported("active", "Em vigor", "flag"), Recurring.active),
    ),
    empty="Nenhuma avença. F2 faz uma a partir de uma fatura.",
)  # fmt: skip
