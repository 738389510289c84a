"""Establishments: the company's places of business. A series may belong to one (Despacho 8632/2014, 1.8)."""

from __future__ import annotations

import re
from typing import Any

from fiscal.errors import Refusal
from fiscal.text import clean
from models import db
from models.audit.log import record
from models.company.setup import check_postal_code
from models.company.tables import Establishment
from models.declared import Column, Exported, Field, Form, Text, Values, YesNo, defaults
from models.listings import Alphabetic, listed
from models.series.tables import Series
from models.session import Session

_CODE = re.compile(r"[A-Z0-9]{1,10}")
_LIMITS = {"name": 100, "address": 210, "postal_code": 20, "city": 50}


def save_establishment(establishment_id: int | None, values: Values, session: Session) -> int:
    """Creates or changes an establishment; gives its id. Raises Refusal with the field.

    The code stays once a series carries it: series name their establishment by it.
    """
    row = {name: clean(str(values.get(name) or ""), limit) for name, limit in _LIMITS.items()}
    row["code"] = clean(str(values.get("code") or ""), 30).upper()
    if not _CODE.fullmatch(row["code"]):
        raise Refusal("Código inválido: até 10 letras e algarismos, por exemplo LOJA2.", field="code", rule="code")
    if len(row["name"]) < 2:
        raise Refusal("Falta o nome do estabelecimento.", field="name", rule="C27")
    if row["postal_code"]:
        row["postal_code"] = check_postal_code(row["postal_code"])
    active = bool(values.get("active", True))
    with db.writing():
        others = Establishment.select().where(Establishment.id != (establishment_id or 0))
        if others.where(Establishment.code == row["code"]).exists():
            raise Refusal(f"Já há um estabelecimento com o código {row['code']}.", field="code", rule="unique")
        if establishment_id is None:
            number = int(Establishment.create(**row, active=active).id)
        else:
            before = Establishment.get_by_id(establishment_id)
            if before.code != row["code"] and Series.select().where(Series.establishment == before.code).exists():
                raise Refusal(
                    f"Já há séries do estabelecimento {before.code}: o código não se muda.", field="code", rule="series"
                )
            number = int(before.id)
            Establishment.update(**row, active=active).where(Establishment.id == number).execute()
        record(session, "establishment.save", row["code"], **row, active=active)
    return number


def establishments() -> list[tuple[str, str]]:
    """Code and name of those in use, for a choice; the first is none in particular."""
    found = Establishment.select().where(Establishment.active == True).order_by(Establishment.code)  # noqa: E712
    return [("", "a sede"), *((e.code, e.name) for e in found)]


_PLACE = "A sede e os estabelecimentos constam do registo (CIVA, art. 31.º)."
FIELDS = (
    Field("code", "Código", Text(10, upper=True), 12, required=True, help="Até 10 letras e algarismos: LOJA2."),
    Field("name", "Nome", Text(100), 44, required=True, help="Como se conhece a loja, o armazém ou o escritório."),
    Field("address", "Morada", Text(210), 44, help="Rua, número, andar.", law=_PLACE),
    Field("postal_code", "Código postal", Text(8), 10, check=lambda value, _: check_postal_code(value),
          help="Por exemplo 1000-001.", law=_PLACE),
    Field("city", "Localidade", Text(50), 30, help="A localidade do código postal.", law=_PLACE),
    Field("active", "Em uso", YesNo(), 4, default=True, help="Não: já não se escolhe para séries novas."),
)  # fmt: skip


def load(establishment_id: Any) -> Values:
    if establishment_id is None:
        return {**defaults(FIELDS), "id": None}
    card = Establishment.get_by_id(establishment_id)
    return {"id": card.id, **{f.name: getattr(card, f.name) for f in FIELDS}}


def form() -> Form:
    return Form("Filial", FIELDS, load, lambda values, session: save_establishment(values.get("id"), values, session))


def _match(text: str) -> Any:
    typed = text.strip()
    return Establishment.name.contains(typed) | Establishment.code.contains(typed.upper())


def _row(values: tuple[Any, ...]) -> tuple[tuple[str, ...], Any, bool]:
    row_id, code, name, city, active = values
    return (code, name, city), row_id, not active


ESTABLISHMENTS = listed(
    "Filiais",
    (Column("code", "Código", 10), Column("name", "Nome", 40, grows=True), Column("city", "Localidade", 20)),
    Establishment,
    (Establishment.id, Establishment.code, Establishment.name, Establishment.city, Establishment.active),
    _row,
    _match,
    {"code": (Establishment.code,), "name": (Alphabetic(Establishment.name), Establishment.id)},
    ("code", False),
    exported=(
        (Exported("code", "Código"), Establishment.code),
        (Exported("name", "Nome", width=40), Establishment.name),
        (Exported("address", "Morada", width=40), Establishment.address),
        (Exported("postal_code", "Código postal"), Establishment.postal_code),
        (Exported("city", "Localidade", width=20), Establishment.city),
        (Exported("active", "Em uso", "flag", width=7), Establishment.active),
    ),
    form=form,
    empty="Nenhuma filial: só há a sede. F2 cria uma.",
)
