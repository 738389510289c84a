"""The series of a new year: one for each that is in use, made in one go (1.3: forgetting them stops shops in January)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fiscal.doctypes import TYPES, document_type
from fiscal.errors import Refusal
from fiscal.numbering import check_series_name
from models import db
from models.declared import Exported
from models.series.series import PURPOSES, create_series
from models.series.tables import Series
from models.session import Session

_YEARS = (2000, 2999)


@dataclass(frozen=True, slots=True)
class NewSeries:
    """A series that the new year needs."""

    type: str
    name: str
    purpose: str
    supplier_id: int | None
    establishment: str
    follows: str
    """The name of the series that it comes after."""
    starts_on: date

    @property
    def what(self) -> str:
        """``FT Fatura``, with its purpose where that is not the company's own documents."""
        purpose = f" ({PURPOSES[self.purpose].lower()})" if self.purpose else ""
        return f"{self.type} {TYPES[self.type].name}{purpose}"


def plan_new_year(year: int, name: str = "") -> list[NewSeries]:
    """The series to make for ``year``: nothing is written.

    name: what the company's own series are called then; empty: the old names with the year changed (2026A, 2027A).
    A series is in use when it is open and has a validation code or a document; it has its follower already when one
    of the same type, purpose, supplier and establishment starts in ``year`` or later. Raises Refusal, field ``name`` or
    ``year``.
    """
    if not _YEARS[0] <= year <= _YEARS[1]:
        raise Refusal("Escreva o ano com quatro algarismos, por exemplo 2027.", field="year", rule="series")
    starts_on = date(year, 1, 1)
    name = check_series_name(name) if name else ""
    rows = list(Series.select().where(Series.kind != "F").order_by(Series.starts_on, Series.id))
    followed = {_place(row) for row in rows if row.starts_on >= starts_on}
    used = [row for row in rows if row.open and row.starts_on < starts_on and (row.validation_code or row.last_number)]
    latest = {_place(row): row for row in used}
    if not latest:
        raise Refusal(
            f"Antes de {year} não há nenhuma série em uso: escreva primeiro os códigos das que existem.",
            field="year",
            rule="series",
        )
    stem = next((str(row.name) for row in latest.values() if not row.purpose and not row.establishment), "")
    names = {(row.type, str(row.name).upper()) for row in rows}
    order = list(TYPES)
    planned = []
    for place, row in sorted(latest.items(), key=lambda item: (order.index(item[1].type), item[1].id)):
        if place in followed:
            continue
        new = _renamed(str(row.name), year, stem, name)
        if (row.type, new.upper()) in names:
            raise Refusal(
                f"A série {row.type} {new} já existe e não é de {year}: dê outro nome às novas.",
                field="name",
                rule="series",
            )
        names.add((row.type, new.upper()))
        planned.append(
            NewSeries(row.type, new, row.purpose, row.supplier_id, row.establishment, str(row.name), starts_on)
        )
    return planned


def make_new_year(year: int, session: Session, name: str = "") -> list[int]:
    """Makes the series of ``plan_new_year``, all or none, each from number 1; gives their ids. A second time: nothing more.

    Each is queued to be registered where the company tells AT of its series by web service.
    """
    with db.writing():
        return [
            create_series(
                {"type": new.type, "name": new.name, "purpose": new.purpose, "supplier_id": new.supplier_id,
                 "establishment": new.establishment, "starts_on": new.starts_on},
                session,
            )
            for new in plan_new_year(year, name)
        ]  # fmt: skip


def years_without_series(today: date, ahead: int) -> list[str]:
    """The types in use that have no open series with a code for the year of ``today`` (or for the one ``ahead`` days on)."""
    year = max(today.year, date.fromordinal(today.toordinal() + ahead).year)
    rows = list(Series.select().where(Series.open == True, Series.kind != "F"))  # noqa: E712
    ready = {_place(row) for row in rows if row.validation_code and row.starts_on.year >= year}
    used = {_place(row): row.type for row in rows if row.validation_code and row.starts_on.year < year}
    return [kind for kind in TYPES if any(kind == used[place] for place in used.keys() - ready)]


def _place(row: Series) -> tuple[str, str, int | None, str]:
    return row.type, row.purpose, row.supplier_id, row.establishment


def _renamed(old: str, year: int, stem: str, name: str) -> str:
    if name and stem and old.startswith(stem):
        return check_series_name(name + old[len(stem) :])
    dated = re.sub(r"(?<![0-9])20[0-9]{2}(?![0-9])", str(year), old, count=1)
    return dated if dated != old else check_series_name(f"{old}.{year}")


# The sheet of what to type at Portal das Finanças.

SHEET = (
    Exported("type", "Tipo", width=6), Exported("document", "Documento"), Exported("class", "Classe", width=7),
    Exported("name", "Série"), Exported("kind", "Tipo de série"), Exported("first", "Primeiro número", "number", places=None),
    Exported("starts_on", "Início previsto", "day"), Exported("code", "Código de validação", width=20),
)  # fmt: skip
"""The columns of the sheet: what is asked when a series is registered by hand, by AT's names."""
KINDS = {"N": "Normal", "F": "Formação", "R": "Recuperação"}


def sheet(only: Sequence[int] | None = None) -> list[tuple[Any, ...]]:
    """One row for each open series without a code: what Portal das Finanças asks for, and room for the code.

    only: of these ids alone.
    """
    rows = without_code()
    return [
        (row.type, TYPES[row.type].name, document_type(row.type).at_class, row.name, KINDS[row.kind], row.first_number,
         row.starts_on, "")
        for row in rows if only is None or row.id in only
    ]  # fmt: skip


def without_code() -> list[Series]:
    """The open series that AT's code is missing of: what a shop needs first comes first, and the nearest year before."""
    order = [*FIRST, *(kind for kind in TYPES if kind not in FIRST)]
    found = Series.select().where(Series.open == True, Series.validation_code == "")  # noqa: E712
    return sorted(found, key=lambda row: (row.starts_on, order.index(row.type), row.id))


def none_has_code() -> bool:
    """Whether nothing can be issued yet, since no series has AT's code: the first day."""
    return not Series.select().where(Series.validation_code != "").exists()


FIRST = ("FS", "FT", "FR", "NC", "RG")
"""What nearly every shop issues on its first day: the till's simplified invoice, invoices, and what corrects them."""
