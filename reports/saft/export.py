"""Writes a SAF-T file as the documents are read, and one document's record exactly as it stands there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from fiscal.errors import Refusal
from fiscal.notation import show_day
from fiscal.saft.encoding import ENCODING
from fiscal.text import clean
from models import db
from models.company.setup import current
from models.sales.find import row_of
from models.session import Session
from models.work import Cancelled, Told, going_on, never, to_nobody
from reports.export import reason
from reports.saft.chosen import ALL_TYPES, choose
from reports.saft.documents import WRITERS
from reports.saft.header import NAMESPACE, header
from reports.saft.masters import masters
from reports.saft.rows import documents, one, with_parts
from reports.saft.totals import Totals, totals
from reports.saft.wanted import Wanted, fiscal_year, tax_year

_START = f'<?xml version="1.0" encoding="Windows-1252"?>\n<AuditFile xmlns="{NAMESPACE}">\n'


@dataclass(frozen=True, slots=True)
class Written:
    """What a file holds. totals: of each table that is in it. warnings: sentences for whoever sends it."""

    totals: dict[str, Totals]
    warnings: tuple[str, ...]

    @property
    def documents(self) -> int:
        return sum(table.documents for table in self.totals.values())


def export(
    wanted: Wanted, sink: BinaryIO, session: Session, told: Told = to_nobody, cancelled: Cancelled = never
) -> Written:
    """Writes the file to ``sink``, in Windows-1252, of one moment of the database. told: in documents.

    Whatever was issued is written: no document is refused. Raises Refusal for an establishment or supplier that there is
    not, Stopped when cancelled.
    """
    today = session.clock.now().date()
    with db.one_moment():
        company, chosen = current(), choose(wanted)
        sums = {table: totals(chosen, table) for table in wanted.tables}
        sums = {table: counted for table, counted in sums.items() if counted.documents}
        total, done = sum(counted.documents for counted in sums.values()), 0
        going_on(0, total, told, cancelled)
        sink.write((_START + header(wanted, company, chosen.supplier, session, today)).encode(ENCODING))
        sink.writelines(piece.encode(ENCODING) for piece in masters(chosen, wanted, company))
        sink.write(b"<SourceDocuments>\n" if sums else b"")
        for table, counted in sums.items():
            sink.write(f"<{table}>\n{counted.opening(table)}".encode(ENCODING))
            write = WRITERS[table]
            for some in documents(chosen, table):
                sink.write("".join([write(whole, wanted) for whole in some]).encode(ENCODING))
                done += len(some)
                going_on(done, total, told, cancelled)
            sink.write(f"</{table}>\n".encode(ENCODING))
        sink.write(b"</SourceDocuments>\n" if sums else b"")
        sink.write(b"</AuditFile>\n")
    return Written(sums, tuple(_warnings(wanted, session, total)))


def to_file(
    wanted: Wanted,
    path: Path,
    session: Session,
    *,
    overwrite: bool = False,
    told: Told = to_nobody,
    cancelled: Cancelled = never,
) -> Written:
    """Writes a file, whole or not at all. Raises Refusal too where there is one already, and where the disk refuses."""
    if path.exists() and not overwrite:
        raise Refusal(
            f"O ficheiro {path} já existe: escolha outro nome, ou mande substituí-lo.", field="file", rule="saft"
        )
    unfinished = path.with_name(f".{path.name}.parcial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as sink:
            written = export(wanted, sink, session, told, cancelled)
        unfinished.replace(path)
    except OSError as error:
        raise Refusal(f"Não se conseguiu gravar {path}: {reason(error)}.", field="file", rule="saft") from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return written


def node_of(number: str, first_month: int = 1) -> bytes:
    """The SAF-T record of one document, byte for byte as a file of its month holds it. Raises Refusal where there is none."""
    found = one(row_of(number).number)
    assert found is not None
    table = ALL_TYPES[found.type].table
    start, end = tax_year(fiscal_year(date.fromisoformat(found.date), first_month), first_month)
    wanted = Wanted(start, end, "S" if found.self_billing else "F", first_month=first_month)
    return WRITERS[table](with_parts([found], table)[0], wanted).encode(ENCODING)


def _warnings(wanted: Wanted, session: Session, documents: int) -> Iterator[str]:
    today = session.clock.now().date()
    if today <= wanted.end:
        yield (
            f"O período só acaba em {show_day(wanted.end)}: o que ainda se emitir até lá não está neste ficheiro. "
            "Exporte outra vez depois."
        )
    if not documents:
        yield "Não há documentos neste período: à AT comunica-se que não houve faturação."
    if session.producer is None:
        yield "O programa está em modo de ensaio: este ficheiro não se envia à AT."
    company = current()
    missing = [
        name
        for value, name in (
            (company.address, "a morada"),
            (company.postal_code, "o código postal"),
            (company.city, "a localidade"),
        )
        if not clean(value)
    ]
    if missing:
        yield f"Falta {' e '.join(missing)} da empresa: preencha em Entidade > Dados e exporte outra vez."
