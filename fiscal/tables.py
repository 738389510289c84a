"""The law's tables that change by date: VAT rates, exemption codes, limits; read from data files, not from code."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from fiscal.countries import EU_NAMES
from fiscal.errors import Refusal
from fiscal.rounding import ZERO

REGIONS = ("PT", "PT-AC", "PT-MA")
"""The Portuguese fiscal spaces, in the order in which the QR code has them (decision 8)."""
REGION_NAMES = {"PT": "Continente", "PT-AC": "Açores", "PT-MA": "Madeira"}
SPACE_NAMES = REGION_NAMES | EU_NAMES
"""Every fiscal space that tax may be due in: those of Portugal, and the Member States of OSS sales."""
TAXED = ("NOR", "INT", "RED")
FOREIGN = (*TAXED, "OUT")
"""Tax codes of another Member State's rates (OSS)."""
OSS = "oss.toml"
UNTAXED = ("ISE", "NS")
TAX_NAMES = {"NOR": "Normal", "INT": "Intermédia", "RED": "Reduzida", "ISE": "Isento", "NS": "Não sujeito"}
LINE_TAXES = TAX_NAMES | {"OUT": "Outra (OSS)", "IS": "Imposto do selo"}
"""What a line may say besides: another rate of a Member State, and stamp duty (fiscal/stamp.py)."""
SAFT_MENTION = 60
"""Characters that SAF-T has for TaxExemptionReason."""

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
    scheme: str = ""
    """Which rules of buyer and company go with it (fiscal/rules/schemes.py)."""

    def in_force(self, day: date) -> bool:
        return self.since <= day <= self.until


@dataclass(frozen=True, slots=True)
class Income:
    """A kind of income that tax is withheld of, as in force."""

    code: str
    name: str
    type: str
    """IRS or IRC."""
    percent: Decimal
    """Of the total without VAT; 0: nothing is withheld, and ``mention`` says why."""
    source: str
    mention: str = ""
    region: str = ""
    since: date = date.min
    until: date = date.max

    @property
    def description(self) -> str:
        """SAF-T WithholdingTaxDescription, at most 60 characters."""
        return f"Retenção {self.type}, {self.source}"[:60]


def saft_mention(mention: str) -> str:
    """A mention as SAF-T takes it: whole, or, where it is longer than 60 characters (M15), without the spaces of its dash.

    The paper has it in full. The one place where a mention is shortened.
    """
    return mention if len(mention) <= SAFT_MENTION else mention.replace(" – ", "–")[:SAFT_MENTION].rstrip()


class Tables:
    """The tables, from ``folder`` where it holds a file of the same name, else from those shipped with the program."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def _read(self, name: str) -> dict[str, Any]:
        own = self._folder / name if self._folder else None
        path = own if own is not None and own.is_file() else _SHIPPED / name
        if name == OSS and path != own:
            return {}  # no program can know the rates of 26 countries: the company writes those that it uses
        try:
            return tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise Refusal(f"A tabela fiscal {path} não se consegue ler: {error}.", rule="tables") from error

    @cached_property
    def _rates(self) -> list[tuple[str, str, date, date, Decimal]]:
        return [_rate_row(r) for r in self._read("vat_rates.toml")["rate"]]

    @cached_property
    def _foreign(self) -> list[tuple[str, str, date, date, Decimal]]:
        try:
            rows = [_rate_row(r) for r in self._read(OSS).get("rate", ())]
        except (KeyError, TypeError, AttributeError, ArithmeticError) as error:
            raise Refusal(
                f"O ficheiro {OSS} tem uma linha que não se entende ({error}): cada [[rate]] leva region, code, percent "
                "(entre aspas) e, se for caso, since e until.",
                field="region",
                rule="tables",
            ) from error
        for region, code, _, _, percent in rows:
            if region not in EU_NAMES or code not in FOREIGN or not ZERO < percent <= 50:
                raise Refusal(
                    f"O ficheiro {OSS} tem uma taxa impossível, {region} {code} {percent}: use o código de um "
                    f"Estado-Membro, {', '.join(FOREIGN)} e uma percentagem até 50.",
                    field="region",
                    rule="tables",
                )
        return rows

    @cached_property
    def incomes(self) -> tuple[Income, ...]:
        """Every kind of income that tax is withheld of, in the order of the file, also rows no longer in force."""
        return tuple(
            Income(
                x["code"], x["name"], x["type"], Decimal(x["percent"]), x["source"], x.get("mention", ""),
                x.get("region", ""), x.get("since", date.min), x.get("until", date.max),
            )
            for x in self._read("withholding.toml")["income"]
        )  # fmt: skip

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
                e.get("scheme", ""),
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
        if region not in SPACE_NAMES:
            raise Refusal(
                f"Região fiscal «{region}» desconhecida: use PT (Continente), PT-AC (Açores), PT-MA (Madeira) ou, no OSS, "
                "o código do país da União.",
                field="region",
                rule="region",
            )
        if tax_code in UNTAXED:
            return ZERO
        abroad = region not in REGIONS
        for its_region, its_code, since, until, percent in self._foreign if abroad else self._rates:
            if its_region == region and its_code == tax_code and since <= day <= until:
                return percent
        if abroad and tax_code in FOREIGN:
            raise Refusal(
                f"Não há taxa de IVA {tax_code} de {EU_NAMES[region]} em {day:%d-%m-%Y}: escreva-a em fiscal/{OSS}, na pasta "
                "da empresa (está explicado no manual, em Fiscal).",
                field="region",
                rule="tax",
            )
        if tax_code not in TAXED:
            raise Refusal(
                f"Taxa de IVA «{tax_code}» desconhecida: use NOR, INT, RED, ISE (isento) ou NS (não sujeito).",
                field="tax",
                rule="tax",
            )
        raise Refusal(f"Não há taxa de IVA {tax_code} para {region} em {day:%d-%m-%Y}.", field="date", rule="tax")

    def income(self, code: str, region: str, day: date) -> Income:
        """What is withheld of a kind of income, in force on ``day`` in ``region``. Raises Refusal."""
        for wanted in (region, ""):
            for own in self.incomes:
                if own.code == code and own.region == wanted and own.since <= day <= own.until:
                    return own
        codes = ", ".join(dict.fromkeys(own.code for own in self.incomes))
        raise Refusal(
            f"Rendimento «{code}» desconhecido, ou sem taxa de retenção em {day:%d-%m-%Y}: use {codes}.",
            field="withholding.income",
            rule="C14",
        )

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


def _rate_row(row: dict[str, Any]) -> tuple[str, str, date, date, Decimal]:
    percent = row["percent"]
    if not isinstance(percent, str):
        raise TypeError(f"percent = {percent} sem aspas")
    return row["region"], row["code"], row.get("since", date.min), row.get("until", date.max), Decimal(percent)


@cache
def tables(folder: Path | None = None) -> Tables:
    """The tables of a company's home, read once."""
    return Tables(folder)
