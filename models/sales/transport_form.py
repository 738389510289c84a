"""The transport of a document as declared: hours, plate and places, the same fields on the screen and in help."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fiscal.doctypes import DocumentType
from fiscal.rules.transport import GLOBAL_TYPES
from models.declared import Field, Text, Values, YesNo
from models.moments import Moment
from models.sales.draft import DraftPlace, DraftTransport

_LAW = "DL 147/2003, art. 4.º"
_STARTS = Field(
    "starts_at", "Início", Moment(), 17, help="Quando os bens saem: 14:30, +1 9:00. Vazio: ao emitir.",
    law="O documento leva a data e a hora do início e emite-se antes dele (DL 147/2003, art. 4.º e 5.º).",
)  # fmt: skip
_VEHICLE = Field(
    "vehicle", "Matrícula", Text(32, upper=True), 10, default="", help="Da viatura que leva os bens; facultativa.",
    law="A matrícula não é obrigatória (DL 147/2003, art. 4.º).",
)  # fmt: skip
_GLOBAL = Field(
    "global_guide", "Global", YesNo(), 5, default=False,
    help="Sim: ainda não se sabe a quem; cada entrega faz o seu documento.",
    law="Depois, cada entrega leva um documento que refere a guia global (DL 147/2003, art. 4.º n.º 6).",
)  # fmt: skip
_VALUED = Field(
    "valued", "Com preços", YesNo(), 5, default=True, help="Não: a guia só diz o que vai e quanto.",
    law="O preço não é elemento do documento de transporte (DL 147/2003, art. 4.º).",
)  # fmt: skip


def head_fields(kind: DocumentType) -> tuple[Field, ...]:
    """What the head of a guide has more than that of an invoice."""
    may_be_global = (_GLOBAL,) if kind.code in GLOBAL_TYPES else ()
    return (_STARTS, _VEHICLE, *may_be_global, _VALUED)


def _place(side: str, group: str, what: str, usual: str) -> tuple[Field, ...]:
    return (
        Field(f"{side}_address", "Morada", Text(210), 44, default="", group=group,
              help=f"Onde se {what}. Vazio: {usual}.", law=f"O local de {group.lower()} é obrigatório ({_LAW})."),
        Field(f"{side}_postal_code", "Código postal", Text(20), 10, default="", law=f"Parte do local ({_LAW}).",
              help="Por exemplo 4050-180."),
        Field(f"{side}_city", "Localidade", Text(50), 30, default="", law=f"Parte do local ({_LAW}).",
              help="A localidade do código postal."),
        Field(f"{side}_country", "País", Text(2, upper=True), 4, default="PT", law=f"Parte do local ({_LAW}).",
              help="Duas letras: PT, ES, FR."),
    )  # fmt: skip


PLACE_FIELDS = (
    *_place("unload", "Descarga", "descarregam os bens", "a morada do cliente"),
    *_place("load", "Carga", "carregam os bens", "a morada da empresa"),
    Field("ends_at", "Fim do transporte", Moment(), 16, group="Viagem", help="Se já se sabe; facultativo.",
          law="Só o início é obrigatório (DL 147/2003, art. 4.º)."),
    Field("comments", "Notas da viagem", Text(60), 44, default="", help="Sobre o transporte, até 60 letras."),
)  # fmt: skip
"""F3 of a guide."""

GOES_WITH = (
    Field("goes", "Acompanha os bens", YesNo(), 5, default=False, group="Transporte",
          help="Sim: esta fatura serve de documento de transporte.",
          law="Uma fatura pode acompanhar os bens; a simplificada não (DL 147/2003, art. 2.º)."),
    _STARTS,
    _VEHICLE,
)  # fmt: skip
"""Before the places, in F3 of an invoice."""


def transport_fields(kind: DocumentType) -> tuple[Field, ...]:
    """What F3 asks about the goods' way; nothing for a type that never goes with goods."""
    if kind.is_guide:
        return PLACE_FIELDS
    return (*GOES_WITH, *PLACE_FIELDS) if kind.transports else ()


def transport_values(transport: DraftTransport | None) -> Values:
    """As values of all of these fields."""
    given = transport or DraftTransport()
    values: Values = {"goes": transport is not None, "global_guide": given.global_guide}
    values |= {name: getattr(given, name) for name in ("starts_at", "ends_at", "vehicle", "comments")}
    for side in ("load", "unload"):
        place: DraftPlace = getattr(given, side)
        values |= {f"{side}_{name}": getattr(place, name) for name in _PLACE}
    return values


_PLACE = ("address", "postal_code", "city", "country")


def with_values(transport: DraftTransport | None, kind: DocumentType, values: Values) -> DraftTransport | None:
    """A draft's transport with those of the values that there are; None where no goods go with it.

    A guide always has one.
    """
    if not kind.is_guide and not values.get("goes", transport is not None):
        return None
    now = transport_values(transport) | values
    return DraftTransport(
        load=_place_of(now, "load"),
        unload=_place_of(now, "unload"),
        starts_at=_moment(now["starts_at"]),
        ends_at=_moment(now["ends_at"]),
        vehicle=str(now["vehicle"] or ""),
        comments=str(now["comments"] or ""),
        global_guide=bool(now["global_guide"]) and kind.code in GLOBAL_TYPES,
    )


def _place_of(values: Values, side: str) -> DraftPlace:
    texts = {name: str(values[f"{side}_{name}"] or "") for name in _PLACE}
    return DraftPlace(**{**texts, "country": texts["country"] or "PT"})


def _moment(value: Any) -> datetime | None:
    return value if isinstance(value, datetime) else None
