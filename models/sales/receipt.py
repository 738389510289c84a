"""Receipts: RG, and RC in the cash VAT regime, which says the tax of each rate that is paid (1.1; P302 4.4; DL 71/2013)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from peewee import SQL, fn

from fiscal.amounts import Amounts, Rate, RateAmounts, shares
from fiscal.discounts import HUNDRED
from fiscal.doctypes import DocumentType, document_type
from fiscal.errors import Refusal
from fiscal.notation import show_day, show_euro
from fiscal.rounding import CENT, ZERO, cents
from fiscal.text import clean
from models import db
from models.company.setup import current
from models.integrity.gate import check_may_issue
from models.sales.customer import Buyer
from models.sales.draft import Draft, DraftPayment, new_operation
from models.sales.find import row_of
from models.sales.issue import check_dates, issued_as
from models.sales.payments import settle_receipt
from models.sales.store import Parts, document_row, record_issue, sign, store, tax_rows
from models.sales.tables import Document, DocumentLine, DocumentPayment, DocumentSettled, DocumentTax
from models.series.series import series_for
from models.session import Session

PAYABLE = ("FT", "ND", "FR", "FS", "NC")
"""What a receipt may settle; a credit note takes off what is paid."""
LINES_AT_MOST = 500


@dataclass(slots=True)
class ReceiptLine:
    """What is paid of one document."""

    number: str
    amount: Decimal
    """Euro, with tax; of a credit note what it takes off, positive too."""


@dataclass(slots=True)
class ReceiptDraft:
    """A receipt being written; all its documents are of one customer."""

    lines: list[ReceiptLine] = field(default_factory=list)
    series: str = ""
    date: dt.date | None = None
    payments: list[DraftPayment] = field(default_factory=list)
    """Empty: all in cash."""
    notes: str = ""
    operation: str = field(default_factory=new_operation)


@dataclass(frozen=True, slots=True)
class Owed:
    """A document with something to settle, in euro with tax."""

    number: str
    date: dt.date
    due: dt.date | None
    total: Decimal
    left: Decimal
    credit: bool
    """A credit note: ``left`` is what it may take off of other documents."""
    cash_vat: bool
    """Settled by an RC, never together with the others."""


@dataclass(slots=True)
class _Share:
    """Part of a document's rate that a line pays; without rate where the receipt does not say the tax."""

    document: Document
    debit: bool
    base: Decimal
    tax: Decimal
    rate: Any = None


def issue_receipt(draft: ReceiptDraft, session: Session, *, confirmed: frozenset[str] = frozenset()) -> str:
    """Issues a receipt and gives its number; the same operation again gives the same number.

    Documents of the cash VAT regime get an RC, all others an RG. Raises Refusal with the field, and nothing is changed.
    """
    with db.writing():
        done = issued_as(draft.operation)
        return done if done is not None else _issue(draft, session, confirmed)


def open_of(number: str) -> Decimal:
    """What is still to be settled of a document, in euro: its total less what was withheld, paid at issue and receipted.

    Of a credit note, what it may still take off of other documents.
    """
    return _open(row_of(number))


def open_documents(customer_id: int) -> list[Owed]:
    """What a customer has to settle, oldest first, with the credit notes that may be taken off it.

    customer_id: id of the card; documents are found by it, not by name or NIF.
    """
    receipt = Document.alias()
    paid = DocumentPayment.select(fn.SUM(DocumentPayment.amount)).where(DocumentPayment.document_id == Document.id)
    settled = (
        DocumentSettled.select(fn.SUM(DocumentSettled.amount + DocumentSettled.tax))
        .join(receipt, on=(receipt.id == DocumentSettled.document_id))
        .where(DocumentSettled.source_id == Document.id, receipt.status != "A")
    )
    # Documents count in cents, settlements in millionths.
    left = (Document.gross - Document.withheld - fn.COALESCE(paid, 0)) * SQL("10000")
    query = (
        Document.select()
        .where(Document.customer_id == customer_id, Document.type.in_(PAYABLE), Document.status != "A")
        .where(left > fn.COALESCE(settled, 0))
        .order_by(Document.date, Document.id)
    )
    return [
        Owed(row.number, row.date, row.due, row.gross, _open(row), document_type(row.type).debit, bool(row.cash_vat))
        for row in query
    ]


def receipts_of(document_id: int) -> list[str]:
    """Numbers of the receipts in force that settle a document; they are cancelled before it."""
    query = (
        Document.select(Document.number)
        .join(DocumentSettled, on=(DocumentSettled.document_id == Document.id))
        .where(DocumentSettled.source_id == document_id, Document.status != "A")
        .group_by(Document.id, Document.number)
        .order_by(Document.id)
    )
    return [str(row.number) for row in query]


def _issue(draft: ReceiptDraft, session: Session, confirmed: frozenset[str]) -> str:
    check_may_issue(session.clock.now())
    documents = [_document(line, n) for n, line in enumerate(draft.lines, 1)]
    if not documents:
        raise Refusal("O recibo não diz o que se paga: escolha pelo menos um documento.", field="lines", rule="receipt")
    if len(documents) > LINES_AT_MOST:
        raise Refusal(f"Um recibo leva {LINES_AT_MOST} documentos no máximo.", field="lines", rule="receipt")
    kind = _kind(documents)
    day = draft.date or session.clock.now().date()
    series = series_for(kind.code, draft.series, day)
    last = db.database.execute_sql("SELECT max(system_entry_date) FROM document").fetchone()[0]
    entry = session.clock.now()
    day = draft.date or entry.date()
    check_dates(series, day, entry, last, confirmed)
    company = current()
    parts = [share for n, line in enumerate(draft.lines, 1) for share in _shares(documents[n - 1], line, n, kind, day)]
    rates = _rates(parts) if kind.code == "RC" else ()
    net = sum((-p.base if p.debit else p.base for p in parts), ZERO)
    tax = sum((-p.tax if p.debit else p.tax for p in parts), ZERO)
    if net + tax <= 0 or net < 0 or tax < 0:
        raise Refusal(
            "O recibo não recebe nada: as notas de crédito abatem tudo ou mais. Use um acerto na conta corrente.",
            field="lines",
            rule="receipt",
        )
    row = _row(draft, kind, series, company, documents[0], (cents(net), cents(tax)), day, entry, session)
    payments = settle_receipt(draft.payments, row["gross"], day, session)
    sign(row, series, rates, company.nif, session)
    written: Parts = {
        DocumentTax: tax_rows(rates),
        DocumentPayment: payments,
        DocumentSettled: [_settled(n, part) for n, part in enumerate(parts, 1)],
    }
    store(row, written, series)
    record_issue(row, session)
    return str(row["number"])


def _document(line: ReceiptLine, n: int) -> Document:
    try:
        row = row_of(line.number)
    except Refusal as refusal:
        raise refusal.within(f"lines.{n}") from None
    document: Document = db.lock_for_writing(Document.select().where(Document.id == row.id)).get()
    if document.type not in PAYABLE or document.status == "A":
        state = "está anulado" if document.status == "A" else "não é uma fatura nem uma nota de crédito"
        raise Refusal(f"{document.number} {state}: não se recebe.", field=f"lines.{n}.number", rule="receipt")
    return document


def _kind(documents: Sequence[Document]) -> DocumentType:
    first = documents[0]
    for other in documents[1:]:
        if (other.customer_nif, other.customer_id) != (first.customer_nif, first.customer_id):
            raise Refusal(
                f"{first.number} e {other.number} são de clientes diferentes: faça um recibo para cada.",
                field="lines",
                rule="receipt",
            )
        if bool(other.cash_vat) != bool(first.cash_vat):
            raise Refusal(
                f"{first.number} e {other.number} não são do mesmo regime de IVA: faça um recibo para cada.",
                field="lines",
                rule="DL71",
            )
    return document_type("RC" if first.cash_vat else "RG")


def _shares(document: Document, line: ReceiptLine, n: int, kind: DocumentType, day: dt.date) -> list[_Share]:
    debit = document_type(document.type).debit
    left = _open(document)
    if day < document.date:
        raise Refusal(
            f"{document.number} é de {show_day(document.date)}: o recibo não pode ter data anterior.",
            field="date",
            rule="receipt",
        )
    if line.amount <= 0 or line.amount != cents(line.amount):
        raise Refusal(
            f"O valor pago de {document.number} tem de ser maior que zero, em euros e cêntimos.",
            field=f"lines.{n}.amount",
            rule="receipt",
        )
    if line.amount > left:
        raise Refusal(
            f"De {document.number} só falta receber {show_euro(left)}: escreveu {show_euro(line.amount)}.",
            field=f"lines.{n}.amount",
            rule="receipt",
        )
    if kind.code == "RG":
        return [_Share(document, debit, cents(line.amount), ZERO)]
    return _by_rate(document, debit, cents(line.amount))


def _by_rate(document: Document, debit: bool, amount: Decimal) -> list[_Share]:
    """What is paid divided over the rates of the document, so that paying all of it pays every cent of its tax."""
    paid: dict[tuple[Any, ...], tuple[Decimal, Decimal]] = {}
    for own in _settlements(int(document.id)):
        key = (own.tax_type, own.region, own.tax_code, own.rate)
        base, tax = paid.get(key, (ZERO, ZERO))
        paid[key] = (base + own.amount, tax + own.tax)
    rates = list(DocumentTax.select().where(DocumentTax.document_id == document.id).order_by(DocumentTax.id))
    lefts = []
    for rate in rates:
        base, tax = paid.get((rate.tax_type, rate.region, rate.tax_code, rate.rate), (ZERO, ZERO))
        lefts.append((rate.base - base, rate.tax - tax))
    found = []
    for rate, (base, tax), part in zip(rates, lefts, shares(amount, [b + t for b, t in lefts], CENT), strict=True):
        if not part:
            continue
        whole = part == base + tax
        net = base if whole else min(cents(part / (1 + rate.rate / HUNDRED)), base)
        found.append(_Share(document, debit, net, part - net, rate))
    return found


def _rates(parts: Sequence[_Share]) -> tuple[RateAmounts, ...]:
    """Base and tax of each rate over all that is paid."""
    sums: dict[Rate, tuple[Decimal, Decimal, str]] = {}
    for part in parts:
        key: Rate = (part.rate.tax_type, part.rate.region, part.rate.tax_code, part.rate.rate)
        base, tax, _ = sums.get(key, (ZERO, ZERO, ""))
        sign_of = -1 if part.debit else 1
        sums[key] = (base + sign_of * part.base, tax + sign_of * part.tax, part.rate.exemption_code)
    return tuple(RateAmounts(*key, base, tax, code) for key, (base, tax, code) in sums.items())


def _settled(n: int, part: _Share) -> dict[str, Any]:
    rate = part.rate
    return {
        "number": n,
        "source": part.document.number,
        "source_date": part.document.date,
        "source_id": part.document.id,
        "debit": part.debit,
        "amount": part.base,
        "settlement": ZERO,
        "tax": part.tax,
        "tax_type": rate.tax_type if rate else "",
        "region": rate.region if rate else "",
        "tax_code": rate.tax_code if rate else "",
        "rate": rate.rate if rate else ZERO,
        "exemption_code": rate.exemption_code if rate else "",
        "exemption_reason": _mention(part) if rate and rate.exemption_code else "",
    }


def _mention(part: _Share) -> str:
    line = DocumentLine.get_or_none(
        DocumentLine.document_id == part.document.id, DocumentLine.exemption_code == part.rate.exemption_code
    )
    return "" if line is None else str(line.exemption_reason)


def _row(
    draft: ReceiptDraft,
    kind: DocumentType,
    series: Any,
    company: Any,
    first: Document,
    sums: tuple[Decimal, Decimal],
    day: dt.date,
    entry: dt.datetime,
    session: Session,
) -> dict[str, Any]:
    customer = Buyer(
        first.customer_id, first.customer_code, first.customer_nif, first.customer_name, first.customer_address,
        first.customer_postal_code, first.customer_city, first.customer_country,
    )  # fmt: skip
    net, tax = sums
    amounts = Amounts((), (), net, tax, net + tax)
    head = Draft(kind.code, notes=clean(draft.notes, 1000, lines=True), operation=draft.operation)
    return document_row(head, kind, series, company, customer, amounts, day, entry, session)


def _settlements(document_id: int) -> list[DocumentSettled]:
    """What receipts in force settled of a document."""
    return list(
        DocumentSettled.select()
        .join(Document, on=(Document.id == DocumentSettled.document_id))
        .where(DocumentSettled.source_id == document_id, Document.status != "A")
    )


def _open(document: Document) -> Decimal:
    if document.status == "A":
        return ZERO
    left: Decimal = document.gross - document.withheld
    left -= sum((own.amount + own.tax for own in _settlements(int(document.id))), ZERO)
    left -= sum((p.amount for p in DocumentPayment.select().where(DocumentPayment.document_id == document.id)), ZERO)
    return max(cents(left), ZERO)
