"""From the elements of a document to its values; what cannot be read is None or empty, and is the schema's to tell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from fiscal.rounding import ZERO
from fiscal.xmltree import Node

_AMOUNT = re.compile(r"[+-]?(?:[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})")
_NUMBER = re.compile(r"([^ ]+) ([^/^ ]+)/([0-9]{1,18})")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}")
_MIDNIGHT = datetime(1, 1, 1)


@dataclass(frozen=True, slots=True)
class Table:
    """What the elements of a table of documents are called, and which states its totals leave out."""

    name: str
    element: str
    number: str
    day: str
    type: str
    status: str
    source: str
    uncounted: str
    signed: bool = True

    @property
    def path(self) -> str:
        return f"AuditFile/SourceDocuments/{self.name}/{self.element}"


TABLES = (
    Table(
        "SalesInvoices", "Invoice", "InvoiceNo", "InvoiceDate", "InvoiceType", "InvoiceStatus", "SourceBilling", "AF"
    ),
    Table(
        "MovementOfGoods",
        "StockMovement",
        "DocumentNumber",
        "MovementDate",
        "MovementType",
        "MovementStatus",
        "SourceBilling",
        "A",
    ),
    Table(
        "WorkingDocuments", "WorkDocument", "DocumentNumber", "WorkDate", "WorkType", "WorkStatus", "SourceBilling", "A"
    ),
    Table(
        "Payments",
        "Payment",
        "PaymentRefNo",
        "TransactionDate",
        "PaymentType",
        "PaymentStatus",
        "SourcePayment",
        "A",
        signed=False,
    ),
)
BY_PATH = {table.path: table for table in TABLES}


class Tax:
    """rate: per cent, or with ``fixed`` an amount for each unit; None where it cannot be read."""

    __slots__ = ("code", "fixed", "line", "rate", "region", "type")

    def __init__(self, node: Node) -> None:
        self.line = node.line
        found = {child.name: child.text for child in node.children}
        self.type, self.region, self.code = (found.get(n, "") for n in ("TaxType", "TaxCountryRegion", "TaxCode"))
        self.fixed = "TaxAmount" in found
        self.rate = amount(found.get("TaxAmount" if self.fixed else "TaxPercentage", ""))

    def on(self, value: Decimal, quantity: Decimal) -> Decimal:
        """The tax of a line of this value, not rounded."""
        rate = self.rate or ZERO
        return rate * quantity if self.fixed else value * rate / 100


class Line:
    """One line of a document. value: at its own side, positive; credit: whether that side is the credit."""

    __slots__ = ("base", "credit", "line", "node", "parts", "price", "product", "quantity", "tax", "value")

    def __init__(self, node: Node) -> None:
        self.node, self.line = node, node.line
        self.parts = parts = {child.name: child for child in reversed(node.children)}
        self.product = parts["ProductCode"].text if "ProductCode" in parts else ""
        self.quantity = amount(parts["Quantity"].text) if "Quantity" in parts else None
        self.price = amount(parts["UnitPrice"].text) if "UnitPrice" in parts else None
        self.credit = "CreditAmount" in parts
        side = parts.get("CreditAmount" if self.credit else "DebitAmount")
        self.value = (amount(side.text) if side is not None else None) or ZERO
        self.base = amount(parts["TaxBase"].text) if "TaxBase" in parts else None
        self.tax = Tax(parts["Tax"]) if "Tax" in parts else None

    def text(self, name: str) -> str:
        found = self.parts.get(name)
        return found.text if found is not None else ""

    def line_of(self, *names: str) -> int:
        """Where the first of these elements is; the line's own where there is none."""
        return next((self.parts[name].line for name in names if name in self.parts), self.line)


class Document:
    """One document of any of the four tables. The number's parts are empty, and sequence -1, if it is not a number."""

    __slots__ = (
        "code",
        "day",
        "digits",
        "entry",
        "lines",
        "node",
        "number",
        "parts",
        "sequence",
        "series",
        "source",
        "status",
        "table",
        "totals",
        "type",
    )

    def __init__(self, table: Table, node: Node) -> None:
        self.table, self.node = table, node
        self.parts = parts = {child.name: child for child in reversed(node.children)}
        self.number = self.text(table.number)
        match = _NUMBER.fullmatch(self.number)
        self.code, self.series, self.digits = match.groups() if match else ("", "", "")
        self.sequence = int(self.digits or -1)
        self.type = self.text(table.type)
        self.day = day(self.text(table.day))
        self.entry = moment(self.text("SystemEntryDate"))
        state = parts.get("DocumentStatus")
        self.status = state.get(table.status) if state is not None else ""
        self.source = state.get(table.source) if state is not None else ""
        self.lines = [Line(child) for child in node.children if child.name == "Line"]
        self.totals = (
            {child.name: child for child in parts["DocumentTotals"].children} if "DocumentTotals" in parts else {}
        )

    @property
    def cancelled(self) -> bool:
        return self.status == "A"

    def text(self, name: str) -> str:
        found = self.parts.get(name)
        return found.text if found is not None else ""

    def line_of(self, *names: str) -> int:
        """Where the first of these elements is; the document's own line where there is none."""
        return next((self.parts[name].line for name in names if name in self.parts), self.node.line)

    def total(self, name: str) -> Decimal | None:
        found = self.totals.get(name)
        return amount(found.text) if found is not None else None

    def line_of_total(self, name: str) -> int:
        return self.totals[name].line if name in self.totals else self.line_of("DocumentTotals")


def amount(text: str) -> Decimal | None:
    """A number as the schema writes it; None for anything else, also for what would not end (``1e999999``)."""
    return Decimal(text) if _AMOUNT.fullmatch(text) else None


@lru_cache(4096)
def day(text: str) -> date | None:
    """``2027-01-04``, and nothing else that Python would take."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def moment(text: str) -> datetime | None:
    """``2027-01-04T10:15:30``; a fraction or a zone after it is left out."""
    if not _MOMENT.match(text):
        return None
    try:
        return datetime.fromisoformat(text[:19])
    except ValueError:
        return None


def seconds(when: datetime | None) -> int:
    """Whole seconds that order moments; -1 for none."""
    if when is None:
        return -1
    since = when - _MIDNIGHT
    return since.days * 86400 + since.seconds


def written(moment_seconds: int) -> str:
    """The moment of ``seconds``, as SAF-T writes it."""
    days, rest = divmod(moment_seconds, 86400)
    return f"{date.fromordinal(days + 1):%Y-%m-%d}T{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"


def total(values: Iterable[Decimal]) -> Decimal:
    return sum(values, ZERO)


def split(number: str) -> tuple[str, str, int] | None:
    """Code, series and sequence of a document number that a reference gives."""
    match = _NUMBER.fullmatch(number)
    return (match[1], match[2], int(match[3])) if match else None
