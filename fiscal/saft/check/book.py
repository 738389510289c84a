"""What is remembered of a file while it is read: little for each document, so that a hundred thousand fit."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from fiscal.rounding import ZERO
from fiscal.saft.check.rules import RULES
from fiscal.saft.findings import Finding
from fiscal.tables import Tables
from fiscal.text import clean

MOST = 100
"""Findings kept of one rule; a program that errs, errs in every document."""
MOST_OF_ELEMENT = 20
"""Of those that the schema's part finds in one element."""
_ELEMENTS = 500
_INDEX = re.compile(r"\[[0-9]+\]")
_MICRO = Decimal(1_000_000)
_LARGEST = 1 << 62
CANCELLED, INVOICED, INTEGRATED, RECOVERED, UNSIGNED = 1, 2, 4, 8, 16
"""Marks of a document in a series."""


def millionths(value: Decimal | None) -> int:
    """A value as a whole number that fits an array; what is beyond any sense stays at the edge."""
    return 0 if value is None else max(-_LARGEST, min(_LARGEST, int(value * _MICRO)))


class Findings:
    """What was found, at most ``MOST`` of each rule, and how often each was."""

    def __init__(self) -> None:
        self.kept: list[Finding] = []
        self.counts: Counter[str] = Counter()
        self.severities: Counter[str] = Counter()
        self._told: set[Hashable] = set()
        self._joined: Counter[tuple[str, str]] = Counter()

    def add(self, rule: str, place: str, line: int, message: str) -> None:
        """message: a Portuguese sentence; texts of the file in it are made safe here."""
        known = RULES[rule]
        self.counts[rule] += 1
        self.severities[known.severity] += 1
        if self.counts[rule] <= MOST:
            self.kept.append(Finding(known.severity, rule, clean(place, 70), line, clean(message), known.remedy))

    def once(self, key: Hashable, rule: str, place: str, line: int, message: str) -> None:
        """Only the first time for this key: what is wrong in one place and shows in every document."""
        if (rule, key) not in self._told:
            self._told.add((rule, key))
            self.add(rule, place, line, message)

    def join(self, found: Finding) -> None:
        """A finding of the schema's part; its place ends in the element, and each element has findings of its own."""
        self.counts[found.rule] += 1
        self.severities[found.severity] += 1
        key = found.rule, _INDEX.sub("", found.place.rpartition(": ")[2]) if ": " in found.place else ""
        if key not in self._joined and len(self._joined) >= _ELEMENTS:
            key = found.rule, ""
        self._joined[key] += 1
        if self._joined[key] <= MOST_OF_ELEMENT:
            self.kept.append(found)


class Codes:
    """The codes of one master table: where each is declared, and where it is first used."""

    def __init__(self) -> None:
        self._index: dict[str, int] = {}
        self.declared = array("L")
        """Line, 0 where it is not declared."""
        self.describes = array("q")
        """Hash of the description, of the product."""
        self.used: list[tuple[str, int] | None] = []
        """Document and line of the first use."""

    def __len__(self) -> int:
        return sum(1 for line in self.declared if line)

    def __getitem__(self, code: str) -> int:
        """The number of a code, from 0; a new one for a code that was not seen."""
        number = self._index.get(code)
        if number is None:
            number = self._index[code] = len(self.used)
            self.declared.append(0)
            self.describes.append(0)
            self.used.append(None)
        return number

    def use(self, code: str, place: str, line: int) -> int:
        number = self[code]
        if self.used[number] is None:
            self.used[number] = (place, line)
        return number

    def missing(self) -> list[tuple[str, str, int]]:
        """Code, document and line of what is used and not declared."""
        return [
            (code, *used)
            for code, number in self._index.items()
            if (used := self.used[number]) is not None and not self.declared[number]
        ]


class Odd(NamedTuple):
    """Texts as exported. day, entry: empty where they are as we would write them."""

    number: str
    day: str
    entry: str


class Series:
    """One series of one code: what the end of the file has to know of each of its documents."""

    def __init__(self, number: int, code: str, name: str) -> None:
        self.number, self.code, self.name = number, code, name
        self.table = self.type = ""
        self.validation_code = ""
        self.sequence, self.gross, self.entry = array("q"), array("q"), array("q")
        """Sequence; total in cents; seconds of the entry, -1 unknown."""
        self.day, self.line, self.hash_line = array("l"), array("L"), array("L")
        self.first_part, self.parts = array("L"), array("L")
        """Where the document's lines begin in ``Book.parts``, and how many they are."""
        self.marks, self.key_version = array("B"), array("l")
        self.signatures = bytearray()
        """128 bytes for each document; zeros where there is none that can be one."""
        self.odd: dict[int, Odd] = {}
        """Documents whose texts cannot be made again from the columns."""
        self._places: dict[int, int] | None = None
        self._first = -1

    def __len__(self) -> int:
        return len(self.sequence)

    def place(self, index: int) -> str:
        """The document's number as exported."""
        odd = self.odd.get(index)
        return odd.number if odd else f"{self.code} {self.name}/{self.sequence[index]}"

    def find(self, sequence: int) -> int:
        """The index of a number, -1 if it is not in the file. To be asked once all is read."""
        if not self.sequence:
            return -1
        guess = sequence - self.sequence[0]
        if 0 <= guess < len(self.sequence) and self.sequence[guess] == sequence:
            return guess
        if self._places is None:
            self._places = {number: index for index, number in enumerate(self.sequence)}
        return self._places.get(sequence, -1)

    @property
    def first(self) -> int:
        """The lowest number in the file."""
        if self._first < 0:
            self._first = min(self.sequence)
        return self._first


@dataclass(slots=True)
class Sums:
    """What a table's totals are compared with."""

    documents: int = 0
    cancelled: int = 0
    lines: int = 0
    debit: Decimal = ZERO
    credit: Decimal = ZERO
    quantity: Decimal = ZERO


@dataclass(slots=True)
class Header:
    """Of the file's header, what the documents are held against. Dates are None where they cannot be read."""

    nif: str = ""
    name: str = ""
    basis: str = ""
    product: str = ""
    start: date | None = None
    end: date | None = None
    certificate: str = ""


class Parts:
    """The lines of sales documents, for credit notes to be held against: 20 bytes each."""

    def __init__(self) -> None:
        self.product, self.quantity, self.value = array("L"), array("q"), array("q")


class Link(NamedTuple):
    """One document that refers to another.

    series, at: who refers. target, sequence: to what. day: the date it says, as an ordinal, 0 for none. quantity and
    value: of a credit note's line or a receipt's, in millionths; value is negative on the debit side of a receipt.
    """

    kind: int
    series: int
    at: int
    line: int
    target: int
    sequence: int
    day: int
    product: int
    quantity: int
    value: int


MENTION, CREDIT, RECEIPT = 0, 1, 2
"""Kinds of link: an order or an invoice that is only named; one that is credited; one that is paid."""


class Links:
    """All references, as columns of whole numbers."""

    def __init__(self) -> None:
        self._columns = [array("q") for _ in Link._fields]

    def __iter__(self) -> Iterator[Link]:
        return map(Link._make, zip(*self._columns, strict=True))

    def add(self, link: Link) -> None:
        for column, value in zip(self._columns, link, strict=True):
            column.append(value)


@dataclass(slots=True)
class Book:
    """Everything remembered. tables: the law's. today: the day of the check."""

    tables: Tables
    today: date
    findings: Findings = field(default_factory=Findings)
    header: Header = field(default_factory=Header)
    customers: Codes = field(default_factory=Codes)
    suppliers: Codes = field(default_factory=Codes)
    products: Codes = field(default_factory=Codes)
    rates: set[tuple[str, str, str, Decimal, bool]] = field(default_factory=set)
    """Type, region, code, percentage or amount, whether it is an amount."""
    series: list[Series] = field(default_factory=list)
    sums: dict[str, Sums] = field(default_factory=dict)
    parts: Parts = field(default_factory=Parts)
    links: Links = field(default_factory=Links)
    recovered: dict[str, str] = field(default_factory=dict)
    """Original and its recovery."""
    types: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    """Table and type that a code serves, and the first document that says so."""
    validation_codes: dict[str, Series] = field(default_factory=dict)
    taxes_seen: set[tuple[object, ...]] = field(default_factory=set)
    """What was already asked of the tables of the law."""
    _by_name: dict[tuple[str, str], Series] = field(default_factory=dict)

    def series_of(self, code: str, name: str) -> Series:
        """The series, made if it was not seen: a reference may come before its document."""
        found = self._by_name.get((code, name))
        if found is None:
            found = self._by_name[code, name] = Series(len(self.series), code, name)
            self.series.append(found)
        return found
