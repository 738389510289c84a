"""Which documents a file holds, as conditions of SQL, and in which order: by type, series and number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fiscal.doctypes import INSURANCE_TYPES, OLD_TYPES, TYPES
from fiscal.errors import Refusal
from fiscal.text import clean
from models import db
from models.company.tables import Establishment
from models.parties.tables import Supplier
from reports.saft.wanted import Wanted

ALL_TYPES = {**TYPES, **OLD_TYPES, **INSURANCE_TYPES}
TYPES_OF: dict[str, tuple[str, ...]] = {}
"""The types of each table, in the order in which they are written."""
for _kind in ALL_TYPES.values():
    TYPES_OF[_kind.table] = (*TYPES_OF.get(_kind.table, ()), _kind.code)


def query(sql: str, values: Sequence[Any] = ()) -> Any:
    """The cursor of a statement that reads, written with ``?`` for each value."""
    return db.database.execute_sql(db.marked(sql), values)


@dataclass(frozen=True, slots=True)
class Run:
    """Documents of one series that stand in the file."""

    type: str
    series_id: int
    first: int
    last: int
    count: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """The documents of a file. condition: over ``document d JOIN series s``, with its values."""

    condition: str
    values: tuple[Any, ...]
    supplier: Supplier | None

    def of(self, table: str) -> tuple[str, tuple[Any, ...]]:
        """``FROM … WHERE …`` for one table, with its values."""
        types = TYPES_OF[table]
        marks = ", ".join("?" * len(types))
        return (
            f"FROM document d JOIN series s ON s.id = d.series_id WHERE d.type IN ({marks}) AND {self.condition}",
            (*types, *self.values),
        )

    def runs(self, table: str) -> list[Run]:
        """The series of a table in the order in which they are written."""
        source, values = self.of(table)
        found = query(
            "SELECT d.type, d.series_id, s.name, min(d.sequence), max(d.sequence), count(*) "
            f"{source} GROUP BY d.type, d.series_id, s.name",
            values,
        ).fetchall()
        order = {code: n for n, code in enumerate(TYPES_OF[table])}
        found.sort(key=lambda row: (order[row[0]], row[2]))
        return [Run(kind, series, first, last, count) for kind, series, _, first, last, count in found]


def choose(wanted: Wanted) -> Chosen:
    """Raises Refusal for an establishment or a supplier that there is not, or that must be said."""
    conditions = ["d.date BETWEEN ? AND ?"]
    values: list[Any] = [wanted.start.isoformat(), wanted.end.isoformat()]
    if wanted.basis == "S":
        conditions.append("d.self_billing = 1")
    elif wanted.basis == "E":
        conditions.append("d.third_party = 1 AND d.self_billing = 0")
    else:
        # What is issued in another's name is the other's, in a file of its own.
        conditions.append("d.self_billing = 0 AND d.third_party = 0")
    if not _training():
        conditions.append("s.kind <> 'F'")
    if wanted.establishment:
        if not Establishment.select().where(Establishment.code == wanted.establishment).exists():
            raise Refusal(
                f"Estabelecimento «{clean(wanted.establishment, 20)}» desconhecido.", field="establishment", rule="saft"
            )
        conditions.append("s.establishment = ?")
        values.append(wanted.establishment)
    supplier = _supplier(wanted, conditions, values)
    if supplier is not None:
        conditions.append("s.supplier_id = ?")
        values.append(supplier.id)
    if wanted.without_at_code:
        conditions.append(
            "NOT EXISTS (SELECT 1 FROM outbox o WHERE o.document_id = d.id AND o.kind = 'at.transport' AND o.answer <> '')"
        )
    chosen = Chosen(" AND ".join(conditions), tuple(values), supplier)
    if supplier is not None:
        _as_issued(supplier, chosen)
    return chosen


_SELLER = ("nif", "name", "address", "postal_code", "city")


def _as_issued(supplier: Supplier, chosen: Chosen) -> None:
    """Name, NIF and address are those of the last document made in its name, whatever its card says since.

    What no document keeps (telephone, e-mail) is left out: the same documents always give the same file.
    """
    found = query(
        f"SELECT {', '.join(f'b.{name}' for name in _SELLER)} FROM document d JOIN series s ON s.id = d.series_id "  # noqa: S608
        f"JOIN document_seller b ON b.document_id = d.id WHERE {chosen.condition} ORDER BY d.id DESC LIMIT 1",
        chosen.values,
    ).fetchone()
    if found is not None:
        for name, value in zip(_SELLER, found, strict=True):
            setattr(supplier, name, value)
        supplier.phone = supplier.email = ""


def _training() -> bool:
    """A database for training holds nothing else; in any other one, training documents never mix with real ones."""
    return bool(query("SELECT count(*) FROM series WHERE kind <> 'F'").fetchone()[0] == 0)


def _supplier(wanted: Wanted, conditions: list[str], values: list[Any]) -> Supplier | None:
    """The one whose file it is. A self-billing file is always of one supplier (Portaria 302/2016, 1 g)."""
    if wanted.supplier:
        found: Supplier | None = Supplier.get_or_none(Supplier.code == wanted.supplier)
        if found is None:
            raise Refusal(
                f"Fornecedor «{clean(wanted.supplier, 30)}» desconhecido: escolha o código de uma ficha.",
                field="supplier",
                rule="saft",
            )
        return found
    if wanted.basis not in ("S", "E"):
        return None
    ids = query(
        "SELECT DISTINCT s.supplier_id FROM document d JOIN series s ON s.id = d.series_id "  # noqa: S608
        f"WHERE {' AND '.join(conditions)} AND s.supplier_id IS NOT NULL",
        values,
    ).fetchall()
    if len(ids) == 1:
        return Supplier.get_by_id(ids[0][0])
    if ids:
        codes = sorted(str(s.code) for s in Supplier.select().where(Supplier.id.in_([i for (i,) in ids])))
        raise Refusal(
            f"Há documentos em nome de vários fornecedores ({', '.join(codes[:10])}): faça um ficheiro para cada um.",
            field="supplier",
            rule="saft",
        )
    if wanted.basis == "S":
        raise Refusal(
            "Não há documentos de autofaturação neste período: um ficheiro S é sempre de um fornecedor.",
            field="basis",
            rule="saft",
        )
    return None
