"""Issues a document: number, signature, lines, stock and audit in one transaction, all of it or nothing."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from fiscal.amounts import Amounts, compute
from fiscal.discounts import read_discount, write_discount
from fiscal.doctypes import DocumentType, document_type
from fiscal.errors import Refusal
from fiscal.numbering import atcud, document_number
from fiscal.qr import qr_message
from fiscal.rounding import ZERO, cents
from fiscal.rules.dates import check_clock, check_future, check_order, check_plausible
from fiscal.rules.lines import check_issuer
from fiscal.rules.payment import check_simplified, withheld
from fiscal.signature import printed_characters, signed_text
from fiscal.text import clean
from models import db
from models.audit.log import record
from models.company.setup import current
from models.company.tables import Company
from models.failures import StorageFailure
from models.integrity.gate import check_may_issue
from models.sales import digest as frozen
from models.sales.customer import Buyer, buyer
from models.sales.draft import Draft
from models.sales.lines import SMALL_EXEMPT, Prepared, prepare
from models.sales.payments import settle, terms
from models.sales.rectified import Original, check_credits, originals
from models.sales.tables import Document, DocumentLine, DocumentPayment, DocumentTax
from models.series.series import key_version, series_for
from models.series.tables import Series
from models.session import Session
from models.stock.move import move

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
    series = series_for(kind.code, draft.series, day)
    if (done := issued_as(draft.operation)) is not None:
        return done  # by another terminal, while this one waited for the series
    # The clock is read after the wait for the series and after what others issued: a terminal that waited would
    # otherwise carry an earlier second than the document before its own, and look like a clock set back.
    last = db.database.execute_sql("SELECT max(system_entry_date) FROM document").fetchone()[0]
    entry: datetime = session.clock.now()
    day = draft.date or entry.date()
    _check_dates(series, day, entry, last, confirmed)
    company = current()
    check_issuer(company.name, company.nif, company.address, company.postal_code, company.city)
    rectified = originals([clean(line.reference, 60) for line in draft.lines]) if kind.rectifies else {}
    lines = prepare(draft, kind, company, rectified, day, session)
    customer = buyer(draft, company, rectified, session)
    amounts = compute(
        [line.input for line in lines],
        prices_include_tax=draft.prices_include_tax,
        global_discount=draft.global_discount,
    )
    _check_amounts(kind, lines, amounts, rectified, company, customer, day, session)
    document = _document(draft, kind, series, company, customer, amounts, day, entry, session)
    payments = settle(draft.payments, kind, amounts.gross - document["withheld"], day, session)
    _sign(document, series, amounts, company, session)
    _store(document, lines, amounts, payments, series, session, kind)
    mark = "%s" if db.on_postgres() else "?"
    db.database.execute_sql(f"DELETE FROM draft WHERE operation = {mark}", (draft.operation,))  # noqa: S608
    return str(document["number"])


def _check_dates(series: Series, day: date, entry: datetime, last: str | None, confirmed: frozenset[str]) -> None:
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
    if kind.debit:
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


def _document(
    draft: Draft,
    kind: DocumentType,
    series: Series,
    company: Company,
    customer: Buyer,
    amounts: Amounts,
    day: date,
    entry: datetime,
    session: Session,
) -> dict[str, Any]:
    """The document's row, still without signature."""
    sequence = max(series.last_number + 1, series.first_number)
    now = kind.settled or kind.debit
    condition, due = ("", None) if now and not draft.condition else terms(draft.condition or customer.condition, day)
    held = draft.withholding
    return {
        "number": document_number(kind.code, series.name, sequence),
        "type": kind.code,
        "series_id": series.id,
        "sequence": sequence,
        "atcud": atcud(series.validation_code, sequence),
        "date": day,
        "system_entry_date": entry,
        "operation": draft.operation,
        "company_id": company.id,
        "customer_id": customer.id,
        "customer_code": customer.code,
        "customer_nif": customer.nif,
        "customer_name": customer.name,
        "customer_address": customer.address,
        "customer_postal_code": customer.postal_code,
        "customer_city": customer.city,
        "customer_country": customer.country,
        "prices_include_tax": draft.prices_include_tax,
        "global_discount": write_discount(read_discount(draft.global_discount, "global_discount")),
        "condition": "" if now else condition,
        "due": None if now else due,
        "notes": clean(draft.notes, 1000, lines=True),
        "withholding_type": held.type if held else "",
        "withholding_description": (clean(held.description, 60) or f"Retenção na fonte {held.type}") if held else "",
        "withholding_rate": held.rate if held else ZERO,
        "withheld": withheld(held.type, held.rate, amounts.net) if held else cents(ZERO),
        "net": amounts.net,
        "tax": amounts.tax,
        "gross": amounts.gross,
        "certificate": session.certificate,
        "operator": session.operator,
        "terminal": session.terminal,
        "status": "N",
        "status_at": entry,
        "status_reason": "",
        "status_operator": session.operator,
    }


def _sign(document: dict[str, Any], series: Series, amounts: Amounts, company: Company, session: Session) -> None:
    """Signature over the previous one of the series, and the QR message that carries four of its characters (C1, C7)."""
    message = signed_text(
        document["date"], document["system_entry_date"], document["number"], document["gross"], series.last_hash
    )
    document["hash"] = session.signer.sign(message)
    document["hash_control"] = str(key_version(session))
    document["qr"] = qr_message(
        issuer_nif=company.nif,
        customer_nif=document["customer_nif"],
        customer_country=document["customer_country"],
        type_code=document["type"],
        status="N",
        day=document["date"],
        number=document["number"],
        atcud=document["atcud"],
        rates=amounts.rates,
        tax=document["tax"],
        gross=document["gross"],
        withheld=document["withheld"],
        printed_hash=printed_characters(document["hash"]),
        certificate=document["certificate"],
    )


def _store(
    document: dict[str, Any],
    lines: list[Prepared],
    amounts: Amounts,
    payments: list[dict[str, Any]],
    series: Series,
    session: Session,
    kind: DocumentType,
) -> None:
    line_rows = [_line_row(n, line, amounts, document["date"]) for n, line in enumerate(lines, 1)]
    tax_rows = [
        {
            "tax_type": r.tax_type, "region": r.region, "tax_code": r.tax_code, "rate": r.rate, "base": r.base,
            "tax": r.tax, "exemption_code": r.exemption,
        }
        for r in amounts.rates
    ]  # fmt: skip
    document["digest"] = frozen.digest(
        frozen.stored(Document, frozen.DOCUMENT, document),
        [frozen.stored(DocumentLine, frozen.LINE, row) for row in line_rows],
        [frozen.stored(DocumentTax, frozen.TAX, row) for row in tax_rows],
        [frozen.stored(DocumentPayment, frozen.PAYMENT, row) for row in payments],
    )
    document_id = db.insert_one(Document, document)
    for table, rows in ((DocumentLine, line_rows), (DocumentTax, tax_rows), (DocumentPayment, payments)):
        db.insert(table, [{"document_id": document_id, **row} for row in rows])
    moved = [
        (line.article_id, n, line.line.quantity if kind.debit else -line.line.quantity)
        for n, line in enumerate(lines, 1)
        if line.article_id is not None and line.stocked and (kind.debit or not kind.rectifies)
    ]
    move(document_id, moved, document["system_entry_date"], document["type"])
    Series.update(
        last_number=document["sequence"],
        last_date=document["date"],
        last_entry=document["system_entry_date"],
        last_hash=document["hash"],
    ).where(Series.id == series.id).execute()
    record(
        session, "issue", document["number"], gross=f"{document['gross']:.2f}", operation=document["operation"],
        digest=document["digest"],
    )  # fmt: skip


def _line_row(number: int, prepared: Prepared, amounts: Amounts, day: date) -> dict[str, Any]:
    line, computed, priced = prepared.line, amounts.lines[number - 1], prepared.input
    return {
        "number": number,
        "article_id": prepared.article_id,
        "code": line.code,
        "description": line.description,
        "quantity": line.quantity,
        "unit": line.unit,
        "price": priced.price,
        "discount": prepared.discount,
        "shown": computed.shown,
        "unit_price": computed.unit_price,
        "amount": computed.amount,
        "settlement": computed.settlement,
        "tax_type": priced.tax_type,
        "region": priced.region,
        "tax_code": priced.tax_code,
        "rate": priced.rate,
        "exemption_code": line.exemption,
        "exemption_reason": prepared.mention,
        "tax_point": day,
        "reference": line.reference,
        "reference_id": prepared.reference_id,
        "reference_reason": line.reference_reason,
    }
