"""Issues a document: number, signature, lines, stock and audit in one transaction, all of it or nothing."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, datetime
from decimal import Decimal

from fiscal.amounts import Amounts, compute
from fiscal.doctypes import DocumentType, document_type
from fiscal.errors import Refusal
from fiscal.rounding import ZERO
from fiscal.rules.dates import check_clock, check_future, check_order, check_plausible
from fiscal.rules.lines import check_issuer
from fiscal.rules.payment import check_simplified
from fiscal.rules.schemes import SMALL_EXEMPT, check_buyer
from fiscal.stamp import STAMP_DUTY
from fiscal.text import clean
from models import db
from models.accounts.credit import check_credit
from models.company.setup import current
from models.company.tables import Company
from models.failures import StorageFailure
from models.integrity.gate import check_may_issue
from models.references.attach import attach, printed_rows, qr_field, reference_of
from models.sales.currency import currency_columns, in_euro, step_of
from models.sales.customer import Buyer, buyer
from models.sales.draft import Draft
from models.sales.goods import goods_of, moves_goods
from models.sales.lines import Prepared, prepare
from models.sales.origins import check_sources, origin_rows, sources
from models.sales.payments import settle
from models.sales.purpose import purpose_of
from models.sales.recover import as_on_paper, recovered_origin
from models.sales.rectified import Original, check_credits, originals
from models.sales.seller import check_same_name, seller_of
from models.sales.states import follow
from models.sales.store import Parts, document_row, line_row, record_issue, sign, store, tax_rows
from models.sales.tables import (
    DocumentLine,
    DocumentOrigin,
    DocumentPayment,
    DocumentReference,
    DocumentSeller,
    DocumentTax,
    DocumentTransport,
)
from models.sales.transfers import guide_rows, write_guide
from models.sales.transport import transport_row
from models.sales.withhold import held_back
from models.series.series import series_for
from models.series.tables import Series
from models.session import Session
from models.stock.move import move
from models.stock.warehouses import selling_from

MOST = Decimal("99999999.99")
"""Largest total accepted, in euro."""


def issue(draft: Draft, session: Session, *, confirmed: frozenset[str] = frozenset()) -> str:
    """Issues the draft and gives the document's number. Issuing the same operation again gives the same number.

    confirmed: keys of the warnings that the operator has said yes to (NeedsConfirmation.key).
    Raises Refusal with the field to go back to (then nothing was changed), StorageFailure when the disk or the
    connection fails. The draft's row, if it was kept, goes in the same transaction.
    """
    try:
        with db.writing():
            return _issue(draft, session, confirmed)
    except StorageFailure:
        # Two terminals sent the same operation at once: the first one's document is the answer to both.
        done = issued_as(draft.operation)
        if done is None:
            raise
        return done


def issued_as(operation: str) -> str | None:
    """The number that an operation already gave, or None."""
    mark = "%s" if db.on_postgres() else "?"
    row = db.database.execute_sql(f"SELECT number FROM document WHERE operation = {mark}", (operation,)).fetchone()  # noqa: S608
    return str(row[0]) if row else None


def _issue(draft: Draft, session: Session, confirmed: frozenset[str]) -> str:
    done = issued_as(draft.operation)
    if done is not None:
        return done
    check_may_issue(session.clock.now())
    kind = document_type(draft.type)
    day = draft.date or session.clock.now().date()
    check_plausible(day)
    company = current()
    if kind.is_receipt:
        raise Refusal("Um recibo diz o que se paga: emita-o com «balcao receipt».", field="type", rule="type")
    seller = seller_of(draft, kind)
    origin = recovered_origin(draft, kind)
    series = series_for(
        kind.code, draft.series, day, purpose_of(draft, kind, company), seller.supplier_id if seller else None
    )
    if (done := issued_as(draft.operation)) is not None:
        return done  # by another terminal, while this one waited for the series
    # The clock is read after the wait for the series and after what others issued: a terminal that waited would
    # otherwise carry an earlier second than the document before its own, and look like a clock set back.
    last = db.database.execute_sql("SELECT max(system_entry_date) FROM document").fetchone()[0]
    entry: datetime = session.clock.now()
    day = draft.date or entry.date()
    check_dates(series, day, entry, last, confirmed)
    check_issuer(company.name, company.nif, company.address, company.postal_code, company.city)
    rectified = originals([clean(line.reference, 60) for line in draft.lines]) if kind.rectifies else {}
    born_from = sources(draft.lines)
    typed, draft = draft, in_euro(draft)
    lines = prepare(draft, kind, company, rectified, born_from, day, session)
    check_same_name(draft, rectified)
    customer = buyer(draft, company, rectified, session)
    check_sources(kind, lines, customer, born_from)
    if kind.is_invoice and not kind.rectifies and draft.recovery is None:
        _check_reasons(lines, customer, day, session)
    amounts = _amounts(draft, lines)
    _check_amounts(kind, lines, amounts, rectified, company, customer, day, session)
    if draft.recovery is not None:
        amounts = as_on_paper(amounts, draft.recovery)
    draft = held_back(draft, kind, amounts.net, customer, day, session)
    document = document_row(draft, kind, series, company, customer, amounts, day, entry, session)
    document |= currency_columns(typed, [line.input for line in lines], amounts, rectified.values())
    payments = settle(draft.payments, kind, amounts.gross - document["withheld"], day, session)
    if draft.recovery is None:
        paid = sum((row["amount"] for row in payments), ZERO)
        check_credit(customer.id, kind, document["gross"] - document["withheld"] - paid, session, confirmed)
    transport = transport_row(draft, kind, company, customer, entry, confirmed)
    document |= {"origin": origin, "source_billing": "M" if origin else "P"}
    left = amounts.gross - document["withheld"] - sum((p["amount"] for p in payments), ZERO)
    reference = reference_of(draft, kind, left, confirmed)
    nif = seller.nif if seller else company.nif
    sign(document, series, amounts.rates, nif, session, extra=qr_field(reference))
    parts: Parts = {
        DocumentLine: [line_row(n, line, amounts) for n, line in enumerate(lines, 1)],
        DocumentTax: tax_rows(amounts.rates),
        DocumentPayment: payments,
        DocumentTransport: [transport] if transport else [],
        DocumentSeller: [asdict(seller)] if seller else [],
        DocumentOrigin: origin_rows(lines, born_from),
        DocumentReference: printed_rows(reference),
    }
    with_transfer = guide_rows(draft, lines, customer)
    document_id = store(document, parts, series)
    attach(reference, document_id, str(document["number"]), (customer.id, customer.name or customer.nif), session)
    write_guide(document_id, with_transfer)
    if moves_goods(kind, lines, customer, transport):
        warehouse = selling_from(draft.warehouse, series.establishment)
        for reason, moved in goods_of(kind, lines, customer, born_from, warehouse, entry, confirmed).items():
            move(moved, day, entry, reason, document_id=document_id, confirmed=confirmed)
    follow((int(one.document.id) for one in born_from.values()), entry, session)
    record_issue(document, session)
    mark = "%s" if db.on_postgres() else "?"
    db.database.execute_sql(f"DELETE FROM draft WHERE operation = {mark}", (draft.operation,))  # noqa: S608
    return str(document["number"])


def _amounts(draft: Draft, lines: list[Prepared]) -> Amounts:
    amounts = compute(
        [line.input for line in lines],
        prices_include_tax=draft.prices_include_tax,
        global_discount=draft.global_discount,
        step=step_of(draft),
    )
    return amounts if draft.valued else replace(amounts, rates=())


def _check_reasons(lines: list[Prepared], customer: Buyer, day: date, session: Session) -> None:
    """The buyer is one that the reasons for not charging VAT can be for (fiscal/rules/schemes.py)."""
    for code in dict.fromkeys(line.line.exemption for line in lines if line.input.tax_type != STAMP_DUTY):
        if code:
            check_buyer(session.tables.exemption(code, day), customer.nif, customer.country)


def check_dates(series: Series, day: date, entry: datetime, last: str | None, confirmed: frozenset[str]) -> None:
    """C2, C28 and C29 over what the series and all series hold. last: moment of the last document of all, as stored."""
    check_order(
        f"{series.type} {series.name}",
        day,
        entry,
        starts_on=series.starts_on,
        last_day=series.last_date,
        last_entry=series.last_entry,
    )
    check_future(day, entry.date(), confirmed)
    check_clock(entry, datetime.fromisoformat(last) if last else None, confirmed)


def _check_amounts(
    kind: DocumentType,
    lines: list[Prepared],
    amounts: Amounts,
    rectified: dict[str, Original],
    company: Company,
    customer: Buyer,
    day: date,
    session: Session,
) -> None:
    if amounts.gross > MOST:
        raise Refusal("O total é demasiado grande: confirme as quantidades e os preços.", field="lines", rule="limits")
    if kind.debit and kind.rectifies:
        taken = [
            (line.line.reference, line.line.code, line.line.quantity, amount.amount)
            for line, amount in zip(lines, amounts.lines, strict=True)
        ]
        check_credits(taken, rectified)
    elif kind.rectifies:
        for original in rectified.values():
            if original.document.status == "A":
                raise Refusal(
                    f"{original.document.number} está anulado: não se pode retificar.", field="lines", rule="F10"
                )
    if kind.code == "FS":
        check_simplified(
            session.tables,
            amounts.gross,
            day,
            retailer=bool(company.retailer),
            small_exempt=company.regime == SMALL_EXEMPT,
            customer_nif=customer.nif,
        )
