"""The receipt model: an issued document in the words that paper shows, before any layout (A4, 80 mm, 58 mm, screen)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True, slots=True)
class Copy:
    """Which copy is being printed; who prints decides, by what was printed before (C13)."""

    kind: Literal["original", "duplicate", "triplicate", "second", "transport"] = "original"

    @property
    def marking(self) -> str:
        return _MARKINGS[self.kind]


_MARKINGS = {
    "original": "Original",
    "duplicate": "Duplicado",
    "triplicate": "Triplicado",
    "second": "2.ª via",
    "transport": "Cópia de documento não válida para os fins previstos no regime de bens em circulação",
}
ORIGINAL = Copy()
DUPLICATE, TRIPLICATE = Copy("duplicate"), Copy("triplicate")
SECOND = Copy("second")
COPY_OF_TRANSPORT = Copy("transport")
"""Any further copy of a document that went with goods (DL 147/2003, art. 5 n.12)."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label with its value: ``Total s/ IVA`` and ``97,11``."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class PaperParty:
    """Issuer or customer: the name and what stands under it."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A line of goods or services."""

    code: str
    description: str
    quantity: str
    unit: str
    price: str
    discount: str
    tax: str
    """The rate, and for an untaxed line the mark of its legal mention: ``23%``, ``0% M07`` (C12)."""
    value: Decimal
    """Euro, as printed: what carried totals add up."""
    details: tuple[str, ...] = ()
    """Under the description: region, date of supply, rectified document, where they differ between lines."""


@dataclass(frozen=True, slots=True)
class PaperTax:
    """Base and tax of one rate, ready to print."""

    name: str
    """``23%``, ``Isento M07``, ``Não sujeito M99``."""
    region: str
    base: str
    tax: str


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything that is printed of a document, cleaned and in Portuguese notation."""

    title: str
    number: str
    copy: str
    not_an_invoice: str
    """Printed big on everything that is neither an invoice nor rectifies one (C5); else empty."""
    test_mode: str
    """``Modo de ensaio: ...`` while the program is not certified, else empty."""
    cancelled: str
    """When and why, if the document was cancelled; then ``ANULADO`` is printed big."""
    dates: tuple[Labelled, ...]
    issuer: PaperParty
    issuer_seat: str
    """Seat and NIF of the issuer in one line, for the pages after the first."""
    customer_label: str
    """Whom the document is for: ``Cliente``, ``Destinatário``, ``Fornecedor``."""
    customer: PaperParty
    references_label: str
    references: tuple[str, ...]
    transport: tuple[Labelled, ...]
    """How the goods travel; empty where none go with the document."""
    lines: tuple[PaperLine, ...]
    valued: bool
    """False: a guide without prices, whose lines are only what and how much."""
    prices_include_tax: bool
    taxes: tuple[PaperTax, ...]
    show_region: bool
    mentions: tuple[Labelled, ...]
    """Mark and legal mention."""
    sums: tuple[Labelled, ...]
    total: Labelled
    after_total: tuple[Labelled, ...]
    """Withholding and what is left to pay: after the total, never changing it (C14)."""
    payments_label: str
    payments: tuple[Labelled, ...]
    notes: tuple[str, ...]
    statements: tuple[str, ...]
    certification: str
    atcud: str
    """With the prefix."""
    qr: str
    registered: str
    """When the document was signed, and by whom."""
    entered: str
    """The moment of signing as ``AAAA-MM-DDTHH:MM:SS``: a fixed date for files made from this paper."""

    @property
    def heading(self) -> str:
        return f"{self.title} {self.number}"

    @property
    def counted(self) -> bool:
        """Whether lines have quantities and prices; those of a receipt have neither."""
        return any(line.quantity for line in self.lines)

    @property
    def tax_note(self) -> str:
        """What the prices and values of the lines contain."""
        return "c/ IVA" if self.prices_include_tax else "s/ IVA"
