"""Many validation codes typed at once: all of them, or none and a word about the one that is wrong."""

from __future__ import annotations

from collections.abc import Mapping

from fiscal.errors import Refusal
from models import db
from models.series.series import set_validation_code
from models.series.tables import Series
from models.session import Session


def set_codes(codes: Mapping[int, str], session: Session) -> int:
    """Types AT's codes, by the id of the series; empty ones are left as they are. Gives how many.

    Raises Refusal with the field ``code.ID`` of the first that cannot be; then none is written.
    """
    given = {number: code.strip() for number, code in codes.items() if code.strip()}
    with db.writing():
        for number, code in given.items():
            try:
                set_validation_code(number, code, session)
            except Refusal as refusal:
                refusal.field = f"code.{number}"
                raise
    return len(given)


def series_named(type_code: str, name: str) -> Series:
    """The series of a type by its name, whatever its case. Raises Refusal."""
    kind = type_code.strip().upper()
    found: Series | None = next(
        (row for row in Series.select().where(Series.type == kind) if row.name.upper() == name.strip().upper()), None
    )
    if found is None:
        raise Refusal(f"Não há série {kind[:4]} {name[:35]}: veja balcao series list.", field="name", rule="series")
    return found
