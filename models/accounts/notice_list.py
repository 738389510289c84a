"""The list of overdue notices as declared: to whom, how much, and how the delivery went."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from fiscal.notation import show_day, show_number
from models.accounts.notices import FAILED, STATES
from models.accounts.tables import Notice
from models.declared import Choice, Column, Day, Exported, Field, Filter, Number, YesNo
from models.listings import at_least, equal, listed
from models.search import literal_prefix

PREPARE = (
    Field(
        "days",
        "Vencidos há dias",
        Number(0),
        6,
        default=Decimal(1),
        required=True,
        help="Só o que venceu há tantos dias, ou mais.",
    ),
    Field("by_mail", "Por e-mail", YesNo(), 4, default=True, help="Aos que têm e-mail na ficha; aos outros, em papel."),
)

INTEREST = (
    Field("rate", "Taxa de juro %", Number(4), 10, required=True, help="Ao ano, como está em vigor; fica guardada.",
          law="Aviso da DGTF de cada semestre (Código Comercial, 102.º; DL 62/2013)."),
    Field("since", "Em vigor desde", Day(), 12, required=True,
          help="Outra data começa outra taxa; a de antes fica até à véspera."),
)  # fmt: skip


def _row(values: tuple[Any, ...]) -> tuple[tuple[str, ...], Any, bool]:
    row_id, day, name, total, state, answer = values
    return (show_day(day), name, show_number(total, 2), STATES[state], answer), row_id, state == FAILED


def _match(text: str) -> Any:
    """The customer's code from its beginning, or a part of the name."""
    typed = text.strip()
    return literal_prefix(Notice.customer_code, typed.upper()) | Notice.customer_name.contains(typed)


NOTICES = listed(
    "Avisos de vencimento",
    (
        Column("day", "Data", 10),
        Column("name", "Cliente", 20, grows=True),
        Column("total", "Vencido €", 11, right=True),
        Column("state", "Estado", 10),
        Column("answer", "Resposta do servidor", 20),
    ),
    Notice,
    (Notice.id, Notice.day, Notice.customer_name, Notice.total, Notice.state, Notice.answer),
    _row,
    _match,
    {"day": (Notice.day, Notice.id)},
    ("day", True),
    filters=(
        Filter(Field("state", "Estado", Choice((("", "(todos)"), *STATES.items())), 14, default="", help="Só neste estado."),
               lambda value: equal(Notice.state, value), lambda value: STATES[value].lower()),
        Filter(Field("since", "Desde", Day(), 12, help="Avisos deste dia em diante."),
               lambda value: at_least(Notice.day, value), lambda value: f"de {show_day(value)}"),
    ),
    exported=(
        (Exported("day", "Data", "day"), Notice.day),
        (Exported("code", "Código"), Notice.customer_code),
        (Exported("name", "Cliente", width=30), Notice.customer_name),
        (Exported("address", "E-mail", width=28), Notice.address),
        (Exported("total", "Vencido", "number"), Notice.total),
        (Exported("state", "Estado", width=6), Notice.state),
        (Exported("attempts", "Tentativas", "number", places=0), Notice.attempts),
        (Exported("sent_at", "Enviado", "moment"), Notice.sent_at),
        (Exported("answer", "Resposta", width=40), Notice.answer),
    ),
    empty="Nenhum aviso. F2 prepara-os para quem está em atraso.",
)  # fmt: skip
