"""The documents that a credit or debit note rectifies, and what is left of them (C21, F10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from peewee import fn

from fiscal.discounts import HUNDRED
from fiscal.errors import Refusal
from fiscal.rounding import MICRO, ZERO, micro
from fiscal.rules.rectifying import check_creditable, check_left
from models import db
from models.sales.draft import Draft, DraftLine
from models.sales.find import row_of
from models.sales.imported import imported
from models.sales.tables import Document, DocumentLine
from models.sales.taxed import same_tax, tax_of


@dataclass(slots=True)
class Original:
    """A rectified document: its lines, and what credit notes in force have already taken back."""

    document: Document
    lines: list[DocumentLine]
    credited: dict[str, tuple[Decimal, Decimal]] = field(default_factory=dict)
    """By article code: quantity and amount (euro without tax)."""

    @property
    def id(self) -> int | None:
        """None for a document of the program before this one."""
        return None if self.document.id is None else int(self.document.id)

    def has(self, code: str) -> bool:
        return any(line.code == code for line in self.lines)

    def line_for(self, line: DraftLine) -> DocumentLine:
        """The line that ``line`` takes back: same code, and same tax where the draft names one."""
        same = [own for own in self.lines if own.code in (line.code, line.code.upper())]
        if not same:
            check_left(
                self.document.number, line.code, quantity=line.quantity, amount=ZERO, quantity_left=ZERO,
                amount_left=ZERO, sold=False,
            )  # fmt: skip
        for own in same:
            if same_tax(line, own):
                return own
        raise Refusal(
            f"Em {self.document.number} o artigo {line.code} tem taxa {same[0].tax_code}: a linha tem de ter a mesma.",
            field="tax",
            rule="C21",
        )

    def complete(self, line: DraftLine, draft: Draft) -> tuple[str, Decimal]:
        """Fills a line from the one it takes back; gives its region and rate, which are those of the original."""
        own = self.line_for(line)
        line.code = own.code
        line.description = line.description or own.description
        line.unit = line.unit or own.unit
        for name, value in tax_of(own).items():
            setattr(line, name, value)
        if line.price is None:
            same = (
                draft.prices_include_tax == self.document.prices_include_tax
                and draft.global_discount == self.document.global_discount
            )
            if same:
                line.price, line.discount = own.price, line.discount or own.discount
            else:
                factor = 1 + own.rate / HUNDRED if draft.prices_include_tax else Decimal(1)
                line.price = micro(own.unit_price * factor + (own.fixed_tax if draft.prices_include_tax else ZERO))
        return own.region, own.rate


def originals(references: Sequence[str]) -> dict[str, Original]:
    """The rectified documents, their rows locked: by number, and by reference as typed where that differs.

    Raises Refusal for one that does not exist.
    """
    found: dict[str, Original] = {}
    for reference in references:
        if reference and reference not in found:
            try:
                row = row_of(reference)
            except Refusal as refusal:
                before = imported(reference)
                if before is not None:
                    found[reference] = found[before[0].number] = Original(*before)
                    continue
                refusal.field = "reference"
                raise
            if row.number in found:
                found[reference] = found[row.number]
                continue
            row = db.lock_for_writing(Document.select().where(Document.id == row.id)).get()
            lines = list(DocumentLine.select().where(DocumentLine.document_id == row.id).order_by(DocumentLine.number))
            original = Original(row, lines)
            original.credited = _credited(int(row.id))
            found[reference] = found[row.number] = original
    return found


def _credited(document_id: int) -> dict[str, tuple[Decimal, Decimal]]:
    """What credit notes in force took back of a document, by article code."""
    query = (
        DocumentLine.select(DocumentLine.code, DocumentLine.quantity, DocumentLine.amount)
        .join(Document, on=(Document.id == DocumentLine.document_id))
        .where(DocumentLine.reference_id == document_id, Document.type == "NC", Document.status != "A")
    )
    taken: dict[str, tuple[Decimal, Decimal]] = {}
    for line in query:
        quantity, amount = taken.get(line.code, (ZERO, ZERO))
        taken[line.code] = (quantity + line.quantity, amount + line.amount)
    return taken


def check_credits(lines: Sequence[tuple[str, str, Decimal, Decimal]], found: dict[str, Original]) -> None:
    """C21 and F10 over all lines of a credit note: (reference, code, quantity, amount without tax).

    Raises Refusal with field ``lines.N.name``. Unit prices are kept at six decimals, so a millionth per unit sold is let pass.
    """
    for original in found.values():
        check_creditable(original.document.number, original.document.type, original.document.status)
    for n, (reference, code, quantity, amount) in enumerate(lines, 1):
        original = found[reference]
        same = [line for line in original.lines if line.code == code]
        before_quantity, before_amount = original.credited.get(code, (ZERO, ZERO))
        sold = sum((line.quantity for line in same), ZERO)
        slack = (sold + 1) * MICRO
        try:
            check_left(
                original.document.number,
                code,
                quantity=quantity,
                amount=amount - slack,
                quantity_left=sold - before_quantity,
                amount_left=sum((line.amount for line in same), ZERO) - before_amount,
                sold=bool(same),
            )
        except Refusal as refusal:
            raise refusal.within(f"lines.{n}") from None
        original.credited[code] = (before_quantity + quantity, before_amount + amount)


def rectifying_numbers(document_id: int) -> list[str]:
    """Numbers of the notes in force that rectify a document (F11)."""
    query = (
        Document.select(Document.number)
        .join(DocumentLine, on=(Document.id == DocumentLine.document_id))
        .where(DocumentLine.reference_id == document_id, Document.status != "A")
        .group_by(Document.id, Document.number)
        .order_by(fn.MIN(Document.id))
    )
    return [row.number for row in query]
