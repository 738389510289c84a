"""Receipts: RG, and RC in the cash VAT regime, which says the tax of each rate that is paid (1.1; P302 4.4; DL 71/2013)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from fiscal.amounts import Amounts, Rate, RateAmounts, shares
from fiscal.discounts import HUNDRED
from fiscal.doctypes import DocumentType, document_type
from fiscal.errors import Refusal
from fiscal.notation import show_day, show_euro
from fiscal.rounding import CENT, ZERO, cents
from fiscal.rules.withholding import check_withholding, withheld
from fiscal.text import clean
from models import db
from models.company.setup import current
from models.integrity.gate import check_may_issue
from models.sales.customer import Buyer
from models.sales.draft import Draft, DraftPayment, DraftWithholding, new_operation
from models.sales.issue import check_dates, issued_as
from models.sales.owed import left_of, payable, settlements, takes_off
from models.sales.payments import settle_receipt
from models.sales.store import Parts, document_row, record_issue, sign, store, tax_rows
from models.sales.tables import Document, DocumentLine, DocumentPayment, DocumentSettled, DocumentTax
from models.sales.withhold import amount_held, held_back
from models.series.series import series_for
from models.session import Session

LINES_AT_MOST = 500


@dataclass(slots=True)
class ReceiptLine:
    """What is paid of one document."""

    number: str
    amount: Decimal
    """Euro, with tax; of a credit note what it takes off, positive too."""
    discount: Decimal = ZERO
    """Euro that we give up of it, besides ``amount``: a discount for paying at once (SAF-T SettlementAmount)."""


@dataclass(slots=True)
class ReceiptDraft:
    """A receipt being written; all its documents are of one customer."""

    lines: list[ReceiptLine] = field(default_factory=list)
    series: str = ""
    date: dt.date | None = None
    payments: list[DraftPayment] = field(default_factory=list)
    """Empty: all in cash."""
    withholding: DraftWithholding | None = None
    """What the customer keeps back of what is paid, of documents that do not say it themselves."""
    notes: str = ""
    operation: str = field(default_factory=new_operation)


@dataclass(slots=True)
class _Share:
    """Part of a document's rate that a line pays; without rate where the receipt does not say the tax."""

    document: Document
    debit: bool
    base: Decimal
    tax: Decimal
    discount: Decimal = ZERO
    rate: Any = None


def issue_receipt(draft: ReceiptDraft, session: Session, *, confirmed: frozenset[str] = frozenset()) -> str:
    """Issues a receipt and gives its number; the same operation again gives the same number.

    Documents of the cash VAT regime get an RC, all others an RG. Raises Refusal with the field, and nothing is changed.
    """
    with db.writing():
        done = issued_as(draft.operation)
        return done if done is not None else _issue(draft, session, confirmed)


def kept_back(draft: ReceiptDraft, session: Session) -> Decimal:
    """Euro that the customer will withhold of a receipt being written, once it is issued. Raises Refusal."""
    if draft.withholding is None or not draft.lines:
        return ZERO
    day = draft.date or session.clock.now().date()
    with db.writing():
        documents = [_document(line, n) for n, line in enumerate(draft.lines, 1)]
        kind = _kind(documents)
        parts = [p for n, line in enumerate(draft.lines, 1) for p in _shares(documents[n - 1], line, n, kind, day)]
        net = sum((-p.base if p.debit else p.base for p in parts), ZERO)
        head = Draft(kind.code, withholding=draft.withholding)
        return amount_held(head, _base(draft, documents, net, kind), day, session.tables)


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
    if net < 0 or tax < 0:
        raise Refusal(
            "As notas de crédito abatem mais do que se recebe: junte outras faturas, ou abata menos.",
            field="lines",
            rule="receipt",
        )
    row = _row(draft, kind, series, company, documents, (cents(net), cents(tax)), day, entry, session)
    payments = settle_receipt(draft.payments, row["gross"] - row["withheld"], day, session)
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
        return payable(line.number)
    except Refusal as refusal:
        raise refusal.within(f"lines.{n}") from None


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
    off = takes_off(document)
    left = left_of(document)
    if day < document.date:
        raise Refusal(
            f"{document.number} é de {show_day(document.date)}: o recibo não pode ter data anterior.",
            field="date",
            rule="receipt",
        )
    whole = line.amount + line.discount
    if min(line.amount, line.discount) < 0 or whole <= 0 or not line.amount == cents(line.amount):
        raise Refusal(
            f"O valor pago de {document.number} tem de ser maior que zero, em euros e cêntimos.",
            field=f"lines.{n}.amount",
            rule="receipt",
        )
    if line.discount:
        _check_discount(document, line, n, kind)
    if whole > left:
        raise Refusal(
            f"De {document.number} só falta receber {show_euro(left)}: escreveu {show_euro(whole)}.",
            field=f"lines.{n}.amount",
            rule="receipt",
        )
    if kind.code == "RG":
        return [_Share(document, off, cents(line.amount), ZERO, cents(line.discount))]
    return _by_rate(document, off, cents(line.amount))


def _check_discount(document: Document, line: ReceiptLine, n: int, kind: DocumentType) -> None:
    """A discount of a receipt leaves the invoice's VAT as it is (CIVA 78.º n.2); cash VAT is of what is received."""
    why = ""
    if takes_off(document):
        why = f"{document.number} é uma nota de crédito: não leva desconto."
    elif kind.code == "RC":
        why = f"{document.number} é de IVA de caixa: dê o desconto com uma nota de crédito, que acerta o imposto."
    elif line.discount != cents(line.discount):
        why = "O desconto escreve-se em euros e cêntimos."
    if why:
        raise Refusal(why, field=f"lines.{n}.discount", rule="receipt")


def _by_rate(document: Document, debit: bool, amount: Decimal) -> list[_Share]:
    """What is paid divided over the rates of the document, so that paying all of it pays every cent of its tax."""
    paid: dict[tuple[Any, ...], tuple[Decimal, Decimal]] = {}
    for own in settlements(document):
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
        found.append(_Share(document, debit, net, part - net, rate=rate))
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
        "settlement": part.discount,
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
    documents: Sequence[Document],
    sums: tuple[Decimal, Decimal],
    day: dt.date,
    entry: dt.datetime,
    session: Session,
) -> dict[str, Any]:
    first = documents[0]
    customer = Buyer(
        first.customer_id, first.customer_code, first.customer_nif, first.customer_name, first.customer_address,
        first.customer_postal_code, first.customer_city, first.customer_country,
    )  # fmt: skip
    net, tax = sums
    amounts = Amounts((), (), net, tax, net + tax)
    head = Draft(kind.code, notes=clean(draft.notes, 1000, lines=True), operation=draft.operation)
    base = ZERO
    if draft.withholding is not None:
        base = _base(draft, documents, net, kind)
        head.withholding = draft.withholding
        head = held_back(head, kind, base, customer, day, session)
    row = document_row(head, kind, series, company, customer, amounts, day, entry, session)
    held = head.withholding
    if held is not None:
        row["withheld"] = withheld(held.type, held.rate or ZERO, base)
        check_withholding(
            session.tables, held.type, held.description, row["withheld"], day, customer.nif, customer.country
        )
    return row


def _base(draft: ReceiptDraft, documents: Sequence[Document], net: Decimal, kind: DocumentType) -> Decimal:
    """Euro without tax that are paid: what tax is withheld of. Raises Refusal where a document withholds it itself."""
    if kind.code == "RC":
        return net
    base = ZERO
    for document, line in zip(documents, draft.lines, strict=True):
        if document.withheld:
            raise Refusal(
                f"{document.number} já diz a retenção: não se retém outra vez no recibo.",
                field="withholding.type",
                rule="C14",
            )
        if not document.net:
            raise Refusal(
                f"De {document.number} não se sabe o valor sem IVA: receba-o à parte, sem retenção.",
                field="withholding.type",
                rule="C14",
            )
        own = cents(line.amount * document.net / document.gross)
        base += -own if takes_off(document) else own
    return base
