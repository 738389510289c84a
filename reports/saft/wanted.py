"""What a SAF-T file is asked to hold: which kind, of which days, of which establishment or supplier; and its name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from fiscal.doctypes import GUIDES, INVOICES, RECEIPTS, WORKING
from fiscal.errors import Refusal
from fiscal.notation import EARLIEST, LATEST, show_day

BASES = {
    "F": "Faturação",
    "P": "Faturação parcial",
    "R": "Recibos",
    "S": "Autofaturação",
    "T": "Documentos de transporte",
    "E": "Faturação emitida por terceiros",
}
"""TaxAccountingBasis of files without accounting (Portaria 302/2016, 1.4)."""
_ALL = (INVOICES, GUIDES, WORKING, RECEIPTS)
_TABLES = {"R": (RECEIPTS,), "S": (INVOICES,), "T": (GUIDES,)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file. Raises Refusal for a period that no file may have (1 c): at most a year, in order."""

    start: date
    end: date
    basis: str = "F"
    establishment: str = ""
    """Code of one establishment; empty: all of them."""
    supplier: str = ""
    """Code of the supplier in whose name the documents were made: S, and E where there is one."""
    without_at_code: bool = False
    """T only: the guides to which AT has not given a code yet (5.2)."""
    first_month: int = 1
    """Month in which the tax year begins."""

    def __post_init__(self) -> None:
        if self.basis not in BASES:
            names = ", ".join(f"{code} ({name})" for code, name in BASES.items())
            raise Refusal(f"Tipo de ficheiro «{self.basis}» desconhecido: use {names}.", field="basis", rule="saft")
        if not 1 <= self.first_month <= 12:
            raise Refusal("O mês em que o exercício começa é de 1 a 12.", field="first_month", rule="saft")
        if not EARLIEST <= self.start <= LATEST:
            raise Refusal(f"O ano de {show_day(self.start)} não é aceitável.", field="start", rule="saft")
        if self.end < self.start:
            raise Refusal(
                f"O período acaba ({show_day(self.end)}) antes de começar ({show_day(self.start)}): troque as datas.",
                field="end",
                rule="saft",
            )
        if self.fiscal_year != fiscal_year(self.end, self.first_month):
            raise Refusal(
                f"De {show_day(self.start)} a {show_day(self.end)} são dois exercícios: faça um ficheiro para cada um.",
                field="end",
                rule="saft",
            )
        if self.supplier and self.basis not in ("S", "E"):
            raise Refusal(
                "O fornecedor só se indica na autofaturação (S) e na faturação por terceiros (E).",
                field="supplier",
                rule="saft",
            )

    @property
    def fiscal_year(self) -> int:
        return fiscal_year(self.start, self.first_month)

    @property
    def tables(self) -> tuple[str, ...]:
        """The tables of documents, in their order."""
        return _TABLES.get(self.basis, _ALL)

    def period(self, day: str) -> int:
        """The month of the tax year, 1 to 12, of a date as stored."""
        return (int(day[5:7]) - self.first_month) % 12 + 1

    def file_name(self, nif: str) -> str:
        """``SAFT_509964435_2026_11.xml``; for a whole year without month; else with both dates."""
        if self.start.day == 1 and self.end == month_end(self.start.year, self.start.month):
            when = f"{self.start:%Y_%m}"
        elif (self.start, self.end) == tax_year(self.fiscal_year, self.first_month):
            when = str(self.fiscal_year)
        else:
            when = f"{self.start:%Y%m%d}_{self.end:%Y%m%d}"
        more = [part for part in ("" if self.basis == "F" else self.basis, self.establishment, self.supplier) if part]
        safe = ["".join(c if c.isalnum() or c in "-." else "-" for c in part) for part in more]
        return "_".join(["SAFT", nif, when, *safe]) + ".xml"


def fiscal_year(day: date, first_month: int = 1) -> int:
    """The tax year is called after the calendar year in which it begins (fiscal.md 1.4)."""
    return day.year if day.month >= first_month else day.year - 1


def tax_year(year: int, first_month: int = 1) -> tuple[date, date]:
    """First and last day of a tax year."""
    start = date(year, first_month, 1)
    return start, date(year + 1, first_month, 1) - timedelta(days=1)


def month_end(year: int, month: int) -> date:
    """Last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
