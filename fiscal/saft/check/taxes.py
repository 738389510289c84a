"""Taxes: what is used is declared, is what the law had that day, and says why where it is nothing (fiscal.md 8.1, 8.3)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from fiscal.errors import Refusal
from fiscal.notation import show_day, show_rate
from fiscal.saft.check.book import Book
from fiscal.saft.check.reading import Document, Line, Tax, day
from fiscal.tables import REGIONS, TAXED, UNTAXED
from fiscal.xmltree import Node

_RECTIFYING = ("NC", "ND")
"""They carry the rate of what they rectify."""
_GONE = {"M03": date.min, "M08": date(2022, 12, 31)}
"""Codes that were in AT's table once, and their last day as far as it is known (fiscal.md 8.3)."""
_NOTHING = (*UNTAXED, "NA")
"""Codes without tax; OUT may have any rate, also 0."""


def entry(node: Node, book: Book) -> None:
    """A TaxTableEntry."""
    tax = Tax(node)
    if tax.rate is not None:
        book.rates.add((tax.type, tax.region, tax.code, tax.rate, tax.fixed))


def document(doc: Document, book: Book) -> None:
    for line in doc.lines:
        if line.tax is None or line.tax.rate is None:
            continue
        when = day(line.text("TaxPointDate")) or doc.day
        tax, rate = line.tax, line.tax.rate
        key = (tax.type, tax.region, tax.code, rate, tax.fixed, when, doc.type in _RECTIFYING)
        if key not in book.taxes_seen:
            book.taxes_seen.add(key)
            _tax(tax, rate, doc, when, book)
        if not tax.rate and tax.type != "IS":
            _exemption(line, tax, doc, when, book)


def _tax(tax: Tax, rate: Decimal, doc: Document, when: date | None, book: Book) -> None:
    said = f"{tax.type} {tax.region} {tax.code}"
    if (tax.type, tax.region, tax.code, rate, tax.fixed) not in book.rates:
        book.findings.once(
            (said, rate, tax.fixed),
            "tax-table",
            doc.number,
            tax.line,
            f"{said} com {_shown(rate, tax)} não está na tabela de impostos do ficheiro.",
        )
    if tax.type in ("IVA", "NS") and bool(rate) == (tax.code in _NOTHING) and tax.code in (*_NOTHING, *TAXED):
        book.findings.once(
            (said, rate), "tax-zero", doc.number, tax.line, f"{said} não pode ter a taxa {show_rate(rate)}."
        )
    elif tax.type == "IVA" and tax.code in TAXED and tax.region in REGIONS and when and doc.type not in _RECTIFYING:
        try:
            official = book.tables.rate(tax.region, tax.code, when)
        except Refusal:  # before the tables begin
            return
        if rate != official:
            book.findings.once(
                (said, rate, official),
                "tax-rate",
                doc.number,
                tax.line,
                f"{said} com {show_rate(rate)}: em {show_day(when)} a taxa era {show_rate(official)}.",
            )


def _exemption(line: Line, tax: Tax, doc: Document, when: date | None, book: Book) -> None:
    """That there is a code, and its mention, is the schema's to tell."""
    codes = line.text("TaxExemptionCode")
    for code in {codes[n : n + 3] for n in range(0, len(codes), 3)}:
        key = (code, when, tax.type)
        if key not in book.taxes_seen:
            book.taxes_seen.add(key)
            _code(code, tax, line, doc, when, book)


def _code(code: str, tax: Tax, line: Line, doc: Document, when: date | None, book: Book) -> None:
    where = line.line_of("TaxExemptionCode")
    known = book.tables.exemptions.get(code)
    if known is None and code in _GONE:
        if when is None or when > _GONE[code]:
            said = f"O código de isenção {code} já não se usa."
            book.findings.once(code, "exemption-date", doc.number, where, said)
        return
    if known is None:
        book.findings.once(
            code, "exemption-code", doc.number, where, f"O código de isenção {code} não está na tabela da AT."
        )
        return
    if when is not None and not known.in_force(when):
        book.findings.once(
            code, "exemption-date", doc.number, where, f"O código {code} não está em vigor em {show_day(when)}."
        )
    if (known.type == "NS") != (tax.type == "NS"):
        kind = "não sujeito (NS)" if tax.type == "NS" else "IVA"
        book.findings.once(
            (code, tax.type), "exemption-type", doc.number, where, f"O código {code} está num imposto {kind}."
        )


def _shown(rate: Decimal, tax: Tax) -> str:
    return f"o valor {rate}" if tax.fixed else show_rate(rate)
