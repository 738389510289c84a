"""Numbers, dates and ATCUD of each series (fiscal.md 1.2 to 1.4, 2.5 and 3.1)."""

from __future__ import annotations

import re
from base64 import b64decode
from datetime import date
from decimal import Decimal

from fiscal.notation import show_day
from fiscal.rounding import ZERO, cents
from fiscal.saft.check import book as marks
from fiscal.saft.check.book import Book, Odd, Series
from fiscal.saft.check.reading import Document, seconds, written

ATCUD_SINCE = date(2023, 1, 1)
SIGNATURE = 128
"""Bytes of a signature by a key of 1024 bits."""
_ATCUD = re.compile(r"([A-Z0-9]{8,})-([0-9]+)")
_VERSION = re.compile(r"([0-9]{1,9})(?:-[A-Z]{2}[MD] .+)?")
_LARGEST = Decimal(10) ** 16


def document(doc: Document, book: Book) -> tuple[Series, int] | None:
    """Writes a document into its series, and gives its place there; None if its number is none."""
    line = doc.line_of(doc.table.number)
    if doc.sequence < 0:
        book.findings.add(
            "number-form",
            doc.number or doc.table.element,
            line,
            f"O número «{doc.number[:60]}» não tem a forma CÓDIGO SÉRIE/NÚMERO: não se verifica na sua série.",
        )
        return None
    series = book.series_of(doc.code, doc.series)
    _one_type(doc, series, line, book)
    _atcud(doc, series, book)
    index = len(series)
    series.sequence.append(doc.sequence)
    gross = doc.total("GrossTotal")
    series.gross.append(-1 if gross is None or gross > _LARGEST else int(cents(gross) * 100))
    series.entry.append(seconds(doc.entry))
    series.day.append(doc.day.toordinal() if doc.day else 0)
    series.line.append(line)
    series.hash_line.append(doc.line_of("Hash"))
    series.first_part.append(len(book.parts.product))
    series.parts.append(0)
    series.marks.append(
        (marks.CANCELLED if doc.cancelled else marks.INVOICED if doc.status == "F" else 0)
        | (marks.INTEGRATED if doc.source == "I" else marks.RECOVERED if doc.source == "M" else 0)
        | (0 if doc.table.signed else marks.UNSIGNED)
    )
    version = _VERSION.fullmatch(doc.text("HashControl"))
    series.key_version.append(int(version[1]) if version else -1)
    series.signatures += signature_bytes(doc.text("Hash")) or bytes(SIGNATURE)
    plain = _plain(doc)
    if str(doc.sequence) != doc.digits or not plain:
        texts = ("", "") if plain else (doc.text(doc.table.day), doc.text("SystemEntryDate"))
        series.odd[index] = Odd(doc.number, *texts)
    return series, index


def signature_bytes(text: str) -> bytes | None:
    """The signature, or None for what is not 172 letters of base64."""
    try:
        return b64decode(text, validate=True) if len(text) == 172 else None
    except ValueError:
        return None


def _plain(doc: Document) -> bool:
    """Whether the texts that are signed can be made again from numbers."""
    return doc.day is not None and doc.entry is not None and written(seconds(doc.entry)) == doc.text("SystemEntryDate")


def _one_type(doc: Document, series: Series, line: int, book: Book) -> None:
    known = book.types.setdefault(doc.code, (doc.table.name, doc.type, doc.number))
    if known[:2] != (doc.table.name, doc.type):
        book.findings.once(
            (doc.code, doc.table.name, doc.type),
            "code-two-types",
            doc.number,
            doc.line_of(doc.table.type),
            f"O código {doc.code} serve documentos {known[1]} ({known[2]}) e {doc.type}.",
        )
    if not series.table:
        series.table, series.type = doc.table.name, doc.type


def _atcud(doc: Document, series: Series, book: Book) -> None:
    text, line = doc.text("ATCUD"), doc.line_of("ATCUD")
    if text in ("", "0"):
        if text and doc.day is not None and doc.day >= ATCUD_SINCE and doc.source != "I":
            book.findings.add(
                "atcud-missing", doc.number, line, "O documento não tem ATCUD: a série não foi comunicada."
            )
        return
    match = _ATCUD.fullmatch(text)
    if not match:
        book.findings.add("atcud-form", doc.number, line, f"ATCUD «{text[:40]}»: tem de ser CÓDIGO-NÚMERO.")
        return
    code, digits = match.groups()
    if int(digits[-18:]) != doc.sequence:
        book.findings.add("atcud-number", doc.number, line, f"O ATCUD {text[:60]} não acaba em -{doc.digits}.")
    elif digits != doc.digits:
        book.findings.add("atcud-padding", doc.number, line, f"O ATCUD {text[:60]} devia acabar em -{doc.digits}.")
    if not series.validation_code:
        series.validation_code = code
        owner = book.validation_codes.setdefault(code, series)
        if owner is not series:
            book.findings.add(
                "atcud-shared",
                doc.number,
                line,
                f"O código de validação {code} é também o da série {owner.code} {owner.name}.",
            )
    elif code != series.validation_code and doc.source != "I":
        book.findings.add(
            "atcud-series",
            doc.number,
            line,
            f"O código de validação {code} não é o dos outros documentos da série, {series.validation_code}.",
        )


def end(book: Book) -> None:
    """Gaps, duplicates and order, once all documents of a series are known."""
    for series in book.series:
        if len(series):
            _order(series, book)


def in_order(series: Series) -> list[int]:
    """The documents' places by sequence, those with the same number as they came."""
    return sorted(range(len(series)), key=series.sequence.__getitem__)


def _order(series: Series, book: Book) -> None:
    partial = book.header.basis == "T"  # only the guides that AT does not know yet
    before = -1
    latest_day = latest_entry = 0
    found = book.findings
    for index in in_order(series):
        number, line, place = series.sequence[index], series.line[index], ""
        if before >= 0 and number != before + 1:
            place = series.place(index)
            if number == before:
                found.add("duplicate", place, line, f"O número {place} está mais do que uma vez no ficheiro.")
            elif not partial:
                missing = number - before - 1
                which = f"o {before + 1}" if missing == 1 else f"{missing} números, do {before + 1} ao {number - 1}"
                verb = "Falta" if missing == 1 else "Faltam"
                found.add("gap", place, line, f"{verb} {which} na série {series.code} {series.name}.")
        before = number
        day, entry = series.day[index], series.entry[index]
        # The paper of a recovered document has its own date; integrated ones keep the hour of their first program.
        if day and day < latest_day and not series.marks[index] & marks.RECOVERED:
            found.add(
                "date-order",
                place or series.place(index),
                line,
                f"A data, {show_day(date.fromordinal(day))}, é anterior à de um documento de número mais baixo, "
                f"{show_day(date.fromordinal(latest_day))}.",
            )
        if 0 <= entry < latest_entry and not series.marks[index] & marks.INTEGRATED:
            found.add(
                "entry-order",
                place or series.place(index),
                line,
                f"A gravação, {written(entry)}, é anterior à de um documento de número mais baixo, "
                f"{written(latest_entry)}.",
            )
        latest_day, latest_entry = max(latest_day, day), max(latest_entry, entry)


def gross_text(series: Series, index: int) -> str:
    """The total as it is signed: two decimals; empty where it cannot be read."""
    value = series.gross[index]
    return f"{Decimal(value).scaleb(-2) + ZERO:.2f}" if value >= 0 else ""
