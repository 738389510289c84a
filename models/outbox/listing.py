"""The list of what is told to AT: what is unsent first, with the law's deadline and the last answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fiscal.notation import show_day
from models.declared import Action, Choice, Column, Exported, Field, Filter
from models.listings import Condition, equal, listed
from models.outbox import kinds
from models.outbox.act import retry
from models.outbox.tables import Outbox
from models.sales.tables import Document
from models.search import literal_prefix

OPEN = "open"


def show_deadline(kind: str, deadline: datetime | None) -> str:
    """A day; for a transport also the hour at which it starts."""
    if deadline is None:
        return ""
    hour = f" {deadline:%H:%M}" if kinds.SERVICES[kind] == kinds.TRANSPORTE else ""
    return f"{show_day(deadline.date())}{hour}"


def _row(values: tuple[Any, ...]) -> tuple[tuple[str, ...], Any, bool]:
    row_id, kind, subject, deadline, state, message, created = values
    cells = (kinds.NAMES[kind], subject, show_deadline(kind, deadline), kinds.STATES[state], message or _since(created))
    return cells, row_id, state not in kinds.OPEN


def _since(created: datetime) -> str:
    return f"Ainda não foi enviado; na fila desde {show_day(created.date())} {created:%H:%M}."


def _match(text: str) -> Any:
    """Messages about documents whose number begins so."""
    typed = " ".join(text.split()).upper()
    return Outbox.document_id.in_(Document.select(Document.id).where(literal_prefix(Document.number, typed)))


def _standing(value: str) -> list[Condition]:
    """What is not told yet (of one service), or what stands in one state: both by the index on the state."""
    if value in kinds.STATES:
        return equal(Outbox.state, value)
    service = value.partition(".")[2]
    unsent = Outbox.state.in_(kinds.OPEN)
    return [Condition(unsent & Outbox.kind.in_(kinds.kinds_of(service)) if service else unsent)]


STANDINGS = {
    OPEN: "por comunicar",
    f"{OPEN}.{kinds.FATURAS}": "por comunicar: faturas",
    f"{OPEN}.{kinds.TRANSPORTE}": "por comunicar: transporte",
    f"{OPEN}.{kinds.SERIES_SERVICE}": "por comunicar: séries",
    **kinds.STATES,
}
FILTERS = (
    Filter(
        Field("state", "Estado", Choice((("", "(tudo)"), *STANDINGS.items())), 40, default="",
              help="Por comunicar junta o que espera a sua vez e o que está errado."),
        _standing, lambda value: STANDINGS.get(value, value),
    ),
)  # fmt: skip

EXPORTED = (
    (Exported("id", "N.º", "number", places=None, width=7), Outbox.id),
    (Exported("kind", "Género", width=14), Outbox.kind),
    (Exported("subject", "Documento ou série", width=22), Outbox.subject),
    (Exported("state", "Estado"), Outbox.state),
    (Exported("deadline", "Prazo", "moment", width=18), Outbox.deadline),
    (Exported("created_at", "Na fila desde", "moment", width=18), Outbox.created_at),
    (Exported("attempts", "Tentativas", "number", places=None, width=10), Outbox.attempts),
    (Exported("next_at", "Próxima tentativa", "moment", width=18), Outbox.next_at),
    (Exported("answered_at", "Resposta em", "moment", width=18), Outbox.answered_at),
    (Exported("code", "Código", width=8), Outbox.code),
    (Exported("message", "Resposta", width=60), Outbox.message),
    (Exported("answer", "Dado pela AT", width=16), Outbox.answer),
)

COMMUNICATION = listed(
    "Comunicação à AT",
    (
        Column("kind", "O quê", 11),
        Column("subject", "Documento", 15),
        Column("deadline", "Prazo", 16),
        Column("state", "Estado", 11),
        Column("message", "Última resposta", 20, grows=True),
    ),
    Outbox,
    (Outbox.id, Outbox.kind, Outbox.subject, Outbox.deadline, Outbox.state, Outbox.message, Outbox.created_at),
    _row,
    _match,
    {},
    ("id", False),
    filters=FILTERS,
    exported=EXPORTED,
    empty="Nada por comunicar.",
    actions=(Action("Reenviar", retry),),
)
