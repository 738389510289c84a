"""The running number of references made here: each is given once, whatever dies afterwards."""

from __future__ import annotations

from fiscal.errors import Refusal
from models import db
from models.company.tables import Setting

_PLACE = 7_313_050
"""The place of who takes the next number."""


def next_base(entity: str, sub_entity: str) -> str:
    """The first seven digits of the next reference of a sub-entity: its own one to three, then the number.

    Raises Refusal when all were used: a number is never given again by itself, since an old one may still be paid.
    """
    room = 7 - len(sub_entity)
    key = f"references.counter.{entity}.{sub_entity}"
    with db.writing():
        db.take_turn(_PLACE)
        found = Setting.get_or_none(Setting.key == key)
        number = int(found.value) + 1 if found is not None else 1
        if number >= 10**room:
            raise Refusal(
                f"A subentidade {sub_entity} já deu todas as referências que tem: peça outra à ifthenpay.",
                rule="reference",
            )
        Setting.insert(key=key, value=str(number)).on_conflict(
            conflict_target=[Setting.key], update={Setting.value: str(number)}
        ).execute()
    return f"{sub_entity}{number:0{room}}"
