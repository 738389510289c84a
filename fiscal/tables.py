"""The law's tables that change by date: VAT rates, exemption codes, limits; read from data files, not from code."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from fiscal.errors import Refusal
from fiscal.rounding import ZERO

REGIONS = ("PT", "PT-AC", "PT-MA")
REGION_NAMES = {"PT": "Continente", "PT-AC": "Açores", "PT-MA": "Madeira"}
TAXED = ("NOR", "INT", "RED")
UNTAXED = ("ISE", "NS")
TAX_NAMES = {"NOR": "Normal", "INT": "Intermédia", "RED": "Reduzida", "ISE": "Isento", "NS": "Não sujeito"}

_SHIPPED = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Exemption:
    """Why no tax is charged (CIVA art. 36 n.5 e; AT's table of codes)."""

    code: str
    mention: str
    """To print in full; SAF-T takes at most 60 characters of it."""
    norm: str
    type: str
    """``IVA`` (exempt: TaxCode ISE) or ``NS`` (not subject)."""
    since: date
    until: date

    def in_force(self, day: date) -> bool:
        return self.since <= day <= self.until


class Tables:
    """The tables, from ``folder`` where it holds a file of the same name, else from those shipped with the program."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def _read(self, name: str) -> dict[str, Any]:
        own = self._folder / name if self._folder else None
        path = own if own is not None and own.is_file() else _SHIPPED / name
        try:
            return tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise Refusal(f"A tabela fiscal {path} não se consegue ler: {error}.", rule="tables") from error

    @cached_property
    def _rates(self) -> list[tuple[str, str, date, date, Decimal]]:
        return [
            (r["region"], r["code"], r["since"], r.get("until", date.max), Decimal(r["percent"]))
            for r in self._read("vat_rates.toml")["rate"]
        ]

    @cached_property
    def exemptions(self) -> dict[str, Exemption]:
        """All codes, also those no longer in force."""
        return {
            e["code"]: Exemption(
                e["code"],
                e["mention"],
                e["norm"],
                e.get("type", "IVA"),
                e.get("since", date.min),
                e.get("until", date.max),
            )
            for e in self._read("exemptions.toml")["exemption"]
        }

    @cached_property
    def _limits(self) -> list[tuple[str, date, date, Decimal]]:
        return [
            (x["name"], x["since"], x.get("until", date.max), Decimal(x["amount"]))
            for x in self._read("limits.toml")["limit"]
        ]

    def rate(self, region: str, tax_code: str, day: date) -> Decimal:
        """Per cent in force in ``region`` on ``day``; 0 for ISE and NS. Raises Refusal."""
        if region not in REGIONS:
            raise Refusal(
                f"Região fiscal «{region}» desconhecida: use PT (Continente), PT-AC (Açores) ou PT-MA (Madeira).",
                field="region",
                rule="region",
            )
        if tax_code in UNTAXED:
            return ZERO
        for its_region, its_code, since, until, percent in self._rates:
            if its_region == region and its_code == tax_code and since <= day <= until:
                return percent
        if tax_code not in TAXED:
            raise Refusal(
                f"Taxa de IVA «{tax_code}» desconhecida: use NOR, INT, RED, ISE (isento) ou NS (não sujeito).",
                field="tax",
                rule="tax",
            )
        raise Refusal(f"Não há taxa de IVA {tax_code} para {region} em {day:%d-%m-%Y}.", field="date", rule="tax")

    def exemption(self, code: str, day: date) -> Exemption:
        """The reason ``code``, if in force on ``day``. Raises Refusal otherwise (C20)."""
        found = self.exemptions.get(code)
        if found is None:
            raise Refusal(
                f"Motivo de isenção «{code}» desconhecido: F4 mostra os códigos, por exemplo M07.",
                field="exemption",
                rule="C20",
            )
        if not found.in_force(day):
            raise Refusal(
                f"O motivo de isenção {code} ({found.mention}) não está em vigor em {day:%d-%m-%Y}: escolha outro.",
                field="exemption",
                rule="C20",
            )
        return found

    def limit(self, name: str, day: date) -> Decimal:
        """A limit in euro in force on ``day``."""
        return next(
            (amount for its_name, since, until, amount in self._limits if its_name == name and since <= day <= until),
            Decimal("Infinity"),
        )


@cache
def tables(folder: Path | None = None) -> Tables:
    """The tables of a company's home, read once."""
    return Tables(folder)
