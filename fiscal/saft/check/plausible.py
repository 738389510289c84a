"""What cannot be meant: a bar code for a price, a date of another century, types gone by, letters of another encoding."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from fiscal.nif import is_nif
from fiscal.notation import show_day, show_number, show_price
from fiscal.saft.check.book import Book
from fiscal.saft.check.reading import Document, Line, day, moment
from fiscal.xmltree import Node

_HUNDRED_MILLION = Decimal(100_000_000)
_FIRST_YEAR = 2000
"""The earliest tax year of the schema."""
_OLD = {**dict.fromkeys(("VD", "TV", "TD", "AA", "DA"), date(2012, 12, 31)), "DC": date(2017, 6, 30)}
"""Types of before, and their last day (Portaria 302/2016)."""
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#[0-9]{2,5}|#x[0-9A-Fa-f]{2,4});")
_YEAR = timedelta(days=366)


def document(doc: Document, book: Book) -> None:
    for line in doc.lines:
        _amounts(line, doc, book)
        for name in ("Description", "ProductDescription"):
            if not line.text(name).isascii() or "&" in line.text(name):
                _text(line.parts[name], doc.number, book)
    _dates(doc, book)
    _state(doc, book)
    last = _OLD.get(doc.type)
    if last is not None and doc.day is not None and doc.day > last:
        book.findings.add(
            "old-type",
            doc.number,
            doc.line_of(doc.table.type),
            f"O tipo {doc.type} só se usou até {show_day(last)}.",
        )
    gross = doc.total("GrossTotal")
    if doc.type == "FS" and doc.day is not None and gross is not None and not doc.cancelled:
        limit = book.tables.limit("simplified_retail", doc.day)
        if gross > limit:
            book.findings.add(
                "simplified-limit",
                doc.number,
                doc.line_of_total("GrossTotal"),
                f"A fatura simplificada é de {show_number(gross)} €, e o limite é {show_number(limit)} €.",
            )


def texts(node: Node, place: str, book: Book) -> None:
    """All texts of a master or of the header."""
    for child in node.children:
        if not child.text.isascii() or "&" in child.text:
            _text(child, place, book)
        texts(child, place, book)


def _amounts(line: Line, doc: Document, book: Book) -> None:
    for name, value in (("Quantity", line.quantity), ("UnitPrice", line.price)):
        if value is None or value < _HUNDRED_MILLION:
            continue
        digits = str(int(value)) if value == int(value) else ""
        what = "um NIF" if is_nif(digits) else "um código de barras" if _is_bar_code(digits) else ""
        rule = "absurd-number" if what else "absurd-value"
        said = "A quantidade" if name == "Quantity" else "O preço"
        end = f"parece {what}" if what else "não parece possível"
        book.findings.add(rule, doc.number, line.line_of(name), f"{said}, {show_price(value)}, {end}.")


def _is_bar_code(digits: str) -> bool:
    from stdnum import ean

    return len(digits) in (12, 13, 14) and bool(ean.is_valid(digits))


def _dates(doc: Document, book: Book) -> None:
    when, entry, header = doc.day, doc.entry, book.header
    for name in (doc.table.day, "SystemEntryDate", "MovementStartTime"):
        text = doc.text(name)[:10]
        if text and not _of_this_time(text, book.today):
            book.findings.add("absurd-date", doc.number, doc.line_of(name), f"{name} é {text}.")
            return
    for line in doc.lines:
        text = line.text("TaxPointDate")
        if text and not _of_this_time(text, book.today):
            book.findings.add("absurd-date", doc.number, line.line_of("TaxPointDate"), f"TaxPointDate é {text[:10]}.")
    if when is None:
        return
    if (header.start and when < header.start) or (header.end and when > header.end):
        book.findings.add(
            "period",
            doc.number,
            doc.line_of(doc.table.day),
            f"A data, {show_day(when)}, não está no período do ficheiro.",
        )
    if entry is None or doc.source == "I":
        return
    if abs(entry.date() - when) > _YEAR and doc.source != "M":
        book.findings.add(
            "dates-apart",
            doc.number,
            doc.line_of("SystemEntryDate"),
            f"A data é {show_day(when)}, e foi gravado em {show_day(entry.date())}.",
        )
    elif when > entry.date():
        book.findings.add(
            "future-date", doc.number, doc.line_of(doc.table.day), "A data é posterior ao dia da gravação."
        )
    start = moment(doc.text("MovementStartTime"))
    if (
        doc.table.name == "MovementOfGoods"
        and start is not None
        and start < entry
        and doc.source != "M"
        and doc.status != "R"
    ):
        book.findings.add(
            "transport-start",
            doc.number,
            doc.line_of("MovementStartTime"),
            "O transporte começou antes de a guia ser gravada.",
        )


@lru_cache(4096)
def _of_this_time(text: str, today: date) -> bool:
    """Whether a date is of the years of SAF-T and not beyond the next. What is no date is the schema's to tell."""
    when = day(text)
    return when is None or _FIRST_YEAR <= when.year <= today.year + 1


def _state(doc: Document, book: Book) -> None:
    state = doc.parts.get("DocumentStatus")
    if state is None:
        return
    if doc.cancelled and not state.get("Reason").strip():
        book.findings.add("cancel-reason", doc.number, state.line, "O documento está anulado e não diz porquê.")
    changed: datetime | None = moment(state.get(f"{doc.table.status}Date"))
    if changed is not None and doc.entry is not None and changed < doc.entry and doc.source == "P":
        book.findings.add("status-date", doc.number, state.line, "O estado é anterior à gravação do documento.")
    regimes = doc.parts.get("SpecialRegimes")
    indicator = regimes.get("SelfBillingIndicator") if regimes is not None else ""
    if indicator and not doc.cancelled and (doc.status == "S") != (indicator == "1"):
        book.findings.add(
            "self-billing",
            doc.number,
            state.line,
            f"O estado é {doc.status}, e o indicador de autofaturação é {indicator[:1]}.",
        )


def _text(node: Node, place: str, book: Book) -> None:
    if _garbled(node.text):
        book.findings.once(
            node.text,
            "garbled",
            place,
            node.line,
            f"{node.name} «{node.text[:40]}» tem letras estragadas por uma codificação trocada.",
        )


@lru_cache(4096)
def _garbled(text: str) -> bool:
    """UTF-8 read as Windows-1252 or Latin-1 (``Ã§`` for ``ç``), letters lost on the way, entities written twice."""
    if "\ufffd" in text or _ENTITY.search(text):
        return True
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8") != text
        except UnicodeDecodeError:
            return False
        except UnicodeEncodeError:
            continue
    return False
